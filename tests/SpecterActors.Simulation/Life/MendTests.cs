using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>
/// Nothing goes incomplete, and what is mended goes by itself (A30): orders and changes of orders whose articles have no number, an illegal
/// one or one that another article has, and packages. The whole engine against both simulated systems.
/// </summary>
public sealed class MendTests
{
    [Theory]
    [InlineData("", ParkingCodes.ArticleNumberMissing)]
    [InlineData("D 4", ParkingCodes.ArticleNumberIllegal)]
    [InlineData("C3", ParkingCodes.ArticleNumberDuplicate)]
    public void An_order_is_not_sent_until_its_article_is_mended_and_then_by_itself(string number, string code)
    {
        var world = new LifeWorld();
        var faulty = world.AddArticle("D4", number);
        world.Pass(TimeSpan.FromMinutes(2));
        var order = world.Order(("A1", 1m), ("D4", 2m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        Assert.Contains(world.Parked(), row => row.Code == code && row.PersistenceId.Contains(order.OrderNumber, StringComparison.Ordinal));

        world.Abicart.Life.RenameArticle(faulty.Uid, "D4");
        world.Restart();
        world.Rest();
        Assert.Equal([("A1", 1m), ("D4", 2m)], Rows(world, order.OrderNumber));
        Assert.Empty(world.Parked());
    }

    [Theory]
    [InlineData("", ParkingCodes.ArticleNumberMissing)]
    [InlineData("D 4", ParkingCodes.ArticleNumberIllegal)]
    [InlineData("C3", ParkingCodes.ArticleNumberDuplicate)]
    public void A_change_after_export_is_not_sent_until_its_article_is_mended_and_then_by_itself(string number, string code)
    {
        var world = new LifeWorld();
        var faulty = world.AddArticle("D4", number);
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.SetQuantity(order, "A1", 2m);
        world.AddRow(order, "D4", 2m);
        world.Rest();
        Assert.Single(world.Specter.Orders);
        Assert.Contains(world.Parked(), row => row.Code == code && row.PersistenceId.Contains(order.OrderNumber, StringComparison.Ordinal));

        world.Abicart.Life.RenameArticle(faulty.Uid, "D4");
        world.Restart();
        world.Rest();
        Assert.Equal([("A1", 3m)], Rows(world, order.OrderNumber));
        Assert.Equal([("A1", -1m), ("D4", 2m)], Rows(world, $"{order.OrderNumber}-2"));
        Assert.Equal(world.Shown(order).TotalIncVat, world.ErpTotal(order));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void Of_two_articles_with_one_number_the_one_sold_goes_also_when_it_is_the_other_that_gets_a_new_number()
    {
        var world = new LifeWorld();
        var other = world.AddArticle("D4", "C3");
        world.Pass(TimeSpan.FromMinutes(2));
        var order = world.Order(("D4", 2m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        var first = world.Abicart.Content.Articles.All.First(a => a.Number == "C3" && a.Uid != other.Uid);
        world.Abicart.Life.RenameArticle(first.Uid, "C4");
        world.Rest();
        Assert.Equal([("C3", 2m)], Rows(world, order.OrderNumber));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void An_order_with_a_package_goes_as_its_parts_once_the_settings_say_what_it_holds()
    {
        var world = new LifeWorld(shop: s => s with { Orders = s.Orders with { ExplodePackages = false } });
        world.AddArticle("PAKET", "PAKET", isPackage: true);
        world.Pass(TimeSpan.FromMinutes(2));
        var order = world.Order(("PAKET", 2m));
        world.Rest();
        Assert.Equal(ParkingCodes.SettingMissing, ParkedOrder(world, order).Code);

        world.Change(s => s with { Orders = s.Orders with { ExplodePackages = true } });
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        Assert.Contains("PAKET", ParkedOrder(world, order).Cause, StringComparison.Ordinal);

        world.Change(s => s with { Options = s.Options.SetItem("package.PAKET", "A1=2,B 2=1") });
        world.Rest();
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, ParkedOrder(world, order).Code);

        world.Change(s => s with { Options = s.Options.SetItem("package.PAKET", "A1=2,B2=1") });
        world.Rest();
        Assert.Equal([("A1", 4m), ("B2", 2m)], Rows(world, order.OrderNumber));
        Assert.Equal(world.Shown(order).TotalIncVat, world.ErpTotal(order));
    }

    [Fact]
    public void A_package_added_after_export_goes_as_its_parts_once_the_settings_say_what_it_holds()
    {
        var world = new LifeWorld(shop: s => s with { Orders = s.Orders with { ExplodePackages = true } });
        world.AddArticle("PAKET", "PAKET", isPackage: true);
        var order = world.Order(("C3", 1m));
        world.Rest();
        world.AddRow(order, "PAKET", 1m);
        world.Rest();
        Assert.Single(world.Specter.Orders);
        world.Change(s => s with { Options = s.Options.SetItem("package.PAKET", "A1=2,B2=1") });
        world.Rest();
        Assert.Equal([("A1", 2m), ("B2", 1m)], Rows(world, $"{order.OrderNumber}-2"));
        Assert.Equal(world.Shown(order).TotalIncVat, world.ErpTotal(order));
    }

    private static Sync.Admin.AttentionRow ParkedOrder(LifeWorld world, Sandbox.Abicart.Model.ShopOrder order) =>
        Assert.Single(world.Parked(), row => row.PersistenceId.EndsWith($"/order/{order.OrderNumber}", StringComparison.Ordinal));

    private static IEnumerable<(string, decimal)> Rows(LifeWorld world, string externalNo) =>
        world.Specter.Orders.Values.Single(o => o.ExternalOrderNo == externalNo).Rows
            .Where(r => world.Abicart.Content.Articles.All.Any(a => a.Number == r.ArticleNo)).Select(r => (r.ArticleNo, r.Quantity)).Order();
}
