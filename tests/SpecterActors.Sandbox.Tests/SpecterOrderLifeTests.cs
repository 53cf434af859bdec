using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>What clerks and switches do with an order after it was submitted (specter.md sections 6.5, 10.1 and 16).</summary>
public sealed class SpecterOrderLifeTests
{
    [Fact]
    public void A_negative_quantity_gives_units_back_or_is_refused_as_the_switch_says()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        wire.Order(wire.Customer("A", "a@b.se"), "W1", quantity: "-2");
        Assert.Equal(12m, wire.System.Available("ART-001"));

        var strict = SpecterWire.New(new SpecterSwitches { NegativeQuantities = false });
        strict.Article("ART-001", 10);
        Assert.StartsWith("0;21;", strict.OrderAnswer(strict.Customer("A", "a@b.se"), "W1", quantity: "-2"));
        Assert.Empty(strict.System.Orders);
    }

    [Fact]
    public void An_order_is_cancelled_by_the_function_that_the_switch_names_any_number_of_times()
    {
        var wire = SpecterWire.New(new SpecterSwitches { CancelOrderAction = "cancelOrderSubmit" });
        wire.Article("ART-001", 10);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1");
        Assert.StartsWith("1;", wire.Put("cancelOrderSubmit", $"{order}", ("orderId", $"{order}")));
        Assert.StartsWith("1;", wire.Put("cancelOrderSubmit", $"{order}", ("orderId", $"{order}")));
        Assert.Equal((SpecterOrderStatus.Cancelled, 10m), (wire.System.Orders[order].Status, wire.System.Available("ART-001")));
        Assert.StartsWith("0;11;", SpecterWire.New().Put("cancelOrderSubmit", "1", ("orderId", "1")));
    }

    [Fact]
    public void Invoice_payment_and_credit_show_in_the_order_feed_only_where_their_status_ids_are_known()
    {
        var wire = SpecterWire.New(new SpecterSwitches { StatusIdInvoiced = "6", StatusIdPaid = "7", StatusIdCredited = "8" });
        wire.Article("ART-001", 10);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1");
        wire.System.Invoice(order);
        Assert.Equal("6", Shown(wire));
        wire.System.Pay(order);
        Assert.Equal("7", Shown(wire));
        wire.System.Credit(order);
        Assert.Equal("8", Shown(wire));

        var silent = SpecterWire.New();
        silent.Article("ART-001", 10);
        var other = silent.Order(silent.Customer("A", "a@b.se"), "W1");
        silent.Drain();
        silent.System.Invoice(other);
        silent.System.Pay(other);
        Assert.Empty(silent.System.OrderFeed.Waiting);
    }

    private static string Shown(SpecterWire wire)
    {
        var status = wire.GetXml("getOrdersExternalNeedUpdate", "B1").Descendants("orderstatus").Single().Attribute("statusId")!.Value;
        wire.Get("updateOrdersFromBatch", "B1");
        return status;
    }
}
