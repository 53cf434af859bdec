using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Articles;

/// <summary>Articles that get another number on one side (V3, V4, guarantee 15), the whole engine against both simulated systems.</summary>
public sealed class RenameTests
{
    private readonly LifeWorld world = new();

    [Fact]
    public void Renamed_in_the_shop_it_is_one_article_still_and_goes_on_by_itself_once_the_erp_shows_the_number()
    {
        var before = world.Order(("A1", 3m));
        world.Abicart.Life.RenameArticle(Uid("A1"), "A1-NY");
        var after = world.Order(("A1", 2m));
        world.Rest();
        Assert.Equal("A1", Assert.Single(world.ErpOrders(before)).Rows[0].ArticleNo);
        Assert.Equal("A1", Assert.Single(world.ErpOrders(after)).Rows[0].ArticleNo);
        Assert.Contains(world.Parked(), p => p.Code == ParkingCodes.ArticleRenamed);
        Assert.DoesNotContain(world.Specter.Articles.Values, a => a.ArticleNo == "A1-NY");

        world.Specter.ChangeStock("A1", 10m);
        world.Rest();
        Assert.Equal(55m, Stock("A1-NY"));

        world.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        world.Rest();
        var last = world.Order(("A1", 1m));
        world.Rest();
        Assert.Equal("A1-NY", Assert.Single(world.ErpOrders(last)).Rows[0].ArticleNo);
        Assert.Empty(world.Parked());
        Assert.Equal(3, world.Specter.Articles.Count(a => a.Value.IsStockArticle));

        world.Specter.ChangeStock("A1-NY", 5m);
        world.Rest();
        Assert.Equal(59m, Stock("A1-NY"));
        Assert.Equal(["A1", "A1-NY"], State("A1").Numbers);
        Assert.Equal("A1", State("A1-NY").YieldedTo);
    }

