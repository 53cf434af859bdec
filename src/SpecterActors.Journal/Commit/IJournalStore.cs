namespace SpecterActors.Journal.Commit;

/// <summary>An open store with what a start must know of it. Disposing ends what is under way and frees the journal for another process.</summary>
public interface IJournalStore : ICommitStore, IAsyncDisposable
{
    /// <summary>Whether personal keys were stored when the journal was opened: then the key file must be there.</summary>
    bool HasPersonalKeys { get; }

    /// <summary>One personal key (id, wrapped bytes) of each tenant as they were when the journal was opened, to try the key file on.</summary>
    IReadOnlyDictionary<string, byte[]> PersonalKeySamples { get; }
}
