using SpecterActors.Domain;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Cluster;

/// <summary>An action on this node's engine was not done since its tenant was just leaving: it may be told again.</summary>
internal sealed class TenantMovedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal => refusal;

    /// <summary>Passes the result on, unless nothing was done and the tenant has gone.</summary>
    public static AdminResult Check(AdminResult result) => result.Moved ? throw new TenantMovedException(result.Refusal!) : result;
}