    [Fact]
    public void Renamed_in_the_erp_first_the_shop_follows_by_hand_and_stock_goes_on()
    {
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        world.Specter.ChangeStock("A1-NY", 7m);
        world.Rest();
        world.Abicart.Life.RenameArticle(Uid("A1"), "A1-NY");
        world.Rest();
        Assert.Equal(57m, Stock("A1-NY"));
        Assert.Empty(world.Parked());
        var order = world.Order(("A1", 2m));
        world.Rest();
        Assert.Equal("A1-NY", Assert.Single(world.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Equal(55m, Stock("A1-NY"));
    }

    [Fact]
    public void Renamed_in_an_erp_that_leads_and_shows_it_the_shop_has_the_number_and_orders_in_flight_go_on()
    {
        var erpLeads = Showing(ArticleFlow.ErpLeads);
        var before = erpLeads.Order(("A1", 3m));
        erpLeads.Pass(TimeSpan.FromSeconds(1));
        erpLeads.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY", PriceExclVat = 200m, VatPercent = 25m });
        var during = erpLeads.Order(("A1", 2m));
        erpLeads.Rest();
        Assert.Equal(("A1-NY", 250m, 45m), (erpLeads.InShop("A1").Number, erpLeads.InShop("A1").PriceIncVat, erpLeads.InShop("A1").Stock));
        Assert.All([before, during], o => Assert.Single(erpLeads.ErpOrders(o)));
        Assert.Empty(erpLeads.Parked());
        Assert.Equal(["A1", "A1-NY"], erpLeads.Article("A1").Numbers);
        Assert.Equal(("A1", true), (erpLeads.Article("A1-NY").YieldedTo, erpLeads.Article("A1-NY").Listings.IsEmpty));
        Assert.Equal(3, erpLeads.Specter.Articles.Count(a => a.Value.IsStockArticle));

        var effects = erpLeads.Abicart.Content.Effects.Count;
        erpLeads.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(effects, erpLeads.Abicart.Content.Effects.Count);
        erpLeads.Specter.ChangeArticle("A1-NY", new SpecterArticleChange { ArticleNo = "A1-IGEN" });
        var after = erpLeads.Order(("A1", 1m));
        erpLeads.Specter.ChangeStock("A1-IGEN", 10m);
        erpLeads.Rest();
        Assert.Equal(("A1-IGEN", 54m), (erpLeads.InShop("A1").Number, erpLeads.InShop("A1").Stock));
        Assert.Single(erpLeads.ErpOrders(after));
        Assert.Equal(["A1", "A1-IGEN", "A1-NY"], erpLeads.Article("A1").Numbers);
        Assert.Empty(erpLeads.Parked());
    }

    [Fact]
    public void Renamed_in_an_erp_that_shows_it_where_the_shop_leads_stock_and_orders_go_on_and_a_person_gives_the_shop_the_number()
    {
        var combined = Showing(ArticleFlow.Combined);
        combined.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY", PriceExclVat = 79.92m, VatPercent = 25m });
        combined.Specter.ChangeStock("A1-NY", 7m);
        combined.Rest();
        Assert.Equal(("A1", 57m), (combined.InShop("A1").Number, combined.InShop("A1").Stock));
        var parked = Assert.Single(combined.Parked());
        Assert.Equal((ParkingCodes.RenamedInErp, true), (parked.Code, parked.Remedy.Contains("A1-NY", StringComparison.Ordinal)));

        // What the shop decides goes on under the number of now.
        combined.Abicart.Life.ChangeArticle(combined.InShop("A1").Uid, a => a with { Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Ny kopp" } });
        var order = combined.Order(("A1", 2m));
        combined.Rest();
        Assert.Equal("A1-NY", Assert.Single(combined.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Equal("Ny kopp", combined.Specter.FindArticle("A1-NY")!.Name);
        Assert.Null(combined.Specter.FindArticle("A1"));

        combined.Abicart.Life.RenameArticle(combined.InShop("A1").Uid, "A1-NY");
        combined.Specter.ChangeStock("A1-NY", 1m);
        combined.Rest();
        Assert.Equal(56m, combined.InShop("A1").Stock);
        Assert.Empty(combined.Parked());
        Assert.Equal(["A1", "A1-NY"], combined.Article("A1").Numbers);
    }

    [Fact]
    public void Renamed_in_the_erp_and_back_again_nothing_is_left_of_it_but_the_alias()
    {
        var combined = Showing(ArticleFlow.Combined);
        combined.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        combined.Rest();
        Assert.Equal(ParkingCodes.RenamedInErp, Assert.Single(combined.Parked()).Code);
        combined.Specter.ChangeArticle("A1-NY", new SpecterArticleChange { ArticleNo = "A1" });
        combined.Specter.ChangeStock("A1", 5m);
        combined.Rest();
        Assert.Empty(combined.Parked());
        Assert.Equal(("A1", 55m), (combined.InShop("A1").Number, combined.InShop("A1").Stock));
        var order = combined.Order(("A1", 1m));
        combined.Rest();
        Assert.Equal("A1", Assert.Single(combined.ErpOrders(order)).Rows[0].ArticleNo);
    }

    [Fact]
    public void Killed_while_the_erps_number_goes_to_the_shop_it_is_one_article()
    {
        for (var after = 0; after < 12; after++)
        {
            var killed = Showing(ArticleFlow.ErpLeads);
            var order = killed.Order(("A1", 2m));
            killed.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
            killed.Dispatcher.RunFor(TimeSpan.FromMilliseconds(25 * after));
            killed.Restart();
            killed.Rest();
            Assert.Equal(("A1-NY", 48m), (killed.InShop("A1").Number, killed.InShop("A1").Stock));
            Assert.Single(killed.ErpOrders(order));
            Assert.Equal(["A1", "A1-NY"], killed.Article("A1").Numbers);
            Assert.Empty(killed.Parked());
        }
    }

    [Fact]
    public void A_number_that_the_shop_has_given_to_another_article_is_not_taken_from_it()
    {
        var erpLeads = Showing(ArticleFlow.ErpLeads);
        erpLeads.Change(s => s with { Articles = s.Articles with { ExportTrigger = ProductExportTrigger.Inactive } });
        var other = erpLeads.AddArticle("other", "A1-NY");
        erpLeads.Rest();
        erpLeads.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        erpLeads.Rest();
        Assert.Equal(("A1", "A1-NY"), (erpLeads.InShop("A1").Number, erpLeads.Abicart.Content.Articles.Get(other.Uid).Number));
        Assert.Null(erpLeads.Article("A1-NY").YieldedTo);
    }

    [Fact]
    public void An_order_that_the_erp_refused_for_a_number_given_up_there_goes_by_itself_once_the_new_one_is_known()
    {
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        var order = world.Order(("A1", 3m));
        world.Rest();
        Assert.Empty(world.ErpOrders(order));
        Assert.Single(world.Parked());

        world.Abicart.Life.RenameArticle(Uid("A1"), "A1-NY");
        world.Rest();
        Assert.Equal("A1-NY", Assert.Single(world.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Empty(world.Parked());
        Assert.Equal(47m, Stock("A1-NY"));
    }

    [Fact]
    public void Two_articles_with_one_number_are_both_shown_and_heal_when_one_gets_its_own()
    {
        world.Abicart.Life.RenameArticle(Uid("B2"), "A1");
        world.Rest();
        Assert.Equal(2, world.Parked().Count(p => p.Code == ParkingCodes.ArticleNumberDuplicate));
        world.Abicart.Life.RenameArticle(world.Abicart.Content.Articles.All.Single(a => a.Name["sv"] == "Vara B2").Uid, "B2");
        world.Rest();
        Assert.Empty(world.Parked());
        world.Specter.ChangeStock("B2", 1m);
        world.Rest();
        Assert.Equal(51m, Stock("B2"));
    }

    [Fact]
    public void A_copy_under_an_old_number_waits_apart()
    {
        world.Abicart.Life.RenameArticle(Uid("A1"), "A1-NY");
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        world.Rest();
        var copy = world.Abicart.Life.AddArticle(new ShopArticle
        {
            Uid = 0, Number = "A1", Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Kopia" }, PriceIncVat = 10m, Stock = 4m,
        });
        world.Rest();
        Assert.Contains(world.Parked(), p => p.Code == ParkingCodes.ArticleNumberReused);
        Assert.DoesNotContain(world.Specter.Articles.Values, a => a.ArticleNo == "A1");
        Assert.Equal(4m, world.Abicart.Content.Articles.Get(copy.Uid).Stock);
        world.Abicart.Life.RenameArticle(copy.Uid, "D4");
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Contains(world.Specter.Articles.Values, a => a.ArticleNo == "D4");
    }

    [Fact]
    public void An_order_of_an_article_without_a_number_goes_by_itself_once_that_is_mended()
    {
        var uid = Uid("A1");
        world.Abicart.Life.RenameArticle(uid, "");
        var order = world.Order(("A1", 1m));
        world.Rest();
        Assert.Empty(world.ErpOrders(order));
        world.Abicart.Life.RenameArticle(uid, "A1");
        world.Rest();
        Assert.Equal("A1", Assert.Single(world.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void What_changes_in_the_shop_goes_to_the_erp_once_and_comes_back_as_no_change()
    {
        world.Abicart.Life.ChangeArticle(Uid("A1"), a => a with { Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Ny kopp" } });
        world.Rest();
        Assert.Equal("Ny kopp", world.Specter.Articles.Values.Single(a => a.ArticleNo == "A1").Name);
        var (writes, reads) = (world.Specter.Effects.Count(e => e.Kind == "newArticleSubmit"), world.Abicart.Content.Effects.Count);
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal((1, reads), (world.Specter.Effects.Count(e => e.Kind == "newArticleSubmit"), world.Abicart.Content.Effects.Count));
        Assert.Equal(1, writes);
    }

    private static LifeWorld Showing(ArticleFlow flow) => new(
        new SpecterSwitches { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed },
        shop: s => s with { Articles = new ArticleSyncSettings { Flow = flow, ImportFromErp = true } }, erpOptions: ("articleFeedFormerNumber", "formerArticleNo"));

    private int Uid(string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number).Uid;

    private decimal? Stock(string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number).Stock;

    private ArticleState State(string number) => (ArticleState)world.Wait(
        () => world.Engine.System.RebuildAsync(EntityIds.Article(LifeWorld.Tenant, number), long.MaxValue, useSnapshot: false, CancellationToken.None)).State;
}
