namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Which test node has what.</summary>
internal static class Spread
{
    /// <summary>
    /// Waits until each of these nodes runs what the plan gives it among them, and each sees it so. Asking the directories whether everybody has
    /// what is meant for them is not enough: a node that has not yet seen the last one join finds that it has all it ought to have, which is all.
    /// </summary>
    public static Task<TimeSpan> EvenAsync(int secondsMax, params TestNode[] nodes) => UntilAsync(
        [.. nodes.Select(node => node.Placement)], secondsMax, plan => nodes.All(node => node.Running.SequenceEqual(plan.Where(p => p.Value == node.Id).Select(p => p.Key))));

    public static Task<TimeSpan> EvenAsync(params TestNode[] nodes) => EvenAsync(30, nodes);

    public static Task<TimeSpan> EvenAsync(params EngineOnNode[] nodes) => UntilAsync([.. nodes.Select(node => node.Placement)], 30, _ => true);

    private static Task<TimeSpan> UntilAsync(IReadOnlyList<PostgresPlacement> nodes, int secondsMax, Func<SortedDictionary<int, string>, bool> also)
    {
        var ids = nodes.Select(node => node.Directory.SelfId).ToList();
        SortedDictionary<int, string> plan = [];
        for (var shard = 0; shard <= nodes[0].Shards.Tenants; shard++)
        {
            plan.Add(shard, ShardPlan.TargetOf(shard, ids, _ => true)!);
        }

        return Waiting.UntilAsync(
            () => nodes.All(node => node.Directory.Shards.Count == plan.Count && node.Directory.Shards.All(shard => shard.Owner == plan[shard.Number])) && also(plan),
            $"{string.Join(", ", ids)} have their share each", secondsMax);
    }
}
