using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Cli;

/// <summary>The admin API of a running service, for commands. What it refuses becomes a <see cref="HostFault"/> with its code and remedy.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient http;
    private readonly string who;

    public ServiceClient(Uri url, string token, string who = "command line")
    {
        this.who = who;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = url, Timeout = TimeSpan.FromSeconds(100),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<JsonNode> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop);

    /// <summary>Does something; <paramref name="reason"/> ends in the tenant's audit.</summary>
    public Task<JsonNode> PostAsync(string path, string reason, CancellationToken stop, params IEnumerable<(string Name, JsonNode? Value)> fields) =>
        SendAsync(HttpMethod.Post, path, Body(reason, fields), stop);

    public Task<JsonNode> PutAsync(string path, string reason, CancellationToken stop, params IEnumerable<(string Name, JsonNode? Value)> fields) =>
        SendAsync(HttpMethod.Put, path, Body(reason, fields), stop);

    public void Dispose() => http.Dispose();

    private JsonObject Body(string reason, IEnumerable<(string Name, JsonNode? Value)> fields)
    {
        var body = new JsonObject { ["reason"] = reason, ["operator"] = who };
        foreach (var (name, value) in fields)
        {
            body[name] = value;
        }

        return body;
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var answer = await http.SendAsync(request, stop);
            var text = await answer.Content.ReadAsStringAsync(stop);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw Refused(answer.StatusCode, text);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            throw new HostFault(
                "service-unreachable", ExitCodes.Service, $"The service at {http.BaseAddress} does not answer: {e.Message}", "Start it (serve), or name its address with --url.", e);
        }
    }

    private HostFault Refused(HttpStatusCode status, string text)
    {
        var problem = text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
        {
            return new HostFault(
                (string?)problem?["code"] ?? "token-refused", ExitCodes.Service, (string?)problem?["title"] ?? $"The service at {http.BaseAddress} does not take the token.",
                "Name the file admin.token of that service's data folder with --token-file.");
        }

        return new HostFault(
            (string?)problem?["code"] ?? "refused", ExitCodes.Failed, (string?)problem?["title"] ?? $"The service answered {(int)status}.",
            (string?)problem?["remedy"] ?? "Look at its log.")
        {
            Fields = problem?["fields"] is JsonArray { Count: > 1 } fields
                ? [.. fields.Select(f => new FieldProblem((string?)f!["field"] ?? "", (string?)f["message"] ?? "", (string?)f["remedy"] ?? ""))]
                : [],
        };
    }
}
