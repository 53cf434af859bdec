using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Tests;

/// <summary>A real node on a data folder, with its admin API.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly EngineHost host;
    private readonly HttpClient http;

    private RunningNode(EngineHost host)
    {
        this.host = host;
        http = new HttpClient { BaseAddress = new Uri(host.Addresses[0]) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Token);
    }

    public static async Task<RunningNode> StartAsync(string folder, Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = ConfigurationLoader.Load([], new ConfigurationOverrides(folder, "http://127.0.0.1:0"), _ => null);
        options = change?.Invoke(options) ?? options;
        return new RunningNode(await EngineHost.StartAsync(
            options with { Log = options.Log with { Console = false } }, EngineNode.OpenAsync, TimeProvider.System, callbacksOnLoopback: false, TestContext.Current.CancellationToken));
    }

    /// <summary>A tenant whose shop and ERP do not exist: nothing listens on port 9 of this machine.</summary>
    public static string UncheckedTenant()
    {
        var body = JsonNode.Parse(SettingsText.Put(
            settings => settings["erp"]!["baseUrl"] = "http://127.0.0.1:9/",
            settings => settings["shops"]!["main"]!["baseUrl"] = "http://127.0.0.1:9/"))!;
        body["skipChecks"] = true;
        return body.ToJsonString();
    }

    public async Task<int> SendAsync(string method, string path, string json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        return (int)response.StatusCode;
    }

    public async Task<(int Status, JsonNode? Body)> AskAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    /// <summary>The answer of an action that must be done.</summary>
    public async Task<JsonNode> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path} answered {text}");
    }

    public async Task<JsonNode?> GetAsync(string path) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }
}
