namespace SpecterActors.Placement;

/// <summary>
/// Which node ought to have which shard: for each shard the node of the highest weight, a hash of both names, among those that can have it.
/// All nodes that see the same nodes come to the same plan without talking, and a node that comes or goes moves only its own share.
/// </summary>
public static class ShardPlan
{
    /// <summary>The node that ought to have the shard, or null when none of <paramref name="nodes"/> can.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="nodes">Names of the nodes that are alive and stay.</param>
    /// <param name="canHave">Whether the node named can read all that lies in the shard.</param>
    public static string? TargetOf(int shard, IEnumerable<string> nodes, Func<string, bool> canHave) => nodes
        .Where(canHave)
        .OrderByDescending(node => Shards.Fnv(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{shard}/{node}")))
        .ThenBy(node => node, StringComparer.Ordinal)
        .FirstOrDefault();
}
