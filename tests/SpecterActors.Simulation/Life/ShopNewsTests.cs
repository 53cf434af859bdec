using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Simulation.Life;

/// <summary>Payments, deliveries and returns that the shop marks after export, the whole engine against both simulated systems.</summary>
public sealed class ShopNewsTests
{
    private static readonly SpecterSwitches Shows = new() { StatusIdPaid = "10", StatusIdCredited = "11" };

    [Fact]
    public void Delivered_in_the_shop_is_delivered_in_the_erp_once_with_tracking_and_comes_back_as_no_echo()
    {
        var world = World(new SpecterSwitches { DeliveryTrackingParameter = "trackingNo" }, ("deliveryTrackingParameter", "trackingNo"));
        var order = world.Order(("A1", 2m), ("B2", 1m));
        world.Rest();
        Send(world, order, "Kollinummer: 7001");
        world.Rest();
        var delivered = Assert.Single(world.Specter.Orders.Values);
        Assert.Equal((SpecterOrderStatus.Delivered, "7001"), (delivered.Status, delivered.TrackingNo));
        Assert.Single(delivered.Deliveries);
        Assert.All(delivered.Rows, r => Assert.Equal(r.Quantity, r.Delivered));
        Assert.Empty(world.Parked());
        Assert.Equal((48m, 48m), (world.Specter.Available("A1"), world.Abicart.Content.Articles.All.Single(a => a.Number == "A1").Stock));
        var stored = world.EventsStored();
        world.Rest();
        Assert.Equal(stored, world.EventsStored());
    }

    [Fact]
    public void Without_the_table_or_with_the_call_switched_off_nothing_is_sent()
    {
        var off = new LifeWorld();
        var order = off.Order(("A1", 1m));
        off.Rest();
        Send(off, order);
        off.Rest();
        Assert.Equal(SpecterOrderStatus.Open, Assert.Single(off.Specter.Orders.Values).Status);
        Assert.Empty(off.Parked());

        var byHand = World(Shows, ("submitDeliveries", "false"));
        order = byHand.Order(("A1", 1m));
        byHand.Rest();
        Send(byHand, order);
        byHand.Rest();
        Assert.Equal(ParkingCodes.DeliveredInShop, Assert.Single(byHand.Parked()).Code);
        byHand.Specter.Deliver(Assert.Single(byHand.Specter.Orders.Values).OrderNo);
        byHand.Rest();
        Assert.Empty(byHand.Parked());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(3_000)]
    public void A_table_made_later_counts_for_what_the_shop_marked_lately_also_through_a_kill(int killedAfterMilliseconds)
    {
        var world = new LifeWorld();
        var (sent, open) = (world.Order(("A1", 1m)), world.Order(("B2", 1m)));
        world.Rest();
        Send(world, sent);
        world.Pass(TimeSpan.FromHours(3));
        world.Rest();
        Assert.All(world.Specter.Orders.Values, o => Assert.Equal(SpecterOrderStatus.Open, o.Status));

        world.Change(s => s with { OrderLife = s.OrderLife with { StatusToErp = s.OrderLife.StatusToErp.Add("delivery:sent", ErpOrderStatus.Delivered) } });
        if (killedAfterMilliseconds >= 0)
        {
            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(killedAfterMilliseconds));
            world.Restart();
        }

