using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartQueryTests
{
    private readonly AbicartShop shop = new();

    [Theory]
    [InlineData("{\"uid\":true,\"articleNumber\":true}", "{\"uid\":100001,\"articleNumber\":\"LAMPA-1\"}")]
    [InlineData("\"articleNumber\"", "{\"articleNumber\":\"LAMPA-1\"}")]
    [InlineData("[\"articleNumber\",\"uid\"]", "{\"articleNumber\":\"LAMPA-1\",\"uid\":100001}")]
    [InlineData("{\"name\":\"sv\"}", "{\"name\":{\"sv\":\"Lampa, blå\"}}")]
    [InlineData("{\"name\":[\"sv\",\"de\"]}", "{\"name\":{\"sv\":\"Lampa, blå\",\"de\":null}}")]
    [InlineData("{\"name\":{}}", "{\"name\":{\"sv\":\"Lampa, blå\",\"en\":\"lampa-1\"}}")]
    [InlineData("{\"price\":{\"current\":\"SEK\"}}", "{\"price\":{\"current\":{\"SEK\":99}}}")]
    [InlineData("{\"pricing\":{\"qtyFloor\":true}}", "{\"pricing\":[{\"qtyFloor\":1}]}")]
    [InlineData("{\"articlegroup\":{\"name\":true}}", "{\"articlegroup\":null}")]
    [InlineData("{\"stock\":{\"stock\":true}}", "{\"stock\":{\"stock\":10}}")]
    public void A_query_cuts_out_what_it_names(string query, string expected) => Assert.Equal(
        expected,
        shop.Call("Article.get", $"[{shop.Lamp},{query}]")!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("null")]
    public void The_whole_object_comes_with_references_as_uids(string query)
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2));

        var answer = shop.Call("Order.get", $"[{order.Uid},{query}]")!;

        Assert.Equal(order.Rows[0].Uid, (int)answer["items"]![0]!);
        Assert.Equal(
            [
                "uid", "orderNumber", "ordered", "changed", "customer", "currency", "exchangeRate", "items", "costs", "language", "note",
                "tags", "externalOrderNumber", "discarded", "hasVat", "payments", "delivery", "paymentStatus", "deliveryStatus", "affiliate",
            ],
            answer.AsObject().Select(p => p.Key));
    }

    [Theory]
    [InlineData("{\"items\":{\"articleNumber\":true}}")]
    [InlineData("{\"items\":[\"articleNumber\"]}")]
    [InlineData("{\"items\":\"articleNumber\"}")]
    public void A_list_of_references_is_expanded_in_place(string query)
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2), new RowDraft(shop.Jam, null, 1));

        var answer = shop.Call("Order.list", $"[{query}]")!;

        Assert.Equal("""[{"items":[{"articleNumber":"LAMPA-1"},{"articleNumber":"SYLT-1"}]}]""", answer.ToJsonString());
        Assert.Equal(2, order.Rows.Count);
    }

    [Fact]
    public void Expansion_goes_through_several_references()
    {
        var order = shop.Place(new RowDraft(shop.Shirt, shop.ShirtMedium, 2));

        var answer = shop.Call(
            "Order.get",
            $$"""[{{order.Uid}},{"items":{"article":{"articleNumber":true},"articleNumber":true},"payments":{"method":"type"},"delivery":{"method":{"name":"sv"} } }]""")!;

        Assert.Equal("TROJA", (string?)answer["items"]![0]!["article"]!["articleNumber"]);
        Assert.Equal("TROJA-M", (string?)answer["items"]![0]!["articleNumber"]);
        Assert.Equal("invoice", (string?)answer["payments"]![0]!["method"]!["type"]);
        Assert.Equal("Postpaket", (string?)answer["delivery"]!["method"]!["name"]!["sv"]);
    }

    [Fact]
    public void An_empty_object_expands_a_reference_whole()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 2));

        var items = shop.Call("Order.get", $$"""[{{order.Uid}},{"items":{} }]""")!["items"]!;

        Assert.Equal("LAMPA-1", (string?)items[0]!["articleNumber"]);
        Assert.Equal(shop.Lamp, (int)items[0]!["article"]!);
    }

    [Theory]
    [InlineData("5", "/1")]
    [InlineData("{\"name\":1}", "/1/name")]
    [InlineData("{\"name\":false}", "/1/name")]
    [InlineData("[1]", "/1/0")]
    [InlineData("{\"name\":[1]}", "/1/name/0")]
    [InlineData("{\"nothing\":true}", "/1/nothing")]
    [InlineData("{\"articleNumber\":{\"x\":true}}", "/1/articleNumber")]
    public void A_malformed_query_names_the_place(string query, string pointer)
    {
        var (code, data) = shop.Error("Article.get", $"[{shop.Lamp},{query}]");

        Assert.Equal(-32602, code);
        Assert.Equal(pointer, (string?)data![0]!["pointer"]);
    }

    [Fact]
    public void Unknown_keys_can_be_left_out_instead()
    {
        shop.System.Behaviour = new AbicartSwitches { UnknownQueryKeyIsError = false };

        Assert.Equal("{}", shop.Call("Article.get", $$"""[{{shop.Lamp}},{"nothing":true}]""")!.ToJsonString());
    }

    [Fact]
    public void A_public_caller_cannot_reach_admin_objects_by_a_reference()
    {
        var code = shop.Error("Article.list", """[{"variants":true,"numSold":true}]""", shop.Public).Code;

        Assert.Equal(1006, code);
    }

    [Fact]
    public void Payments_can_stand_as_objects()
    {
        shop.System.Behaviour = new AbicartSwitches { Payments = ReferenceShape.Objects };
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));

        var plain = shop.Call("Order.get", $$"""[{{order.Uid}},{"payments":true}]""")!["payments"]![0]!;
        var cut = shop.Call("Order.get", $$"""[{{order.Uid}},{"payments":{"method":{"type":true} } }]""")!["payments"]![0]!;

        Assert.IsType<JsonObject>(plain);
        Assert.Equal("""{"method":{"type":"invoice"}}""", cut.ToJsonString());
    }
}
