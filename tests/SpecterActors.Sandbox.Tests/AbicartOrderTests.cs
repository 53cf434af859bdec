using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartOrderTests
{
    private readonly AbicartShop shop = new();

    [Fact]
    public void An_order_shows_buyer_rows_and_costs()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2), new RowDraft(shop.Jam, null, 3));

        var json = shop.Call("Order.get", $$"""[{{order.Uid}},{"orderNumber":true,"ordered":true,"customer":true,"costs":true,"items":{} }]""")!;

        Assert.Equal("1001", (string?)json["orderNumber"]);
        Assert.Equal("2026-03-02T08:00:00Z", (string?)json["ordered"]);
        Assert.Equal("Åberg", (string?)json["customer"]!["address"]!["lastName"]);
        Assert.Equal("anna@example.se", (string?)json["customer"]!["info"]!["email"]);
        Assert.Equal("19900101-0017", (string?)json["customer"]!["info"]!["personalNumber"]);
        Assert.True((bool)json["customer"]!["deliveryAddress"]!["copyAddress"]!);
        Assert.Equal(
            """{"incVat":298.80,"exVat":248.40,"vat":50.40,"vatRate":null,"currency":"SEK"}""", json["costs"]!["cart"]!.ToJsonString());
        Assert.Equal("""{"incVat":59.00,"exVat":47.20,"vat":11.80,"vatRate":0.25,"currency":"SEK"}""", json["costs"]!["shipment"]!.ToJsonString());
        Assert.Equal(29m, (decimal)json["costs"]!["payment"]!["incVat"]!);
        Assert.Equal(386.80m, (decimal)json["costs"]!["total"]!["incVat"]!);
        Assert.Equal("""{"incVat":198.00,"exVat":158.40,"vat":39.60,"vatRate":0.25,"currency":"SEK"}""", json["items"]![0]!["costs"]!["total"]!.ToJsonString());
        Assert.Equal("""{"quantity":2}""", json["items"]![0]!["choices"]!.ToJsonString());
    }

    [Fact]
    public void A_variant_row_names_the_choice_and_the_number_of_the_variant()
    {
        var order = shop.Place(new RowDraft(shop.Shirt, shop.ShirtSmall, 1));

        var item = shop.Call("OrderItem.get", $"[{order.Rows[0].Uid}]")!;

        Assert.Equal("TROJA-S", (string?)item["articleNumber"]);
        Assert.Equal("""{"7001":8001,"quantity":1}""", item["choices"]!.ToJsonString());
    }

    [Fact]
    public void The_quantity_can_be_left_to_total_by_unit()
    {
        shop.System.Behaviour = new AbicartSwitches { RowQuantity = RowQuantity.TotalByUnit };
        var order = shop.Place(new RowDraft(shop.Lamp, null, 7));

        var item = shop.Call("OrderItem.get", $"[{order.Rows[0].Uid}]")!;

        Assert.Equal("{}", item["choices"]!.ToJsonString());
        Assert.Equal(7m, (decimal)item["costs"]!["total"]!["incVat"]! / (decimal)item["costs"]!["unit"]!["incVat"]!);
    }

    [Theory]
    [InlineData(RowCosts.BeforeDiscount, "198.00")]
    [InlineData(RowCosts.AfterDiscount, "178.20")]
    public void A_row_discount_stands_in_discountInfo_and_is_off_the_cart(RowCosts costs, string total)
    {
        shop.System.Behaviour = new AbicartSwitches { RowCosts = costs };
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2) { Discount = new ShopDiscount.Percent(9, "Kampanj 10 %", 0.10m) });

        var json = shop.Call("Order.get", $$"""[{{order.Uid}},{"costs":{"cart":"incVat"},"items":{} }]""")!;

        Assert.Equal(178.20m, (decimal)json["costs"]!["cart"]!["incVat"]!);
        Assert.Equal(total, json["items"]![0]!["costs"]!["total"]!["incVat"]!.ToJsonString());
        Assert.Equal(
            """{"discount":9,"name":"Kampanj 10 %","exVat":15.84,"incVat":19.80,"rate":0.10}""", json["items"]![0]!["discountInfo"]!.ToJsonString());
    }

    [Fact]
    public void A_discount_on_the_order_is_a_negative_row_for_each_vat_rate()
    {
        var order = shop.Place(new OrderDraft(
            AbicartShop.Buyer, [new RowDraft(shop.Lamp, null, 1), new RowDraft(shop.Book, null, 1)], shop.Parcel, shop.Invoice)
        {
            Discount = new ShopDiscount.Fixed(5, "Rabatt 50 kr", 50m),
        });

        var rows = shop.Call("Order.get", $$"""[{{order.Uid}},{"items":{} }]""")!["items"]!.AsArray().Skip(2).ToList();

        Assert.Equal(2, rows.Count);
        Assert.All(rows, r => Assert.Null(r!["article"]));
        Assert.All(rows, r => Assert.Equal(5, (int)r!["discountInfo"]!["discount"]!));
        Assert.Equal(-50m, rows.Sum(r => (decimal)r!["costs"]!["total"]!["incVat"]!));
        Assert.Equal([0.25m, 0.06m], rows.Select(r => (decimal)r!["costs"]!["total"]!["vatRate"]!));
        Assert.Equal(155m, order.CartIncVat);
    }

    [Fact]
    public void A_gift_card_is_one_more_payment()
    {
        var order = shop.Place(new OrderDraft(AbicartShop.Buyer, [new RowDraft(shop.Lamp, null, 1)], shop.Parcel, shop.Invoice)
        {
            GiftCards = [100m],
        });

        var json = shop.Call("Order.get", $$"""[{{order.Uid}},{"costs":{"total":"incVat"},"payments":{"amount":true,"status":true,"method":"type"} }]""")!;

        Assert.Equal(187m, (decimal)json["costs"]!["total"]!["incVat"]!);
        Assert.Equal(
            """[{"amount":100,"status":"paid","method":{"type":"giftcard"}},{"amount":87,"status":"unpaid","method":{"type":"invoice"}}]""",
            json["payments"]!.ToJsonString());
    }

    [Fact]
    public void The_write_back_changes_only_what_it_names()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));
        shop.Time.Move(TimeSpan.FromMinutes(1));

        var answer = shop.Call(
            "Order.set", $$"""[{{order.Uid}},{"externalOrderNumber":"20031","deliveryStatus":"sent","tags":["a"],"note":"n"},["externalOrderNumber","changed"]]""")!;

        Assert.Equal("""{"externalOrderNumber":"20031","changed":"2026-03-02T08:01:00Z"}""", answer.ToJsonString());
        var stored = shop.System.Content.Orders.Get(order.Uid);
        Assert.Equal(("20031", "sent", "n"), (stored.ExternalOrderNumber, stored.DeliveryStatus, stored.Note));
        Assert.Equal(order.Rows, stored.Rows);
        var written = shop.System.Content.Effects.OfType<ShopEffect.PropertyWritten>().First(e => e.Property == "externalOrderNumber");
        Assert.Equal(("null", "\"20031\"", order.Uid), (written.Previous, written.Value, written.Uid));
        Assert.DoesNotContain(shop.System.Content.Mails, m => m.Kind == "order-sent");
    }

    [Theory]
    [InlineData("{\"deliveryStatus\":\"lost\"}", "/deliveryStatus")]
    [InlineData("{\"orderNumber\":\"1\"}", "/orderNumber")]
    [InlineData("{\"discarded\":\"yes\"}", "/discarded")]
    [InlineData("{\"tags\":\"a\"}", "/tags")]
    [InlineData("{\"externalOrderNumber\":5}", "/externalOrderNumber")]
    [InlineData("{\"nothing\":5}", "/nothing")]
    public void A_patch_the_order_cannot_take_is_refused_whole(string patch, string pointer)
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));
        var both = patch.Replace("{", "{\"note\":\"changed\",", StringComparison.Ordinal);

        var (code, data) = shop.Error("Order.set", $"[{order.Uid},{both}]");
        var problems = shop.Call("Order.validate", $"[{order.Uid},{both}]")!;

        Assert.Equal(9001, code);
        Assert.Equal(pointer, (string?)data![0]!["pointer"]);
        Assert.Equal(data.ToJsonString(), problems.ToJsonString());
        Assert.Equal("", shop.System.Content.Orders.Get(order.Uid).Note);
    }

    [Fact]
    public void Orders_are_not_created_by_a_client()
    {
        Assert.Equal(9001, shop.Error("Order.set", "[null,{}]").Code);
        Assert.Equal(-32601, shop.Error("Order.create", "[{}]").Code);
        Assert.Equal(9002, shop.Error("Order.normalize", $$"""[{{shop.Place(new RowDraft(shop.Lamp, null, 1)).Uid}},{"uid":1}]""").Code);
    }

    [Fact]
    public void Sending_and_paying_mail_the_buyer_where_the_shop_is_set_so()
    {
        shop.System.Behaviour = new AbicartSwitches { MailsWhenSent = true };
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));

        shop.Call("Order.set", $$"""[{{order.Uid}},{"deliveryStatus":"sent"}]""");
        shop.Call("Order.set", $$"""[{{order.Uid}},{"deliveryStatus":"sent"}]""");

        Assert.Single(shop.System.Content.Mails, m => m.Kind == "order-sent");
        Assert.Equal(["order-confirmation", "merchant-copy", "order-sent"], shop.System.Content.Mails.Select(m => m.Kind));
    }

    [Fact]
    public void Capture_marks_a_payment_paid_once_it_can_be()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));
        var payment = order.Payments[0];

        Assert.Equal("unpaid", (string?)shop.Call("Order.get", $"[{order.Uid},\"paymentStatus\"]")!["paymentStatus"]);
        Assert.Equal("paid", (string?)shop.Call("Payment.capture", $"[{payment},\"status\"]")!["status"]);
        Assert.Equal("paid", (string?)shop.Call("Order.get", $"[{order.Uid},\"paymentStatus\"]")!["paymentStatus"]);
        Assert.Single(shop.System.Content.Effects.OfType<ShopEffect.Captured>());
        shop.Call("Payment.set", $$"""[{{payment}},{"status":"cancelled"}]""");
        Assert.Equal(2010, shop.Error("Payment.capture", $"[{payment}]").Code);
        Assert.Equal(9001, shop.Error("Payment.set", $$"""[{{payment}},{"status":"gone"}]""").Code);
    }

    [Fact]
    public void Methods_show_type_fee_and_price()
    {
        var payment = shop.Call("PaymentMethod.list", """[["type","fee"]]""", shop.Public)!;
        var delivery = shop.Call("DeliveryMethod.get", $"[{shop.Parcel}]", shop.Public)!;

        Assert.Equal("""{"type":"cod","fee":{"SEK":45}}""", payment[1]!.ToJsonString());
        Assert.Equal(59m, (decimal)delivery["rates"]![0]!["weightIntervals"]![0]!["price"]!["SEK"]!);
    }

    [Fact]
    public void Every_class_shows_its_schema()
    {
        var schema = shop.Call("Order.getSchema", "[null]")!;

        Assert.Equal("date-time", (string?)schema["properties"]!["ordered"]!["format"]);
        Assert.True((bool)schema["properties"]!["orderNumber"]!["readOnly"]!);
        Assert.Null(schema["properties"]!["externalOrderNumber"]!["readOnly"]);
        Assert.IsType<JsonObject>(shop.Call("Webshop.getSchema", "[]"));
    }
}
