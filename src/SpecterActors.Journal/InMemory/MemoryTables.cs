using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.InMemory;

/// <summary>The rows of a <see cref="MemoryStore"/>. All that it answers is ordered by ordinal comparison, so nothing depends on hash order. Not thread-safe.</summary>
internal sealed class MemoryTables
{
    private readonly List<StoredEvent> all = [];
    private readonly Dictionary<string, List<StoredEvent>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredSnapshot> snapshots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<AgendaEntry>> agenda = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<LookupEntry>> lookups = new(StringComparer.Ordinal);
    private readonly Dictionary<LookupEntry, SortedSet<string>> found = [];
    private readonly SortedDictionary<string, SortedDictionary<string, byte[]>> keys = new(StringComparer.Ordinal);
    private readonly SortedSet<string> destroyed = new(StringComparer.Ordinal);
    private long lastOrdering;

    /// <summary>Nothing is due before this.</summary>
    private DateTimeOffset soonest = DateTimeOffset.MaxValue;

    public CommitOutcome Commit(IReadOnlyList<AppendRequest> batch)
    {
        foreach (var append in batch)
        {
            if (Head(append.PersistenceId) != append.ExpectedSequenceNumber)
            {
                return new CommitOutcome.Conflict();
            }
        }

        foreach (var append in batch)
        {
            Store(append);
        }

        return new CommitOutcome.Committed();
    }

    public StreamMark Mark(MarkQuery query)
    {
        var events = EventsOf(query.PersistenceId);
        var index = query.SequenceNumber - 1;
        return new StreamMark(events.Count, index >= 0 && index < events.Count ? events[(int)index].WriterId : null);
    }

    public Recovery Recover(string persistenceId, bool useSnapshot, long toSequenceNumber)
    {
        var snapshot = useSnapshot ? Snapshot(persistenceId) : null;
        if (snapshot?.SequenceNumber > toSequenceNumber)
        {
            snapshot = null;
        }

        return new Recovery(
            snapshot, Slice(persistenceId, (snapshot?.SequenceNumber ?? 0) + 1, toSequenceNumber), Keys(persistenceId), Head(persistenceId));
    }

    public IReadOnlyList<StoredEvent> Slice(string persistenceId, long from, long to)
    {
        var events = EventsOf(persistenceId);
        var first = (int)Math.Clamp(from - 1, 0, events.Count);
        var end = (int)Math.Clamp(to, first, events.Count);
        return events.GetRange(first, end - first);
    }

    public IReadOnlyList<StoredEvent> After(long ordering, int max)
    {
        var first = all.FindIndex(stored => stored.Ordering > ordering);
        return first < 0 ? [] : all.GetRange(first, Math.Min(max, all.Count - first));
    }

