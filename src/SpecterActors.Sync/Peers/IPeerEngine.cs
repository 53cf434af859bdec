using System.Collections.Immutable;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Sync.Peers;

/// <summary>
/// What the engines of several nodes ask of each other. An engine answers for what it owns (<see cref="IEngine.Peer"/>); the host gives it
/// one that passes each call to the node that owns the matter (<see cref="EngineOptions.Peers"/>). Every call may be repeated.
/// </summary>
public interface IPeerEngine
{
    /// <summary>Registers a tenant and its outside accounts; answered by the owner of the installation's own shard.</summary>
    Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken);

    /// <summary>Takes a tenant off the list and has its data deleted; answered by the owner of the installation's own shard.</summary>
    Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Stops a removed tenant for good and deletes its callbacks, key and rows; answered by the owner of the tenant's shard. Returns when
    /// nothing of it is left. Throws when it could not be finished: then it is asked for again.
    /// </summary>
    Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken);
}
