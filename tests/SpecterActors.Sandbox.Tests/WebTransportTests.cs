using System.Net;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Each transport fault over a real loopback socket: what the client sees, and what was executed.</summary>
public sealed class WebTransportTests
{
    [Fact]
    public async Task Without_faults_the_answer_arrives_as_the_core_made_it()
    {
        await using var sandbox = await WebSandbox.StartAsync();

        using var response = await sandbox.CustomerAsync("Åkesson Söner AB");

        Assert.Equal("ISO-8859-1", response.Content.Headers.ContentType!.CharSet);
        Assert.StartsWith("1;", await response.Content.ReadAsStringAsync());
        Assert.Equal("Åkesson Söner AB", sandbox.Specter.Customers.Values.Single().Name);
    }

    [Fact]
    public async Task A_lost_request_breaks_the_connection_and_executes_nothing()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { RequestLost = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.CustomerAsync("A"));

        Assert.Equal(0, sandbox.Customers());
    }

    [Fact]
    public async Task A_lost_answer_breaks_the_connection_after_the_effect()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { AnswerLost = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.CustomerAsync("A"));

        Assert.Equal(1, sandbox.Customers());
    }

    [Fact]
    public async Task Late_execution_happens_after_the_connection_is_gone()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { ExecutedLate = 1, LongestDelay = TimeSpan.FromMilliseconds(400) });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.CustomerAsync("A"));

        await WebSandbox.UntilAsync(() => sandbox.Customers() == 1, "the late execution");
    }

    [Fact]
    public async Task A_delayed_request_is_executed_even_if_its_client_gives_up()
    {
        var rates = new FaultRates { Delayed = 1, LongestDelay = TimeSpan.FromSeconds(5) };
        var delay = Assert.IsType<Fault.Delayed>(new FaultPlan(1, rates).Next()).By;
        Assert.True(delay > TimeSpan.FromMilliseconds(400), $"The seed draws {delay}: too short to give up within");
        await using var sandbox = await WebSandbox.StartAsync(rates);
        using var patience = new CancellationTokenSource();

        var asked = sandbox.CustomerAsync("A", patience.Token);
        await WebSandbox.UntilAsync(() => sandbox.Specter.Guard.Arrived == 1, "the arrival");
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await WebSandbox.UntilAsync(() => sandbox.Customers() == 1, "the delayed execution");
    }

    [Fact]
    public async Task A_duplicate_is_executed_twice_and_counted_once()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { Duplicated = 1 });

        var answer = await (await sandbox.CustomerAsync("A")).Content.ReadAsStringAsync();

        Assert.Contains("finns redan", answer);
        Assert.Equal(2, sandbox.Specter.Effects.Count(effect => effect.Kind == "newCustomerSubmit"));
        Assert.Equal(1, sandbox.Specter.Guard.Arrived);
    }

    [Fact]
    public async Task A_throttled_request_is_not_executed_and_half_of_them_say_when_to_return()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { Throttled = 1 });
        var told = 0;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var response = await sandbox.CustomerAsync("A");
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            told += response.Headers.RetryAfter is null ? 0 : 1;
        }

        Assert.InRange(told, 1, 19);
        Assert.Equal(0, sandbox.Customers());
    }

    [Fact]
    public async Task Server_errors_and_html_pages_are_executed_or_not()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { ServerError = 0.5, HtmlAnswer = 0.5 });
        for (var number = 0; number < 20; number++)
        {
            using var response = await sandbox.CustomerAsync($"Kund {number}");
            Assert.Contains("<html>", await response.Content.ReadAsStringAsync());
            Assert.True((int)response.StatusCode is 200 or 500 or 503, response.StatusCode.ToString());
        }

        Assert.InRange(sandbox.Customers(), 1, 19);
    }

    [Fact]
    public async Task A_truncated_answer_is_the_first_half_with_status_200()
    {
        await using var sandbox = await WebSandbox.StartAsync();
        var whole = await (await sandbox.CustomerAsync("A")).Content.ReadAsStringAsync();
        await sandbox.SendJsonAsync(HttpMethod.Put, "/sandbox/specter-1/faults", """{"truncatedAnswer": 1}""");

        using var response = await sandbox.CustomerAsync("B");

        var half = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(whole.Length / 2, half.Length);
        Assert.Equal(2, sandbox.Customers());
    }

    [Fact]
    public async Task Concurrency_and_rate_are_watched_and_told()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<RateViolation>();
        await using var sandbox = await WebSandbox.StartAsync(
            options: new SpecterOptions { RateLimit = new RateLimit(3, TimeSpan.FromMinutes(1), 1) }, seen: seen.Enqueue);

        await sandbox.CustomerAsync("A");
        await sandbox.CustomerAsync("B");
        Assert.Empty(await ViolationKindsAsync(sandbox));
        sandbox.Specter.Guard.Enter();
        await sandbox.CustomerAsync("C");

        Assert.Equal(["concurrency", "rate"], (await ViolationKindsAsync(sandbox)).Order(StringComparer.Ordinal));
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_request_whose_client_left_is_no_longer_under_way()
    {
        await using var sandbox = await WebSandbox.StartAsync(new FaultRates { Delayed = 1, LongestDelay = TimeSpan.FromHours(10) });
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sandbox.CustomerAsync("A", impatience.Token));

        await WebSandbox.UntilAsync(() => sandbox.Specter.Guard is { Arrived: 1, UnderWay: 0 }, "the end of the visit");
        Assert.Equal(0, sandbox.Customers());
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://192.168.1.4:0")]
    [InlineData("https://127.0.0.1:0")]
    public void Only_loopback_is_listened_on(string url) =>
        Assert.Throws<ArgumentException>(() => SandboxApp.Build(new SandboxHostOptions { Systems = [], Url = url }));

    [Theory]
    [InlineData("sandbox")]
    [InlineData("a/b")]
    [InlineData("SPECTER-1")]
    public void Names_must_be_unique_path_segments(string name)
    {
        ISandboxSystem System(string called) => new SpecterSystem(called, new SpecterOptions(), TimeProvider.System, 1);

        Assert.Throws<ArgumentException>(() => SandboxApp.Build(new SandboxHostOptions { Systems = [System("specter-1"), System(name)] }));
    }

    [Fact]
    public async Task In_memory_the_same_request_completes_at_once()
    {
        var wire = SpecterWire.New();
        wire.Article("ART-001", 10);
        using var http = new HttpClient(new SandboxHttpHandler(wire.System));

        var asked = http.GetAsync(
            "http://anywhere/specter-1/getInfo.asp?action=getArticleExternalNeedUpdate&sbmId=1234&apiUserId=55&batchNo=B1&key="
            + SpecterWire.Key("B1"));

        Assert.True(asked.IsCompletedSuccessfully);
        using var response = await asked;
        Assert.Equal("1;ART-001;10;B1\r", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("http://anywhere/other/x")).StatusCode);
        Assert.Equal(1, wire.System.Guard.Arrived);
    }

    private static async Task<IEnumerable<string>> ViolationKindsAsync(WebSandbox sandbox) =>
        (await sandbox.GetJsonAsync("/sandbox/violations")).EnumerateArray().Select(violation => violation.GetProperty("kind").GetString()!).ToList();
}
