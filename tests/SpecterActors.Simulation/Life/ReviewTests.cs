using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>Settings changed while orders wait (A17, M8): the whole engine against both simulated systems.</summary>
public sealed class ReviewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(400)]
    [InlineData(3_000)]
    [InlineData(20_000)]
    public void By_hand_to_when_registered_lets_go_what_waits_but_what_a_person_keeps_back_also_through_a_kill(int killedAfterMilliseconds)
    {
        var world = World(new OrderLifeSettings { Trigger = OrderTrigger.ByHand });
        var orders = Enumerable.Range(0, 20).Select(_ => world.Order(("A1", 1m))).ToList();
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        world.Must(a => a.KeepOrderBackAsync(LifeWorld.Tenant, orders[7].OrderNumber, LifeWorld.Person, CancellationToken.None));

        world.Change(s => s with { OrderLife = new OrderLifeSettings() });
        world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(killedAfterMilliseconds));
        world.Restart();
        world.Rest();

        Assert.Equal(
            orders.Where(o => o != orders[7]).Select(o => o.OrderNumber), world.Specter.Orders.Values.Select(o => o.ExternalOrderNo).Order(StringComparer.Ordinal));
        Assert.Equal(ParkingCodes.KeptBack, Assert.Single(Held(world)).Code);
        // Its unit stays held: the shop shows what the ERP has less that one.
        Assert.Equal((31m, 30m), (world.Specter.Available("A1"), world.Abicart.Content.Articles.All.Single(a => a.Number == "A1").Stock));

        // A killed read of the ERP's feeds stays in doubt for a while: what it brought is stored after that.
        world.Rest();
        var stored = world.EventsStored();
        world.Rest();
        Assert.Equal(stored, world.EventsStored());
        world.Must(a => a.ExportOrderAsync(LifeWorld.Tenant, orders[7].OrderNumber, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Equal(20, world.Specter.Orders.Count);
    }

    [Fact]
    public void Inactive_to_when_registered_reads_and_sends_what_was_placed_meanwhile()
    {
        var world = World(new OrderLifeSettings { Trigger = OrderTrigger.Inactive });
        var order = world.Order(("A1", 1m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        world.Change(s => s with { OrderLife = new OrderLifeSettings() });
        world.Rest();
        Assert.Equal([order.OrderNumber], world.Specter.Orders.Values.Select(o => o.ExternalOrderNo));
    }

    [Fact]
    public void Other_statuses_that_transfer_let_go_an_order_that_shows_one_already()
    {
        var world = World(new OrderLifeSettings { TransferStatuses = ["delivery:sent"] });
        var (paid, unpaid) = (world.Order(("A1", 1m)), world.Order(("A1", 1m)));
        world.Rest();
        world.Abicart.Life.PayOrder(paid.Uid);
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        world.Change(s => s with { OrderLife = new OrderLifeSettings { TransferStatuses = ["payment:paid"] } });
        world.Rest();
        Assert.Equal([paid.OrderNumber], world.Specter.Orders.Values.Select(o => o.ExternalOrderNo));
        Assert.Contains(unpaid.OrderNumber, Assert.Single(Held(world)).Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(2_000)]
    public void An_earlier_start_date_sends_orders_seen_and_never_seen_since_then_once_each_also_through_a_kill(int killedAfterMilliseconds)
    {
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var world = new LifeWorld(shop: s => s with { ExportFrom = start });
        var early = world.Order(("A1", 1m));
        world.Pass(TimeSpan.FromMinutes(90));
        var never = world.Order(("B2", 1m));
        var seen = world.Order(("B2", 2m));
        world.Pass(TimeSpan.FromHours(2));
        // What is changed after the start date is read, whenever it was placed.
        world.Abicart.Life.ChangeOrder(seen.Uid, o => o with { Note = "seen" });
        var later = world.Order(("C3", 1m));
        world.Rest();
        Assert.Equal([later.OrderNumber], world.Specter.Orders.Values.Select(o => o.ExternalOrderNo));

        world.Change(s => s with { ExportFrom = start.AddHours(-2) });
        world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(killedAfterMilliseconds));
        world.Restart();
        world.Rest();
        string[] wanted = [never.OrderNumber, seen.OrderNumber, later.OrderNumber];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), world.Specter.Orders.Values.Select(o => o.ExternalOrderNo).Order(StringComparer.Ordinal));

        world.Change(s => s with { ExportFrom = null });
        world.Rest();
        Assert.Equal(4, world.Specter.Orders.Count);
        Assert.Single(world.ErpOrders(early));
    }

    [Fact]
    public void An_order_parked_for_want_of_a_setting_goes_by_itself_once_it_is_made()
    {
        var world = new LifeWorld(shop: s => s with { Orders = s.Orders with { UnlinkedDelivery = UnlinkedMethod.Park, DeliveryMethods = s.Orders.DeliveryMethods.Clear() } });
        var order = world.Order(("A1", 1m));
        world.Rest();
        Assert.Equal(ParkingCodes.DeliveryMethodUnlinked, Assert.Single(world.Parked()).Code);
        var method = world.Shown(order).DeliveryMethod!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        world.Change(s => s with { Orders = s.Orders with { DeliveryMethods = s.Orders.DeliveryMethods.SetItem(method, "77") } });
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal("77", Assert.Single(world.Specter.Orders.Values).Fields["externalDeliveryMethod"]);
    }

    [Fact]
    public void Changed_while_paused_the_order_goes_after_resume()
    {
        var world = World(new OrderLifeSettings { Trigger = OrderTrigger.ByHand });
        world.Order(("A1", 1m));
        world.Rest();
        world.Must(a => a.PauseAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Change(s => s with { OrderLife = new OrderLifeSettings() });
        world.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(world.Specter.Orders);
        world.Must(a => a.ResumeAsync(LifeWorld.Tenant, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Single(world.Specter.Orders);
    }

    private static IReadOnlyList<AttentionRow> Held(LifeWorld world) => world.Wait(() => world.Admin.GetHeldAsync(LifeWorld.Tenant, 100, CancellationToken.None));

    private static LifeWorld World(OrderLifeSettings life) => new(shop: s => s with { OrderLife = life });
}
