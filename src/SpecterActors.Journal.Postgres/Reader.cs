using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>Turns rows into what the contract speaks of.</summary>
internal static class Reader
{
    /// <summary>Events of one page: enough that a round trip counts for little, and few enough that they are gone before the next but one.</summary>
    public const int PageEvents = 2_000;

    /// <summary>Snapshots, events and keys of many entities in one round trip and one consistent picture; of each at most the first events.</summary>
    public static async Task<IReadOnlyList<Recovery>> RecoverAsync(NpgsqlConnection connection, IReadOnlyList<RecoveryRequest> requests, CancellationToken cancellationToken)
    {
        var ids = requests.Select(request => request.PersistenceId).ToList();
        var wanted = requests.Select(request => request.UseSnapshot).ToList();
        var upto = requests.Select(request => request.ToSequenceNumber).ToList();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                Sql.Command(Sql.RecoverSnapshots, Sql.Texts(ids), Sql.Flags(wanted), Sql.Longs(upto)),
                Sql.Command(Sql.RecoverEvents, Sql.Texts(ids), Sql.Flags(wanted), Sql.Longs(upto), Sql.Long(PageEvents)),
                Sql.Command(Sql.KeysOf, Sql.Texts(ids)),
                Sql.Command("COMMIT"),
            },
        };
        var found = requests.Select(request => new Found(request)).ToList();
        await using (var rows = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                var entity = found[Index(rows)];
                entity.Snapshot = Snapshot(rows, entity.Request.PersistenceId, 1);
            }

            await rows.NextResultAsync(cancellationToken);
            var names = new Names();
            while (await rows.ReadAsync(cancellationToken))
            {
                var entity = found[Index(rows)];
                entity.Add(Event(rows, entity.Request.PersistenceId, names, 1));
            }

            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                found[Index(rows)].Keys[rows.GetString(1)] = rows.GetFieldValue<byte[]>(2);
            }
        }

        await ReadHeadsAsync(connection, found.FindAll(entity => entity.Head is null), cancellationToken);
        return found.ConvertAll(entity => new Recovery(entity.Snapshot, entity.Events, entity.Keys, entity.Head ?? 0) { EventsFollow = entity.Rows == PageEvents });
    }

    /// <summary>What stands beside the events of some streams, in one round trip.</summary>
    public static async Task<IReadOnlyList<StoredStream>> StoredStreamsAsync(NpgsqlConnection connection, IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken)
    {
        List<string> ids = [.. persistenceIds];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(Sql.AgendaOf, Sql.Texts(ids)), Sql.Command(Sql.LookupsOf, Sql.Texts(ids)), Sql.Command(Sql.KeysOf, Sql.Texts(ids)),
                Sql.Command(Sql.SnapshotsOf, Sql.Texts(ids)),
            },
        };
        var (agenda, lookups) = (ids.ConvertAll(_ => new List<AgendaEntry>()), ids.ConvertAll(_ => new List<LookupEntry>()));
        var (keys, snapshots) = (ids.ConvertAll(_ => new Dictionary<string, byte[]>(StringComparer.Ordinal)), new StoredSnapshot?[ids.Count]);
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        Action[] results =
        [
            () => agenda[Index(rows)].Add(new AgendaEntry(rows.GetString(1), Time(rows.GetInt64(2)))),
            () => lookups[Index(rows)].Add(new LookupEntry(rows.GetString(1), rows.GetString(2))),
            () => keys[Index(rows)][rows.GetString(1)] = rows.GetFieldValue<byte[]>(2),
            () => snapshots[Index(rows)] = Snapshot(rows, ids[Index(rows)], 1),
        ];
        foreach (var read in results)
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                read();
            }

            await rows.NextResultAsync(cancellationToken);
        }

        return [.. ids.Select((id, i) => new StoredStream(id, agenda[i], lookups[i], keys[i], snapshots[i]))];
    }

    public static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var result = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            result.Add(read(rows));
        }

        return result;
    }

    public static StoredEvent Event(NpgsqlDataReader row, string persistenceId, Names names, int first = 0) => new(
        row.GetInt64(first),
        persistenceId,
        row.GetInt64(first + 1),
        Time(row.GetInt64(first + 2)),
        names.Same(row.GetString(first + 3)),
        row.GetFieldValue<byte[]>(first + 4),
        names.Same(row.GetString(first + 5)));

    public static StoredSnapshot Snapshot(NpgsqlDataReader row, string persistenceId, int first = 0) =>
        new(persistenceId, row.GetInt64(first), Time(row.GetInt64(first + 1)), row.GetString(first + 2), row.GetFieldValue<byte[]>(first + 3));

    public static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    /// <summary>Only for those that were read in part: of the others the last event is the head.</summary>
    private static async Task ReadHeadsAsync(NpgsqlConnection connection, List<Found> some, CancellationToken cancellationToken)
    {
        if (some.Count > 0)
        {
            var heads = Sql.Command(Sql.Heads, Sql.Texts(some.ConvertAll(entity => entity.Request.PersistenceId)));
            foreach (var (index, head) in await RowsAsync(connection, heads, rows => (Index(rows), rows.GetInt64(1)), cancellationToken))
            {
                some[index].Head = head;
            }
        }
    }

    private static int Index(NpgsqlDataReader rows) => (int)rows.GetInt64(0) - 1;

    private sealed class Found(RecoveryRequest request)
    {
        public RecoveryRequest Request { get; } = request;

        public StoredSnapshot? Snapshot { get; set; }

        public List<StoredEvent> Events { get; } = [];

        public Dictionary<string, byte[]> Keys { get; } = new(StringComparer.Ordinal);

        /// <summary>Null until it is known.</summary>
        public long? Head { get; set; }

        public int Rows { get; private set; }

        public void Add(StoredEvent stored)
        {
            Rows++;
            Head = Request.ToSequenceNumber == long.MaxValue && Rows < PageEvents ? stored.SequenceNumber : null;

            if (stored.SequenceNumber > (Snapshot?.SequenceNumber ?? 0))
            {
                Events.Add(stored);
            }
        }
    }
}

/// <summary>Gives one string for many equal ones: rows repeat their names thousands of times.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);

    public string Same(string name)
    {
        if (seen.TryGetValue(name, out var same))
        {
            return same;
        }

        if (seen.Count < 1_000)
        {
            seen.Add(name, name);
        }

        return name;
    }
}
