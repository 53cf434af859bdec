using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sync.Admin;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>When orders go (A17, M8, pitfall 22) and orders of the past, the whole engine against both simulated systems.</summary>
public sealed class ExportTests
{
    [Fact]
    public void By_hand_an_order_waits_with_its_units_held_until_the_admin_api_or_a_tag_lets_it_go()
    {
        var world = World(new OrderLifeSettings { Trigger = OrderTrigger.ByHand, ExportTag = "Exportera" });
        var (one, two) = (world.Order(("A1", 3m)), world.Order(("A1", 1m)));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        Assert.Equal(2, world.Wait(() => world.Admin.GetHeldAsync(LifeWorld.Tenant, 10, CancellationToken.None)).Count);
        Assert.Equal(46m, world.Abicart.Content.Articles.All.Single(a => a.Number == "A1").Stock);
        world.Must(a => a.ExportOrderAsync(LifeWorld.Tenant, one.OrderNumber, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Equal([one.OrderNumber], world.Specter.Orders.Values.Select(o => o.ExternalOrderNo));
        world.Abicart.Life.ChangeOrder(two.Uid, o => o with { Tags = ["Exportera"] });
        world.Rest();
        Assert.Equal(2, world.Specter.Orders.Count);
        Assert.Equal(46m, world.Specter.Available("A1"));
    }

    [Fact]
    public void Inactive_nothing_is_read_and_not_transferred_nothing_goes_by_itself()
    {
        var inactive = World(new OrderLifeSettings { Trigger = OrderTrigger.Inactive });
        inactive.Order(("A1", 1m));
        inactive.Rest();
        Assert.Empty(inactive.Specter.Orders);
        Assert.Empty(inactive.Wait(() => inactive.Admin.GetHeldAsync(LifeWorld.Tenant, 10, CancellationToken.None)));

        var off = World(new OrderLifeSettings { Transfer = OrderTransfer.NotAtAll });
        off.Order(("A1", 1m));
        off.Rest();
        Assert.Empty(off.Specter.Orders);
        Assert.Equal(ParkingCodes.TransferOff, Assert.Single(off.Wait(() => off.Admin.GetHeldAsync(LifeWorld.Tenant, 10, CancellationToken.None))).Code);
    }

    [Fact]
    public void An_order_goes_once_the_shop_shows_it_as_paid()
    {
        var world = World(new OrderLifeSettings { TransferStatuses = ["payment:paid"] });
        var order = world.Order(("A1", 1m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        world.Abicart.Life.PayOrder(order.Uid);
        world.Rest();
        Assert.Single(world.Specter.Orders);
    }

    [Fact]
    public void An_order_without_postcode_waits_is_told_after_the_limit_and_goes_when_it_is_complete()
    {
        var world = World(new OrderLifeSettings { IncompleteAlarmAfter = TimeSpan.FromMinutes(30) });
        var order = world.Order(b => b with { Address = b.Address with { Postcode = "" } }, ("A1", 1m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);
        Assert.Empty(world.Parked());
        world.Restart();
        world.Pass(TimeSpan.FromMinutes(31));
        Assert.Equal(ParkingCodes.OrderIncomplete, Assert.Single(world.Parked()).Code);
        world.Abicart.Life.ChangeOrder(order.Uid, o => o with { Buyer = o.Buyer with { Address = o.Buyer.Address with { Postcode = "831 30" } } });
        world.Rest();
        Assert.Single(world.Specter.Orders);
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void By_setting_an_order_without_postcode_goes_as_it_is()
    {
        var world = World(new OrderLifeSettings { WaitForComplete = false });
        world.Order(b => b with { Address = b.Address with { Postcode = "" } }, ("A1", 1m));
        world.Rest();
        Assert.Equal("", Assert.Single(world.Specter.Orders.Values).InvoiceAddress.ZipCode);
    }

    [Fact]
    public void Orders_of_the_past_go_after_a_preview_at_most_as_many_as_it_showed_also_through_a_crash()
    {
        var world = new LifeWorld(shop: s => s with { ExportFrom = new DateTimeOffset(2026, 3, 20, 0, 0, 0, TimeSpan.Zero) });
        // The shop shows whole seconds.
        var from = world.Dispatcher.Now.AddSeconds(-1);
        var past = Enumerable.Range(0, 5).Select(_ => world.Order(("A1", 1m))).ToList();
        world.Abicart.Life.Discard(past[1].Uid);
        world.Pass(TimeSpan.FromMinutes(1));
        var to = world.Dispatcher.Now;
        world.Pass(TimeSpan.FromSeconds(2));
        world.Order(("B2", 1m));
        world.Rest();
        Assert.Empty(world.Specter.Orders);

        var preview = Assert.IsType<RangePreview>(Range(world, from, to, preview: true, null).Detail);
        Assert.Equal(4, preview.Count);
        Assert.Equal(past.Where(p => p != past[1]).Select(p => p.OrderNumber), preview.Orders.Select(o => o.Number));

        Assert.Equal("count-missing", Range(world, from, to, preview: false, null).Refusal!.Code);
        Assert.True(Range(world, from, to, preview: false, 3).Ok);
        Assert.Equal("range-under-way", Range(world, from, to, preview: false, 3).Refusal!.Code);
        world.Restart();
        world.Rest();
        Assert.Equal(past.Where(p => p != past[1]).Take(3).Select(p => p.OrderNumber), world.Specter.Orders.Values.Select(o => o.ExternalOrderNo).Order(StringComparer.Ordinal));

        var rest = Assert.IsType<RangePreview>(Range(world, from, to, preview: true, null).Detail);
        Assert.Equal(1, rest.Count);
        Range(world, from, to, preview: false, 1);
        world.Rest();
        Assert.Equal(4, world.Specter.Orders.Count);
        Assert.All(world.Specter.Orders.Values.GroupBy(o => o.ExternalOrderNo), g => Assert.Single(g));
    }

    private static AdminResult Range(LifeWorld world, DateTimeOffset from, DateTimeOffset to, bool preview, int? count) => world.Wait(() =>
        world.Admin.ExportRangeAsync(LifeWorld.Tenant, null, from, to, preview, count, LifeWorld.Person, CancellationToken.None));

    private static LifeWorld World(OrderLifeSettings life) => new(shop: s => s with { OrderLife = life });
}
