using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class SpecterCallbackTests
{
    private const string Base = "http://127.0.0.1:9/cb/T";

    [Fact]
    public void Registered_urls_are_called_with_their_placeholders_filled()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        Register(
            wire, ("actionStockChange", Base + "/stock"), ("actionOrderChange", Base + "/order"),
            ("actionNewInvoice", Base + "/inv?orderId=$orderId&invoiceId=$invoiceId&source=$invoiceSource"),
            ("actionRemoveOrder", Base + "/remove?orderNo=%24orderNo"));
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1");
        Assert.Equal([Base + "/stock"], Taken(wire));

        var invoice = wire.System.Invoice(order);
        Assert.Equal([$"{Base}/inv?orderId={order}&invoiceId={invoice}&source=order"], Taken(wire));

        wire.System.Cancel(order);
        Assert.Equal([Base + "/stock", Base + "/order"], Taken(wire));

        wire.System.DeleteOrder(order);
        Assert.Equal([$"{Base}/remove?orderNo={order}"], Taken(wire));
        Assert.Empty(Taken(wire));
    }

    [Fact]
    public void Empty_unregisters_and_omitted_keeps()
    {
        var wire = SpecterWire.New();
        Register(wire, ("actionStockChange", Base), ("actionOrderChange", Base));

        Register(wire, ("actionStockChange", ""));
        Assert.Equal(["actionOrderChange"], wire.System.Triggers.Keys);
        wire.System.Behaviour = new SpecterSwitches { OmittedTriggerClears = true };
        Register(wire, ("actionStockChange", Base));

        Assert.Equal(["actionStockChange"], wire.System.Triggers.Keys);
    }

    [Fact]
    public void Grouping_per_operation_makes_one_call_for_several_articles()
    {
        var wire = SpecterWire.New(new SpecterSwitches { CallbackGrouping = CallbackGrouping.PerOperation });
        wire.Article("ART-001", 10);
        wire.Article("ART-002", 10);
        Register(wire, ("actionStockChange", Base));

        wire.System.RequeueAll();
        Assert.Single(Taken(wire));
        wire.System.Behaviour = new SpecterSwitches();
        wire.System.RequeueAll();
        Assert.Equal(2, Taken(wire).Length);
    }

    [Theory]
    [InlineData("date", "31/1 2026")]
    [InlineData("actionStockChange", "inte en adress")]
    public void Bad_settings_are_refused(string parameter, string value)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = "2026-01-31" };
        pairs[parameter] = value;

        Assert.StartsWith("0;21;", Check(SpecterWire.New(), pairs["date"], [.. pairs.Select(pair => (pair.Key, pair.Value))]));
    }

    private static void Register(SpecterWire wire, params (string, string)[] triggers) =>
        Assert.StartsWith("1;", Check(wire, "2026-01-31", [("date", "2026-01-31"), .. triggers]));

    private static string Check(SpecterWire wire, string entity, params (string, string)[] pairs) => SpecterWire.Text(wire.Send(
        "GET", "getInfo.asp", SpecterWire.Encode(
            [
                ("action", "checkAccountSettings"), ("sbmId", "1234"), ("apiUserId", "55"), ("useXML", "1"),
                ("key", SpecterWire.Key(entity)), .. pairs,
            ])));

    private static string[] Taken(SpecterWire wire) => [.. wire.System.TakeCallbacks().Select(callback => callback.Url.ToString())];
}
