using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Sync.Feeds;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Admin;

/// <summary>Orders that go by hand (A17): one, or a range of the past.</summary>
internal sealed partial class AdminService
{
    private const int RangeMax = 5_000;
    private const int RangeShownMax = 200;

    public Task<IReadOnlyList<AttentionRow>> GetHeldAsync(string tenant, int max, CancellationToken cancellationToken) =>
        AttentionAsync(tenant, "held", max, cancellationToken);

    public async Task<AdminResult> ExportOrderAsync(string tenant, string number, Operator by, CancellationToken cancellationToken)
    {
        var (id, order, missing) = await OrderOfAsync(tenant, number, cancellationToken);
        if (missing is not null)
        {
            return missing;
        }

        if (RulesOf(tenant, order!.ShopId) is not { } rules)
        {
            return NotRunning(tenant);
        }

        var result = await AskAsync(id, new OrderCommand.Export(by.Reason, rules, Now), cancellationToken);
        return result.Ok ? await AuditAsync(tenant, $"export order {number}", by, cancellationToken) : result;
    }

    public async Task<AdminResult> KeepOrderBackAsync(string tenant, string number, Operator by, CancellationToken cancellationToken)
    {
        var (id, _, missing) = await OrderOfAsync(tenant, number, cancellationToken);
        if (missing is not null)
        {
            return missing;
        }

        var result = await AskAsync(id, new OrderCommand.KeepBack(by.Reason, Now), cancellationToken);
        return result.Ok ? await AuditAsync(tenant, $"keep order {number} back", by, cancellationToken) : result;
    }

    /// <summary>The one order with this number of a shop, or why it cannot be told.</summary>
    private async Task<(string Id, OrderState? Order, AdminResult? Missing)> OrderOfAsync(string tenant, string number, CancellationToken cancellationToken)
    {
        var found = new List<(string Id, OrderState Order)>();
        foreach (var id in await Journal.FindAsync($"{tenant}/", "shop-order", number, cancellationToken))
        {
            if (await StateAsync<OrderState>(id, cancellationToken) is { Supplement: null } order)
            {
                found.Add((id, order));
            }
        }

        return found.Count switch
        {
            1 => (found[0].Id, found[0].Order, null),
            0 => ("", null, AdminResult.Missing($"order {number} of tenant {tenant}: an order placed before exportFrom was never read; export a range of time instead, order {number}")),
            _ => ("", null, AdminResult.No(new Refusal(
                "number-ambiguous", $"{found.Count} shops have an order {number}: {string.Join(", ", found.Select(f => f.Id))}.", "Take the order out of orderLife.trigger byHand in its shop, by its tag."))),
        };
    }

    public async Task<AdminResult> ExportRangeAsync(
        string tenant, string? shopId, DateTimeOffset from, DateTimeOffset to, bool preview, int? count, Operator by, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime)
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var shop = shopId is null && runtime.Shops.Count == 1 ? runtime.Shops.Values.Single() : shopId is null ? null : runtime.Shop(shopId);
        if (shop is null)
        {
            return AdminResult.No(new Refusal("shop-unknown", shopId is null ? "The tenant has several shops." : $"There is no shop {shopId}.", $"Name one of: {string.Join(", ", runtime.Shops.Keys)}."));
        }

        if (to <= from)
        {
            return AdminResult.No(new Refusal("range-empty", "The range ends before it begins.", "Give a later to, or an earlier from."));
        }

        if (preview)
        {
            return await PreviewAsync(tenant, shop, from, to, cancellationToken);
        }

        if (count is not > 0)
        {
            return AdminResult.No(new Refusal("count-missing", "Nothing says how many orders may go.", "Ask for a preview and give the count that it shows."));
        }

        var wanted = await AskAsync(
            EntityIds.Feed(tenant, $"shop-{shop.Settings.Id}-orders"), new FeedCommand.WantRange(from, to, count.Value, by.Reason, Now), cancellationToken);
        return wanted.Ok ? await AuditAsync(tenant, $"export at most {count} orders of shop {shop.Settings.Id} placed from {from:O} to {to:O}", by, cancellationToken) : wanted;
    }

    private async Task<AdminResult> PreviewAsync(string tenant, ShopRuntime shop, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var options = new CallOptions(CallPriority.Order, EntityIds.Tenant(tenant));
        var rows = new List<RangeRow>();
        string? token = null;
        var read = 0;
        do
        {
            var outcome = await shop.Connector.ReadOrdersPlacedAsync(from, to, token, options, cancellationToken);
            if (outcome is not Outcome<Page<ShopOrderRead>>.Done { Value: var page })
            {
                return AdminResult.No(new Refusal("shop-not-read", $"The shop's orders could not be read: {outcome.Text()}", "Look at the shop's lane; then try again."));
            }

            foreach (var row in page.Items.OfType<ShopOrderRead.Readable>().Where(r => ShopOrdersSource.MayGo(r.Order)))
            {
                var state = await StateAsync<OrderState>(EntityIds.Order(tenant, shop.Settings.Orders.OrderPrefix + row.Order.Number), cancellationToken);
                if (OrderRules.IsLetGoInRange(state))
                {
                    rows.Add(new RangeRow(row.Order.Number, row.Order.PlacedAt, row.Order.TotalIncVat, row.Order.Currency));
                }
            }

            token = page.NextPageToken;
            read += page.Items.Count;
        }
        while (token is not null && read <= RangeMax);

        return token is not null
            ? AdminResult.No(new Refusal("range-too-large", $"More than {RangeMax} orders were placed in that time.", "Take a shorter range."))
            : AdminResult.Done with { Detail = new RangePreview(rows.Count, rows.Sum(r => r.TotalIncVat), [.. rows.Take(RangeShownMax)]) };
    }
}
