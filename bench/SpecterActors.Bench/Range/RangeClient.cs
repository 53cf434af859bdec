using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Bench.Range;

/// <summary>What an operator and a buyer do in the range scenario, over HTTP.</summary>
internal sealed class RangeClient(Uri engine, Uri sandbox, string token) : IDisposable
{
    public const string Tenant = "range";
    private const string Shop = "main";
    private const string Prefix = "R-";
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };

    public Task AddArticlesAsync(int count, string prefix) => SendAsync(
        HttpMethod.Post, new Uri(sandbox, "sandbox/abicart-1/life/add-articles"), new JsonObject { ["count"] = count, ["prefix"] = prefix, ["stock"] = 50 });

    /// <summary>Specter answers a feed with so many rows at once, and its article feed does not show what came through the API.</summary>
    public async Task SwitchAsync(int rows)
    {
        await SendAsync(HttpMethod.Put, new Uri(sandbox, "sandbox/specter-1/switches/responseMaxLimit"), new JsonObject { ["value"] = rows });
        await SendAsync(HttpMethod.Put, new Uri(sandbox, "sandbox/specter-1/switches/ownArticleChangesAreQueued"), new JsonObject { ["value"] = false });
    }

    /// <summary>A buyer orders one unit; answers the external number.</summary>
    public async Task<string> PlaceOrderAsync(int number, string article)
    {
        await SendAsync(HttpMethod.Post, new Uri(sandbox, "sandbox/abicart-1/life/place-order"), new JsonObject
        {
            ["orderNumber"] = $"{9_000 + number}",
            ["email"] = $"buyer{number}@example.se",
            ["rows"] = new JsonArray(new JsonObject { ["articleNumber"] = article, ["quantity"] = 1 }),
        });
        return $"{Prefix}{9_000 + number}";
    }

    /// <summary>Whether Specter has answered with its number for the order.</summary>
    public async Task<bool> IsInErpAsync(string externalNumber) =>
        (await AdminAsync(HttpMethod.Get, $"tenants/{Tenant}/search?number={externalNumber}"))!.AsArray()
            .Any(hit => (string?)hit!["kind"] == "order" && (string?)hit["stage"] is "Finishing" or "Exported");

    /// <summary>Articles that Specter holds, counted at its own books.</summary>
    public async Task<int> ArticlesInErpAsync()
    {
        var state = await SendAsync(HttpMethod.Get, new Uri(sandbox, "sandbox/specter-1/state"), null);
        return state!["articles"] switch { JsonArray list => list.Count, JsonObject map => map.Count, _ => -1 };
    }

    /// <summary>Requests that reached Specter.</summary>
    public async Task<long> ErpRequestsAsync() => (long)(await SendAsync(HttpMethod.Get, new Uri(sandbox, "sandbox/specter-1/traffic"), null))!["arrived"]!;

    /// <summary>A feed: whether a round was drained since the start, and what it waits for.</summary>
    public async Task<(DateTimeOffset? Drained, string? WaitsFor)> FeedAsync(string name)
    {
        var feed = (await AdminAsync(HttpMethod.Get, $"tenants/{Tenant}/feeds"))!.AsArray().FirstOrDefault(f => (string?)f!["name"] == name);
        return ((DateTimeOffset?)feed?["lastRoundDrained"], (string?)feed?["waitsFor"]);
    }

    public Task RunFeedAsync(string name) => AdminAsync(HttpMethod.Post, $"tenants/{Tenant}/feeds/{name}/run", Reason());

    public async Task<int> AwakeAsync() => (await AdminAsync(HttpMethod.Get, $"tenants/{Tenant}/tree"))!.AsArray().Count;

    public Task StartExportAsync() => AdminAsync(HttpMethod.Post, $"tenants/{Tenant}/shops/{Shop}/export/start", Reason());

    public Task<JsonNode?> ExportAsync() => AdminAsync(HttpMethod.Get, $"tenants/{Tenant}/shops/{Shop}/export");

    public Task ConfirmAsync(string report)
    {
        var body = Reason();
        body["reportId"] = report;
        return AdminAsync(HttpMethod.Post, $"tenants/{Tenant}/shops/{Shop}/export/confirm", body);
    }

    public void Dispose() => http.Dispose();

    private static JsonObject Reason() => new() { ["reason"] = "measure", ["operator"] = "bench" };

    private Task<JsonNode?> AdminAsync(HttpMethod method, string path, JsonObject? body = null) => SendAsync(method, new Uri(engine, $"admin/{path}"), body);

    private async Task<JsonNode?> SendAsync(HttpMethod method, Uri to, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, to) { Content = body is null ? null : JsonContent.Create(body) };
        if (to.Authority == engine.Authority)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text) : throw new InvalidOperationException($"{method} {to} answered {(int)answer.StatusCode}: {text}");
    }
}
