using System.Runtime.CompilerServices;
using Npgsql;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Postgres;

public sealed partial class PostgresStore
{
    private static readonly TimeSpan HorizonPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HorizonWait = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken)
    {
        var answer = recoveries.RecoverAsync(new RecoveryRequest(persistenceId, useSnapshot, toSequenceNumber) { Cancellation = cancellationToken });
        return cancellationToken.CanBeCanceled ? answer.WaitAsync(cancellationToken) : answer;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string persistenceId, long fromSequenceNumber, long toSequenceNumber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<List<StoredEvent>> PageAsync(long from)
        {
            var names = new Names();
            return RowsAsync(
                Sql.Command(Sql.Stream, Sql.Text(persistenceId), Sql.Long(from), Sql.Long(toSequenceNumber), Sql.Long(Reader.PageEvents)),
                row => Reader.Event(row, persistenceId, names),
                cancellationToken);
        }

        var next = PageAsync(fromSequenceNumber);
        try
        {
            while (true)
            {
                var page = await next;
                if (page.Count == Reader.PageEvents)
                {
                    // The server works on the next page while the caller takes this one.
                    next = PageAsync(page[^1].SequenceNumber + 1);
                }

                foreach (var stored in page)
                {
                    yield return stored;
                }

                if (page.Count < Reader.PageEvents)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // A caller that stops early leaves a page behind; what becomes of it concerns nobody.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = new Names();
        var horizon = await HorizonAsync(cancellationToken);
        var (after, left) = (afterOrdering, max);
        while (left > 0)
        {
            var size = Math.Min(left, Reader.PageEvents);
            var command = Sql.Command(Sql.After, Sql.Long(after), Sql.Long(horizon), Sql.Long(size));
            var page = await RowsAsync(command, row => Reader.Event(row, names.Same(row.GetString(6)), names), cancellationToken);
            foreach (var stored in page)
            {
                yield return stored;
            }

            if (page.Count < size)
            {
                yield break;
            }

            after = page[^1].Ordering;
            left -= page.Count;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) => await RowsAsync(
        Sql.Command(Sql.Streams, Sql.Text(prefix), Sql.Text(after ?? ""), Sql.Long(max)),
        row => new StreamHead(row.GetString(0), row.GetInt64(1), Reader.Time(row.GetInt64(2))),
        cancellationToken);

    /// <inheritdoc/>
    public async Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        CheckMayWrite();

        await ReadAsync(
            connection => TransactAsync(
                connection,
                [
                    // Without a flush of its own: losing the last ones in a crash of the server costs nothing but replay.
                    Sql.Command("SET LOCAL synchronous_commit TO OFF"),
                    Sql.Command(
                        Sql.SaveSnapshot, Sql.Text(snapshot.PersistenceId), Sql.Long(snapshot.SequenceNumber), Sql.Long(snapshot.Created.UtcTicks),
                        Sql.Bytes(snapshot.Payload), Sql.Text(snapshot.Manifest)),
                    Sql.Command(Sql.DeleteOlderSnapshots, Sql.Text(snapshot.PersistenceId), Sql.Long(snapshot.SequenceNumber)),
                ],
                cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        (await RowsAsync(Sql.Command(Sql.Snapshot, Sql.Text(persistenceId)), row => Reader.Snapshot(row, persistenceId), cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken)
    {
        var ofTenant = prefix.Contains('/');
        var command = Sql.Command(ofTenant ? Sql.AgendaDueOfTenant : Sql.AgendaDue, Sql.Text(prefix), Sql.Long(until.UtcTicks), Sql.Long(max));
        if (ofTenant)
        {
            command.Parameters.Add(Sql.Text(PersistenceId.TenantOf(prefix)));
        }

        var names = new Names();
        return await RowsAsync(command, row => new AgendaRow(row.GetString(0), names.Same(row.GetString(1)), Reader.Time(row.GetInt64(2))), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        await RowsAsync(Sql.Command(Sql.Find, Sql.Text(prefix), Sql.Text(kind), Sql.Text(value)), row => row.GetString(0), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        (await RowsAsync(
            Sql.Command(Sql.KeysOf, Sql.Texts([persistenceId])), row => (Id: row.GetString(1), Wrapped: row.GetFieldValue<byte[]>(2)), cancellationToken))
        .ToDictionary(key => key.Id, key => key.Wrapped, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredStream>> ReadContentAsync(IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken) =>
        await ReadAsync(connection => Reader.StoredStreamsAsync(connection, persistenceIds, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReadDestroyedKeysAsync(string after, int max, CancellationToken cancellationToken) =>
        await RowsAsync(Sql.Command(Sql.DestroyedKeys, Sql.Text(after), Sql.Long(max)), row => row.GetString(0), cancellationToken);

    /// <inheritdoc/>
    public async Task MarkUnfinishedAsync(bool unfinished, CancellationToken cancellationToken)
    {
        CheckMayWrite();
        await ReadAsync(
            connection => TransactAsync(
                connection,
                [
                    // A commit that waits for the disk takes the log of all before it along.
                    Sql.Command("SET LOCAL synchronous_commit TO ON"),
                    Sql.Command(unfinished ? Sql.MarkUnfinished : Sql.MarkFinished),
                ],
                cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken)
    {
        CheckMayWrite();
        List<string> ids = [.. keyIds];
        await ReadAsync(
            async connection =>
            {
                await TransactAsync(
                    connection,
                    [
                        // The lock waits for commits that bring keys and holds back later ones: none of them can slip a destroyed key in.
                        Sql.Command("LOCK TABLE personal_key IN SHARE ROW EXCLUSIVE MODE"),
                        Sql.Command("INSERT INTO destroyed_key (key_id) SELECT unnest($1) ON CONFLICT DO NOTHING", Sql.Texts(ids)),
                        Sql.Command("DELETE FROM personal_key WHERE key_id = ANY ($1)", Sql.Texts(ids)),
                    ],
                    cancellationToken);
                await VacuumAsync(connection, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Statements as one transaction in one round trip.</summary>
    private static async Task<int> TransactAsync(NpgsqlConnection connection, IReadOnlyList<NpgsqlBatchCommand> statements, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in (NpgsqlBatchCommand[])[Sql.Command("BEGIN"), .. statements, Sql.Command("COMMIT")])
        {
            batch.BatchCommands.Add(statement);
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the rows' space back to be written over. The keys are destroyed already, so a failure here is no failure of the call.</summary>
    private async Task VacuumAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await Schema.ExecuteAsync(connection, "VACUUM personal_key", cancellationToken);
        }
        catch (NpgsqlException e)
        {
            Log.VacuumFailed(logger, e);
        }
    }

    /// <summary>
    /// Up to where nothing can appear any more. Waits a little for transactions that began before what can be seen now, so that what was
    /// acknowledged is not missing for want of a neighbour.
    /// </summary>
    private async Task<long> HorizonAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        long? newest = null;
        while (true)
        {
            var (horizon, seen) = (await RowsAsync(
                Sql.Command(Sql.Horizon), row => (row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), cancellationToken)).Single();
            newest ??= seen;
            if (newest < horizon || time.GetElapsedTime(began) > HorizonWait)
            {
                return horizon;
            }

            await Task.Delay(HorizonPause, time, cancellationToken);
        }
    }

    private Task<List<T>> RowsAsync<T>(NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(connection => Reader.RowsAsync(connection, command, read, cancellationToken), cancellationToken);

    private Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => places.AtAsync(
        async () =>
        {
            await using var connection = await reading.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        },
        cancellationToken);
}
