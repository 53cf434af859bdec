using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartArticleTests
{
    private readonly AbicartShop shop = new();

    [Fact]
    public void Writing_a_stock_figure_is_logged_with_the_previous_one_even_when_equal()
    {
        shop.Time.Move(TimeSpan.FromSeconds(5));
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"stock":{"stock":7} },"stock"]""");
        shop.Call("Article.set", $$"""[{{shop.Lamp}},{"stock":{"stock":7} }]""");
        shop.Call("ArticleVariant.set", $$"""[{{shop.ShirtSmall}},{"stock":0}]""");

        var writes = shop.System.Content.Effects.OfType<ShopEffect.StockWritten>().ToList();
        Assert.Equal(
            [("Article", "LAMPA-1", 10m, 7m), ("Article", "LAMPA-1", 7m, 7m), ("ArticleVariant", "TROJA-S", 4m, 0m)],
            writes.Select(w => (w.Class, w.ArticleNumber, w.Previous!.Value, w.Value!.Value)));
        Assert.All(writes, w => Assert.Equal(5, w.At.Second));
    }

    [Fact]
    public void The_stock_of_an_article_with_variants_is_their_sum_and_not_writable()
    {
        Assert.Equal(10m, (decimal)shop.Call("Article.get", $"[{shop.Shirt},\"stock\"]")!["stock"]!["stock"]!);
        Assert.Equal(9001, shop.Error("Article.set", $$"""[{{shop.Shirt}},{"stock":{"stock":7} }]""").Code);
        shop.Call("ArticleVariant.set", $$"""[{{shop.ShirtSmall}},{"stock":40}]""");
        Assert.Equal(46m, (decimal)shop.Call("Article.get", $"[{shop.Shirt},\"stock\"]")!["stock"]!["stock"]!);
    }

    [Fact]
    public void Variants_are_listed_by_article_and_shown_on_it()
    {
        var variants = shop.Call("ArticleVariant.list", $$"""[["uid","articleNumber","stock"],{"filters":{"/article":{{shop.Shirt}} } }]""")!;

        Assert.Equal("""{"uid":500001,"articleNumber":"TROJA-S","stock":4}""", variants[0]!.ToJsonString());
        Assert.Equal(
            """{"uid":500001,"definedBy":{"7001":8001},"overrides":{"articleNumber":"TROJA-S","stock":4}}""",
            shop.Call("Article.get", $"[{shop.Shirt},\"variants\"]")!["variants"]![0]!.ToJsonString());
    }

    [Fact]
    public void An_article_without_stock_control_has_no_stock()
    {
        Assert.Null(shop.Call("Article.get", $"[{shop.Book},\"stock\"]")!["stock"]);
        shop.Call("Article.set", $$"""[{{shop.Book}},{"stock":{"stock":1} }]""");
        Assert.Equal(1m, shop.System.Content.Articles.Get(shop.Book).Stock);
        shop.Call("Article.set", $$"""[{{shop.Book}},{"stock":null}]""");
        Assert.Null(shop.System.Content.Articles.Get(shop.Book).Stock);
    }

    [Fact]
    public void An_article_is_created_changed_and_deleted()
    {
        var uid = (int)shop.Call(
            "Article.create",
            """[{"name":{"sv":"Ny"},"articleNumber":"NY-1","price":{"regular":{"SEK":125}},"vatRate":0.25,"stock":{"stock":0}},["uid"]]""")!["uid"]!;
        shop.Call("Article.set", $$"""[{{uid}},{"name":{"en":"New"},"price":{"specialOffer":{"SEK":99.5} } }]""");

        var json = shop.Call("Article.get", $"[{uid},[\"name\",\"price\",\"pricing\"]]")!;
        Assert.Equal("""{"en":"New","sv":"Ny"}""", json["name"]!.ToJsonString());
        Assert.Equal(99.5m, (decimal)json["price"]!["current"]!["SEK"]!);
        Assert.Equal(100m, (decimal)json["pricing"]![0]!["regular"]!["exVat"]!["SEK"]!);
        Assert.Null(shop.Call("Article.delete", $"[{uid}]"));
        Assert.Equal(9003, shop.Error("Article.get", $"[{uid}]").Code);
    }

    [Theory]
    [InlineData("{\"stock\":5}", "/stock/stock")]
    [InlineData("{\"stock\":{\"stock\":\"5\"}}", "/stock/stock")]
    [InlineData("{\"name\":\"x\"}", "/name")]
    [InlineData("{\"price\":{\"regular\":{\"EUR\":1}}}", "/price/regular")]
    [InlineData("{\"price\":{\"regular\":{\"SEK\":-1}}}", "/price/regular")]
    [InlineData("{\"variants\":[]}", "/variants")]
    public void A_patch_the_article_cannot_take_names_the_place(string patch, string pointer)
    {
        var (code, data) = shop.Error("Article.set", $"[{shop.Lamp},{patch}]");

        Assert.Equal(9001, code);
        Assert.Equal(pointer, (string?)data![0]!["pointer"]);
    }

    [Fact]
    public void A_new_article_needs_a_name() => Assert.Equal(9001, shop.Error("Article.create", """[{"articleNumber":"X"}]""").Code);

    [Fact]
    public void Search_answers_uids() => Assert.Equal($"[{shop.Jam}]", shop.Call("Article.search", """["ÅKERBÄR"]""")!.ToJsonString());

    [Fact]
    public void Articles_can_be_written_in_one_batch()
    {
        var calls = new[] { shop.Lamp, shop.Jam }.Select((uid, i) =>
            $$"""{"jsonrpc":"2.0","method":"Article.set","params":[{{uid}},{"stock":{"stock":{{i}} } },"uid"],"id":{{i}}}""");

        var answers = shop.Send($"[{string.Join(',', calls)}]").AsArray();

        Assert.Equal([shop.Lamp, shop.Jam], answers.Select(a => (int)a!["result"]!["uid"]!));
        Assert.Equal((0m, 1m), (shop.System.Content.Articles.Get(shop.Lamp).Stock, shop.System.Content.Articles.Get(shop.Jam).Stock));
    }
}
