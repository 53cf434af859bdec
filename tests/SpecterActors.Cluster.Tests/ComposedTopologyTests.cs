using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SpecterActors.Journal.Postgres.Tests;

namespace SpecterActors.Cluster.Tests;

/// <summary>
/// What docker-compose.yml starts, started as processes: the same commands, files and variables, with folders of this machine for volumes, free
/// ports for its ports, and a server of the tests for the database.
/// </summary>
public sealed class ComposedTopologyTests : IDisposable
{
    private static readonly TimeSpan AtWorkMax = TimeSpan.FromSeconds(120);
    private readonly Composition composed = Composition.Load();
    private readonly string folder = Directory.CreateTempSubdirectory("cluster-tests-").FullName;
    private readonly Dictionary<string, string> replaced = new(StringComparer.Ordinal) { ["0.0.0.0"] = "127.0.0.1" };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_nodes_share_one_tenant_of_the_sandbox_and_stop_in_order()
    {
        using var server = new PostgresServer();
        replaced[composed.Services["node-1"].Environment["SPECTER_JOURNAL"]] = server.Address(server.NewDatabase());
        foreach (var port in new[] { "5080", "5081", "5090" })
        {
            replaced[port] = FreePort();
        }

        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        // Less to do than the whole demonstration.
        using var sandbox = await NodeProcess.StartAsync("sandbox", folder, [.. composed.Services["sandbox"].Command.Select(Here), "--orders", "40", "--articles", "60", "--duration", "10"]);
        // At the same time, as compose starts them: whoever is first makes the key of the installation.
        var nodes = await Task.WhenAll(StartAsync("node-1"), StartAsync("node-2"));
        using var one = nodes[0];
        using var two = nodes[1];
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", composed.Services["node-1"].Environment["SPECTER_ADMIN_TOKEN"]);

        JsonNode? view = null;
        await Until.TrueAsync(
            async () =>
            {
                view = await GetAsync(http, new Uri(two.Url, "admin/nodes"));
                return view!["nodes"]!.AsArray().Count(node => node!["shards"]!.AsArray().Count > 5) == 2 && view["unowned"]!.AsArray().Count == 0;
            },
            AtWorkMax, () => $"the nodes do not share the shards: {view}\n{one.Printed}\n{two.Printed}");
        foreach (var node in nodes)
        {
            var tenants = (await GetAsync(http, new Uri(node.Url, "admin/tenants")))!.AsArray();
            Assert.Equal("demo", (string?)Assert.Single(tenants)!["id"]);
        }

        JsonNode? report = null;
        await Until.TrueAsync(
            async () =>
            {
                report = await GetAsync(http, new Uri(sandbox.Url, "sandbox/sample"));
                return (int)report!["ordersInErp"]! >= 3;
            },
            AtWorkMax, () => $"no orders came to the ERP: {report}\n{one.Logs()}");

        Assert.Equal(0, await one.StopAsync(AtWorkMax));
        await Until.TrueAsync(
            async () => (string?)(await GetAsync(http, new Uri(two.Url, "admin/tenants/demo")))!["owner"]!["node"] == "node-2", AtWorkMax, () => $"node-2 did not take the tenant\n{two.Logs()}");
        Assert.Equal(0, await two.StopAsync(AtWorkMax));
    }

    private static async Task<JsonNode?> GetAsync(HttpClient http, Uri address) => JsonNode.Parse(await http.GetStringAsync(address, TestContext.Current.CancellationToken));

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private Task<NodeProcess> StartAsync(string name)
    {
        var service = composed.Services[name];
        var data = Path.Combine(folder, name);
        List<string> arguments = [.. service.Command.Select((argument, i) => i > 0 && service.Command[i - 1] == "--config" ? FileOf(service, argument) : Here(argument))];
        arguments[arguments.IndexOf("--data") + 1] = data;
        return NodeProcess.StartAsync(name, data, arguments, [.. service.Environment.Select(variable => (variable.Key, Here(variable.Value)))]);
    }

    private string FileOf(ComposedService service, string inside)
    {
        var file = Path.Combine(folder, $"{service.Name}-{Path.GetFileName(inside)}");
        var text = service.Configs.FirstOrDefault(config => config.Target == inside) is { Source: { } source }
            ? composed.Configs[source]
            : File.ReadAllText(Repository.File(service.Mounts.Single(mount => mount.Target == inside).Source));
        File.WriteAllText(file, Here(text));
        return file;
    }

    /// <summary>A text of the composition as it is on this machine.</summary>
    private string Here(string text) => replaced.TryGetValue(text, out var whole)
        ? whole
        : replaced.Aggregate(text, (changed, pair) => changed.Replace(pair.Key, pair.Value, StringComparison.Ordinal)).Replace("/keys/", $"{folder}/keys/", StringComparison.Ordinal);
}
