using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using Xunit;

namespace SpecterActors.Simulation.Articles;

/// <summary>SETs of Specter whose composition its article feed alone tells (A4, A30, W8), the whole engine against both simulated systems.</summary>
public sealed class SetTests
{
    private static SpecterSwitches Shows { get; } = new() { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed };

    [Fact]
    public void By_setting_an_order_of_a_set_holds_the_parts_that_the_feed_tells_until_the_erp_has_it()
    {
        foreach (var fromErp in new[] { true, false })
        {
            var world = World(fromErp, byHand: true);
            world.AddArticle("SET", "SET-1");
            AddSet(world);
            world.Rest();
            var order = world.Order(("SET", 3m));
            world.Rest();
            Assert.Equal(fromErp ? (44m, 47m) : (50m, 50m), (Stock(world, "A1"), Stock(world, "B2")));
            world.Must(a => a.ExportOrderAsync(LifeWorld.Tenant, order.OrderNumber, LifeWorld.Person, CancellationToken.None));
            world.Rest();
            Assert.Equal("SET-1", Assert.Single(Assert.Single(world.ErpOrders(order)).Rows, r => r.ArticleNo != "FRAKT").ArticleNo);
            Assert.Equal((44m, 47m), (Stock(world, "A1"), Stock(world, "B2")));
        }
    }

    [Fact]
    public void A_set_of_which_nobody_says_what_it_holds_is_listed_and_gets_no_stock_until_somebody_does()
    {
        var world = World(fromErp: false);
        AddSet(world);
        world.AddArticle("SET", "SET-1");
        world.Rest();
        Assert.Equal(["SET-1"], Noted(world));
        Assert.Equal(20m, Stock(world, "SET-1"));
        world.Change(s => s with { Articles = s.Articles with { SetsFromErp = true } });
        world.Rest();
        Assert.Empty(Noted(world));
        Assert.Equal(25m, Stock(world, "SET-1"));
        world.Change(s => s with { Articles = s.Articles with { SetsFromErp = false, Sets = ImmutableSortedDictionary<string, string>.Empty.Add("SET-1", "A1=2,B2=1") } });
        world.Specter.ChangeStock("A1", -10m);
        world.Rest();
        Assert.Equal(20m, Stock(world, "SET-1"));
    }

    [Fact]
    public void A_package_of_the_shop_goes_as_the_parts_of_the_set_once_the_feed_has_told_them()
    {
        var world = World(fromErp: true, explode: true);
        world.AddArticle("SET", "SET-1", isPackage: true);
        world.Rest();
        Assert.Equal(["SET-1"], Noted(world));
        var order = world.Order(("SET", 3m));
        world.Rest();
        Assert.Empty(world.ErpOrders(order));
        Assert.Contains("SET-1", Assert.Single(world.Parked()).Cause);
        AddSet(world);
        world.Rest();
        Assert.Equal([("A1", 6m), ("B2", 3m)], Assert.Single(world.ErpOrders(order)).Rows.Where(r => r.ArticleNo != "FRAKT").Select(r => (r.ArticleNo, r.Quantity)));
        Assert.Equal(world.Shown(order).TotalIncVat, world.ErpTotal(order));
        Assert.Empty(Noted(world));
        Assert.Empty(world.Parked());
        Assert.Equal((44m, 47m), (Stock(world, "A1"), Stock(world, "B2")));
    }

    [Fact]
    public void Under_another_name_in_the_feed_it_is_read_by_the_option_that_names_it()
    {
        var names = SpecterArticleFeedNames.Assumed with { SetPart = "del" };
        foreach (var option in new[] { "setArticle", "del" })
        {
            var world = new LifeWorld(
                Shows with { ArticleFeedNames = names }, shop: s => Shop(s, fromErp: true, byHand: true, explode: false), erpOptions: ("articleFeedSetPart", option));
            world.AddArticle("SET", "SET-1");
            AddSet(world);
            world.Rest();
            world.Order(("SET", 1m));
            world.Rest();
            Assert.Equal(option == "del" ? 48m : 50m, Stock(world, "A1"));
        }
    }

    private static LifeWorld World(bool fromErp, bool byHand = false, bool explode = false) => new(Shows, shop: s => Shop(s, fromErp, byHand, explode));

    private static ShopSettings Shop(ShopSettings s, bool fromErp, bool byHand, bool explode) => s with
    {
        Articles = new ArticleSyncSettings { SetsFromErp = fromErp, ExportTrigger = ProductExportTrigger.Inactive },
        OrderLife = byHand ? s.OrderLife with { Trigger = OrderTrigger.ByHand } : s.OrderLife,
        Orders = s.Orders with { ExplodePackages = explode },
    };

    private static void AddSet(LifeWorld world) => world.Specter.AddArticle(
        new SpecterArticle { Id = 0, ArticleNo = "SET-1", Name = "Set", PriceExclVat = 64m, SetParts = [new SpecterSetPart("A1", 2), new SpecterSetPart("B2", 1)] });

    private static decimal? Stock(LifeWorld world, string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number).Stock;

    private static IEnumerable<string> Noted(LifeWorld world) => world
        .Wait(() => world.Admin.GetNotedArticlesAsync(LifeWorld.Tenant, ArticleObstacles.SetWithoutComposition, 100, CancellationToken.None))!.Articles
        .Select(id => id[(id.LastIndexOf('/') + 1)..]);
}
