using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartProtocolTests
{
    private readonly AbicartShop shop = new();

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("{\"a\":1,\"a\":2}", -32700)]
    [InlineData("1", -32600)]
    [InlineData("null", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("{\"method\":\"Order.list\",\"id\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"method\":\"Order.list\",\"id\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.list\",\"id\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order\",\"id\":1}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.fly\",\"id\":1}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Nothing.get\",\"id\":1}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"ArticleVariant.create\",\"params\":[{}],\"id\":1}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.list\",\"params\":{},\"id\":1}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.get\",\"params\":[],\"id\":1}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.get\",\"params\":[1,true,1],\"id\":1}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"Order.get\",\"params\":[1],\"id\":1}", 9003)]
    public void A_faulty_call_gets_its_error_code_with_http_200(string body, int code)
    {
        var response = shop.Post(body, shop.Admin);

        Assert.Equal(200, response.Status);
        var answer = JsonNode.Parse(response.Body.Span)!;
        Assert.Equal(code, (int)answer["error"]!["code"]!);
        Assert.Equal("2.0", (string?)answer["jsonrpc"]);
        Assert.True(answer.AsObject().ContainsKey("id"));
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("17")]
    [InlineData("1.5")]
    public void The_id_comes_back_as_it_was_sent(string id) => Assert.Equal(
        id, shop.Send($$"""{"jsonrpc":"2.0","method":"Order.count","params":[],"id":{{id}}}""")["id"]!.ToJsonString());

    [Fact]
    public void A_batch_answers_each_call_but_notifications()
    {
        var answer = shop.Send("""
            [{"jsonrpc":"2.0","method":"Article.count","params":[],"id":1},
             {"jsonrpc":"2.0","method":"Article.count","params":[]},
             5,
             {"jsonrpc":"2.0","method":"Article.fly","params":[],"id":"x"}]
            """).AsArray();

        Assert.Equal(3, answer.Count);
        Assert.Equal(4, (int)answer[0]!["result"]!);
        Assert.Equal(-32600, (int)answer[1]!["error"]!["code"]!);
        Assert.Equal("x", (string?)answer[2]!["id"]);
    }

    [Fact]
    public void Notifications_alone_are_executed_and_answered_with_nothing()
    {
        var body = $$"""{"jsonrpc":"2.0","method":"Article.set","params":[{{shop.Lamp}},{"stock":{"stock":3} }]}""";
        var single = shop.Post(body, shop.Admin);
        var batch = shop.Post($"[{body}]", shop.Admin);

        Assert.Equal((204, 0), (single.Status, single.Body.Length));
        Assert.Equal((204, 0), (batch.Status, batch.Body.Length));
        Assert.Equal(3m, shop.System.Content.Articles.Get(shop.Lamp).Stock);
    }

    [Fact]
    public void A_batch_over_the_limit_is_refused_whole()
    {
        shop.System.Behaviour = new AbicartSwitches { MaxBatchSize = 1 };

        var answer = shop.Send("[1,2]");

        Assert.Equal(-32600, (int)answer["error"]!["code"]!);
    }

    [Theory]
    [InlineData("GET", "backend/jsonrpc/v1/", 405)]
    [InlineData("POST", "backend/jsonrpc/v2/", 404)]
    [InlineData("POST", "", 404)]
    public void Another_verb_or_path_is_no_json_at_all(string verb, string path, int status)
    {
        var response = shop.System.Handle(new SandboxRequest(verb, path, shop.Admin, "", ReadOnlyMemory<byte>.Empty));

        Assert.Equal(status, response.Status);
        Assert.StartsWith("text/html", response.ContentType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json-rpc", "backend/jsonrpc/v1")]
    [InlineData("application/json", "/backend/jsonrpc/v1/")]
    public void Both_content_types_and_a_missing_last_slash_are_accepted(string contentType, string path)
    {
        var body = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","method":"Article.count","params":[],"id":1}""");

        Assert.Equal(200, shop.System.Handle(new SandboxRequest("POST", path, shop.Admin, contentType, body)).Status);
    }

    [Fact]
    public void An_ordered_failure_hits_one_call_and_executes_nothing()
    {
        shop.System.FailNext("Article.set", -32000);
        var parameters = $$"""[{{shop.Lamp}},{"stock":{"stock":1} }]""";

        Assert.Equal(-32000, shop.Error("Article.set", parameters).Code);
        Assert.Equal(10m, shop.System.Content.Articles.Get(shop.Lamp).Stock);
        shop.Call("Article.set", parameters);
        Assert.Equal(1m, shop.System.Content.Articles.Get(shop.Lamp).Stock);
    }

    [Fact]
    public void Errors_can_carry_another_http_status()
    {
        shop.System.Behaviour = new AbicartSwitches { ErrorHttpStatus = 400 };

        Assert.Equal(400, shop.Post("{", shop.Admin).Status);
    }
}
