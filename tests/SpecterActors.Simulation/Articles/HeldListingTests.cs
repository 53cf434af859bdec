using SpecterActors.Journal.InMemory;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>A row of the first reading of a shop's range that the article's stream does not take for a while.</summary>
public sealed class HeldListingTests
{
    private readonly LifeWorld world = new(disk: RejectA1);

    [Fact]
    public void It_is_no_change_of_the_shops_when_it_is_stored_at_last()
    {
        Assert.Empty(world.Article("A1").Listings);
        world.Disk = null;
        world.Rest();
        Assert.Contains("main", world.Article("A1").Listings.Keys);
        Assert.DoesNotContain(world.Specter.Effects, e => e.Kind == "newArticleSubmit");
    }

    [Fact]
    public void What_the_shop_changes_meanwhile_goes_to_the_erp()
    {
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Ny kopp" } });
        world.Pass(TimeSpan.FromMinutes(6));
        world.Disk = null;
        world.Rest();
        Assert.Equal("Ny kopp", world.Specter.Articles.Values.Single(a => a.ArticleNo == "A1").Name);
        Assert.Equal(1, world.Specter.Effects.Count(e => e.Kind == "newArticleSubmit"));
    }

    [Fact]
    public void Given_another_number_meanwhile_it_is_one_article_with_both()
    {
        var before = world.Order(("A1", 3m));
        world.Pass(TimeSpan.FromMinutes(1));
        world.Abicart.Life.RenameArticle(world.InShop("A1").Uid, "A1-NY");
        world.Pass(TimeSpan.FromMinutes(6));
        var after = world.Order(("A1", 2m));
        world.Pass(TimeSpan.FromMinutes(1));
        world.Disk = null;
        world.Rest();
        Assert.Equal(["A1", "A1-NY"], world.Article("A1").Numbers);
        Assert.Equal("A1", world.Article("A1-NY").YieldedTo);
        Assert.Equal("A1", Assert.Single(world.ErpOrders(before)).Rows[0].ArticleNo);
        Assert.Equal("A1", Assert.Single(world.ErpOrders(after)).Rows[0].ArticleNo);
        Assert.Single(world.Specter.Articles.Values, a => a.ArticleNo.StartsWith("A1", StringComparison.Ordinal));
        Assert.Equal(45m, world.InShop("A1").Stock);
    }

    private static StoreFault RejectA1(StoreCall call)
    {
        var at = call.Batch.ToList().FindIndex(b => b.PersistenceId == EntityIds.Article(LifeWorld.Tenant, "A1") && b.Events.Any(e => e.Manifest == "article.listed:1"));
        return at < 0 ? new StoreFault.None() : new StoreFault.Reject(at, "not now");
    }
}
