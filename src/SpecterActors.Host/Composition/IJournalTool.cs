using SpecterActors.Journal;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Composition;

/// <summary>Looks into a journal without running anything; works beside a running node.</summary>
public interface IJournalTool : IAsyncDisposable
{
    /// <summary>Streams whose id starts with <paramref name="prefix"/>, in ordinal order, after <paramref name="after"/>, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<StreamHead>> ListAsync(string prefix, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Events of a stream, oldest first; personal parts show as such.</summary>
    Task<IReadOnlyList<JournalEvent>> EventsAsync(string persistenceId, long from, int max, CancellationToken cancellationToken);

    /// <summary>State rebuilt from the journal, now or at a sequence number; null when there are no events.</summary>
    Task<EntityView?> StateAsync(string persistenceId, long? at, CancellationToken cancellationToken);

    /// <summary>Whether the state from all events equals the state from the latest snapshot and the events after it, and the rows beside it follow from it.</summary>
    Task<Verification> VerifyAsync(string persistenceId, CancellationToken cancellationToken);

    /// <summary>
    /// Compares agenda and lookup rows with what the states say, also rows of streams that do not exist. With <paramref name="repair"/> what
    /// differs is written anew: that needs the journal for itself.
    /// </summary>
    /// <param name="prefix">Only streams that start so.</param>
    /// <param name="repair">Whether to put right what differs.</param>
    /// <param name="looked">Told from time to time how many streams were looked at.</param>
    /// <param name="cancellationToken">Ends it; what was written stays.</param>
    /// <exception cref="JournalUnusableException">To be repaired, but a service holds the journal.</exception>
    Task<TableReport> CompareTablesAsync(string prefix, bool repair, Action<long> looked, CancellationToken cancellationToken);

    /// <summary>A tenant with its settings, secrets by name only; null when there is none.</summary>
    Task<TenantDetail?> TenantAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tenants of the journal, as their own streams tell.</summary>
    Task<IReadOnlyList<TenantSummary>> TenantsAsync(CancellationToken cancellationToken);
}

/// <summary>Outcome of a rebuild.</summary>
/// <param name="PersistenceId">The stream.</param>
/// <param name="SequenceNumber">Its head.</param>
/// <param name="HasSnapshot">Whether there was a snapshot to compare with.</param>
/// <param name="Equal">Whether both states are equal, and agenda and lookup rows are what the state says; without a snapshot, only the latter.</param>
/// <param name="Problem">What is wrong, or null.</param>
public sealed record Verification(string PersistenceId, long SequenceNumber, bool HasSnapshot, bool Equal, string? Problem);

/// <summary>What a comparison of the tables found.</summary>
/// <param name="Streams">Streams looked at.</param>
/// <param name="Different">Streams whose rows differ.</param>
/// <param name="Repaired">Of them, those written anew.</param>
/// <param name="Differences">What differs, the first of them, at most 1,000.</param>
public sealed record TableReport(long Streams, long Different, long Repaired, IReadOnlyList<TableFinding> Differences);

/// <summary>Rows of one stream that are not what its state says.</summary>
public sealed record TableFinding(string PersistenceId, string Text, bool Repaired);
