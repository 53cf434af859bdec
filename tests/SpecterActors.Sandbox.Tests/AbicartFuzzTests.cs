using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartFuzzTests
{
    private static readonly string[] Classes =
    [
        "Order", "OrderItem", "Payment", "PaymentMethod", "DeliveryMethod", "Article", "ArticleVariant", "ArticleChoice",
        "ArticleChoiceOption", "Articlegroup", "Customer", "EventListener", "Webshop", "Admin",
    ];

    private static readonly string[] Methods =
        ["get", "list", "count", "set", "create", "validate", "normalize", "getSchema", "delete", "capture", "getLog", "search", "login"];

    private static readonly string[] Words =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "1e28", "1e400", "100001", "500001", "2000001", "3000001", "4000001", "301", "40001", "\"\"",
        "\"sv\"", "\"uid\"", "\"2026-03-02T08:00:00Z\"", "\"http://127.0.0.1/\"", "\"Order/discarded\"", "[]", "{}",
    ];

    private static readonly string[] Keys =
    [
        "uid", "name", "sv", "stock", "price", "regular", "specialOffer", "SEK", "vatRate", "items", "payments", "method", "article", "filters",
        "/uid", "/changed", "/name/sv", "/stock/stock", "/tags", "in", "min", "max", "contains", "containsAny", "startsWith", "sort", "limit",
        "offset", "descending", "search", "term", "externalOrderNumber", "deliveryStatus", "discarded", "tags", "info", "email", "address",
        "eventName", "url", "status", "choices", "articlegroup", "showInArticlegroups", "attributes", "",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_call_whatever_its_parameters_ends_in_anything_but_a_proper_answer(int seed)
    {
        var shop = new AbicartShop();
        shop.Place(new RowDraft(shop.Lamp, null, 2), new RowDraft(shop.Shirt, shop.ShirtMedium, 1));
        var random = new Random(seed);
        for (var i = 0; i < 4_000; i++)
        {
            var parameters = string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, 3)));
            var method = $"{Classes[random.Next(Classes.Length)]}.{Methods[random.Next(Methods.Length)]}";
            var answer = shop.Raw(method, $"[{parameters}]");

            Assert.True(answer is JsonObject && answer.AsObject().ContainsKey("result") != answer.AsObject().ContainsKey("error"), $"{method} [{parameters}]");
            Assert.True(answer["error"] is not { } error || (int)error["code"]! != -32000, $"{method} [{parameters}]");
        }
    }

    [Fact]
    public void Broken_bytes_are_a_parse_error()
    {
        var shop = new AbicartShop();
        byte[] whole = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","method":"Article.search","params":["å"],"id":1}""");
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var response = shop.System.Handle(new SandboxRequest("POST", "backend/jsonrpc/v1/", shop.Admin, "application/json", bytes));
            Assert.True(response.Status is 200 or 204);
        }

        Assert.Equal(-32700, (int)shop.Send("""{"jsonrpc":"2.0","method":"Article.search","params":["\ud800"],"id":1}""")["error"]!["code"]!);
        Assert.Equal(-32700, (int)shop.Send(new string('[', 100))["error"]!["code"]!);
    }

    private static string Value(Random random, int depth)
    {
        if (depth == 0 || random.Next(3) == 0)
        {
            return Words[random.Next(Words.Length)];
        }

        if (random.Next(4) == 0)
        {
            return $"[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1)))}]";
        }

        var keys = Enumerable.Range(0, random.Next(4)).Select(_ => Keys[random.Next(Keys.Length)]).Distinct();
        return $"{{{string.Join(',', keys.Select(k => $"\"{k}\":{Value(random, depth - 1)}"))}}}";
    }
}