        world.Rest();
        Assert.Equal(SpecterOrderStatus.Delivered, Assert.Single(world.ErpOrders(sent)).Status);
        Assert.Equal(SpecterOrderStatus.Open, Assert.Single(world.ErpOrders(open)).Status);
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void A_table_taken_away_takes_away_what_was_listed_by_it()
    {
        var world = World(Shows, ("submitDeliveries", "false"));
        var order = world.Order(("A1", 1m));
        world.Rest();
        Send(world, order);
        world.Rest();
        // Older than what is read again: the listed orders are read one by one.
        world.Pass(TimeSpan.FromDays(8));
        Assert.Equal(ParkingCodes.DeliveredInShop, Assert.Single(world.Parked()).Code);
        world.Change(s => s with { OrderLife = s.OrderLife with { StatusToErp = s.OrderLife.StatusToErp.Clear() } });
        world.Rest();
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void Paid_and_returned_are_listed_until_the_feed_shows_them_or_go_by_the_call_that_the_account_has()
    {
        var listed = World(Shows, ("paidStatusIds", "10"), ("creditedStatusIds", "11"));
        var order = listed.Order(("A1", 1m));
        listed.Rest();
        listed.Abicart.Life.PayOrder(order.Uid);
        listed.Rest();
        Assert.Equal(ParkingCodes.PaidInShop, Assert.Single(listed.Parked()).Code);
        listed.Specter.Pay(Assert.Single(listed.Specter.Orders.Values).OrderNo);
        listed.Rest();
        Assert.Empty(listed.Parked());
        listed.Abicart.Life.ChangeOrder(order.Uid, o => o with { Tags = ["Retur"] });
        listed.Rest();
        Assert.Equal(ParkingCodes.ReturnedInShop, Assert.Single(listed.Parked()).Code);
        var shown = listed.Parked()[0].PersistenceId;
        listed.Must(a => a.DoneByHandAsync(shown, LifeWorld.Person, CancellationToken.None));
        Assert.Empty(listed.Parked());

        var called = World(Shows with { PayOrderAction = "payOrder", CreditOrderAction = "creditOrder" }, ("payOrderAction", "payOrder"), ("creditOrderAction", "creditOrder"));
        order = called.Order(("A1", 1m));
        called.Rest();
        called.Abicart.Life.PayOrder(order.Uid);
        called.Abicart.Life.ChangeOrder(order.Uid, o => o with { Tags = ["Retur"] });
        called.Rest();
        var told = Assert.Single(called.Specter.Orders.Values);
        Assert.True(told is { Paid: true, Credited: true });
        Assert.Empty(called.Parked());
    }

    [Fact]
    public void Killed_while_the_delivery_is_being_told_it_is_delivered_once_or_a_person_looks()
    {
        foreach (var milliseconds in (int[])[0, 20, 60, 150, 400])
        {
            var world = World(Shows);
            var order = world.Order(("A1", 1m));
            world.Rest();
            Send(world, order);
            world.Until(() => world.State(order.OrderNumber).FromShop != Domain.ErpOrders.ErpOrderMarks.None, "what the shop shows");
            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(milliseconds));
            world.Restart();
            world.Rest();
            foreach (var row in world.Parked())
            {
                // The call was written down and never sent.
                Assert.Equal(ParkingCodes.TellInDoubt, row.Code);
                world.Must(a => a.RetryAsync(row.PersistenceId, LifeWorld.Person, CancellationToken.None));
            }

            world.Rest();
            Assert.Single(Assert.Single(world.Specter.Orders.Values).Deliveries);
            Assert.Empty(world.Parked());
        }
    }

    [Fact]
    public void An_order_changed_after_export_is_listed_with_its_supplement()
    {
        var world = World(Shows);
        var order = world.Order(("A1", 1m));
        world.Rest();
        world.AddRow(order, "B2", 1m);
        world.Rest();
        Send(world, order);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.DeliveredInShop, row.Code);
        Assert.Contains($"{order.OrderNumber}-2", row.Remedy, StringComparison.Ordinal);
        foreach (var erp in world.ErpOrders(order))
        {
            world.Specter.Deliver(erp.OrderNo);
        }

        world.Rest();
        Assert.Empty(world.Parked());
    }

    private static void Send(LifeWorld world, Sandbox.Abicart.Model.ShopOrder order, string note = "") =>
        world.Abicart.Life.ChangeOrder(order.Uid, o => o with { DeliveryStatus = "sent", Note = note });

    private static LifeWorld World(SpecterSwitches switches, params (string Name, string Value)[] erpOptions) => new(
        switches,
        shop: s => s with
        {
            Options = s.Options.SetItem("trackingFromNote", "true"),
            OrderLife = new OrderLifeSettings
            {
                StatusToErp = ImmutableSortedDictionary<string, ErpOrderStatus>.Empty
                    .Add("delivery:sent", ErpOrderStatus.Delivered).Add("payment:paid", ErpOrderStatus.Paid).Add("tag:Retur", ErpOrderStatus.Credited),
            },
        },
        erpOptions: erpOptions);
}
