using System.Globalization;

namespace SpecterActors.Cluster.Tests;

/// <summary>Nodes die, leave and join while shops sell: nothing is lost, nothing is done twice.</summary>
public sealed class SeveralNodesTests
{
    private static readonly string[] Tenants = ["alpha", "beta", "gamma", "delta"];
    private static readonly TimeSpan InStepMax = TimeSpan.FromSeconds(180);

    /// <summary>The bar for a take-over is ten seconds; this is when the test gives up waiting on a busy machine.</summary>
    private static readonly TimeSpan TakeOverMax = TimeSpan.FromSeconds(30);

    /// <summary>A shard moves when its tenants have ended their work, which takes as long as a call takes.</summary>
    private static readonly TimeSpan MoveMax = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_kill_a_stop_and_a_new_node_lose_and_double_nothing()
    {
        await using var installation = new Installation();
        var (one, two, three) = (await installation.StartAsync("one"), await installation.StartAsync("two"), await installation.StartAsync("three"));
        await installation.SettledAsync(one, MoveMax);
        await using var traffic = await AllTraffic.StartAsync(installation, Tenants, orders: 18, TimeSpan.FromSeconds(40));

        // Whoever runs the first tenant dies in the middle of its work.
        await traffic.UntilAsync(t => t.Report is { OrdersInErp: >= 2 }, TimeSpan.FromSeconds(90), "no tenant had orders in the ERP");
        var dead = installation[(await installation.OwnerOfAsync(Tenants[0], one))!];
        var left = new[] { one, two, three }.First(node => node != dead);
        var orphans = (await installation.OwnersAsync(left)).Where(shard => shard.Value == dead.Name).Select(shard => shard.Key).ToHashSet();
        Assert.NotEmpty(orphans);
        await dead.KillAsync();
        var takenOver = await Until.TrueAsync(
            async () => await installation.OwnersAsync(left) is var owners && orphans.All(shard => owners.TryGetValue(shard, out var owner) && owner != dead.Name), TakeOverMax,
            () => $"the shards of {dead.Name} are not all taken over\n{installation.Story()}");
        var answering = takenOver + await Until.TrueAsync(
            async () => await installation.OwnerOfAsync(Tenants[0], left) is { } owner && owner != dead.Name, TakeOverMax, () => $"{Tenants[0]} does not answer\n{installation.Story()}");

        // Another leaves in order: its shards are handed over before it ends.
        var leaving = new[] { one, two, three }.First(node => node != dead && node != left);
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await leaving.StopAsync(TimeSpan.FromSeconds(60)));
        var stopped = TimeProvider.System.GetElapsedTime(began);
        var handedOver = await EveryShardHasOneOfAsync(installation, left, left.Name);

        // And a new one gets its part.
        var four = await installation.StartAsync("four");
        var joined = await installation.SettledAsync(four, MoveMax);
        await EveryShardHasOneOfAsync(installation, four, left.Name, "four");
        var owned = (await installation.OwnersAsync(left)).Values.CountBy(owner => owner, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.True(owned["four"] > 10, $"the new node has {owned["four"]} shards only");

        await traffic.UntilInStepAsync(InStepMax);
        await JournalChecks.AllStreamsAreWholeAsync(installation);
        JournalChecks.EveryStreamRebuilds(installation);
        Print(
            $"kill -9: {orphans.Count} shards taken over after {takenOver.TotalSeconds:0.0} s, their tenant answers after {answering.TotalSeconds:0.0} s; "
            + $"clean stop took {stopped.TotalSeconds:0.0} s, all shards were elsewhere {handedOver.TotalSeconds:0.0} s later; "
            + $"a new node had its {owned["four"]} shards after {joined.TotalSeconds:0.0} s");
    }

    private static Task<TimeSpan> EveryShardHasOneOfAsync(Installation installation, NodeProcess asked, params string[] names)
    {
        IReadOnlyDictionary<int, string> owners = new Dictionary<int, string>();
        return Until.TrueAsync(
            async () =>
            {
                owners = await installation.OwnersAsync(asked);
                var shards = (int?)(await installation.TryGetAsync("admin/nodes", asked))?["shards"];
                return owners.Count == shards && owners.Values.ToHashSet(StringComparer.Ordinal).SetEquals(names);
            },
            TimeSpan.FromSeconds(60),
            () => $"{owners.Count} shards are owned by {string.Join(", ", owners.Values.Distinct(StringComparer.Ordinal))}, not all by {string.Join(", ", names)}\n{installation.Story()}");
    }

    private static void Print(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"several nodes: {text}"));
    }
}
