using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Compliance;

/// <summary>A store whose commits a test can hold back, fail or record; everything else goes straight through.</summary>
public sealed class InterceptedStore(ICommitStore inner) : ICommitStore
{
    public delegate Task<CommitOutcome> Interceptor(IReadOnlyList<AppendRequest> batch, Func<Task<CommitOutcome>> commit);

    public Interceptor OnCommit { get; set; } = (_, commit) => commit();

    public Func<Task> BeforeMarks { get; set; } = () => Task.CompletedTask;

    public Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken) =>
        OnCommit(batch, () => inner.CommitAsync(batch, cancellationToken));

    public async Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken)
    {
        await BeforeMarks();
        return await inner.ReadMarksAsync(queries, cancellationToken);
    }

    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken) =>
        inner.RecoverAsync(persistenceId, useSnapshot, toSequenceNumber, cancellationToken);

    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(persistenceId, fromSequenceNumber, toSequenceNumber, cancellationToken);

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken) =>
        inner.ReadAllAsync(afterOrdering, max, cancellationToken);

    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        inner.ListStreamsAsync(prefix, after, max, cancellationToken);

    public Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        inner.SaveSnapshotAsync(snapshot, cancellationToken);

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
}
