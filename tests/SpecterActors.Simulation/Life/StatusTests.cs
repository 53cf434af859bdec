using System.Globalization;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using Xunit;
using ShopOrder = SpecterActors.Sandbox.Abicart.Model.ShopOrder;

namespace SpecterActors.Simulation.Life;

/// <summary>What happens to an order in the ERP, as the shop shows it (A28, M9), the whole engine against both simulated systems.</summary>
public sealed class StatusTests
{
    private static readonly SpecterSwitches Switches = new() { StatusIdInvoiced = "6", StatusIdPaid = "7", StatusIdCredited = "8", OrderFeedExternalNumberAttribute = "externalOrderNo" };

    private static readonly (string, string)[] Options =
        [("paidStatusIds", "7"), ("creditedStatusIds", "8"), ("orderFeedExternalNumberAttribute", "externalOrderNo"), ("partlyDeliveredStatuses", "P")];

    [Fact]
    public void Deliveries_invoice_payment_and_return_reach_the_shop_each_by_its_place()
    {
        var world = World();
        var order = world.Order(("A1", 3m), ("B2", 1m));
        world.Rest();
        var no = world.ErpOrders(order).Single().OrderNo;

        world.Specter.Deliver(no, "T1", [new SpecterDeliveredUnits("A1", 2m)]);
        world.Rest();
        Check(world, order, "part", "Kollinummer: T1", "delskickad");

        world.Specter.Deliver(no, "T2");
        world.Specter.Invoice(no);
        world.Rest();
        Check(world, order, "sent", "Kollinummer: T1, T2", "delskickad", "fakturerad");

        world.Specter.Pay(no);
        world.Specter.Credit(no);
        world.Rest();
        Check(world, order, "sent", "Kollinummer: T1, T2", "delskickad", "fakturerad", "krediterad");
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void An_order_with_a_supplement_is_sent_only_when_both_are()
    {
        var world = World();
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.AddRow(order, "C3", 1m);
        world.Rest();
        var both = world.ErpOrders(order);
        world.Specter.Deliver(both[0].OrderNo, "T1");
        world.Rest();
        Assert.Equal("part", world.Shown(order).DeliveryStatus);
        world.Specter.Deliver(both[1].OrderNo, "T2");
        world.Rest();
        Assert.Equal("sent", world.Shown(order).DeliveryStatus);
        Assert.Contains("T1, T2", world.Shown(order).Note, StringComparison.Ordinal);
    }

    /// <summary>What the ERP does, and what of it the shop shows when the one setting is on; nothing of it when it is off, whatever else is on.</summary>
    [Theory]
    [InlineData(ErpOrderStatus.PartlyDelivered, "part/False/delskickad")]
    [InlineData(ErpOrderStatus.Delivered, "sent/False/")]
    [InlineData(ErpOrderStatus.Cancelled, "unsent/True/")]
    [InlineData(ErpOrderStatus.Invoiced, "unsent/False/fakturerad")]
    [InlineData(ErpOrderStatus.Paid, "unsent/False/betald")]
    [InlineData(ErpOrderStatus.Credited, "unsent/False/krediterad")]
    public void Each_status_is_let_through_or_not_by_its_setting(ErpOrderStatus status, string shown)
    {
        foreach (var on in new[] { true, false })
        {
            var others = new[] { ErpOrderStatus.PartlyDelivered, ErpOrderStatus.Cancelled, ErpOrderStatus.Invoiced, ErpOrderStatus.Paid, ErpOrderStatus.Credited };
            var world = World(on ? [status] : [.. others.Where(o => o != status && (status, o) is not (ErpOrderStatus.Delivered, ErpOrderStatus.PartlyDelivered))]);
            var order = world.Order(("A1", 2m));
            world.Rest();
            var no = world.ErpOrders(order).Single().OrderNo;
            _ = status switch
            {
                ErpOrderStatus.PartlyDelivered => world.Specter.Deliver(no, "", [new SpecterDeliveredUnits("A1", 1m)]).OrderNo,
                ErpOrderStatus.Delivered => world.Specter.Deliver(no).OrderNo,
                ErpOrderStatus.Cancelled => world.Specter.Cancel(no).OrderNo,
                ErpOrderStatus.Invoiced => world.Specter.Invoice(no),
                ErpOrderStatus.Paid => world.Specter.Pay(no).OrderNo,
                ErpOrderStatus.Credited => world.Specter.Credit(no).OrderNo,
                _ => throw new System.Diagnostics.UnreachableException(status.ToString()),
            };
            world.Rest();
            var now = world.Shown(order);
            Assert.Equal(on ? shown : "unsent/False/", $"{now.DeliveryStatus}/{now.Discarded}/{string.Join(',', now.Tags)}");
        }
    }

    [Fact]
    public void A_setting_without_a_place_in_the_shop_is_refused_with_the_remedy()
    {
        var world = new LifeWorld();
        var result = world.Wait(() => world.Admin.ConfigureTenantAsync(
            world.Settings with { Shops = [world.Settings.Shops[0] with { StatusToShop = [ErpOrderStatus.Paid] }] }, true, LifeWorld.Person, CancellationToken.None));
        Assert.Contains("statusTags", result.Refusal!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_of_others_in_the_erp_leave_no_trace_when_they_are_shown_again()
    {
        var world = World();
        var customer = world.Order(("A1", 1m));
        world.Rest();
        var ours = world.ErpOrders(customer).Single();
        var foreign = Foreign(world, ours);
        world.Rest();
        var before = world.EventsStored();
        var batches = world.State(customer.OrderNumber);
        for (var times = 0; times < 3; times++)
        {
            // The clerk opens and saves it: the feed shows it again with nothing new.
            world.Specter.Touch(foreign);
            world.Rest();
        }

        // Each batch of the feed is two events; the order itself has none.
        Assert.Equal(before + 6, world.EventsStored());
        Assert.Equal(batches.Marks, world.State(customer.OrderNumber).Marks);
    }

    [Fact]
    public void An_order_removed_in_the_erp_is_shown_until_a_person_has_seen_to_it()
    {
        var world = World();
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.Specter.DeleteOrder(world.ErpOrders(order).Single().OrderNo);
        world.Rest();
        var row = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.RemovedInErp, row.Code);
        world.Must(a => a.DoneByHandAsync(row.PersistenceId, LifeWorld.Person, CancellationToken.None));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void By_setting_an_order_removed_in_the_erp_counts_as_cancelled()
    {
        var world = new LifeWorld(shop: s => s with { OrderLife = new OrderLifeSettings { RemovedIsCancelled = true } });
        var order = world.Order(("A1", 3m));
        world.Rest();
        world.Specter.DeleteOrder(world.ErpOrders(order).Single().OrderNo);
        world.Rest();
        Assert.True(world.Shown(order).Discarded);
        Assert.Empty(world.Parked());
    }

    private static int Foreign(LifeWorld world, SpecterOrder like) => world.Specter.AddForeignOrder(like.CustomerId, "X-77", "B2", 1m).OrderNo;

    private static void Check(LifeWorld world, ShopOrder order, string status, string note, params string[] tags)
    {
        var shown = world.Shown(order);
        Assert.Equal(status, shown.DeliveryStatus);
        Assert.Contains(note, shown.Note, StringComparison.Ordinal);
        Assert.Equal(tags, shown.Tags);
    }

    private static LifeWorld World(IReadOnlyList<ErpOrderStatus>? toShop = null) => new(
        Switches,
        new AbicartSwitches { DeliveryStatuses = ["unsent", "part", "sent"] },
        s => s with
        {
            Options = s.Options.Add("partlySentStatus", "part").Add("trackingIntoNote", "true")
                .Add("statusTags", "partlyDelivered=delskickad,invoiced=fakturerad,credited=krediterad,paid=betald"),
            StatusToShop = toShop is not null ? [.. toShop] : [ErpOrderStatus.PartlyDelivered, ErpOrderStatus.Delivered, ErpOrderStatus.Invoiced, ErpOrderStatus.Credited, ErpOrderStatus.Cancelled],
        },
        erpOptions: Options);
}
