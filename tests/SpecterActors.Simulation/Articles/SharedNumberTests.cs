using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Journal.InMemory;
using SpecterActors.Simulation.Life;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>Two articles of a shop with one number (guarantee 15), of which the second is stored late.</summary>
public sealed class SharedNumberTests
{
    private readonly LifeWorld world = new(shop: s => s with { Articles = new ArticleSyncSettings { ExportTrigger = ProductExportTrigger.Inactive } });

    [Fact]
    public void Nothing_goes_to_the_erp_while_the_row_of_the_second_is_held_back()
    {
        var held = 0;
        world.Disk = call => call.Holds("article.duplicate-claimed:1") && held++ >= 0
            ? new StoreFault.Reject(call.Batch.ToList().FindIndex(b => b.Events.Any(e => e.Manifest == "article.duplicate-claimed:1")), "not now")
            : new StoreFault.None();
        world.AddArticle("D4", "D4");
        world.AddArticle("D5", "D4");
        var order = world.Order(("D4", 1m));
        world.Pass(TimeSpan.FromMinutes(6));
        Assert.True(held > 0);
        Assert.DoesNotContain(world.Specter.Articles.Values, a => a.ArticleNo == "D4");

        world.Disk = null;
        world.Rest();
        Assert.DoesNotContain(world.Specter.Articles.Values, a => a.ArticleNo == "D4");
        Assert.Empty(world.ErpOrders(order));
        Assert.Equal(2, world.Parked().Count(p => p.Code == ParkingCodes.ArticleNumberDuplicate));
    }

    [Fact]
    public void A_second_article_that_comes_later_stops_both_and_one_that_is_mended_goes_on()
    {
        world.AddArticle("D4", "D4");
        var before = world.Order(("D4", 1m));
        world.Rest();
        Assert.Single(world.ErpOrders(before));
        var second = world.AddArticle("D5", "D4");
        world.Rest();
        var after = world.Order(("D4", 1m));
        world.Rest();
        Assert.Empty(world.ErpOrders(after));
        Assert.Equal(2, world.Parked().Count(p => p.Code == ParkingCodes.ArticleNumberDuplicate));
        world.Abicart.Life.RenameArticle(second.Uid, "D5");
        world.Rest();
        Assert.Single(world.ErpOrders(after));
        Assert.Empty(world.Parked());
    }
}
