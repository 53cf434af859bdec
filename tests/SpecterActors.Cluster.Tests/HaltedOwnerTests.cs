using System.Text.Json.Nodes;

namespace SpecterActors.Cluster.Tests;

/// <summary>An owner that is halted and wakes after others have taken over must find that it owns nothing, before it writes or calls.</summary>
public sealed class HaltedOwnerTests
{
    private static readonly string[] Tenants = ["alpha", "beta", "gamma"];
    private static readonly TimeSpan TakeOverMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InStepMax = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task A_halted_owner_neither_writes_nor_calls_when_it_wakes_after_a_take_over()
    {
        await using var installation = new Installation();
        var (one, two) = (await installation.StartAsync("one"), await installation.StartAsync("two"));
        await installation.SettledAsync(one, TimeSpan.FromSeconds(60));
        await using var traffic = await AllTraffic.StartAsync(installation, Tenants, orders: 18, TimeSpan.FromSeconds(30));
        await traffic.UntilAsync(t => t.Report is { OrdersInErp: >= 2 }, TimeSpan.FromSeconds(90), "no tenant had orders in the ERP");
        var halted = installation[(await installation.OwnerOfAsync(Tenants[0], one))!];
        var other = halted == one ? two : one;
        var ofHalted = (await installation.QueryAsync("SELECT id, incarnation FROM node", row => (row.GetString(0), row.GetString(1)))).Single(node => node.Item1 == halted.Name).Item2;

        await OwnerHistory.BeginAsync(installation);
        halted.Suspend();
        var takenOver = await Until.TrueAsync(
            async () => await installation.OwnerOfAsync(Tenants[0], other) == other.Name, TakeOverMax, () => $"nobody took over from the halted {halted.Name}\n{installation.Story()}");
        var lastWritten = await LastWrittenAsync(installation, ofHalted);
        var taken = DateTimeOffset.UtcNow;

        // Asked at the moment it wakes, it may not do what it believes it may.
        halted.Resume();
        var asked = installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Tenants[0]}/pause", new JsonObject { ["reason"] = "asked of the halted node" }, halted);
        var (status, _, headers) = await asked;
        var by = headers.TryGetValues("Specter-Node", out var names) ? names.Single() : null;
        Assert.True(status is 200 or 409 or 503 or 504, $"the halted node answered {status}");
        Assert.True(status != 200 || by == other.Name, $"{by} did what only {other.Name} may do");
        if (status == 200)
        {
            Assert.Equal(200, (await installation.SendAsync(HttpMethod.Post, $"admin/tenants/{Tenants[0]}/resume", new JsonObject { ["reason"] = "done" }, other)).Status);
        }

        // It finds itself out, gives up what runs, and takes part again.
        await Until.TrueAsync(
            async () => (await installation.TryGetAsync("admin/nodes", halted))?["nodes"]!.AsArray().Any(node => (string?)node!["id"] == halted.Name && (string?)node["stage"] == "active") == true,
            TakeOverMax, () => $"{halted.Name} did not join again\n{installation.Story()}");
        Assert.Contains("is lost", halted.Logs());
        await traffic.UntilInStepAsync(InStepMax);

        var history = await OwnerHistory.ReadAsync(installation);
        var shards = new Dictionary<string, int>(StringComparer.Ordinal) { ["_installation"] = 0 };
        foreach (var tenant in traffic.Tenants)
        {
            var shard = shards[tenant.Id] = await ShardOfAsync(installation, tenant.Id, other);
            Assert.Contains(tenant.Way.Sent, sent => sent.From == other.Name && sent.At >= taken);
            var calls = tenant.Way.Sent.Where(sent => sent.At >= taken && sent.From == halted.Name && history.OwnerAt(shard, sent.At) != halted.Name).ToList();
            Assert.True(
                calls.Count == 0,
                $"{halted.Name} called an outside system of {tenant.Id} {calls.Count} times, first at {calls.FirstOrDefault().At:HH:mm:ss.fff}, when it had not its shard: {history.Of(shard)}");
        }

        foreach (var (stream, created) in await WrittenAfterAsync(installation, ofHalted, lastWritten))
        {
            var shard = shards[stream.Split('/')[0]];
            Assert.True(history.OwnerAt(shard, created) == halted.Name, $"{halted.Name} wrote {stream} at {created:HH:mm:ss.fff} when it had not its shard: {history.Of(shard)}");
        }

        await JournalChecks.AllStreamsAreWholeAsync(installation);
        JournalChecks.EveryStreamRebuilds(installation);
        Console.WriteLine($"halted owner: its tenant answers elsewhere after {takenOver.TotalSeconds:0.0} s; woken, it wrote nothing and called nobody");
    }

    /// <summary>The place in the journal up to which an incarnation of a node has written.</summary>
    private static async Task<long> LastWrittenAsync(Installation installation, string incarnation) =>
        (await installation.QueryAsync($"SELECT coalesce(max(ordering), 0) FROM journal WHERE writer_uuid LIKE '{incarnation}-%'", row => row.GetInt64(0)))[0];

    private static Task<IReadOnlyList<(string Stream, DateTimeOffset Created)>> WrittenAfterAsync(Installation installation, string incarnation, long ordering) => installation.QueryAsync(
        $"SELECT persistence_id, created FROM journal WHERE writer_uuid LIKE '{incarnation}-%' AND ordering > {ordering}",
        row => (row.GetString(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero)));

    private static async Task<int> ShardOfAsync(Installation installation, string tenant, NodeProcess asked) =>
        (int)(await installation.TryGetAsync($"admin/tenants/{tenant}", asked))!["owner"]!["shard"]!;
}
