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

    /// <summary>Whether the state from all events equals the state from the latest snapshot and the events after it.</summary>
    Task<Verification> VerifyAsync(string persistenceId, CancellationToken cancellationToken);

    /// <summary>Tenants of the journal, as their own streams tell.</summary>
    Task<IReadOnlyList<TenantSummary>> TenantsAsync(CancellationToken cancellationToken);
}

/// <summary>Outcome of a rebuild.</summary>
/// <param name="PersistenceId">The stream.</param>
/// <param name="SequenceNumber">Its head.</param>
/// <param name="HasSnapshot">Whether there was a snapshot to compare with.</param>
/// <param name="Equal">Whether both states are equal; true without a snapshot, when the rebuild worked.</param>
/// <param name="Problem">What is wrong, or null.</param>
public sealed record Verification(string PersistenceId, long SequenceNumber, bool HasSnapshot, bool Equal, string? Problem);
