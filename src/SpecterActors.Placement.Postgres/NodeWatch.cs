namespace SpecterActors.Placement.Postgres;

/// <summary>
/// How long each node has been silent, on this node's own watch: since its heartbeat was first seen as it is. No other clock is trusted for it,
/// and a node that could not look for a while begins to count anew.
/// </summary>
internal sealed class NodeWatch(HaltAwareClock clock, TimeSpan silent)
{
    private readonly Dictionary<string, (string? Beat, Moment Since)> seen = new(StringComparer.Ordinal);
    private Moment looked = clock.Now;

    public void Saw(IReadOnlyList<NodeRow> nodes)
    {
        if (clock.Since(looked) >= silent)
        {
            // This node was halted or cut off itself; the others had no chance to be heard.
            seen.Clear();
        }

        looked = clock.Now;
        foreach (var node in nodes)
        {
            See(node.Incarnation, node.Beat);
        }
    }

    public bool IsSilent(NodeRow node) => IsSilent(node.Incarnation, node.Beat);

    /// <summary>Whether an incarnation has been silent for too long; one without a row has no heartbeat.</summary>
    public bool IsSilent(string incarnation, string? beat)
    {
        See(incarnation, beat);
        return SilentFor(incarnation) >= silent;
    }

    public TimeSpan SilentFor(string incarnation) => seen.TryGetValue(incarnation, out var last) ? clock.Since(last.Since) : TimeSpan.Zero;

    public void Forget() => seen.Clear();

    private void See(string incarnation, string? beat)
    {
        if (!seen.TryGetValue(incarnation, out var last) || last.Beat != beat)
        {
            seen[incarnation] = (beat, looked);
        }
    }
}
