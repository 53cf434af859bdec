using System.Collections.Immutable;

namespace SpecterActors.Placement.Postgres;

/// <summary>Which nodes can read what lies in which shard, and what may be written while nodes of several versions live side by side.</summary>
internal sealed class CatalogueWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, ImmutableHashSet<string>> catalogues = new(StringComparer.Ordinal);
    private Dictionary<(string Incarnation, int Shard), string> unreadable = [];
    private Moment? counted;

    public async Task LookAsync(IPlacementSession session, IReadOnlyList<NodeRow> nodes, NodeWatch watch, HaltAwareClock clock)
    {
        var living = nodes.Where(node => !watch.IsSilent(node)).Select(node => node.Incarnation).ToList();
        var unknown = living.Where(incarnation => !catalogues.ContainsKey(incarnation)).ToList();
        if (unknown.Count > 0)
        {
            foreach (var (incarnation, catalogue) in await session.CataloguesAsync(unknown, CancellationToken.None))
            {
                catalogues[incarnation] = catalogue.ToImmutableHashSet(StringComparer.Ordinal);
            }
        }

        if (unknown.Count == 0 && counted is { } at && clock.Since(at) < Interval)
        {
            return;
        }

        counted = clock.Now;
        foreach (var gone in catalogues.Keys.Except(living).ToList())
        {
            catalogues.Remove(gone);
        }

        var stored = await session.ManifestsAsync(CancellationToken.None);
        var strange = stored.Where(manifest => catalogues.Values.Any(catalogue => !catalogue.Contains(manifest))).ToList();
        Dictionary<(string, int), string> found = [];
        foreach (var (shard, manifest) in strange.Count == 0 ? [] : await session.ShardsWithAsync(strange, CancellationToken.None))
        {
            foreach (var (incarnation, catalogue) in catalogues.Where(c => !c.Value.Contains(manifest)))
            {
                found.TryAdd((incarnation, shard), manifest);
            }
        }

        unreadable = found;
    }

    /// <summary>A stored name and version in the shard that the node cannot read; null when it can read all.</summary>
    public string? Unreadable(string incarnation, int shard) => unreadable.GetValueOrDefault((incarnation, shard));

    /// <summary>What this node must not write yet, since one that lives cannot read it.</summary>
    public NotYetWritable NotYet(string self, IReadOnlyCollection<string> readable, IEnumerable<NodeRow> living)
    {
        Dictionary<string, string> missing = new(StringComparer.Ordinal);
        foreach (var node in living.Where(node => node.Id != self))
        {
            if (catalogues.TryGetValue(node.Incarnation, out var catalogue) && !catalogue.IsSupersetOf(readable))
            {
                foreach (var manifest in readable.Where(manifest => !catalogue.Contains(manifest)))
                {
                    missing[manifest] = node.Id;
                }
            }
        }

        return missing.Count == 0 ? NotYetWritable.Nothing : new NotYetWritable(missing);
    }
}

/// <summary>Stored names and versions that must not be written yet, with a node that cannot read each. Immutable.</summary>
internal sealed class NotYetWritable(IReadOnlyDictionary<string, string> missing)
{
    public static NotYetWritable Nothing { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string? Why(string manifest) => missing.TryGetValue(manifest, out var node)
        ? $"Node {node} runs a program that cannot read {manifest}; such events wait until it is brought up to date or stopped."
        : null;
}
