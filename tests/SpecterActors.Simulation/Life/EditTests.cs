using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>Orders that the shop changes after export (A23, pitfall 12), the whole engine against both simulated systems.</summary>
public sealed class EditTests
{
    [Fact]
    public void After_adding_and_removing_lines_stock_and_total_equal_the_shops()
    {
        var world = new LifeWorld();
        var order = world.Order(("A1", 3m), ("B2", 1m));
        world.Rest();
        world.SetQuantity(order, "A1", 1m);
        world.AddRow(order, "C3", 2m);
        world.Rest();
        world.SetQuantity(order, "B2", 0m);
        world.SetQuantity(order, "A1", 4m);
        world.Rest();

        Assert.Equal([order.OrderNumber, $"{order.OrderNumber}-2", $"{order.OrderNumber}-3"], world.ErpOrders(order).Select(o => o.ExternalOrderNo));
        CheckInStep(world, order);
        Assert.Empty(world.Parked());
        Assert.Equal(world.ErpOrders(order)[0].OrderNo.ToString(System.Globalization.CultureInfo.InvariantCulture), world.Shown(order).ExternalOrderNumber);
    }

    [Fact]
    public void A_supplement_mails_nobody_each_mailbox_keeps_its_one_confirmation()
    {
        var (world, order) = Exported(shop: s => s with { Orders = s.Orders with { ErpSendsConfirmation = true, ErpSendsCopyToAdministrator = true } });
        world.SetQuantity(order, "A1", 1m);
        world.AddRow(order, "C3", 2m);
        world.Rest();
        Assert.Equal(2, world.ErpOrders(order).Count);
        Assert.Equal(["administrator-copy", "order-confirmation"], world.Specter.Mails.Select(m => m.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Edited_back_before_the_difference_went_nothing_more_is_sent()
    {
        var (world, order) = Exported();
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.SetQuantity(order, "A1", 1m);
        world.SetQuantity(order, "A1", 3m);
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Single(world.ErpOrders(order));
        CheckInStep(world, order);
    }

    [Fact]
    public void Edited_while_the_answer_to_the_first_submit_is_lost_the_difference_follows_once_the_number_is_known()
    {
        var world = new LifeWorld();
        var order = world.Order(("A1", 3m));
        world.Until(() => world.Specter.Orders.Count == 1, "the order in the ERP");
        world.SetQuantity(order, "A1", 2m);
        world.Restart();
        world.SetQuantity(order, "A1", 5m);
        world.Rest();
        CheckInStep(world, order);
        Assert.All(world.ErpOrders(order).GroupBy(o => o.ExternalOrderNo), g => Assert.Single(g));
    }

    [Fact]
    public void A_crash_at_any_moment_of_an_edit_doubles_and_loses_nothing()
    {
        for (var moment = 1; moment <= 8; moment++)
        {
            var world = new LifeWorld();
            var order = world.Order(("A1", 3m));
            world.Rest();
            world.SetQuantity(order, "A1", 1m);
            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(moment * 60));
            world.Restart();
            world.Rest();
            Assert.Equal(2, world.ErpOrders(order).Count);
            CheckInStep(world, order);
        }
    }

    [Fact]
    public void An_erp_that_takes_no_negative_quantity_leaves_the_rows_to_a_person()
    {
        var (world, order) = Exported(specter: new SpecterSwitches { NegativeQuantities = false }, erpOptions: ("validationCodes", "21"));
        world.SetQuantity(order, "A1", 1m);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(EntityIds.Order(LifeWorld.Tenant, $"{order.OrderNumber}-2"), row.PersistenceId);
        Assert.Equal("specter-21", row.Code);
        Assert.Contains("-2 A1", row.Remedy, StringComparison.Ordinal);
        world.Must(a => a.DoneByHandAsync(row.PersistenceId, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void By_hand_the_rows_are_listed_their_units_are_held_and_nothing_is_sent_until_it_is_done()
    {
        var (world, order) = Exported(shop: s => s with { OrderLife = new OrderLifeSettings { Edits = OrderEditPolicy.ByHand } });
        world.AddRow(order, "C3", 2m);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.ChangedAfterExport, row.Code);
        Assert.Contains("+2 C3", row.Remedy, StringComparison.Ordinal);
        Assert.Single(world.ErpOrders(order));
        Assert.Equal(50m, world.Specter.Available("C3"));
        Assert.Equal(48m, world.Abicart.Content.Articles.All.Single(a => a.Number == "C3").Stock);
        world.Specter.TillSale("C3", 2m);
        world.Must(a => a.DoneByHandAsync(row.PersistenceId, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal(48m, world.Abicart.Content.Articles.All.Single(a => a.Number == "C3").Stock);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(2_000)]
    public void Units_of_a_change_that_cannot_be_mapped_are_held_until_it_can_and_counted_once_also_through_a_kill(int killedAfterMilliseconds)
    {
        var (world, order) = Unmappable();
        world.Specter.TillSale("C3", 1m);
        world.Rest();
        Assert.Equal((49m, 47m), (world.Specter.Available("C3"), world.InShop("C3").Stock));

        world.Change(s => s with { Orders = s.Orders with { UnlinkedDelivery = UnlinkedMethod.Send } });
        if (killedAfterMilliseconds >= 0)
        {
            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(killedAfterMilliseconds));
            world.Restart();
        }

        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal([order.OrderNumber, $"{order.OrderNumber}-2"], world.ErpOrders(order).Select(o => o.ExternalOrderNo));
        Assert.Equal((47m, 47m), (world.Specter.Available("C3"), world.InShop("C3").Stock));
        Assert.Empty(world.Article("C3").Reservations);
        Assert.Empty(world.State(order.OrderNumber).Extra);
    }

    [Fact]
    public void Units_of_a_change_that_cannot_be_mapped_are_free_again_once_the_shop_takes_them_back()
    {
        var (world, order) = Unmappable();
        world.SetQuantity(order, "C3", 0m);
        world.Rest();
        Assert.Equal((50m, 50m), (world.Specter.Available("C3"), world.InShop("C3").Stock));
        Assert.Empty(world.Article("C3").Reservations);
        world.Change(s => s with { Orders = s.Orders with { UnlinkedDelivery = UnlinkedMethod.Send } });
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Single(world.ErpOrders(order));
    }

    [Fact]
    public void A_change_that_cannot_be_mapped_can_be_made_by_hand_its_units_fall_with_the_erps_figure_and_later_changes_are_a_persons()
    {
        var (world, order) = Unmappable();
        world.Specter.TillSale("C3", 2m);
        world.Rest();
        Assert.Equal(46m, world.InShop("C3").Stock);
        var shown = Assert.Single(world.Parked()).PersistenceId;
        world.Must(a => a.DoneByHandAsync(shown, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal((48m, 48m), (world.Specter.Available("C3"), world.InShop("C3").Stock));

        world.Change(s => s with { Orders = s.Orders with { UnlinkedDelivery = UnlinkedMethod.Send } });
        world.SetQuantity(order, "C3", 3m);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.ChangedAfterExport, row.Code);
        Assert.Contains("3 C3", row.Remedy, StringComparison.Ordinal);
        Assert.Single(world.ErpOrders(order));
        Assert.Equal((48m, 47m), (world.Specter.Available("C3"), world.InShop("C3").Stock));
        world.Specter.TillSale("C3", 1m);
        world.Must(a => a.DoneByHandAsync(row.PersistenceId, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal((47m, 47m), (world.Specter.Available("C3"), world.InShop("C3").Stock));
        Assert.Empty(world.Article("C3").Reservations);
    }

    [Fact]
    public void An_order_number_with_the_same_ending_is_left_to_its_own_order()
    {
        var (world, order) = Exported();
        var other = world.Abicart.Life.ChangeOrder(world.Order(("B2", 1m)).Uid, o => o with { OrderNumber = $"{order.OrderNumber}-2" });
        world.Rest();
        world.SetQuantity(order, "A1", 1m);
        world.Rest();
        Assert.Single(world.Specter.FindOrders($"{order.OrderNumber}-3"));
        Assert.Equal(1m, world.Specter.FindOrders(other.OrderNumber).Single().Rows.Single(r => r.ArticleNo == "B2").Quantity);
        Assert.Empty(world.Parked());
    }

    /// <summary>An order of 3 A1 that is with the ERP.</summary>
    private static (LifeWorld World, Sandbox.Abicart.Model.ShopOrder Order) Exported(
        Func<ShopSettings, ShopSettings>? shop = null, SpecterSwitches? specter = null, params (string Name, string Value)[] erpOptions)
    {
        var world = new LifeWorld(specter, shop: shop, erpOptions: erpOptions);
        var order = world.Order(("A1", 3m));
        world.Rest();
        return (world, order);
    }

    /// <summary>An order of 3 A1 that is with the ERP, to which the shop added 2 C3 after its delivery method was made an obstacle.</summary>
    private static (LifeWorld World, Sandbox.Abicart.Model.ShopOrder Order) Unmappable()
    {
        var (world, order) = Exported();
        world.Change(s => s with { Orders = s.Orders with { UnlinkedDelivery = UnlinkedMethod.Park, DeliveryMethods = s.Orders.DeliveryMethods.Clear() } });
        world.AddRow(order, "C3", 2m);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.DeliveryMethodUnlinked, row.Code);
        Assert.Contains("2 C3", row.Cause, StringComparison.Ordinal);
        Assert.Single(world.ErpOrders(order));
        Assert.Equal((50m, 48m), (world.Specter.Available("C3"), world.InShop("C3").Stock));
        return (world, order);
    }

    private static void CheckInStep(LifeWorld world, Sandbox.Abicart.Model.ShopOrder order)
    {
        Assert.Equal(world.Shown(order).TotalIncVat, world.ErpTotal(order));
        foreach (var article in world.Abicart.Content.Articles.All)
        {
            var sold = world.Shown(order).Rows.Where(r => r.ArticleNumber == article.Number).Sum(r => r.Quantity);
            Assert.Equal(50m - sold, world.Specter.Available(article.Number));
            Assert.Equal(50m - sold, article.Stock);
        }
    }
}
