using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class WebInspectionTests
{
    [Fact]
    public async Task The_list_names_systems_base_urls_and_credentials()
    {
        await using var sandbox = await WebSandbox.StartAsync();

        var system = (await sandbox.GetJsonAsync("/sandbox")).EnumerateArray().Single();

        Assert.Equal("specter", system.GetProperty("system").GetString());
        Assert.Equal(new Uri(sandbox.Http.BaseAddress!, "/specter-1").ToString(), system.GetProperty("baseUrl").GetString());
        Assert.Equal("1234", system.GetProperty("credentials").GetProperty("sbmId").GetString());
        Assert.Equal(SpecterWire.OuterKey, system.GetProperty("credentials").GetProperty("integrationKey").GetString());
    }

    [Fact]
    public async Task Life_operations_change_the_state_and_are_logged()
    {
        await using var sandbox = await WebSandbox.StartAsync();

        await LiveAsync(sandbox, "stock", """{"articleNo": "ART-001", "absolute": 20}""");
        await LiveAsync(sandbox, "stock", """{"articleNo": "ART-001", "delta": -2.5}""");
        await LiveAsync(sandbox, "till-sale", """{"articleNo": "ART-001", "quantity": 1}""");
        await LiveAsync(sandbox, "add-article", """{"articleNo": "ART-002", "name": "Grå", "stock": 3, "priceExclVat": 12.5}""");
        await LiveAsync(sandbox, "change-article", """{"articleNo": "ART-002", "newArticleNo": "ART-003"}""");
        await LiveAsync(sandbox, "requeue", "");

        var state = await sandbox.GetJsonAsync("/sandbox/specter-1/state");
        var articles = state.GetProperty("articles").EnumerateArray().ToDictionary(
            article => article.GetProperty("articleNo").GetString()!, article => article.GetProperty("available").GetDecimal());
        Assert.Equal((16.5m, 3m, 2), (articles["ART-001"], articles["ART-003"], articles.Count));
        var kinds = (await sandbox.GetJsonAsync("/sandbox/specter-1/log")).EnumerateArray().Select(effect => effect.GetProperty("kind").GetString());
        Assert.Equal(["add-article", "stock", "stock", "till-sale", "add-article", "change-article", "requeue"], kinds);
    }

    [Fact]
    public async Task Orders_can_be_delivered_cancelled_invoiced_and_deleted()
    {
        await using var sandbox = await WebSandbox.StartAsync();
        var orders = new List<int>();
        lock (sandbox.Specter.Gate)
        {
            var wire = new SpecterWire(sandbox.Specter);
            var customer = wire.Customer("A", "a@b.se");
            orders.AddRange(Enumerable.Range(1, 3).Select(number => wire.Order(customer, $"W{number}")));
        }

        var partly = await LiveAsync(
            sandbox, "deliver", $$"""{"orderNo": {{orders[0]}}, "trackingNo": "T1", "rows": [{"articleNo": "ART-001", "quantity": 1}]}""");
        var cancelled = await LiveAsync(sandbox, "cancel", $$"""{"orderNo": {{orders[1]}}}""");
        await LiveAsync(sandbox, "invoice", $$"""{"orderNo": {{orders[0]}}}""");
        await LiveAsync(sandbox, "delete", $$"""{"orderNo": {{orders[2]}}}""");

        Assert.Equal("partlyDelivered", partly.GetProperty("status").GetString());
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        var state = await sandbox.GetJsonAsync("/sandbox/specter-1/state");
        Assert.Equal(2, state.GetProperty("orders").GetArrayLength());
        Assert.Equal("W3", state.GetProperty("deletedOrders")[0].GetProperty("externalOrderNo").GetString());
        Assert.Equal("A", state.GetProperty("orders")[0].GetProperty("customerCopy").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("POST", "/sandbox/specter-1/life/stock", """{"articleNo": "NO", "delta": 1}""", 400, "NO")]
    [InlineData("POST", "/sandbox/specter-1/life/stock", """{"articleNo": "ART-001"}""", 400, "either 'delta' or 'absolute'")]
    [InlineData("POST", "/sandbox/specter-1/life/stock", """{"articleNo": "ART-001", "delta": "one"}""", 400, "'delta' must be a number")]
    [InlineData("POST", "/sandbox/specter-1/life/stock", """{"articelNo": "ART-001"}""", 400, "articelNo")]
    [InlineData("POST", "/sandbox/specter-1/life/stock", """{""", 400, "not JSON")]
    [InlineData("POST", "/sandbox/specter-1/life/dance", "{}", 400, "till-sale")]
    [InlineData("POST", "/sandbox/specter-9/life/stock", "{}", 404, "specter-1")]
    [InlineData("PUT", "/sandbox/specter-1/switches/unknownArticl", "true", 400, "unknownArticle")]
    [InlineData("PUT", "/sandbox/specter-1/switches/unknownArticle", "\"maybe\"", 400, "maybe")]
    [InlineData("PUT", "/sandbox/specter-1/switches/xmlRootName", "\"no name\"", 400, "XmlRootName")]
    [InlineData("PUT", "/sandbox/specter-1/faults", "\"stormy\"", 400, "none, light, heavy")]
    [InlineData("PUT", "/sandbox/specter-1/faults", """{"answerLost": 1.5}""", 400, "between 0 and 1")]
    [InlineData("GET", "/nowhere", "", 404, "/sandbox/help")]
    public async Task Mistakes_are_answered_with_what_is_wrong(string method, string path, string body, int status, string said)
    {
        await using var sandbox = await WebSandbox.StartAsync();

        var answer = await sandbox.SendJsonAsync(new HttpMethod(method), path, body, status);

        Assert.Contains(said, answer.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Switches_and_faults_change_while_running()
    {
        await using var sandbox = await WebSandbox.StartAsync();

        await sandbox.SendJsonAsync(HttpMethod.Put, "/sandbox/specter-1/switches/duplicateOrderAnswer", "\"genericCode\"");
        await sandbox.SendJsonAsync(HttpMethod.Put, "/sandbox/specter-1/switches/stockChangeQueuedAfter", """{"value": "00:00:05"}""");
        await sandbox.SendJsonAsync(HttpMethod.Put, "/sandbox/specter-1/faults", """{"preset": "heavy", "answerLost": 0.2}""");

        Assert.Equal(TimeSpan.FromSeconds(5), sandbox.Specter.Behaviour.StockChangeQueuedAfter);
        var switches = await sandbox.GetJsonAsync("/sandbox/specter-1/switches");
        Assert.Equal("genericCode", switches.GetProperty("duplicateOrderAnswer").GetString());
        var faults = await sandbox.GetJsonAsync("/sandbox/specter-1/faults");
        Assert.Equal((0.2, 0.04), (faults.GetProperty("answerLost").GetDouble(), faults.GetProperty("requestLost").GetDouble()));
    }

    [Fact]
    public async Task Help_names_every_operation()
    {
        await using var sandbox = await WebSandbox.StartAsync();

        var help = await sandbox.Http.GetStringAsync("/sandbox/help");

        Assert.All(sandbox.Specter.Operations.Keys, operation => Assert.Contains(operation, help));
        Assert.True((await sandbox.GetJsonAsync("/sandbox/specter-1/operations")).TryGetProperty("till-sale", out _));
        Assert.Equal(0, (await sandbox.GetJsonAsync("/sandbox/specter-1/traffic")).GetProperty("arrived").GetInt32());
    }

    [Theory]
    [InlineData("""{"callbackLost": 1}""", 0)]
    [InlineData("""{"preset": "none"}""", 1)]
    [InlineData("""{"callbackDoubled": 1, "longestDelay": "00:00:00.1"}""", 2)]
    [InlineData("""{"callbackLate": 1, "longestDelay": "00:00:00.1"}""", 1)]
    public async Task Callbacks_are_delivered_lost_or_doubled(string faults, int times)
    {
        var received = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var client = builder.Build();
        client.Run(context =>
        {
            received.Enqueue(context.Request.Path);
            return context.Response.WriteAsync("1;Done");
        });
        await client.StartAsync();
        await using var sandbox = await WebSandbox.StartAsync();
        await sandbox.Http.GetStringAsync("/specter-1/getInfo.asp?" + SpecterWire.Encode(
            ("action", "checkAccountSettings"), ("sbmId", "1234"), ("apiUserId", "55"), ("date", "2026-01-31"),
            ("key", SpecterWire.Key("2026-01-31")), ("actionStockChange", client.Urls.Single() + "/cb/stock")));
        await sandbox.SendJsonAsync(HttpMethod.Put, "/sandbox/specter-1/faults", faults);

        await LiveAsync(sandbox, "till-sale", """{"articleNo": "ART-001", "quantity": 1}""");

        await sandbox.UntilCallbacksAsync(Math.Max(times, 1));
        Assert.Equal(Enumerable.Repeat("/cb/stock", times), received);
        var outcome = (await sandbox.GetJsonAsync("/sandbox/callbacks"))[0].GetProperty("outcome").GetString();
        Assert.Equal(times == 0 ? "lost by the fault plan" : "200 1;Done", outcome);
    }

    [Fact]
    public async Task A_callback_that_nobody_takes_is_not_repeated_and_none_leaves_the_machine()
    {
        await using var sandbox = await WebSandbox.StartAsync();
        foreach (var url in new[] { "http://127.0.0.1:9/x", "http://sync.example/x" })
        {
            await sandbox.Http.GetStringAsync("/specter-1/getInfo.asp?" + SpecterWire.Encode(
                ("action", "checkAccountSettings"), ("sbmId", "1234"), ("apiUserId", "55"), ("date", "2026-01-31"),
                ("key", SpecterWire.Key("2026-01-31")), ("actionStockChange", url)));
            await LiveAsync(sandbox, "till-sale", """{"articleNo": "ART-001", "quantity": 1}""");
        }

        await sandbox.UntilCallbacksAsync(2);
        var outcomes = (await sandbox.GetJsonAsync("/sandbox/callbacks")).EnumerateArray()
            .Select(delivery => delivery.GetProperty("outcome").GetString()!).ToList();
        Assert.Contains(outcomes, outcome => outcome.StartsWith("failed", StringComparison.Ordinal));
        Assert.Contains(outcomes, outcome => outcome.StartsWith("not called", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_inspection_api_suffers_no_faults()
    {
        await using var sandbox = await WebSandbox.StartAsync(new Faults.FaultRates { RequestLost = 1 });

        Assert.Equal(HttpStatusCode.OK, (await sandbox.Http.GetAsync("/sandbox")).StatusCode);
    }

    private static Task<System.Text.Json.JsonElement> LiveAsync(WebSandbox sandbox, string operation, string body) =>
        sandbox.SendJsonAsync(HttpMethod.Post, $"/sandbox/specter-1/life/{operation}", body);
}
