using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Host.Demo;

/// <summary>Asks a running sandbox what it holds.</summary>
internal sealed class StageClient(HttpClient http, Uri url)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The simulated systems with address and credentials.</summary>
    /// <exception cref="HostFault">There is no sandbox with sample data.</exception>
    public Task<JsonArray> SystemsAsync(CancellationToken stop) => GetAsync<JsonArray>("sandbox", stop);

    /// <summary>The settings that the expected outcomes hold for.</summary>
    /// <exception cref="HostFault">There is no sandbox with sample data.</exception>
    public Task<SampleSettings> SettingsAsync(CancellationToken stop) => GetAsync<SampleSettings>("sandbox/sample/settings", stop);

    /// <summary>Articles that must not go to the ERP as they are at the start.</summary>
    /// <exception cref="HostFault">There is no sandbox with sample data.</exception>
    public async Task<IReadOnlyList<RefusedArticle>> RefusedArticlesAsync(CancellationToken stop) =>
        await GetAsync<List<RefusedArticle>>("sandbox/sample/refused-articles", stop);

    /// <summary>What is, beside what was expected.</summary>
    /// <exception cref="HostFault">There is no sandbox with sample data.</exception>
    public Task<StageReport> ReportAsync(CancellationToken stop) => GetAsync<StageReport>("sandbox/sample", stop);

    /// <summary>Numbers of the ERP orders that carry this external number.</summary>
    /// <exception cref="HostFault">There is no sandbox with sample data.</exception>
    public async Task<IReadOnlyList<string>> FindErpOrdersAsync(string externalNumber, CancellationToken stop)
    {
        var found = await GetAsync<JsonObject>($"sandbox/sample/erp-orders/{Uri.EscapeDataString(externalNumber)}", stop);
        return [.. found["numbers"]!.AsArray().Select(number => number!.GetValue<string>())];
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken stop)
    {
        try
        {
            return await http.GetFromJsonAsync<T>(new Uri(url, path), Json, stop) ?? throw new JsonException("empty answer");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new HostFault(
                "sandbox-unreachable", ExitCodes.Failed, $"There is no sandbox with sample data at {url}: {e.Message}", "Start one: sandbox --sample --urls ADDRESS.", e);
        }
    }
}
