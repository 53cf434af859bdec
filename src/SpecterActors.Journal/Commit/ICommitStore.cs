namespace SpecterActors.Journal.Commit;

/// <summary>
/// The disk below <see cref="GroupCommitJournal"/>: one transaction per batch, and reads. Small, so that each store (memory, SQLite, a
/// server) writes only what differs.
/// </summary>
/// <remarks>
/// An exception out of <see cref="CommitAsync"/> means that the outcome is unknown; out of a read, that nothing was read. Calls of
/// <see cref="CommitAsync"/> never overlap; reads and <see cref="SaveSnapshotAsync"/> may run beside one. Stream ids of one batch are
/// distinct. Members not described here keep the promise of the member of the same name in <see cref="IJournal"/>.
/// </remarks>
public interface ICommitStore
{
    /// <summary>
    /// Stores all appends of a batch in one transaction, or none of them. An append fits only if its
    /// <see cref="AppendRequest.ExpectedSequenceNumber"/> is the head of its stream at the moment of the commit.
    /// </summary>
    Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken);

    /// <summary>The head of each stream asked for, and who wrote the event at one sequence number; in the order of the questions, in one query.</summary>
    Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.RecoverAsync"/>
    Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.ReadStreamAsync"/>
    IAsyncEnumerable<StoredEvent> ReadStreamAsync(string persistenceId, long fromSequenceNumber, long toSequenceNumber, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.ReadAllAsync"/>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.ListStreamsAsync"/>
    Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.SaveSnapshotAsync"/>
    Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.LoadSnapshotAsync"/>
    Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.ReadAgendaAsync"/>
    Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.FindAsync"/>
    Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.LoadKeysAsync"/>
    Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.DestroyKeysAsync"/>
    Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken);

    /// <inheritdoc cref="IJournal.ListRowsAsync"/>
    /// <exception cref="NotSupportedException">This store cannot list its rows.</exception>
    Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<StreamRows>>(new NotSupportedException($"{GetType().Name} cannot list its rows."));

    /// <inheritdoc cref="IJournal.DeleteAsync"/>
    /// <exception cref="NotSupportedException">This store deletes nothing.</exception>
    Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken) =>
        Task.FromException<int>(new NotSupportedException($"{GetType().Name} deletes nothing."));
}

/// <summary>A question to <see cref="ICommitStore.ReadMarksAsync"/>.</summary>
/// <param name="PersistenceId">The stream.</param>
/// <param name="SequenceNumber">The event whose writer is wanted.</param>
public readonly record struct MarkQuery(string PersistenceId, long SequenceNumber);

/// <summary>The answer to a <see cref="MarkQuery"/>.</summary>
/// <param name="Head">Highest sequence number of the stream, 0 when it has none.</param>
/// <param name="WriterId">Who wrote the event asked for; null when there is no such event.</param>
public readonly record struct StreamMark(long Head, string? WriterId);
