using System.Globalization;
using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>
/// One session with the server that holds the journal's lock: as long as it lives, nobody else writes. A transaction that its predecessor
/// left behind is over by then, since a server frees a session's locks only after its transaction ended; so what is read here about an
/// unknown commit is final.
/// </summary>
internal sealed class WriteSession : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly KnownStreams known;
    private readonly long orderingOffset;
    private readonly FenceMemory fence = new();

    private WriteSession(NpgsqlConnection connection, SessionMark mark, long orderingOffset, int knownMax)
    {
        this.connection = connection;
        this.orderingOffset = orderingOffset;
        Mark = mark;
        known = new KnownStreams(knownMax);
    }

    /// <summary>Names it to a successor.</summary>
    public SessionMark Mark { get; }

    /// <summary>Opens a session and takes the lock; a predecessor of this process is ended first.</summary>
    /// <exception cref="JournalUnusableException">Another process holds the lock.</exception>
    public static async Task<WriteSession> OpenAsync(
        NpgsqlDataSource source, int schema, SessionMark? predecessor, PostgresJournalOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var mark = await JournalLock.TakeAsync(connection, schema, predecessor, options, time, cancellationToken);
            return new WriteSession(connection, mark, await OrderingAsync(connection, cancellationToken), options.KnownStreamsMax);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores a batch. An exception means: the outcome is unknown, and the session is of no more use.</summary>
    public async Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> appends, FencedCommit? fenced, CancellationToken cancellationToken)
    {
        if (fenced is not null && fence.Changes(fenced))
        {
            // Between two times that a shard was ours, another node may have written its streams.
            known.Clear();
        }

        KnownStream?[] learned;
        try
        {
            learned = await LearnAsync(appends, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            throw new NothingSentException(e);
        }

        var rows = new CommitRows(appends.Sum(append => append.Events.Count));
        var after = new KnownStream[appends.Count];
        for (var i = 0; i < appends.Count; i++)
        {
            var before = learned[i] ?? KnownStream.New;
            if (before.Head != appends[i].ExpectedSequenceNumber)
            {
                return new CommitOutcome.Conflict();
            }

            after[i] = rows.Add(appends[i], before);
        }

        try
        {
            await using var batch = rows.ToBatch(connection, orderingOffset, fenced);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (Failures.OutcomeOf(e) is { } outcome)
        {
            foreach (var append in appends)
            {
                known.Forget(append.PersistenceId);
            }

            fence.Forget();
            return e.SqlState == SharingSchema.FencedState && fenced is not null ? fenced.Lost(appends, SharingSchema.ShardsIn(e.Hint).ToHashSet()) : outcome;
        }

        for (var i = 0; i < appends.Count; i++)
        {
            known.Set(appends[i].PersistenceId, after[i]);
        }

        if (fenced is not null)
        {
            fence.Stored(fenced);
        }

        return new CommitOutcome.Committed();
    }

    public async Task<IReadOnlyList<StreamMark>> MarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken)
    {
        var ids = queries.Select(query => query.PersistenceId).ToList();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(Sql.Heads, Sql.Texts(ids)),
                Sql.Command(Sql.Writers, Sql.Texts(ids), Sql.Longs(queries.Select(query => query.SequenceNumber).ToList())),
            },
        };
        var (heads, writers) = (new long[ids.Count], new string?[ids.Count]);
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            heads[Index(rows)] = rows.GetInt64(1);
        }

        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            writers[Index(rows)] = rows.GetString(1);
        }

        // What the stale ones of a batch believed is wrong; the next append reads it anew.
        ids.ForEach(known.Forget);
        return [.. heads.Zip(writers, (head, writer) => new StreamMark(head, writer))];
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>
    /// What is true of the stream of each append, read where it is not remembered. A new stream needs no reading: its key alone keeps a second one
    /// out.
    /// </summary>
    private async Task<KnownStream?[]> LearnAsync(IReadOnlyList<AppendRequest> appends, CancellationToken cancellationToken)
    {
        var learned = new KnownStream?[appends.Count];
        var (ids, places) = (new List<string>(), new List<int>());
        for (var i = 0; i < appends.Count; i++)
        {
            learned[i] = known.Find(appends[i].PersistenceId);
            if (learned[i] is null && (appends[i].ExpectedSequenceNumber > 0 || appends[i].Events.Count == 0))
            {
                ids.Add(appends[i].PersistenceId);
                places.Add(i);
            }
        }

        if (ids.Count == 0)
        {
            return learned;
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Sql.Command(Sql.Heads, Sql.Texts(ids)), Sql.Command(Sql.AgendaOf, Sql.Texts(ids)), Sql.Command(Sql.LookupsOf, Sql.Texts(ids)) },
        };
        var heads = new long[ids.Count];
        var agenda = ids.ConvertAll(_ => new List<AgendaEntry>());
        var lookups = ids.ConvertAll(_ => new List<LookupEntry>());
        await using (var rows = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                heads[Index(rows)] = rows.GetInt64(1);
            }

            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                agenda[Index(rows)].Add(new AgendaEntry(rows.GetString(1), new DateTimeOffset(rows.GetInt64(2), TimeSpan.Zero)));
            }

            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                lookups[Index(rows)].Add(new LookupEntry(rows.GetString(1), rows.GetString(2)));
            }
        }

        for (var i = 0; i < ids.Count; i++)
        {
            learned[places[i]] = new KnownStream(heads[i], agenda[i], lookups[i]);
        }

        return learned;
    }

    /// <summary>
    /// The offset of the global order. Transaction ids start low again in a database restored into a new server: the offset is raised then,
    /// so that new events stand behind the old ones.
    /// </summary>
    private static async Task<long> OrderingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Raise =
            """
            UPDATE meta SET value = (((n.newest >> 20) + 1 - n.current) << 20)::text
            FROM (SELECT coalesce((SELECT j.ordering FROM journal j ORDER BY j.ordering DESC LIMIT 1), 0) AS newest, pg_current_xact_id()::text::bigint AS current) n
            WHERE key = 'ordering_offset' AND value::bigint + (n.current << 20) <= n.newest
            """;
        await Schema.ExecuteAsync(connection, Raise, cancellationToken);
        return long.Parse(
            (await Schema.TextAsync(connection, "SELECT value FROM meta WHERE key = 'ordering_offset'", cancellationToken))!, CultureInfo.InvariantCulture);
    }

    private static int Index(NpgsqlDataReader rows) => (int)rows.GetInt64(0) - 1;
}

/// <summary>The session failed before a transaction began: surely nothing was stored.</summary>
internal sealed class NothingSentException(Exception inner) : Exception(inner.Message, inner);
