using System.Text.Json;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartInspectionTests
{
    private readonly AbicartShop shop = new();

    [Fact]
    public void A_person_can_order_edit_and_discard()
    {
        var placed = Do<ShopOrder>("place-order", """{"rows":[{"articleNumber":"LAMPA-1","quantity":2},{"articleNumber":"TROJA-M"}],"email":"x@example.se"}""");
        Do<ShopOrder>("add-row", """{"orderNumber":"1001","articleNumber":"SYLT-1","quantity":4}""");
        Do<ShopOrder>("change-quantity", """{"orderNumber":"1001","articleNumber":"LAMPA-1","quantity":5}""");
        Do<ShopOrder>("remove-row", """{"orderNumber":"1001","articleNumber":"TROJA-M"}""");
        Do<ShopOrder>("note", """{"orderNumber":"1001","text":"ring först"}""");
        var order = Do<ShopOrder>("discard", """{"orderNumber":"1001"}""");

        Assert.Equal(["LAMPA-1 5", "SYLT-1 4"], order.Rows.Select(r => $"{r.ArticleNumber} {r.Quantity:0}"));
        Assert.Equal((true, "ring först", placed.Uid), (order.Discarded, order.Note, order.Uid));
        Assert.Equal((5m, 36m), (shop.System.Content.Articles.Get(shop.Lamp).Stock, shop.System.Content.Articles.Get(shop.Jam).Stock));
    }

    [Fact]
    public void A_person_can_change_articles_and_stock()
    {
        Do<ShopArticle>("change-article", """{"articleNumber":"LAMPA-1","newArticleNumber":"LAMPA-9","name":"Lykta","priceIncVat":10,"hidden":true}""");
        Do<ShopArticle>("stock", """{"articleNumber":"LAMPA-9","stock":77}""");
        Do<ShopVariant>("stock", """{"articleNumber":"TROJA-S","stock":1}""");
        Do<ShopArticle>("change-article", """{"articleNumber":"TROJA-S","newArticleNumber":"TROJA-XS"}""");
        Do<ShopArticle>("add-article", """{"articleNumber":"PAKET","name":"Paket","priceIncVat":5,"package":true}""");

        var lamp = shop.System.Content.Articles.Get(shop.Lamp);
        Assert.Equal(("LAMPA-9", "Lykta", 10m, 77m, true), (lamp.Number, lamp.Name["sv"], lamp.PriceIncVat, lamp.Stock!.Value, lamp.Hidden));
        Assert.Equal(("TROJA-XS", 1m), (shop.System.Content.Variants.Get(shop.ShirtSmall).Number, shop.System.Content.Variants.Get(shop.ShirtSmall).Stock!.Value));
        Assert.Equal("package", (string?)shop.Call("Article.list", """["type",{"filters":{"/articleNumber":"PAKET"}}]""")![0]!["type"]);
    }

    [Fact]
    public void Many_articles_come_at_once()
    {
        Do<object>("add-articles", """{"count":250,"prefix":"MASS","stock":4}""");

        var added = shop.System.Content.Articles.All.Where(a => a.Number.StartsWith("MASS-", StringComparison.Ordinal)).ToList();
        Assert.Equal((250, "MASS-1", "MASS-250"), (added.Count, added[0].Number, added[^1].Number));
        Assert.All(added, a => Assert.Equal(4m, a.Stock));
    }

    [Theory]
    [InlineData("add-articles", "{\"count\":0,\"prefix\":\"A\"}", "between 1 and")]
    [InlineData("fly", "{}", "place-order")]
    [InlineData("place-order", "{}", "at least one row")]
    [InlineData("place-order", "{\"rows\":[{\"articleNumber\":\"NIX\"}]}", "NIX")]
    [InlineData("place-order", "{\"rows\":[{\"articleNumber\":\"BOK-1\",\"quantity\":0}]}", "above 0")]
    [InlineData("place-order", "{\"rows\":[{\"articleNumber\":\"BOK-1\"}],\"paymentType\":\"gold\"}", "gold")]
    [InlineData("place-order", "{\"rows\":[{\"articleNumber\":\"BOK-1\"}],\"deliveryMethod\":5}", "5 does not exist")]
    [InlineData("discard", "{\"orderNumber\":\"5\"}", "No order")]
    [InlineData("discard", "{}", "missing")]
    public void A_wrong_operation_says_what_is_wrong(string operation, string body, string text) => Assert.Contains(
        text, Assert.Throws<SandboxOperationException>(() => Do<object>(operation, body)).Message, StringComparison.Ordinal);

    [Fact]
    public void Switches_are_shown_and_changed_by_name()
    {
        Assert.Equal(500, shop.System.Switches["maxLimit"].GetInt32());
        Assert.Equal("choicesQuantity", shop.System.Switches["rowQuantity"].GetString());

        shop.System.SetSwitch("rowQuantity", JsonSerializer.SerializeToElement("totalByUnit"));
        shop.System.SetSwitch("maxLimit", JsonSerializer.SerializeToElement(3));

        Assert.Equal((RowQuantity.TotalByUnit, 3), (shop.System.Behaviour.RowQuantity, shop.System.Behaviour.MaxLimit));
        Assert.Equal("email", shop.System.Behaviour.CustomerInfo.Email);
        Assert.Throws<SandboxOperationException>(() => shop.System.SetSwitch("speed", JsonSerializer.SerializeToElement(3)));
    }

    [Fact]
    public void The_log_shows_what_clients_and_people_did_and_the_state_is_json()
    {
        var order = shop.Place(new RowDraft(shop.Lamp, null, 1));
        shop.Call("Order.set", $$"""[{{order.Uid}},{"externalOrderNumber":"20031"}]""");
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"stock":{"stock":4} }]""");

        Assert.Equal(
            ["place-order 1001", "Order.set 1001", "Article.set LAMPA-1"], shop.System.Effects.TakeLast(3).Select(e => $"{e.Kind} {e.Key}"));
        Assert.Equal(Enumerable.Range(1, shop.System.Effects.Count), shop.System.Effects.Select(e => e.Number));
        var json = JsonSerializer.Serialize(shop.System.State(), SandboxJson.Options);
        Assert.Contains("\"externalOrderNumber\": \"20031\"", json, StringComparison.Ordinal);
        Assert.Null(shop.System.NextDue);
    }

    private T Do<T>(string operation, string body) =>
        Assert.IsType<T>(shop.System.Execute(operation, JsonDocument.Parse(body).RootElement), exactMatch: false);
}
