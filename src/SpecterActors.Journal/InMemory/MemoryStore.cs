using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.InMemory;

/// <summary>
/// A store in memory: for tests, and the durable disk of the simulation. What it holds outlives the journal above it, so a crashed
/// node's successor takes the same store. Faults come from <see cref="Faults"/>.
/// </summary>
/// <remarks>Safe from any thread. Without a fault every call completes at once on the caller's thread.</remarks>
public sealed class MemoryStore : ICommitStore
{
    private readonly Lock gate = new();
    private readonly MemoryTables tables = new();

    /// <summary>Makes an empty store; <paramref name="time"/> times delayed and late calls.</summary>
    public MemoryStore(TimeProvider? time = null) => Time = time ?? TimeProvider.System;

    /// <summary>Clock of delayed and late calls. In a simulation that of the world, so that a late commit outlives the node that sent it.</summary>
    public TimeProvider Time { get; set; }

    /// <summary>Decides, call by call, what goes wrong; null: nothing does.</summary>
    public Func<StoreCall, StoreFault>? Faults { get; set; }

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken) => CommitAsync(batch, null, cancellationToken);

    /// <summary>
    /// As the other one, with a check within the transaction: <paramref name="check"/> is asked at the moment of the commit, of a late one, too,
    /// and what it answers other than null is the outcome, with nothing stored.
    /// </summary>
    public async Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, Func<CommitOutcome?>? check, CancellationToken cancellationToken)
    {
        var fault = FaultOf(StoreOperation.Commit, batch);
        switch (fault)
        {
            case StoreFault.Refuse refuse:
                return new CommitOutcome.NotStored(refuse.Reason);
            case StoreFault.Reject reject:
                return new CommitOutcome.Refused(reject.Index, reject.Reason);
            case StoreFault.DoneLate late:
                CommitLate(batch, check, late.After);
                throw Failure(fault);
            default:
                return await SufferAsync(fault, () => check?.Invoke() ?? tables.Commit(batch), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<StreamMark>>(StoreOperation.Marks, () => [.. queries.Select(tables.Mark)], cancellationToken);

    /// <inheritdoc/>
    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Recover, () => tables.Recover(persistenceId, useSnapshot, toSequenceNumber), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string persistenceId, long fromSequenceNumber, long toSequenceNumber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = await DoAsync(StoreOperation.Read, () => tables.Slice(persistenceId, fromSequenceNumber, toSequenceNumber), cancellationToken);
        foreach (var stored in events)
        {
            yield return stored;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = await DoAsync(StoreOperation.Read, () => tables.After(afterOrdering, max), cancellationToken);
        foreach (var stored in events)
        {
            yield return stored;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Streams(prefix, after, max), cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Snapshot, () => Nothing(() => tables.Save(snapshot)), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Snapshot(persistenceId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Agenda(prefix, until, max), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Find(prefix, kind, value), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Keys(persistenceId), cancellationToken);

    /// <inheritdoc/>
    public Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Destroy, () => Nothing(() => tables.Destroy(keyIds)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Read, () => tables.Rows(prefix, after, max), cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken) =>
        DoAsync(StoreOperation.Destroy, () => tables.Delete(prefix, rowsMax), cancellationToken);

    private StoreFault FaultOf(StoreOperation operation, IReadOnlyList<AppendRequest> batch)
    {
        lock (gate)
        {
            return Faults?.Invoke(new StoreCall(operation, batch)) ?? new StoreFault.None();
        }
    }

    private async Task<T> DoAsync<T>(StoreOperation operation, Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await SufferAsync(FaultOf(operation, []), work, cancellationToken);
    }

    private async Task<T> SufferAsync<T>(StoreFault fault, Func<T> work, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case StoreFault.None:
                return Locked(work);
            case StoreFault.FailAfter:
                Locked(work);
                throw Failure(fault);
            case StoreFault.Delay delay:
                await Task.Delay(delay.Before, Time, cancellationToken);
                var result = Locked(work);
                await Task.Delay(delay.After, Time, cancellationToken);
                return result;
            case StoreFault.FailBefore or StoreFault.DoneLate or StoreFault.Refuse or StoreFault.Reject:
                throw Failure(fault);
            default:
                throw new UnreachableException(fault.GetType().Name);
        }
    }

    /// <summary>By a timer and not by an await: the late commit belongs to the disk and comes even if the node that sent it is gone.</summary>
    private void CommitLate(IReadOnlyList<AppendRequest> batch, Func<CommitOutcome?>? check, TimeSpan after)
    {
        ITimer? timer = null;
        timer = Time.CreateTimer(
            _ =>
            {
                Locked(() => check?.Invoke() ?? tables.Commit(batch));
                timer?.Dispose();
            },
            null,
            after,
            Timeout.InfiniteTimeSpan);
    }

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }

    private static bool Nothing(Action work)
    {
        work();
        return true;
    }

    private static IOException Failure(StoreFault fault) => new($"Simulated store fault: {fault.GetType().Name}.");
}
