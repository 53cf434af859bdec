using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Host.Admin;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Logging;

namespace SpecterActors.Host.Tests;

/// <summary>The admin API on a loopback socket over a <see cref="FakeEngine"/>.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    public const string Token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly AdminServer server;

    private RunningApi(AdminServer server, FakeEngine engine, EngineSlot slot)
    {
        this.server = server;
        Engine = engine;
        Slot = slot;
        Http = new HttpClient { BaseAddress = new Uri(server.Addresses[0]) };
    }

    public FakeEngine Engine { get; }

    public EngineSlot Slot { get; }

    public HttpClient Http { get; }

    public static AdminOptions Options { get; } = new(["http://127.0.0.1:0"], false, null, 4096, 3, TimeSpan.FromMinutes(1));

    public static async Task<RunningApi> StartAsync(bool withEngine = true, AdminOptions? options = null, PeerClient? peers = null)
    {
        var engine = new FakeEngine();
        var slot = new EngineSlot { IsReady = withEngine, Peers = peers };
        if (withEngine)
        {
            slot.Fill(engine);
        }

        var server = await AdminServer.StartAsync(
            slot, options ?? Options, Token, new SecretRegistry(), NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        return new RunningApi(server, engine, slot);
    }

    /// <summary>Sends with the right token, or with the one given; an empty one sends none.</summary>
    public async Task<(int Status, JsonNode? Body, HttpResponseMessage Response)> SendAsync(string method, string path, string? json = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Http.BaseAddress!, path));
        if (token != "")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : JsonValue.Create(text), response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
    }
}
