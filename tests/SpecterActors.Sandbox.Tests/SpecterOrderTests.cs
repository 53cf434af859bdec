using System.Xml.Linq;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class SpecterOrderTests
{
    [Fact]
    public void An_order_keeps_the_addresses_its_customer_had_when_it_was_submitted()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("Första AB", "a@b.se", ("deliveryCity", "Örebro"), ("city", "Åre"));
        var order = wire.Order(customer, "W1");

        wire.Customer("Andra AB", "a@b.se", ("deliveryCity", "Ystad"), ("city", "Lund"));

        Assert.Equal("Örebro", wire.System.Orders[order].DeliveryAddress.City);
        Assert.Equal("Åre", wire.System.Orders[order].InvoiceAddress.City);
        Assert.Equal("Första AB", wire.System.Orders[order].CustomerCopy.Name);
        Assert.Equal("Ystad", wire.System.Customers[customer].DeliveryAddress.City);
    }

    [Fact]
    public void An_order_lowers_available_stock_at_once_and_queues_the_change()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        wire.Drain();

        wire.Order(wire.Customer("A", "a@b.se"), "W1", quantity: "2.5");

        Assert.Equal(7.5m, wire.System.Available("ART-001"));
        Assert.Equal(10m, wire.System.FindArticle("ART-001")!.Physical);
        Assert.Equal("1;ART-001;7,5;B1\r", wire.Get("getArticleExternalNeedUpdate", "B1"));
    }

    [Theory]
    [InlineData(DuplicateOrderAnswer.NamesNumber, "0;40;", true)]
    [InlineData(DuplicateOrderAnswer.WithoutNumber, "0;40;", false)]
    [InlineData(DuplicateOrderAnswer.GenericCode, "0;99;", false)]
    public void A_taken_external_number_is_refused_as_the_switch_says(DuplicateOrderAnswer how, string start, bool named)
    {
        var wire = SpecterWire.New(new SpecterSwitches { DuplicateOrderAnswer = how });
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        var first = wire.Order(customer, "W1");

        var second = wire.OrderAnswer(customer, "W1");

        Assert.StartsWith(start, second);
        Assert.Equal(named, second.Contains($"{first}", StringComparison.Ordinal));
        Assert.Single(wire.System.Orders);
        Assert.Equal(8, wire.System.Available("ART-001"));
    }

    [Fact]
    public void The_duplicate_control_can_be_ignored()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        wire.Order(customer, "W1");

        Assert.StartsWith("1;", wire.OrderAnswer(customer, "W1", more: ("ignoreExternalOrderNoControl", "1")));
        Assert.Equal(2, wire.System.FindOrders("W1").Count);
    }

    [Fact]
    public void An_order_without_external_number_is_never_a_duplicate()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");

        Assert.NotEqual(wire.Order(customer, ""), wire.Order(customer, ""));
    }

    [Fact]
    public void An_unknown_article_fails_the_order_or_becomes_a_text_row()
    {
        var wire = SpecterWire.New();
        var customer = wire.Customer("A", "a@b.se");

        Assert.StartsWith("0;31;", wire.OrderAnswer(customer, "W1", "FRAKT"));
        wire.System.Behaviour = wire.System.Behaviour with { UnknownArticle = UnknownArticleAnswer.AcceptAsTextRow };
        var order = wire.Order(customer, "W1", "FRAKT");

        Assert.Null(wire.System.Orders[order].Rows.Single().ArticleId);
    }

    [Theory]
    [InlineData("noOfItems_1", "två")]
    [InlineData("noOfItems_1", "1,5")]
    [InlineData("priceExclVAT_1", "")]
    [InlineData("articleName_1", "")]
    [InlineData("articleNo_3", "ART-001")]
    [InlineData("stocksiteid", "77")]
    [InlineData("customerId", "999999")]
    public void A_bad_order_is_refused_and_changes_nothing(string parameter, string value)
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["customerId"] = $"{customer}", ["externalOrderNo"] = "W1", ["articleNo_1"] = "ART-001", ["articleName_1"] = "x",
            ["priceExclVAT_1"] = "1.000", ["noOfItems_1"] = "1", ["vatPercent_1"] = "25",
        };
        pairs[parameter] = value;

        var answer = wire.Put("newOrderSubmit", pairs["customerId"], [.. pairs.Select(pair => (pair.Key, pair.Value))]);

        Assert.StartsWith("0;", answer);
        Assert.Empty(wire.System.Orders);
        Assert.Equal(10, wire.System.Available("ART-001"));
    }

    [Fact]
    public void Money_is_kept_to_three_decimals_and_summed_per_row()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        var answer = wire.OrderAnswer(
            customer,
            "W1",
            quantity: "3",
            more:
            [
                ("articleNo_2", "ART-001"), ("articleName_2", "Rabatt"), ("priceExclVAT_2", "-16.0005"), ("noOfItems_2", "1"),
                ("vatPercent_2", "25"),
            ]);
        var order = wire.System.Orders[SpecterWire.Id(answer)];

        Assert.Equal(-16.001m, order.Rows[1].PriceExclVat);
        Assert.Equal((79.2m * 3) - 16.001m, order.SumExclVat);
        Assert.Equal(order.SumExclVat * 1.25m, order.SumInclVat);
    }

    [Fact]
    public void An_xml_answer_holds_result_and_id_below_APIresponse()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        var response = wire.Send("GET", "putInfo.asp", SpecterWire.Encode(
            ("action", "newOrderSubmit"), ("sbmId", "1234"), ("apiUserId", "55"), ("useXML", "2"), ("customerId", $"{customer}"),
            ("key", SpecterWire.Key($"{customer}")), ("articleNo_1", "ART-001"), ("articleName_1", "x"), ("priceExclVAT_1", "1"),
            ("noOfItems_1", "1"), ("vatPercent_1", "25")));

        var root = XDocument.Parse(SpecterWire.Text(response)).Root!;

        Assert.Equal("1", root.Element("APIresponse")!.Element("result")!.Value);
        Assert.Equal($"{wire.System.Orders.Keys.Single()}", root.Element("APIresponse")!.Element("id")!.Value);
    }

    [Fact]
    public void Only_duplicates_within_the_body_are_joined_and_the_query_wins_over_the_body()
    {
        var wire = SpecterWire.New();
        wire.Put(
            "newCustomerSubmit", "A", ("name", "A"), ("emailAddress", "a@b.se"), ("deliveryAttention", "Åsa"),
            ("deliveryAttention", "Örjan"), ("useXML", "2"));

        Assert.Equal("Åsa, Örjan", wire.System.Customers.Values.Single().DeliveryAddress.Attention);
    }

    [Fact]
    public void Cancelling_frees_stock_and_shows_status_5()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1");

        wire.System.Cancel(order);

        Assert.Equal(10, wire.System.Available("ART-001"));
        var shown = wire.GetXml("getOrdersExternalNeedUpdate", "B3").Element("orders")!.Element("order")!;
        Assert.Equal($"{order}", shown.Attribute("orderNo")!.Value);
        Assert.Equal("5", shown.Element("orderstatus")!.Attribute("statusId")!.Value);
        Assert.Throws<SandboxOperationException>(() => wire.System.Cancel(order));
    }

    [Fact]
    public void Deleting_frees_stock_and_number_and_leaves_the_order_feed_silent()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var customer = wire.Customer("A", "a@b.se");
        var order = wire.Order(customer, "W1");
        wire.System.Deliver(order, "T1", [new SpecterDeliveredUnits("ART-001", 1)]);

        wire.System.DeleteOrder(order);

        Assert.Equal(9, wire.System.Available("ART-001"));
        Assert.Empty(wire.GetXml("getOrdersExternalNeedUpdate", "B3").Element("orders")!.Elements());
        Assert.Equal(order, wire.System.DeletedOrders.Single().OrderNo);
        Assert.StartsWith("1;", wire.OrderAnswer(customer, "W1"));
    }

    [Fact]
    public void A_partial_delivery_is_updated_without_D_and_the_rest_makes_it_D()
    {
        var wire = SpecterWire.New(new SpecterSwitches { OrderFeedExternalNumberAttribute = "externalOrderNo" });
        wire.Article("ART-001", 10);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1", quantity: "3");

        wire.System.Deliver(order, "T1", [new SpecterDeliveredUnits("ART-001", 1)]);
        var partly = wire.GetXml("getOrdersExternalNeedUpdate", "B3").Element("orders")!.Element("order")!;
        wire.Get("updateOrdersFromBatch", "B3");
        wire.System.Deliver(order, "T2");
        var wholly = wire.GetXml("getOrdersExternalNeedUpdate", "B4").Element("orders")!.Element("order")!;

        Assert.Equal(("P", "1", "W1"), Shown(partly));
        Assert.Equal(("D", "1", "W1"), Shown(wholly));
        Assert.Equal(["T1", "T2"], wholly.Element("deliveries")!.Elements("delivery").Select(node => node.Attribute("trackingNo")!.Value));
        Assert.Equal(7, wire.System.Available("ART-001"));
        Assert.Equal(7, wire.System.FindArticle("ART-001")!.Physical);
    }

    [Fact]
    public void A_delivery_and_an_invoice_can_be_reported()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        var order = wire.Order(wire.Customer("A", "a@b.se"), "W1", quantity: "3");

        string Deliver(string units) => wire.Put(
            "newDeliverySubmit", $"{order}", ("orderId", $"{order}"), ("deliveryDate", "2026-03-01"), ("useArticleNoRowMapping", "1"),
            ("articleNo_1", "ART-001"), ("noOfItems_1", units));
        string Invoice() => wire.Put("newInvoiceSubmit", $"{order}", ("orderId", $"{order}"), ("typeInvoice", "S"));

        Assert.StartsWith("0;43;", Deliver("4"));
        Assert.StartsWith("0;43;", Deliver("-1"));
        Assert.Equal(SpecterOrderStatus.Open, wire.System.Orders[order].Status);
        Assert.StartsWith("1;", Deliver("3"));
        Assert.Equal(SpecterOrderStatus.Delivered, wire.System.Orders[order].Status);
        Assert.Equal(SpecterWire.Id(Invoice()), wire.System.Orders[order].InvoiceNo);
        Assert.StartsWith("0;42;", Invoice());
    }

    [Fact]
    public void A_set_draws_from_its_parts_and_both_are_reported()
    {
        var wire = SpecterWire.New();
        wire.Article("HJUL", 9);
        wire.Article("RAM", 5);
        wire.System.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "CYKEL", Name = "Cykel", SetParts = [new("HJUL", 2), new("RAM", 1)] });
        Assert.Equal(4, wire.System.Available("CYKEL"));
        wire.Drain();

        wire.Order(wire.Customer("A", "a@b.se"), "W1", "CYKEL", "3");

        Assert.Equal((3m, 2m, 1m), (wire.System.Available("HJUL"), wire.System.Available("RAM"), wire.System.Available("CYKEL")));
        Assert.Equal("1;HJUL;3;B1\r3;CYKEL;1;B1\r2;RAM;2;B1\r", wire.Get("getArticleExternalNeedUpdate", "B1"));
    }

    [Fact]
    public void The_same_seed_and_calls_give_the_same_numbers_with_gaps()
    {
        int[] Numbers()
        {
            var wire = SpecterWire.New();
            wire.Article("ART-001", 10);
            var customer = wire.Customer("A", "a@b.se");
            return [customer, .. Enumerable.Range(1, 5).Select(number => wire.Order(customer, $"W{number}"))];
        }

        Assert.Equal(Numbers(), Numbers());
    }

    private static (string, string, string) Shown(XElement order) => (
        order.Element("orderstatus")!.Attribute("deliveryStatus")!.Value,
        order.Element("deliveries")!.Attribute("updated")!.Value,
        order.Attribute("externalOrderNo")!.Value);
}
