using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

/// <summary>
/// A journal in a PostgreSQL database: every commit flushed before it is acknowledged, <c>journal</c> hash-partitioned by persistence id.
/// One process at a time writes it; it holds a session-level advisory lock for that. Or several nodes do, each the streams of its shards:
/// see <see cref="PostgresJournalOptions.Sharing"/>.
/// </summary>
/// <remarks>
/// <para>A lost connection is opened anew by the next commit. Until the server has surely ended the session before, nothing is asked or
/// written: the lock is free only after the last transaction of that session is over.</para>
/// <para>Reads wait their turn for one of a few connections; recoveries that wait share a query.</para>
/// </remarks>
public sealed partial class PostgresStore : IJournalStore
{
    private readonly PostgresJournalOptions options;
    private readonly NpgsqlDataSource reading;
    private readonly NpgsqlDataSource writing;
    private readonly int schema;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Places places;
    private readonly RecoveryQueue recoveries;
    private WriteSession? session;
    private SessionMark? predecessor;

    private PostgresStore(
        PostgresJournalOptions options, NpgsqlDataSource reading, NpgsqlDataSource writing, int schema, TimeProvider time, ILogger logger,
        IReadOnlyDictionary<string, byte[]> keySamples)
    {
        this.options = options;
        this.reading = reading;
        this.writing = writing;
        this.schema = schema;
        this.time = time;
        this.logger = logger;
        places = new Places(Math.Max(1, options.Readers));
        recoveries = new RecoveryQueue(
            requests => ReadAsync(connection => Reader.RecoverAsync(connection, requests, CancellationToken.None), CancellationToken.None),
            Math.Max(1, options.Readers),
            Math.Max(1, options.RecoveriesPerQuery));
        PersonalKeySamples = keySamples;
    }

    /// <inheritdoc/>
    public bool HasPersonalKeys => PersonalKeySamples.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]> PersonalKeySamples { get; }

    /// <summary>
    /// Opens the journal: checks the server, makes the tables or brings them to this program's schema (one process at a time), and takes the
    /// writer's lock.
    /// </summary>
    /// <exception cref="JournalUnusableException">
    /// Unreachable, wrong credentials, no such database, a newer schema, in use by another process, a server that would lose acknowledged
    /// events (fsync or synchronous_commit off), or a connection pooler in between; the remedy is told.
    /// </exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresJournalOptions options, TimeProvider time, ILogger<PostgresStore>? logger, CancellationToken cancellationToken)
    {
        var where = options.Address.Description;
        var (reading, writing) = (Connections.Readers(options), Connections.Writer(options));
        try
        {
            await using var connection = await writing.OpenConnectionAsync(cancellationToken);
            await ServerCheck.RunAsync(connection, where, !options.ReadOnly, options.Importing, cancellationToken);
            var schema = await Schema.PrepareAsync(connection, where, !options.ReadOnly, cancellationToken);
            if (!options.Importing)
            {
                await Schema.CheckFinishedAsync(connection, where, cancellationToken);
            }

            var samples = await Reader.RowsAsync(
                connection, Sql.Command(Sql.KeySamples), row => (Id: row.GetString(0), Wrapped: row.GetFieldValue<byte[]>(1)), cancellationToken);
            var store = new PostgresStore(
                options,
                reading,
                writing,
                schema,
                time,
                logger ?? NullLogger<PostgresStore>.Instance,
                new SortedDictionary<string, byte[]>(samples.ToDictionary(s => s.Id, s => s.Wrapped, StringComparer.Ordinal), StringComparer.Ordinal));
            if (!options.ReadOnly)
            {
                await store.SessionAsync(cancellationToken);
            }

            if (!options.ReadOnly && options.Sharing is null)
            {
                // What a lone writer stores is not counted by shard: nodes that share the journal later count anew.
                await Schema.ExecuteAsync(connection, "DELETE FROM meta WHERE key = 'manifests_counted'", cancellationToken);
            }

            return store;
        }
        catch (Exception e)
        {
            await reading.DisposeAsync();
            await writing.DisposeAsync();
            if (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                throw Failures.Unusable(where, e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken)
    {
        CheckMayWrite();
        for (var i = 0; i < batch.Count; i++)
        {
            if (TextCheck.WhyNever(batch[i]) is { } reason)
            {
                return new CommitOutcome.Refused(i, reason);
            }
        }

        FencedCommit? fenced = null;
        if (options.Sharing is { } sharing)
        {
            fenced = new FencedCommit(sharing.Fence, schema);
            if (fenced.Admit(batch) is { } barred)
            {
                return barred;
            }
        }

        WriteSession open;
        try
        {
            open = await SessionAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or JournalUnusableException or IOException or TimeoutException)
        {
            return new CommitOutcome.NotStored(e.Message, e);
        }

        try
        {
            return await open.CommitAsync(batch, fenced, cancellationToken);
        }
        catch (NothingSentException e)
        {
            await GiveUpAsync(open, e.InnerException!);
            return new CommitOutcome.NotStored(e.Message, e.InnerException);
        }
        catch (Exception e)
        {
            await GiveUpAsync(open, e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken)
    {
        var open = await SessionAsync(cancellationToken);
        try
        {
            return await open.MarksAsync(queries, cancellationToken);
        }
        catch (Exception e)
        {
            await GiveUpAsync(open, e);
            throw;
        }
    }

    /// <summary>Frees the journal for another process. Stop the journal above it first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (session is not null)
        {
            await session.DisposeAsync();
        }

        await reading.DisposeAsync();
        await writing.DisposeAsync();
    }

    private async Task<WriteSession> SessionAsync(CancellationToken cancellationToken)
    {
        CheckMayWrite();
        if (session is null)
        {
            session = await WriteSession.OpenAsync(writing, schema, predecessor, options, time, cancellationToken);
            predecessor = null;
            Log.SessionOpened(logger, options.Address.Description, session.Mark.ProcessId);
        }

        return session;
    }

    private void CheckMayWrite()
    {
        if (options.ReadOnly)
        {
            throw new JournalUnusableException("The journal is open for reading only.", "Open it for writing, with the service stopped.");
        }
    }

    private async Task GiveUpAsync(WriteSession failed, Exception reason)
    {
        Log.SessionLost(logger, reason, options.Address.Description, reason.Message);
        (session, predecessor) = (null, failed.Mark);
        try
        {
            await failed.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is broken already; the server ends it by its own means, and the successor asks for that.
            Log.SessionLost(logger, e, options.Address.Description, e.Message);
        }
    }
}