    public IReadOnlyList<StreamHead> Streams(string prefix, string? after, int max) =>
    [
        .. streams
            .Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(s.Key, after) > 0))
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Take(max)
            .Select(s => new StreamHead(s.Key, s.Value.Count, s.Value[^1].Created)),
    ];

    public void Save(StoredSnapshot snapshot)
    {
        if (Snapshot(snapshot.PersistenceId) is not { } old || old.SequenceNumber <= snapshot.SequenceNumber)
        {
            snapshots[snapshot.PersistenceId] = snapshot;
        }
    }

    public StoredSnapshot? Snapshot(string persistenceId) => snapshots.GetValueOrDefault(persistenceId);

    public IReadOnlyList<AgendaRow> Agenda(string prefix, DateTimeOffset until, int max)
    {
        // Read every few seconds of virtual time, and hardly ever is anything due.
        if (until < soonest)
        {
            return [];
        }

        HashSet<AgendaRow>? due = null;
        soonest = DateTimeOffset.MaxValue;
        foreach (var (id, entries) in agenda)
        {
            foreach (var entry in entries)
            {
                soonest = entry.Due < soonest ? entry.Due : soonest;
                if (entry.Due <= until && id.StartsWith(prefix, StringComparison.Ordinal))
                {
                    (due ??= []).Add(new AgendaRow(id, entry.Kind, entry.Due));
                }
            }
        }

        return due is null ? [] :
        [
            .. due.OrderBy(row => row.Due)
                .ThenBy(row => row.PersistenceId, StringComparer.Ordinal)
                .ThenBy(row => row.Kind, StringComparer.Ordinal)
                .Take(max),
        ];
    }

    public IReadOnlyList<string> Find(string prefix, string kind, string value) =>
    [
        .. (found.GetValueOrDefault(new LookupEntry(kind, value)) ?? []).Where(id => id.StartsWith(prefix, StringComparison.Ordinal)),
    ];

    public IReadOnlyDictionary<string, byte[]> Keys(string persistenceId) =>
        new SortedDictionary<string, byte[]>(keys.GetValueOrDefault(persistenceId) ?? [], StringComparer.Ordinal);

    public void Destroy(IReadOnlyCollection<string> keyIds)
    {
        foreach (var keyId in keyIds)
        {
            destroyed.Add(keyId);
            foreach (var ofStream in keys.Values)
            {
                ofStream.Remove(keyId);
            }
        }
    }

    public IReadOnlyList<StreamRows> Rows(string prefix, string? after, int max) =>
    [
        .. agenda.Where(a => a.Value.Count > 0).Select(a => a.Key)
            .Union(lookups.Where(l => l.Value.Count > 0).Select(l => l.Key), StringComparer.Ordinal)
            .Where(id => id.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(id, after) > 0))
            .Order(StringComparer.Ordinal)
            .Take(max)
            .Select(id => new StreamRows(
                id,
                [.. agenda.GetValueOrDefault(id, []).Distinct().OrderBy(e => e.Due).ThenBy(e => e.Kind, StringComparer.Ordinal)],
                [.. lookups.GetValueOrDefault(id, []).Distinct().OrderBy(e => e.Kind, StringComparer.Ordinal).ThenBy(e => e.Value, StringComparer.Ordinal)])),
    ];

    /// <summary>Whole streams at a time; events keep their places in the global order, as in a table.</summary>
    public int Delete(string prefix, int rowsMax)
    {
        var deleted = 0;
        foreach (var id in streams.Keys.Concat(agenda.Keys).Concat(lookups.Keys).Concat(snapshots.Keys).Concat(keys.Keys).Distinct()
            .Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList())
        {
            if (deleted >= rowsMax)
            {
                break;
            }

            deleted += EventsOf(id).Count + 1;
            all.RemoveAll(stored => stored.PersistenceId == id);
            streams.Remove(id);
            agenda.Remove(id);
            lookups.Remove(id);
            snapshots.Remove(id);
            keys.Remove(id);
        }

        return deleted;
    }

    private void Store(AppendRequest append)
    {
        foreach (var data in append.Events)
        {
            var events = StreamFor(append.PersistenceId);
            var stored = new StoredEvent(
                ++lastOrdering, append.PersistenceId, events.Count + 1, data.Created.ToUniversalTime(), data.Manifest, data.Payload, append.WriterId);
            events.Add(stored);
            all.Add(stored);
        }

        if (append.Agenda is not null)
        {
            if (append.Agenda.Count == 0)
            {
                agenda.Remove(append.PersistenceId);
            }
            else
            {
                agenda[append.PersistenceId] = [.. append.Agenda];
                soonest = append.Agenda.Select(e => e.Due).Append(soonest).Min();
            }
        }

        StoreLookups(append);

        StoreKeys(append);
    }

    private void StoreLookups(AppendRequest append)
    {
        if (append.Lookups is null)
        {
            return;
        }

        foreach (var entry in lookups.GetValueOrDefault(append.PersistenceId) ?? [])
        {
            found[entry].Remove(append.PersistenceId);
        }

        lookups[append.PersistenceId] = [.. append.Lookups];
        foreach (var entry in append.Lookups)
        {
            (found.TryGetValue(entry, out var ids) ? ids : found[entry] = new SortedSet<string>(StringComparer.Ordinal)).Add(append.PersistenceId);
        }
    }

    private void StoreKeys(AppendRequest append)
    {
        foreach (var (id, wrapped) in append.NewKeys ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
        {
            if (!destroyed.Contains(id))
            {
                keys.TryAdd(append.PersistenceId, new SortedDictionary<string, byte[]>(StringComparer.Ordinal));
                keys[append.PersistenceId].TryAdd(id, wrapped);
            }
        }
    }

    private long Head(string persistenceId) => EventsOf(persistenceId).Count;

    private List<StoredEvent> EventsOf(string persistenceId) => streams.GetValueOrDefault(persistenceId) ?? [];

    private List<StoredEvent> StreamFor(string persistenceId)
    {
        if (!streams.TryGetValue(persistenceId, out var events))
        {
            streams[persistenceId] = events = [];
        }

        return events;
    }
}
