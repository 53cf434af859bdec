using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>What a shop's order shows against what the engine knows of it. Pure.</summary>
public static class OrderDrift
{
    /// <summary>Kind of the difference; null when there is none, or the order is in motion.</summary>
    /// <param name="state">The order as the engine knows it; null when it never met it.</param>
    /// <param name="shown">The order in the shop.</param>
    /// <param name="readAt">The shop was read no earlier than this: what changed since is not seen by it.</param>
    public static DriftKind? Of(OrderState? state, ShopOrder shown, DateTimeOffset readAt)
    {
        if (state?.Shop is null)
        {
            // Cancelled before anybody saw it: there is nothing to carry over.
            return shown.Discarded ? null : DriftKind.OrderMissing;
        }

        if (state.Shop.Uid != shown.Uid || state is { ErpOrderNo: null } or { NumberWriteOpen: true } or { Supplement: not null } || state.ChangedAt >= readAt)
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(shown.ExternalOrderNumber) ? DriftKind.OrderNumber
            : shown.ExternalOrderNumber.Trim() != state.ErpOrderNo ? DriftKind.OrderNumberOther
            : null;
    }
}
