using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Demo;

/// <summary>An operator at the admin API of a node. Answers null, or false, when the API refuses or cannot be reached just now.</summary>
internal sealed class AdminClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private readonly HttpClient http;

    public AdminClient(Uri url, string token)
    {
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(60),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string path, CancellationToken stop)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<List<T>>(Json, stop) ?? [] : [];
    }

    public async Task<JsonNode?> FindAsync(string path, CancellationToken stop)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>(stop) : null;
    }

    public async Task<T?> GetAsync<T>(string path, CancellationToken stop)
        where T : class
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(Json, stop) : null;
    }

    public async Task<bool> PostAsync(string path, JsonObject body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, stop);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Null when it was done, otherwise the problem document.</summary>
    public async Task<JsonNode?> PutTenantAsync(string id, JsonObject settings, string reason, CancellationToken stop)
    {
        var body = new JsonObject { ["reason"] = reason, ["operator"] = "demo", ["settings"] = settings.DeepClone() };
        using var answer = await http.PutAsJsonAsync(new Uri($"admin/tenants/{id}", UriKind.Relative), body, stop);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<JsonNode>(stop);
    }

    /// <summary>Tells an order in doubt its number; null: there is none.</summary>
    public async Task<bool> ResolveAsync(string persistenceId, string? erpOrderNo, string reason, CancellationToken stop)
    {
        var body = new JsonObject { ["reason"] = reason, ["operator"] = "demo", ["erpOrderNo"] = erpOrderNo };
        using var answer = await http.PostAsJsonAsync(new Uri($"admin/resolve/{Uri.EscapeDataString(persistenceId)}", UriKind.Relative), body, stop);
        return answer.IsSuccessStatusCode;
    }

    public Task<IReadOnlyList<AttentionRow>> InDoubtAsync(string tenant, CancellationToken stop) =>
        ListAsync<AttentionRow>($"admin/tenants/{tenant}/in-doubt?max=500", stop);

    public Task<IReadOnlyList<AttentionRow>> ParkedAsync(string tenant, CancellationToken stop) =>
        ListAsync<AttentionRow>($"admin/tenants/{tenant}/parked?max=500", stop);

    public Task<IReadOnlyList<LaneView>> LanesAsync(string tenant, CancellationToken stop) => ListAsync<LaneView>($"admin/tenants/{tenant}/lanes", stop);

    public void Dispose() => http.Dispose();
}
