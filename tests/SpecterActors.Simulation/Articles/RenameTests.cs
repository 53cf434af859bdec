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

    private int Uid(string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number).Uid;

    private decimal? Stock(string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number).Stock;

    private ArticleState State(string number) => (ArticleState)world.Wait(
        () => world.Engine.System.RebuildAsync(EntityIds.Article(LifeWorld.Tenant, number), long.MaxValue, useSnapshot: false, CancellationToken.None)).State;
}
