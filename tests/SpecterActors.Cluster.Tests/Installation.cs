using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using SpecterActors.Journal.Postgres.Tests;

namespace SpecterActors.Cluster.Tests;

/// <summary>A database server, nodes on one database of it, and a load balancer in front of them, all on this machine.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string NodeSecret = "nodes-0123456789abcdef0123456789abcdef";
    public const string AdminToken = "admin-0123456789abcdef0123456789abcdef";
    private readonly string folder = Directory.CreateTempSubdirectory("cluster-tests-").FullName;
    private readonly PostgresServer server = new();
    private readonly string database;
    private readonly List<NodeProcess> nodes = [];
    private readonly HttpClient http;

    public Installation()
    {
        database = server.NewDatabase();
        Front = new Relay(() => [.. nodes.Where(node => node.IsRunning).Select(node => node.Url)]);
        http = Client(Front.Url);
    }

    /// <summary>Takes connections for whichever node runs.</summary>
    public Relay Front { get; }

    public IReadOnlyList<NodeProcess> Nodes => nodes;

    public NodeProcess this[string name] => nodes.Find(node => node.Name == name)!;

    public async Task<NodeProcess> StartAsync(string name)
    {
        var data = Path.Combine(folder, name);
        var config = Path.Combine(folder, $"{name}.conf");
        await File.WriteAllTextAsync(
            config,
            $$"""
            node { data = "{{data}}", drain = 10 s, cluster { enabled = true, name = {{name}}, secret = ${SPECTER_NODE_SECRET}, keyFile = "{{folder}}/installation.key" } }
            admin { urls = ["http://127.0.0.1:0"], publicUrl = "{{Front.Url}}", token = ${SPECTER_ADMIN_TOKEN} }
            journal { store = postgres, postgres.connection = ${SPECTER_JOURNAL} }
            log.console = false
            """,
            TestContext.Current.CancellationToken);
        var node = await NodeProcess.StartAsync(
            name, data, ["serve", "--config", config], ("SPECTER_NODE_SECRET", NodeSecret), ("SPECTER_ADMIN_TOKEN", AdminToken), ("SPECTER_JOURNAL", server.Address(database)));
        nodes.RemoveAll(other => other.Name == name);
        nodes.Add(node);
        return node;
    }

    /// <summary>The database server and all its sessions die at once.</summary>
    public void KillDatabase() => server.Kill();

    /// <summary>It comes up again and recovers what it had stored.</summary>
    public void StartDatabase() => server.Start();

    /// <summary>What a node's probe says: its status, and the code where it is not ready.</summary>
    public async Task<(int Status, string? Code)> ReadyAsync(NodeProcess node)
    {
        var (status, body, _) = await SendAsync(HttpMethod.Get, "health/ready", node: node);
        return (status, (string?)body?["code"]);
    }

    /// <summary>Asks through the front, or a node directly.</summary>
    public async Task<(int Status, JsonNode? Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, JsonNode? body = null, NodeProcess? node = null, TimeSpan? limit = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(limit ?? TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(method, new Uri(node?.Url ?? Front.Url, path)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, bound.Token);
        var text = await answer.Content.ReadAsStringAsync(bound.Token);
        return ((int)answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null, answer.Headers);
    }

    /// <summary>As <see cref="SendAsync"/> for reading; null when there is no good answer just now.</summary>
    public async Task<JsonNode?> TryGetAsync(string path, NodeProcess? node = null)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, node: node, limit: TimeSpan.FromSeconds(8)) is { Status: 200, Body: var body } ? body : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Which node owns each shard, as a node sees it; a shard that nobody owns is absent.</summary>
    public async Task<IReadOnlyDictionary<int, string>> OwnersAsync(NodeProcess asked)
    {
        var view = await TryGetAsync("admin/nodes", asked);
        return view?["nodes"]!.AsArray()
            .SelectMany(node => node!["shards"]!.AsArray().Select(shard => (Number: (int)shard!["number"]!, Owner: (string)node["id"]!)))
            .ToDictionary(shard => shard.Number, shard => shard.Owner) ?? [];
    }

    /// <summary>Waits until every shard is with the node that ought to have it.</summary>
    public Task<TimeSpan> SettledAsync(NodeProcess asked, TimeSpan limit) => Until.TrueAsync(
        async () => await TryGetAsync("admin/nodes", asked) is { } view
            && view["unowned"]!.AsArray().Count == 0
            && view["nodes"]!.AsArray().Count(node => node!["shards"]!.AsArray().Count > 0) == nodes.Count(node => node.IsRunning)
            && view["nodes"]!.AsArray().All(node => node!["shards"]!.AsArray().All(shard => shard!["movesTo"] is null)),
        limit,
        () => $"not every shard is where it belongs\n{Story()}");

    /// <summary>The node that runs a tenant, as another one sees it, or null.</summary>
    public async Task<string?> OwnerOfAsync(string tenant, NodeProcess asked) => (string?)(await TryGetAsync($"admin/tenants/{tenant}", asked))?["owner"]?["node"];

    /// <summary>The node that has a connection.</summary>
    public string? WhoHas(int fromPort, int toPort) => nodes.ToList().Find(node => node.Has(fromPort, toPort))?.Name;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var connection = server.Connect(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var all = new List<T>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            all.Add(row(rows));
        }

        return all;
    }

    /// <summary>Runs a command of the program on the journal, beside the nodes.</summary>
    public (int Code, string Output) Journal(string command)
    {
        var start = new System.Diagnostics.ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "SpecterActors.Host.dll"), "journal", command, "--config", Path.Combine(folder, $"{nodes[0].Name}.conf"),
                "--data", nodes[0].Folder,
            ])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in new[] { ("SPECTER_NODE_SECRET", NodeSecret), ("SPECTER_ADMIN_TOKEN", AdminToken), ("SPECTER_JOURNAL", server.Address(database)) })
        {
            start.Environment[name] = value;
        }

        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    /// <summary>What all nodes printed and logged, for a failure.</summary>
    public string Story() => string.Join('\n', nodes.Select(node => $"--- {node.Name}\n{node.Printed}\n{Tail(node.Logs())}"));

    public async ValueTask DisposeAsync()
    {
        nodes.ForEach(node => node.Dispose());
        http.Dispose();
        await Front.DisposeAsync();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Tail(string text) => text.Length > 1_500 ? text[^1_500..] : text;

    private static HttpClient Client(Uri url)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
        {
            BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        return client;
    }
}
