using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;

namespace SpecterActors.Sandbox.Tests;

/// <summary>A simulated Specter on a free loopback port, and a client that opens a new connection for every request.</summary>
internal sealed class WebSandbox : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebSandbox(WebApplication app, SpecterSystem specter)
    {
        this.app = app;
        Specter = specter;
        Http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public SpecterSystem Specter { get; }

    public HttpClient Http { get; }

    public static async Task<WebSandbox> StartAsync(FaultRates? faults = null, SpecterOptions? options = null, Action<RateViolation>? seen = null)
    {
        var specter = new SpecterSystem("specter-1", options ?? new SpecterOptions(), TimeProvider.System, 7);
        specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = "ART-001", Name = "Röd hatt", IsStockArticle = true }, 10);
        var app = SandboxApp.Build(new SandboxHostOptions { Systems = [specter], Faults = faults ?? FaultRates.Off, ViolationSeen = seen });
        await app.StartAsync();
        return new WebSandbox(app, specter);
    }

    /// <summary>Submits a customer of that name.</summary>
    public Task<HttpResponseMessage> CustomerAsync(string name, CancellationToken cancellationToken = default) => PutAsync(
        "newCustomerSubmit",
        [("name", name), ("emailAddress", name.Replace(' ', '.') + "@b.se"), ("key", SpecterWire.Key(name))],
        cancellationToken);

    /// <summary>Submits an order for one unit.</summary>
    public Task<HttpResponseMessage> OrderAsync(int customerId, string externalNo) => PutAsync(
        "newOrderSubmit",
        [
            ("customerId", $"{customerId}"), ("externalOrderNo", externalNo), ("articleNo_1", "ART-001"), ("articleName_1", "Röd hatt"),
            ("priceExclVAT_1", "79.200"), ("noOfItems_1", "1"), ("vatPercent_1", "25"), ("key", SpecterWire.Key($"{customerId}")),
        ],
        CancellationToken.None);

    private Task<HttpResponseMessage> PutAsync(string action, (string, string)[] body, CancellationToken cancellationToken) => Http.PostAsync(
        $"/specter-1//putInfo.asp?action={action}&sbmId=1234&apiUserId=55&useXML=1",
        new StringContent(SpecterWire.Encode(body), Encoding.ASCII, "application/x-www-form-urlencoded"),
        cancellationToken);

    public int Customers()
    {
        lock (Specter.Gate)
        {
            return Specter.Customers.Count;
        }
    }

    public Task UntilCallbacksAsync(int count) => UntilAsync(
        async () => (await GetJsonAsync("/sandbox/callbacks")).GetArrayLength() == count, $"{count} callbacks with an outcome");

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Looks again and again until the condition holds; names what was missing after ten seconds.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var round = 0; round < 500; round++)
        {
            if (await condition())
            {
                return;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"Not within ten seconds: {what}");
    }

    public async Task<JsonElement> GetJsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> SendJsonAsync(HttpMethod method, string path, string body, int status = 200)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (int)response.StatusCode == status
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
