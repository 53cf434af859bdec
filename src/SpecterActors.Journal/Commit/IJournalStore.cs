namespace SpecterActors.Journal.Commit;

/// <summary>
/// An open store with what a start, and a move into another store, must know of it. Disposing ends what is under way and frees the journal
/// for another process.
/// </summary>
public interface IJournalStore : ICommitStore, IAsyncDisposable
{
    /// <summary>Whether personal keys were stored when the journal was opened: then the key file must be there.</summary>
    bool HasPersonalKeys { get; }

    /// <summary>One personal key (id, wrapped bytes) of each tenant as they were when the journal was opened, to try the key file on.</summary>
    IReadOnlyDictionary<string, byte[]> PersonalKeySamples { get; }

    /// <summary>What stands beside the events of these streams, in the order asked for.</summary>
    Task<IReadOnlyList<StoredStream>> ReadContentAsync(IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken);

    /// <summary>Ids of destroyed keys after <paramref name="after"/> in ordinal order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<string>> ReadDestroyedKeysAsync(string after, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Marks the journal as half filled, or takes the mark off, durably and with everything committed before. A marked journal is opened by
    /// nothing but an import.
    /// </summary>
    Task MarkUnfinishedAsync(bool unfinished, CancellationToken cancellationToken);
}

/// <summary>What stands beside the events of one stream.</summary>
/// <param name="PersistenceId">The stream.</param>
/// <param name="Agenda">Its agenda.</param>
/// <param name="Lookups">Its lookup rows.</param>
/// <param name="Keys">Its living personal keys, wrapped.</param>
/// <param name="Snapshot">Its latest snapshot, or null.</param>
public sealed record StoredStream(
    string PersistenceId, IReadOnlyList<AgendaEntry> Agenda, IReadOnlyList<LookupEntry> Lookups, IReadOnlyDictionary<string, byte[]> Keys, StoredSnapshot? Snapshot);
