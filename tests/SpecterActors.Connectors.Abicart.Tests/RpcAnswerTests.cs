using System.Net;
using System.Text;
using System.Text.Json;
using SpecterActors.Connectors.Abicart.Client;
using SpecterActors.Connectors.Abicart.Orders;
using SpecterActors.Connectors.Http;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

public sealed class RpcAnswerTests
{
    private static readonly AbicartOptions Options = new() { Webshop = 22222, Auth = "verysecrettoken" };

    [Theory]
    [InlineData(-32700, "refused abicart-rpc-32700")]
    [InlineData(-32600, "refused abicart-rpc-32600")]
    [InlineData(-32601, "refused abicart-rpc-32601")]
    [InlineData(-32602, "refused abicart-rpc-32602")]
    [InlineData(-32603, "ambiguous abicart-rpc-32603")]
    [InlineData(-32000, "ambiguous abicart-rpc-32000")]
    [InlineData(1001, "unauthorised")]
    [InlineData(1002, "unauthorised")]
    [InlineData(1003, "refused abicart-1003")]
    [InlineData(1004, "unauthorised")]
    [InlineData(1005, "refused abicart-1005")]
    [InlineData(1006, "unauthorised")]
    [InlineData(1007, "unauthorised")]
    [InlineData(1008, "refused abicart-1008")]
    [InlineData(2001, "refused abicart-2001")]
    [InlineData(9001, "refused abicart-9001")]
    [InlineData(9002, "refused abicart-9002")]
    [InlineData(9003, "refused abicart-9003")]
    [InlineData(12345, "refused abicart-12345")]
    public void Errors_are_sorted_by_their_code(int code, string expected) =>
        Assert.Equal(expected, Told(Parse($$"""{"jsonrpc":"2.0","error":{"code":{{code}},"message":"no"},"id":1}""")));

