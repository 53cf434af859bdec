using System.Collections.Immutable;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Peers;

/// <summary>What this engine answers for what it owns itself.</summary>
internal sealed class LocalPeer(EngineServices services) : IPeerEngine
{
    public Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken) =>
        AdminService.AskAsync(services, EntityIds.Registry, new RegistryCommand.Register(tenant, accounts, services.Time.GetUtcNow()), cancellationToken);

    public Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        AdminService.AskAsync(services, EntityIds.Registry, new RegistryCommand.Unregister(tenant, by.Name, by.Reason, services.Time.GetUtcNow()), cancellationToken);

    public Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken) => new TenantDeletion(services).RunAsync(tenant, cancellationToken);
}
