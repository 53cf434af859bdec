using System.Text.Json.Nodes;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>What goes over the wire, typed from the system document (abicart.md sections 1.1, 1.2, 1.4 to 1.8 and 1.10).</summary>
public sealed class GoldenRequestTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 1, 12, 30, 15, 900, TimeSpan.FromHours(1));
    private static readonly AbicartOptions Options = new() { Webshop = 22222, Auth = "a b+c/secret" };

    private readonly CannedHandler handler = new("""{"jsonrpc":"2.0","result":[],"id":1}""");

    [Fact]
    public async Task A_call_is_a_post_with_shop_language_and_token_in_the_query()
    {
        await Connector().WriteOrderNumberAsync("77", "10045", Connectors.Call, TestContext.Current.CancellationToken);

        var (method, address, contentType, _) = Assert.Single(handler.Sent);
        Assert.Equal(("POST", "application/json"), (method, contentType));
        Assert.Equal("https://admin.abicart.se/backend/jsonrpc/v1/?webshop=22222&language=sv&auth=a%20b%2Bc%2Fsecret", address.AbsoluteUri);
        Body("""{"jsonrpc":"2.0","method":"Order.set","params":[77,{"externalOrderNumber":"10045"},{"uid":true}],"id":1}""");
    }

    [Fact]
    public async Task Orders_are_listed_by_change_without_carts_with_rows_and_payments_expanded()
    {
        await Connector().ReadOrdersAsync(Since, null, Connectors.Call, TestContext.Current.CancellationToken);

        Body(
            """
            {"jsonrpc":"2.0","method":"Order.list","params":[
              {"uid":true,"orderNumber":true,"ordered":true,"changed":true,"customer":true,"currency":true,"language":true,
               "items":{"uid":true,"article":{"uid":true,"type":true,"variants":true},"articleNumber":true,"articleName":true,"choices":true,"costs":true,"discountInfo":true},
               "costs":true,
               "payments":{"uid":true,"method":{"uid":true,"name":true,"type":true},"externalRef":true,"status":true,"amount":true},
               "delivery":{"method":{"uid":true,"name":true}},
               "deliveryStatus":true,"paymentStatus":true,"tags":true,"discarded":true,"externalOrderNumber":true},
              {"filters":{"/changed":{"min":"2026-03-01T11:30:15Z"},"/ordered":{"min":"2000-01-01T00:00:00Z"}},"sort":"uid","limit":100,"offset":0}],
             "id":1}
            """);
    }

    [Fact]
    public async Task Without_a_filter_on_change_orders_are_listed_by_placing_further_back()
    {
        await Connector(Options with { ChangedIsFilterable = false, OrderLookback = TimeSpan.FromDays(10) })
            .ReadOrdersAsync(Since, "40:12", Connectors.Call, TestContext.Current.CancellationToken);

        var selection = handler.LastBody["params"]![1]!;
        Assert.Equal("""{"filters":{"/ordered":{"min":"2026-02-19T11:30:15Z"}},"sort":"uid","limit":100,"offset":40}""", selection.ToJsonString());
    }

    [Fact]
    public async Task Articles_are_listed_by_change()
    {
        await Connector().ReadArticlesAsync(Since, null, Connectors.Call, TestContext.Current.CancellationToken);
        Body(
            """
            {"jsonrpc":"2.0","method":"Article.list","params":[
              {"uid":true,"changed":true,"articleNumber":true,"ean":true,"name":true,"price":true,"pricing":true,"vatRate":true,"vatIsIncluded":true,
               "description":true,"hidden":true,"articlegroup":true,"stock":true,"weight":true,"type":true,"choices":true,"variants":true},
              {"filters":{"/changed":{"min":"2026-03-01T11:30:15Z"}},"sort":"uid","limit":100,"offset":0}],
             "id":1}
            """);
    }

    [Fact]
    public async Task Stock_of_a_plain_article_is_an_object_and_of_a_variant_a_number()
    {
        var connector = Connector();
        await connector.WriteStockAsync(new ShopArticleRef("12", null), 7m, Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"Article.set","params":[12,{"stock":{"stock":7}},{"uid":true}],"id":1}""");

        await connector.WriteStockAsync(new ShopArticleRef("12", "34"), -1.5m, Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"ArticleVariant.set","params":[34,{"stock":-1.5},{"uid":true}],"id":1}""");

        await connector.ReadStockAsync(new ShopArticleRef("12", "34"), Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"ArticleVariant.get","params":[34,{"stock":true,"articleNumber":true}],"id":1}""");
    }

    [Fact]
    public async Task Articles_are_counted_without_a_filter_and_asked_for_by_uid_alone()
    {
        var connector = Connector();
        await connector.CountArticlesAsync(Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"Article.count","params":[{}],"id":1}""");

        await connector.HasArticleAsync(new ShopArticleRef("12", null), Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"Article.get","params":[12,{"uid":true}],"id":1}""");

        await connector.HasArticleAsync(new ShopArticleRef("12", "34"), Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"ArticleVariant.get","params":[34,{"uid":true}],"id":1}""");
    }

    [Fact]
    public async Task A_number_is_looked_up_among_articles_and_variants()
    {
        await Connector().FindNumberAsync("KOPP-1", Connectors.Call, TestContext.Current.CancellationToken);
        Body("""{"jsonrpc":"2.0","method":"ArticleVariant.list","params":[{"uid":true,"articleNumber":true},{"filters":{"/articleNumber":"KOPP-1"},"sort":"uid","limit":10,"offset":0}],"id":1}""");
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"jsonrpc":"2.0","method":"Article.list","params":[{"uid":true,"articleNumber":true,"hidden":true},{"filters":{"/articleNumber":"KOPP-1"},"sort":"uid","limit":10,"offset":0}],"id":1}"""),
            JsonNode.Parse(handler.Sent[^2].Body)));
    }

    [Theory]
    [InlineData(true, "112.5")]
    [InlineData(false, "90")]
    public async Task An_article_is_made_in_the_form_in_which_the_shop_stores_prices_with_stock_zero(bool storedWithVat, string regular)
    {
        var made = new CannedHandler($$"""{"jsonrpc":"2.0","result":{"uid":17,"priceStoredWithVat":{{(storedWithVat ? "true" : "false")}}},"id":1}""");
        var draft = new ShopArticleDraft(
            "KOPP-1",
            new ArticlePatch
            {
                Name = "Kopp", Description = "Rymmer 3 dl", Regular = new PatchPrice(90m, 112.5m), Special = new PatchPrice(80m, 100m), VatPercent = 25m, Ean = "735", Weight = 0.25m, Active = false,
            },
            "5");
        var outcome = await Connectors.Over(made, Options).CreateArticleAsync(draft, Connectors.Call, TestContext.Current.CancellationToken);

        Assert.Equal("17", outcome.Done());
        var expected = JsonNode.Parse(
            $$$"""
            {"jsonrpc":"2.0","method":"Article.create","params":[
              {"articleNumber":"KOPP-1","name":{"sv":"Kopp"},"description":{"sv":"Rymmer 3 dl"},"price":{"regular":{"SEK":{{{regular}}}},"specialOffer":{"SEK":100}},
               "vatRate":0.25,"ean":"735","weight":250,"hidden":true,"stock":{"stock":0},"articlegroup":5,"showInArticlegroups":[5]},
              {"uid":true}],"id":1}
            """);
        Assert.True(JsonNode.DeepEquals(expected, made.LastBody), made.LastBody.ToJsonString());
        Assert.Equal(2, made.Sent.Count);
    }

    [Theory]
    [InlineData(ErpOrderMarks.Delivered | ErpOrderMarks.PartlyDelivered, """{"deliveryStatus":"sent"}""")]
    [InlineData(ErpOrderMarks.PartlyDelivered, """{"deliveryStatus":"part"}""")]
    [InlineData(ErpOrderMarks.Cancelled, """{"discarded":true}""")]
    [InlineData(ErpOrderMarks.Cancelled | ErpOrderMarks.Delivered, """{"deliveryStatus":"sent","discarded":true}""")]
    public async Task A_status_is_set_on_the_order(ErpOrderMarks marks, string patch)
    {
        await Connector(Options with { PartlySentStatus = "part" })
            .WriteOrderStatusAsync("77", new ShopStatusWrite(marks, "RR123"), Connectors.Call, TestContext.Current.CancellationToken);
        Body($$"""{"jsonrpc":"2.0","method":"Order.set","params":[77,{{patch}},{"uid":true}],"id":1}""");
    }

    [Fact]
    public async Task A_status_that_the_shop_has_no_place_for_is_not_sent()
    {
        var outcome = await Connector().WriteOrderStatusAsync(
            "77", new ShopStatusWrite(ErpOrderMarks.PartlyDelivered | ErpOrderMarks.Invoiced, ""), Connectors.Call, TestContext.Current.CancellationToken);
        Assert.IsType<Outcome<Unit>.Done>(outcome);
    }

    [Fact]
    public async Task Callbacks_are_registered_one_by_one()
    {
        await Connector(Options with { EventNames = ["Order/discarded"] })
            .RegisterCallbacksAsync(new Uri("https://engine.example/cb/t1?token=x"), Connectors.Call, TestContext.Current.CancellationToken);

        Assert.Equal(2, handler.Sent.Count);
        Body("""{"jsonrpc":"2.0","method":"EventListener.create","params":[{"eventName":"Order/discarded","url":"https://engine.example/cb/t1?token=x"},{"uid":true}],"id":1}""");
    }

    [Fact]
    public async Task A_page_token_of_somebody_else_is_refused_without_a_call()
    {
        foreach (var token in new[] { "", "1", "a:b", "-1:0", "1:2:3", "99999999999999:1" })
        {
            var outcome = await Connector().ReadOrdersAsync(Since, token, Connectors.Call, TestContext.Current.CancellationToken);
            Assert.Equal("page-token-unreadable", Assert.IsType<Outcome<Page<ShopOrderRead>>.Refused>(outcome).Code);
        }

        Assert.Empty(handler.Sent);
    }

    private IShopConnector Connector(AbicartOptions? options = null) => Connectors.Over(handler, options ?? Options);

    private void Body(string expected)
    {
        var sent = JsonNode.Parse(handler.Sent[^1].Body);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent), $"sent: {sent!.ToJsonString()}");
    }
}