    [Theory]
    [InlineData("", "answer-is-not-json")]
    [InlineData("<html><body>Bad gateway</body></html>", "answer-is-not-json")]
    [InlineData("""{"jsonrpc":"2.0","result":{"uid":1""", "answer-is-not-json")]
    [InlineData("""{"jsonrpc":"2.0","result":1,"result":2,"id":1}""", "answer-is-not-json")]
    [InlineData("[]", "answer-is-not-json-rpc")]
    [InlineData("null", "answer-is-not-json-rpc")]
    [InlineData("""{"result":1,"id":1}""", "answer-is-not-json-rpc")]
    [InlineData("""{"jsonrpc":"1.0","result":1,"id":1}""", "answer-is-not-json-rpc")]
    [InlineData("""{"jsonrpc":"2.0","result":1,"id":2}""", "answer-to-another-call")]
    [InlineData("""{"jsonrpc":"2.0","result":1,"id":"1"}""", "answer-to-another-call")]
    [InlineData("""{"jsonrpc":"2.0","result":1}""", "answer-to-another-call")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", "answer-without-result")]
    [InlineData("""{"jsonrpc":"2.0","error":{"message":"no"},"id":1}""", "answer-with-unreadable-error")]
    [InlineData("""{"jsonrpc":"2.0","error":"no","id":1}""", "answer-with-unreadable-error")]
    public void What_is_no_answer_of_ours_is_ambiguous(string body, string reason) =>
        Assert.Equal($"ambiguous {reason}", Told(Parse(body)));

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.Equal("ambiguous answer-is-not-json", Told(Parse($$"""{"jsonrpc":"2.0","result":{{new string('[', 40)}}{{new string(']', 40)}},"id":1}""")));

    [Fact]
    public void An_error_found_before_the_id_counts() =>
        Assert.Equal("refused abicart-rpc-32700", Told(Parse("""{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}""")));

    [Fact]
    public void A_null_result_is_a_result() => Assert.Equal("done", Told(Parse("""{"jsonrpc":"2.0","result":null,"id":1}""")));

    [Fact]
    public void Problems_are_told_with_their_places_and_secrets_are_not()
    {
        var refused = Assert.IsType<Outcome<JsonElement>.Refused>(Parse(
            """{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params verysecrettoken","data":[{"message":"unknown","pointer":"/0/x"},{"message":"b"},7]},"id":1}"""));
        Assert.Equal("Invalid params ***; unknown at /0/x; b", refused.Message);
    }

    [Theory]
    [InlineData("\\uD800")]
    [InlineData("\uFFFD")]
    public void A_broken_text_makes_its_order_unreadable_and_no_more(string text)
    {
        using var document = JsonDocument.Parse(OrderJsonTests.Example.Replace("Storgatan 1", text, StringComparison.Ordinal));
        Assert.Equal(
            "a readable text was expected at /customer/address/address",
            Assert.IsType<ShopOrderRead.Unreadable>(OrderReader.Read(document.RootElement, Options)).Reason);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_do_not_hide_the_page()
    {
        byte[] body = [.. """{"jsonrpc":"2.0","result":[{"uid":1,"orderNumber":"A"""u8, 0xE5, .. "\"},{\"uid\":2}],\"id\":1}"u8];
        Assert.Equal(2, RpcAnswer.Parse(body, SecretRedactor.Plain).Done().GetArrayLength());
    }

    [Fact]
    public async Task An_error_under_a_client_error_status_counts_as_that_error()
    {
        var handler = new CannedHandler("""{"jsonrpc":"2.0","error":{"code":1004,"message":"Bad auth token"},"id":1}""", HttpStatusCode.BadRequest);
        var outcome = await Connectors.Over(handler, Options).WriteOrderNumberAsync("1", "2", Connectors.Call, TestContext.Current.CancellationToken);
        Assert.IsType<Outcome<Unit>.Unauthorised>(outcome);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "refused abicart-http-404")]
    [InlineData(HttpStatusCode.BadGateway, "ambiguous http-502")]
    [InlineData(HttpStatusCode.Unauthorized, "unauthorised")]
    [InlineData(HttpStatusCode.TooManyRequests, "not-sent throttled")]
    public async Task Http_failures_keep_their_class(HttpStatusCode status, string expected)
    {
        var connector = Connectors.Over(new CannedHandler("<html>no</html>", status), Options);
        Assert.Equal(expected, Told(await connector.WriteOrderNumberAsync("1", "2", Connectors.Call, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_html_page_with_status_200_leaves_a_write_ambiguous()
    {
        var connector = Connectors.Over(new CannedHandler("<html>Vi bygger om</html>"), Options);
        Assert.Equal("ambiguous answer-is-not-json", Told(await connector.WriteOrderNumberAsync("1", "2", Connectors.Call, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_result_of_another_form_is_ambiguous()
    {
        var connector = Connectors.Over(new CannedHandler("""{"jsonrpc":"2.0","result":{"uid":1},"id":1}"""), Options);
        Assert.Equal(
            "ambiguous answer-has-another-form: a list was expected",
            Told(await connector.ReadOrdersAsync(DateTimeOffset.UnixEpoch, null, Connectors.Call, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Whatever_bytes_come_the_parser_does_not_throw()
    {
        var random = new Random(42);
        var seeds = new[]
        {
            """{"jsonrpc":"2.0","result":[{"uid":1,"name":{"sv":"åäö"}}],"id":1}""",
            """{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params","data":[{"message":"x","pointer":"/0"}]},"id":1}""",
            """{"jsonrpc":"2.0","error":{"code":1e400,"message":null,"data":{"a":[]}},"id":null}""",
        };
        for (var run = 0; run < 20_000; run++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[run % seeds.Length]);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[]\":,0-eE \\u"[random.Next(14)];
            }

            _ = RpcAnswer.Parse(bytes.AsMemory(0, random.Next(bytes.Length + 1)), SecretRedactor.Plain);
        }
    }

    [Fact]
    public void Whatever_form_an_order_has_the_reader_does_not_throw()
    {
        var random = new Random(43);
        var values = new[] { "null", "1", "-1e28", "1e400", "\"x\"", "\"\"", "{}", "[]", "[null]", "[1]", "true", "{\"incVat\":\"a\"}", "{\"uid\":{\"uid\":[]}}", "\"2026-13-01\"", "\"\\uD800\"", "{\"\\uDC00\":1}" };
        var text = OrderJsonTests.Example;
        var places = Enumerable.Range(0, text.Length).Where(i => text[i] == ':').ToArray();
        var (readable, unreadable) = (0, 0);
        for (var run = 0; run < 8_000; run++)
        {
            var at = places[random.Next(places.Length)];
            var mutated = Mutated(text, at, values[random.Next(values.Length)]);
            using var document = JsonDocument.Parse(mutated);
            switch (OrderReader.Read(document.RootElement, Options))
            {
                case ShopOrderRead.Readable:
                    readable++;
                    break;
                case ShopOrderRead.Unreadable { Reason: var reason }:
                    unreadable++;
                    Assert.DoesNotContain("Åberg", reason, StringComparison.Ordinal);
                    break;
            }
        }

        Assert.True(readable > 500 && unreadable > 500, $"{readable} readable, {unreadable} unreadable");
    }

    private static string Mutated(string text, int colon, string value)
    {
        var start = colon + 1;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..]), new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (JsonException)
        {
            return text;
        }

        var rest = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[start..])[(int)reader.BytesConsumed..]);
        return text[..start] + value + rest;
    }

    private static Outcome<JsonElement> Parse(string body) => RpcAnswer.Parse(Encoding.UTF8.GetBytes(body), new SecretRedactor(Options.Auth));

    private static string Told<T>(Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done => "done",
        Outcome<T>.Refused refused => $"refused {refused.Code}",
        Outcome<T>.Unauthorised => "unauthorised",
        Outcome<T>.Ambiguous ambiguous => $"ambiguous {ambiguous.Reason}",
        Outcome<T>.NotSent notSent => $"not-sent {notSent.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
