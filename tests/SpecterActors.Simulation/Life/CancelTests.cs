using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>Orders cancelled on either side (A28, M9), the whole engine against both simulated systems.</summary>
public sealed class CancelTests
{
    [Fact]
    public void Cancelled_in_the_shop_before_it_went_it_never_goes_and_goes_after_all_when_that_is_taken_back()
    {
        var world = new LifeWorld();
        world.Network.Down = true;
        var order = world.Order(("A1", 3m));
        world.Abicart.Life.Discard(order.Uid);
        world.Network.Down = false;
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        world.Abicart.Life.ChangeOrder(order.Uid, o => o with { Discarded = false });
        world.Rest();
        Assert.Single(world.Specter.Orders);
        Assert.Equal(47m, world.Specter.Available("A1"));
    }

    [Fact]
    public void Cancelled_in_the_shop_before_anybody_read_it_its_units_can_be_sold_again()
    {
        var world = new LifeWorld();
        world.Rest();
        Assert.Equal(50m, world.InShop("A1").Stock);
        world.Network.Down = true;
        var order = world.Order(("A1", 3m));
        world.Abicart.Life.Discard(order.Uid);
        Assert.Equal(47m, world.InShop("A1").Stock);
        world.Network.Down = false;
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        Assert.Equal(50m, world.InShop("A1").Stock);
    }

    [Theory]
    [InlineData(OrderTrigger.ByHand)]
    [InlineData(OrderTrigger.WhenRegistered)]
    public void Changed_and_cancelled_in_the_shop_between_two_readings_the_shop_shows_what_the_erp_has_of_every_article(OrderTrigger trigger)
    {
        var world = new LifeWorld(
            new SpecterSwitches { CancelOrderAction = "cancelOrderSubmit" }, shop: s => s with { OrderLife = new OrderLifeSettings { Trigger = trigger } }, erpOptions: ("cancelOrderAction", "cancelOrderSubmit"));
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.Network.Down = true;
        world.AddRow(order, "C3", 2m);
        world.Abicart.Life.Discard(order.Uid);
        Assert.Equal(48m, world.InShop("C3").Stock);
        world.Network.Down = false;
        world.Rest();
        Assert.Equal((50m, 50m), (world.InShop("A1").Stock, world.InShop("C3").Stock));
        Assert.Equal((50m, 50m), (world.Specter.Available("A1"), world.Specter.Available("C3")));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void Cancelled_in_the_shop_after_export_the_shop_shows_no_more_than_the_erp_has_whatever_it_put_back()
    {
        var world = new LifeWorld();
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.Abicart.Life.Discard(order.Uid);
        world.Abicart.Life.ChangeArticle(world.InShop("A1").Uid, a => a with { Stock = 50m });
        world.Rest();
        Assert.Equal((47m, 47m), (world.Specter.Available("A1"), world.InShop("A1").Stock));
    }

    [Fact]
    public void Cancelled_in_the_shop_after_export_it_is_a_persons_until_the_erp_shows_it()
    {
        var world = new LifeWorld();
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.SetQuantity(order, "A1", 2m);
        world.Rest();
        world.Abicart.Life.Discard(order.Uid);
        world.Rest();
        var parked = world.Parked();
        Assert.Equal([ParkingCodes.CancelInErp, ParkingCodes.CancelInErp], parked.Select(p => p.Code));
        foreach (var no in world.ErpOrders(order).Select(o => o.OrderNo).ToList())
        {
            world.Specter.Cancel(no);
        }

        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal(50m, world.Specter.Available("A1"));
    }

    [Fact]
    public void Where_the_erp_has_a_call_for_it_the_cancellation_is_made()
    {
        var world = new LifeWorld(new SpecterSwitches { CancelOrderAction = "cancelOrderSubmit" }, erpOptions: ("cancelOrderAction", "cancelOrderSubmit"));
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.SetQuantity(order, "A1", 2m);
        world.Rest();
        world.Abicart.Life.Discard(order.Uid);
        world.Rest();
        Assert.All(world.ErpOrders(order), o => Assert.Equal(SpecterOrderStatus.Cancelled, o.Status));
        Assert.Empty(world.Parked());
        Assert.Equal(50m, world.Specter.Available("A1"));
    }

    [Fact]
    public void Cancelled_in_the_erp_the_shop_shows_it_and_its_supplement_is_wanted_no_more()
    {
        var world = new LifeWorld();
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.Specter.Cancel(world.ErpOrders(order).Single().OrderNo);
        world.Rest();
        Assert.True(world.Shown(order).Discarded);
        Assert.Empty(world.Parked());
        Assert.Equal(OrderStage.Exported, world.State(order.OrderNumber).Stage);
    }
}
