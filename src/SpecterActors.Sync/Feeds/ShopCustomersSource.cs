using System.Globalization;
using SpecterActors.Connectors;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Feeds;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>Registered customers of a shop, by change time with overlap; there only when their changes are carried over. The first reading is no change.</summary>
internal sealed class ShopCustomersSource(ShopRuntime shop, EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : CursorFeedSource<ShopCustomerRead>(services, runtime, feedId, memory)
{
    /// <summary>In what is kept of a row of the first reading.</summary>
    private const string FirstMark = "first";

    /// <summary>Whether a list from a time on holds what was changed at that very time need not be known.</summary>
    private static readonly TimeSpan ListGrain = TimeSpan.FromSeconds(1);

    private CallOptions Options => new(CallPriority.Catalogue, FeedId);

    protected override Task<Outcome<Page<ShopCustomerRead>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken) =>
        shop.Connector.ReadCustomersAsync(since, token, Options, cancellationToken);

    protected override (string Uid, DateTimeOffset ChangedAt)? Stamp(ShopCustomerRead row) => (row.Uid, row.ChangedAt);

    protected override Delivery DeliveryOf(ShopCustomerRead row) => DeliveryOf(row, Memory.FirstScan);

    private Delivery DeliveryOf(ShopCustomerRead row, bool baseline)
    {
        var target = EntityIds.ShopCustomer(Tenant, shop.Settings.Id, row.Uid);
        return new Delivery(
            target, $"{row.Uid}\t{row.ChangedAt:O}\t{(baseline ? FirstMark : "")}", [],
            (timeout, ct) => StoreAsync(target, new ShopCustomerCommand.Observe(row.Buyer, target, baseline, Now), timeout, ct));
    }

    /// <summary>
    /// Personal data are never kept by the feed: the list is read again from the time of the row, which may lie far behind the cursor. What the
    /// first reading showed is no change as long as it was not changed since.
    /// </summary>
    public override async Task<bool> RedeliverAsync(HeldRow row, CancellationToken cancellationToken)
    {
        // Kept without its time: it may stand anywhere in the list.
        var (uid, changedAt, first) = row.Payload.Split('\t') is [var kept, var time, var mark]
            ? (kept, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), mark == FirstMark)
            : (row.Payload, DateTimeOffset.UnixEpoch + ListGrain, false);
        string? token = null;
        do
        {
            if (await PageAsync(changedAt - ListGrain, token, cancellationToken) is not Outcome<Page<ShopCustomerRead>>.Done { Value: var page })
            {
                return false;
            }

            if (page.Items.FirstOrDefault(customer => customer.Uid == uid) is { } found)
            {
                return await TryHandOverAsync(DeliveryOf(found, first && found.ChangedAt == changedAt), cancellationToken) is null;
            }

            token = page.NextPageToken;
        }
        while (token is not null);

        return true;
    }
}
