using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Journal.Commit;

public sealed partial class GroupCommitJournal
{
    /// <inheritdoc/>
    public async Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken)
    {
        while (TryGetIdle(persistenceId, out var idle))
        {
            await idle.WaitAsync(cancellationToken);
        }

        return await Reading(store.RecoverAsync(persistenceId, useSnapshot, toSequenceNumber, cancellationToken));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken) =>
        Reading(store.ReadStreamAsync(persistenceId, fromSequenceNumber, toSequenceNumber, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken) =>
        Reading(store.ReadAllAsync(afterOrdering, max, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        Reading(store.ListStreamsAsync(prefix, after, max, cancellationToken));

    /// <inheritdoc/>
    public async Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        await Reading(Done(store.SaveSnapshotAsync(snapshot, cancellationToken)));

    /// <inheritdoc/>
    public Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        Reading(store.LoadSnapshotAsync(persistenceId, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken) =>
        Reading(store.ReadAgendaAsync(prefix, until, max, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        Reading(store.FindAsync(prefix, kind, value, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        Reading(store.LoadKeysAsync(persistenceId, cancellationToken));

    /// <inheritdoc/>
    public async Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) =>
        await Reading(Done(store.DestroyKeysAsync(keyIds, cancellationToken)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        Reading(store.ListRowsAsync(prefix, after, max, cancellationToken));

    /// <inheritdoc/>
    public Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken) =>
        Reading(store.DeleteAsync(prefix, rowsMax, cancellationToken));

    private bool TryGetIdle(string persistenceId, [NotNullWhen(true)] out Task? idle)
    {
        lock (gate)
        {
            return busy.TryGetIdle(persistenceId, out idle);
        }
    }

    private static async Task<bool> Done(Task work)
    {
        await work;
        return true;
    }

    /// <summary>Every failure of the store reaches the caller as the one exception that means "transient: back off".</summary>
    private static async Task<T> Reading<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception e) when (e is not (OperationCanceledException or JournalUnavailableException or JournalUnusableException or NotSupportedException))
        {
            throw new JournalUnavailableException($"The journal cannot be used now: {e.Message}", e);
        }
    }

    private static async IAsyncEnumerable<StoredEvent> Reading(IAsyncEnumerable<StoredEvent> events)
    {
        await using var rows = events.GetAsyncEnumerator();
        while (true)
        {
            // Nearly every row is at hand already: a page comes at once.
            var row = rows.MoveNextAsync();
            if (!(row.IsCompletedSuccessfully ? row.Result : await Reading(row.AsTask())))
            {
                yield break;
            }

            yield return rows.Current;
        }
    }
}
