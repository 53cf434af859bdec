using SpecterActors.Journal;

namespace SpecterActors.TestKit;

/// <summary>What a <see cref="FaultyJournal"/> does with one call.</summary>
public abstract record JournalFault
{
    private JournalFault() { }

    /// <summary>Fails before anything is done.</summary>
    public sealed record Fail(Exception Failure) : JournalFault;

    /// <summary>Does it, then fails: the outcome is unknown to the caller.</summary>
    public sealed record DoThenFail(Exception Failure) : JournalFault;

    /// <summary>Refuses the append for good.</summary>
    public sealed record Reject(string Reason) : JournalFault;

    /// <summary>Never answers.</summary>
    public sealed record Hang : JournalFault;

    /// <summary>Waits before doing it.</summary>
    public sealed record Delay(TimeSpan By) : JournalFault;
}

/// <summary>A journal in front of another that fails, refuses, hangs or delays as told, per append or recovery.</summary>
public sealed class FaultyJournal(IJournal inner, TimeProvider time) : IJournal
{
    /// <summary>Asked before each append; null: nothing goes wrong.</summary>
    public Func<AppendRequest, JournalFault?> OnAppend { get; set; } = _ => null;

    /// <summary>Asked before each recovery, by persistence id.</summary>
    public Func<string, JournalFault?> OnRecover { get; set; } = _ => null;

    /// <summary>What becomes of the answer to each recovery: a store that shows too little.</summary>
    public Func<Recovery, Recovery> AlterRecovery { get; set; } = recovery => recovery;

    /// <summary>Asked before each snapshot is saved.</summary>
    public Func<StoredSnapshot, JournalFault?> OnSnapshot { get; set; } = _ => null;

    /// <summary>Appends asked for so far.</summary>
    public int Appends { get; private set; }

    /// <summary>Recoveries asked for so far.</summary>
    public int Recoveries { get; private set; }

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        Appends++;
        var fault = OnAppend(request);
        return fault is JournalFault.Reject reject
            ? Task.FromResult<AppendResult>(new AppendResult.Rejected(reject.Reason))
            : SufferAsync(fault, () => inner.AppendAsync(request, cancellationToken));
    }

    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken)
    {
        Recoveries++;
        return SufferAsync(
            OnRecover(persistenceId),
            async () => AlterRecovery(await inner.RecoverAsync(persistenceId, useSnapshot, toSequenceNumber, cancellationToken)));
    }

    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(persistenceId, fromSequenceNumber, toSequenceNumber, cancellationToken);

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken) =>
        inner.ReadAllAsync(afterOrdering, max, cancellationToken);

    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        inner.ListStreamsAsync(prefix, after, max, cancellationToken);

    public Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        SufferAsync(OnSnapshot(snapshot), async () =>
        {
            await inner.SaveSnapshotAsync(snapshot, cancellationToken);
            return true;
        });

    public Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        inner.LoadSnapshotAsync(persistenceId, cancellationToken);

    public Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken) =>
        inner.ReadAgendaAsync(prefix, until, max, cancellationToken);

    public Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        inner.FindAsync(prefix, kind, value, cancellationToken);

    public Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        inner.LoadKeysAsync(persistenceId, cancellationToken);

    public Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) =>
        inner.DestroyKeysAsync(keyIds, cancellationToken);

    public Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        inner.ListRowsAsync(prefix, after, max, cancellationToken);

    public Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken) =>
        inner.DeleteAsync(prefix, rowsMax, cancellationToken);

    private async Task<T> SufferAsync<T>(JournalFault? fault, Func<Task<T>> work)
    {
        switch (fault)
        {
            case null:
                return await work();
            case JournalFault.Fail fail:
                throw fail.Failure;
            case JournalFault.DoThenFail fail:
                await work();
                throw fail.Failure;
            case JournalFault.Hang:
                return await new TaskCompletionSource<T>().Task;
            case JournalFault.Delay delay:
                await Task.Delay(delay.By, time);
                return await work();
            default:
                throw new ArgumentException($"{fault} does not fit this call.", nameof(fault));
        }
    }
}
