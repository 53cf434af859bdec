using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SpecterActors.Host.Demo;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;

namespace SpecterActors.Cluster.Tests;

/// <summary>A tenant with a shop and an ERP of its own on real sockets, both living: buyers order, people work in the ERP.</summary>
internal sealed class TenantTraffic : IAsyncDisposable
{
    private readonly Stage stage;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private bool confirmed;
    private JsonNode? export;

    private TenantTraffic(string id, Stage stage, Installation installation)
    {
        Id = id;
        this.stage = stage;
        Way = new Relay(() => [stage.Url], installation.WhoHas);
    }

    public string Id { get; }

    /// <summary>Every call of the nodes to shop and ERP passes here.</summary>
    public Relay Way { get; }

    /// <summary>The last verdict of the sandbox.</summary>
    public StageReport? Report { get; private set; }

    public static async Task<TenantTraffic> StartAsync(Installation installation, string id, int seed, int orders, TimeSpan duration)
    {
        var size = SampleSize.Small with { Orders = orders, OrdersOfOneBuyer = 3, StockChanges = 15, Deliveries = 4, Cancellations = 1, Duration = duration };
        return new TenantTraffic(
            id,
            await Stage.StartAsync(
                new StageOptions("http://127.0.0.1:0", seed, size, FaultSettings.Preset("none"), DuplicateOrderAnswer.NamesNumber, null), TimeProvider.System,
                TestContext.Current.CancellationToken),
            installation);
    }

    /// <summary>Sets the tenant up through any node.</summary>
    public async Task ConfigureAsync(Installation installation)
    {
        var client = new StageClient(http, Way.Url);
        var settings = DemoTenant.Settings(await client.SystemsAsync(TestContext.Current.CancellationToken), await client.SettingsAsync(TestContext.Current.CancellationToken));
        // 503: its shard is on the way to another node. Nothing else is a reason to ask again.
        var (status, answer) = (503, default(JsonNode));
        for (var tries = 0; status == 503 && tries < 10; tries++)
        {
            (status, answer, _) = await installation.SendAsync(
                HttpMethod.Put, $"admin/tenants/{Id}", new JsonObject { ["reason"] = "The test begins.", ["settings"] = settings.DeepClone() });
        }

        Assert.True(status == 200, $"tenant {Id} was refused: {answer}");
    }

    /// <summary>Does what an operator does, and asks the sandbox whether both sides are as they must be.</summary>
    public async Task<bool> IsInStepAsync(Installation installation)
    {
        Report = await http.GetFromJsonAsync<StageReport>(new Uri(stage.Url, "sandbox/sample"), TestContext.Current.CancellationToken);
        return await ExportAsync(installation) && Report!.InStep;
    }

    public string Missing() =>
        $"{Id}: {Report?.OrdersInErp} of {Report?.OrdersToSend} orders in the ERP, {Report?.NumbersWritten} numbers back, {Report?.ArticlesDiffer} articles and {Report?.StockDiffers} stocks differ; first export {export?["stage"]} {export?["done"]?.ToJsonString()};"
        + $" {string.Join("; ", Report?.Examples ?? [])} {string.Join("; ", Report?.Violations ?? [])}";

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Way.DisposeAsync();
        await stage.DisposeAsync();
    }

    /// <summary>The first export: started, and confirmed once its report is there; each step through whichever node answers.</summary>
    private async Task<bool> ExportAsync(Installation installation)
    {
        const string Path = $"shops/{DemoTenant.Shop}/export";
        var (status, view, _) = await installation.SendAsync(HttpMethod.Get, $"admin/tenants/{Id}/{Path}");
        if (status == 404)
        {
            await installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Id}/{Path}/start", new JsonObject { ["reason"] = "The range goes to the ERP." });
        }

        export = status == 200 ? view : export;
        if ((string?)view?["stage"] == "reported" && !confirmed)
        {
            var body = new JsonObject { ["reason"] = "The report is right.", ["reportId"] = (string?)view["runId"] };
            confirmed = (await installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Id}/{Path}/confirm", body)).Status == 200;
        }

        return (string?)view?["stage"] == "finished";
    }
}
