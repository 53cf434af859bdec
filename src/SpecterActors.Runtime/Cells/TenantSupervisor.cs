namespace SpecterActors.Runtime.Cells;

/// <summary>Supervises the entities of one tenant: they escalate here when they are broken, and the tenant hears of it.</summary>
internal sealed class TenantSupervisor(string tenant, Action<string, EntityFailure>? onEscalation) : Actor
{
    protected internal override void Receive(object message)
    {
        if (message is EntityFailure failure)
        {
            onEscalation?.Invoke(tenant, failure);
        }
    }
}
