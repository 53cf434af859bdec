namespace SpecterActors.Journal.Postgres;

/// <summary>What the writer knows of a stream because it stored or read it: its head, and its agenda and lookup rows.</summary>
internal sealed record KnownStream(long Head, IReadOnlyList<AgendaEntry> Agenda, IReadOnlyList<LookupEntry> Lookups)
{
    public static KnownStream New { get; } = new(0, [], []);
}

/// <summary>
/// The streams last written, at most about a given number: two generations, of which the older one goes when the younger is full. Only
/// for a writer that holds the journal's lock, and only as long as its session lives: nobody else writes then.
/// </summary>
internal sealed class KnownStreams(int max)
{
    private Dictionary<string, KnownStream> young = new(StringComparer.Ordinal);
    private Dictionary<string, KnownStream> old = new(StringComparer.Ordinal);

    public KnownStream? Find(string persistenceId)
    {
        if (young.TryGetValue(persistenceId, out var known))
        {
            return known;
        }

        if (old.Remove(persistenceId, out known))
        {
            Set(persistenceId, known);
        }

        return known;
    }

    public void Set(string persistenceId, KnownStream known)
    {
        if (young.Count >= Math.Max(1, max / 2) && !young.ContainsKey(persistenceId))
        {
            (old, young) = (young, new Dictionary<string, KnownStream>(StringComparer.Ordinal));
        }

        young[persistenceId] = known;
    }

    public void Clear()
    {
        young.Clear();
        old.Clear();
    }

    public void Forget(string persistenceId)
    {
        young.Remove(persistenceId);
        old.Remove(persistenceId);
    }
}
