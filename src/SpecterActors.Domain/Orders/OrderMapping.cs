using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Outcome of mapping a shop's order to the ERP's.</summary>
public abstract record OrderMapping
{
    private OrderMapping() { }

    /// <summary>It can go.</summary>
    public sealed record Mapped(ErpOrderDraft Draft) : OrderMapping;

    /// <summary>It cannot; nothing may be sent.</summary>
    public sealed record Rejected(Parking Parking) : OrderMapping;
}
