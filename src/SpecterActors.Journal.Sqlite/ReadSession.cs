using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite.Native;

namespace SpecterActors.Journal.Sqlite;

/// <summary>A reading connection. Every answer is one consistent picture.</summary>
internal sealed class ReadSession(Database database) : IDisposable
{
    private const string EventColumns = "ordering, persistence_id, sequence_number, created, manifest, message, writer_uuid";
    private const string StartsWith = "substr(persistence_id, 1, length(?1)) = ?1";

    private readonly Utf8Interner names = new();

    public IReadOnlyList<StreamMark> Marks(IReadOnlyList<MarkQuery> queries) => InTransaction<IReadOnlyList<StreamMark>>(() =>
        [.. queries.Select(query => new StreamMark(Head(query.PersistenceId).SequenceNumber, Writer(query)))]);

    public Recovery Recover(string persistenceId, bool useSnapshot, long to) => InTransaction(() =>
    {
        var snapshot = useSnapshot ? Snapshot(persistenceId) : null;
        if (snapshot?.SequenceNumber > to)
        {
            snapshot = null;
        }

        var events = Stream(persistenceId, (snapshot?.SequenceNumber ?? 0) + 1, to, int.MaxValue);
        var head = events.Count > 0 && to == long.MaxValue ? events[^1].SequenceNumber : Head(persistenceId).SequenceNumber;
        return new Recovery(snapshot, events, Keys(persistenceId), head);
    });

    public List<StoredEvent> Stream(string persistenceId, long from, long to, int max)
    {
        var read = database
            .Prepare(
                $"""
                SELECT {EventColumns} FROM journal
                WHERE persistence_id = ?1 AND sequence_number BETWEEN ?2 AND ?3 ORDER BY sequence_number LIMIT ?4
                """)
            .Bind(1, persistenceId).Bind(2, from).Bind(3, to).Bind(4, max);
        var events = new List<StoredEvent>();
        while (read.Step())
        {
            events.Add(Event(read, persistenceId));
        }

        read.Reset();
        return events;
    }

    public List<StoredEvent> After(long ordering, int max) => Rows(
        database.Prepare($"SELECT {EventColumns} FROM journal WHERE ordering > ?1 ORDER BY ordering LIMIT ?2").Bind(1, ordering).Bind(2, max),
        row => Event(row, names.Get(row.Bytes(1))));

    /// <summary>One seek per stream: it jumps from each id to the next instead of walking all events.</summary>
    public IReadOnlyList<StreamHead> Streams(string prefix, string? after, int max) => InTransaction<IReadOnlyList<StreamHead>>(() =>
    {
        var heads = new List<StreamHead>();
        var id = after is null || string.CompareOrdinal(after, prefix) < 0
            ? FirstText("SELECT persistence_id FROM journal WHERE persistence_id >= ?1 ORDER BY persistence_id LIMIT 1", prefix)
            : NextStream(after);
        while (heads.Count < max && id?.StartsWith(prefix, StringComparison.Ordinal) == true)
        {
            var (sequenceNumber, created) = Head(id);
            heads.Add(new StreamHead(id, sequenceNumber, created));
            id = NextStream(id);
        }

        return heads;
    });

    public StoredSnapshot? Snapshot(string persistenceId) => Rows(
            database
                .Prepare("SELECT sequence_number, created, manifest, snapshot FROM snapshot WHERE persistence_id = ?1 ORDER BY sequence_number DESC LIMIT 1")
                .Bind(1, persistenceId),
            row => new StoredSnapshot(persistenceId, row.Number(0), Time(row.Number(1)), row.Text(2), row.Bytes(3).ToArray()))
        .SingleOrDefault();

    public IReadOnlyList<AgendaRow> Agenda(string prefix, DateTimeOffset until, int max)
    {
        // With the tenant known, its own index keeps other tenants' rows out of the way.
        var ofTenant = prefix.Contains('/') ? "tenant = ?4 AND" : "?4 IS NOT NULL AND";
        return Rows(
            database
                .Prepare(
                    $"""
                    SELECT persistence_id, kind, due FROM agenda
                    WHERE {ofTenant} due <= ?2 AND {StartsWith} ORDER BY due, persistence_id, kind LIMIT ?3
                    """)
                .Bind(1, prefix).Bind(2, until.UtcTicks).Bind(3, max).Bind(4, PersistenceId.TenantOf(prefix)),
            row => new AgendaRow(row.Text(0), names.Get(row.Bytes(1)), Time(row.Number(2))));
    }

    public IReadOnlyList<string> Find(string prefix, string kind, string value) => Rows(
        database
            .Prepare($"SELECT persistence_id FROM lookup WHERE kind = ?2 AND value = ?3 AND {StartsWith} ORDER BY persistence_id")
            .Bind(1, prefix).Bind(2, kind).Bind(3, value),
        row => row.Text(0));

