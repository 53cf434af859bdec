using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>What an order tells its supplement.</summary>
internal static class SupplementMessage
{
    /// <summary>The message of the order's state of now.</summary>
    public static OrderCommand.Supplement Of(Successor next, OrderState parent, string tenant, TenantRuntime runtime, DateTimeOffset at)
    {
        // The supplement is a record of its own: its copy of the buyer stands under its own key.
        var buyer = new Personal<Buyer>(EntityIds.Order(tenant, next.ExternalNo), (parent.Edit?.Buyer ?? parent.Buyer)?.Value);
        return new OrderCommand.Supplement(parent.ShopId, next.ExternalNo, next.Link, parent.Shop!, buyer, runtime.Erp.Connector.CancelsOrders, at);
    }
}
