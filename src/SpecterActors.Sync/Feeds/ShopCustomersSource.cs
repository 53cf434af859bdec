using SpecterActors.Connectors;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Feeds;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>Registered customers of a shop, by change time with overlap; there only when their changes are carried over. The first reading is no change.</summary>
internal sealed class ShopCustomersSource(ShopRuntime shop, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : CursorFeedSource<ShopCustomerRead>(services, runtime, feedId, memory)
{
    private CallOptions Options => new(CallPriority.Catalogue, FeedId);

    protected override Task<Outcome<Page<ShopCustomerRead>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) =>
        shop.Connector.ReadCustomersAsync(since, token, Options, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopCustomerRead row) => (row.Uid, row.ChangedAt);

    protected override Delivery DeliveryOf(ShopCustomerRead row)
    {
        var target = EntityIds.ShopCustomer(Tenant, shop.Settings.Id, row.Uid);
        return new Delivery(
            target, row.Uid, [], (timeout, ct) => StoreAsync(target, new ShopCustomerCommand.Observe(row.Buyer, target, Memory.FirstScan, Now), timeout, ct));
    }

    protected override bool ReadsHeldRowsSingly => false;

    public override Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        // Personal data are never kept by the feed: the next round reads the customer again.
        Memory.HandedOver.Remove(row.Payload);
        Runtime.Boards[FeedId[(FeedId.LastIndexOf('/') + 1)..]].Ring();
        return Task.FromResult(true);
    }
}