    public IReadOnlyDictionary<string, byte[]> Keys(string persistenceId) => Rows(
            database.Prepare("SELECT key_id, wrapped FROM personal_key WHERE persistence_id = ?1 ORDER BY key_id").Bind(1, persistenceId),
            row => (Id: row.Text(0), Wrapped: row.Bytes(1).ToArray()))
        .ToDictionary(key => key.Id, key => key.Wrapped, StringComparer.Ordinal);

    /// <summary>Two seeks per stream, as for <see cref="Streams"/>.</summary>
    public IReadOnlyList<StreamRows> StreamRows(string prefix, string? after, int max) => InTransaction<IReadOnlyList<StreamRows>>(() =>
    {
        var all = new List<StreamRows>();
        var (from, comparison) = after is null || string.CompareOrdinal(after, prefix) < 0 ? (prefix, ">=") : (after, ">");
        while (all.Count < max && NextWithRows(from, comparison) is { } id && id.StartsWith(prefix, StringComparison.Ordinal))
        {
            all.Add(new StreamRows(
                id,
                Rows(
                    database.Prepare("SELECT kind, due FROM agenda WHERE persistence_id = ?1 ORDER BY due, kind").Bind(1, id),
                    row => new AgendaEntry(names.Get(row.Bytes(0)), Time(row.Number(1)))),
                Rows(
                    database.Prepare("SELECT kind, value FROM lookup WHERE persistence_id = ?1 ORDER BY kind, value").Bind(1, id),
                    row => new LookupEntry(names.Get(row.Bytes(0)), row.Text(1)))));
            (from, comparison) = (id, ">");
        }

        return all;
    });

    public IReadOnlyList<StoredStream> Content(IReadOnlyList<string> persistenceIds) => InTransaction<IReadOnlyList<StoredStream>>(() =>
    [
        .. persistenceIds.Select(id => new StoredStream(
            id,
            Rows(
                database.Prepare("SELECT kind, due FROM agenda WHERE persistence_id = ?1").Bind(1, id),
                row => new AgendaEntry(row.Text(0), Time(row.Number(1)))),
            Rows(
                database.Prepare("SELECT kind, value FROM lookup WHERE persistence_id = ?1").Bind(1, id),
                row => new LookupEntry(row.Text(0), row.Text(1))),
            Keys(id),
            Snapshot(id))),
    ]);

    public IReadOnlyList<string> DestroyedKeys(string after, int max) => Rows(
        database.Prepare("SELECT key_id FROM destroyed_key WHERE key_id > ?1 ORDER BY key_id LIMIT ?2").Bind(1, after).Bind(2, max), row => row.Text(0));

    public void Dispose() => database.Dispose();

    private StoredEvent Event(Statement row, string persistenceId) => new(
        row.Number(0), persistenceId, row.Number(2), Time(row.Number(3)), names.Get(row.Bytes(4)), row.Bytes(5).ToArray(), names.Get(row.Bytes(6)));

    private (long SequenceNumber, DateTimeOffset Created) Head(string persistenceId) => Rows(
            database
                .Prepare("SELECT sequence_number, created FROM journal WHERE persistence_id = ?1 ORDER BY sequence_number DESC LIMIT 1")
                .Bind(1, persistenceId),
            row => (row.Number(0), Time(row.Number(1))))
        .SingleOrDefault();

    private string? Writer(MarkQuery query) => Rows(
            database.Prepare("SELECT writer_uuid FROM journal WHERE persistence_id = ?1 AND sequence_number = ?2")
                .Bind(1, query.PersistenceId).Bind(2, query.SequenceNumber),
            row => row.Text(0))
        .SingleOrDefault();

    private string? NextStream(string after) =>
        FirstText("SELECT persistence_id FROM journal WHERE persistence_id > ?1 ORDER BY persistence_id LIMIT 1", after);

    private string? NextWithRows(string from, string comparison)
    {
        var inAgenda = FirstText($"SELECT persistence_id FROM agenda WHERE persistence_id {comparison} ?1 ORDER BY persistence_id LIMIT 1", from);
        var inLookup = FirstText($"SELECT persistence_id FROM lookup WHERE persistence_id {comparison} ?1 ORDER BY persistence_id LIMIT 1", from);
        return inLookup is null || (inAgenda is not null && string.CompareOrdinal(inAgenda, inLookup) < 0) ? inAgenda : inLookup;
    }

    private string? FirstText(string sql, string parameter) => Rows(database.Prepare(sql).Bind(1, parameter), row => row.Text(0)).SingleOrDefault();

    private static List<T> Rows<T>(Statement statement, Func<Statement, T> read)
    {
        var rows = new List<T>();
        while (statement.Step())
        {
            rows.Add(read(statement));
        }

        statement.Reset();
        return rows;
    }

    private T InTransaction<T>(Func<T> work)
    {
        database.Prepare("BEGIN").Run();
        try
        {
            return work();
        }
        finally
        {
            if (!database.IsAutocommit)
            {
                database.Prepare("COMMIT").Run();
            }
        }
    }

    private static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
