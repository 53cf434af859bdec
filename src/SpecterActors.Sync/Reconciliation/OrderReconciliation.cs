using SpecterActors.Connectors;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>
/// Compares the orders that a shop lists for the last days with those the engine knows: one it never met, and one that does not show the ERP's
/// number. Orders of the ERP are not compared where it cannot list them.
/// </summary>
internal sealed class OrderReconciliation(ReconciliationRun run, string shopId)
{
    private readonly List<(DriftKind Kind, ShopOrderRead.Readable Read, string Id, DateTimeOffset ReadAt, string Number)> found = [];
    private string? notKnown;

    private long shown;

    public async Task RunAsync()
    {
        await CompareAsync();
        await run.ReportAsync(new PlaceReport(run.Place, run.Now, notKnown is null ? shown : null, shown - found.Count(f => f.Kind == DriftKind.OrderMissing), [.. Figures()]));
        var mending = new ShopMending(run, shopId);
        // Never held back: an order that was paid is to go, and the ERP's duplicate control stands behind it.
        await mending.OrdersAsync(found.Where(f => f.Kind == DriftKind.OrderMissing).Select(f => f.Read));
        await mending.NumbersAsync(found.Where(f => f.Kind == DriftKind.OrderNumber).Select(f => (f.Id, f.ReadAt)));
    }

    private async Task CompareAsync()
    {
        if (run.Runtime.Shop(shopId) is not { } shop || !shop.Settings.ReadsOrders())
        {
            notKnown = "Orders of this shop are not read.";
            return;
        }

        run.Doing($"Reading the orders of shop {shopId}.");
        var now = run.Now;
        var earliest = now - run.Runtime.Settings.Reconciliation.OrderWindow;
        var from = shop.Settings.ExportFrom is { } start && start > earliest ? start : earliest;
        if (from >= now)
        {
            return;
        }

        var broken = await new ListingReader(run, shopId).ReadAsync<ShopOrderRead>(
            (connector, token) => connector.ReadOrdersPlacedAsync(from, now, token, run.Options, run.Cancellation), TakeAsync);
        if (broken is not null)
        {
            notKnown = $"The shop's orders could not be read to their end: {broken}";
            found.Clear();
            return;
        }

        if (found.Exists(f => f.Kind == DriftKind.OrderMissing))
        {
            // One that came a moment ago is the feed's to bring, and one that the feed holds back is not lost.
            if (await run.RoundAsync($"shop-{shopId}-orders", run.Now) is null)
            {
                notKnown = "The shop's order feed could not be read to its end within half an hour.";
                found.Clear();
                return;
            }

            var held = (await run.StateAsync(EntityIds.Feed(run.Tenant, $"shop-{shopId}-orders")) as FeedState)?.Held.Select(h => h.Target).ToHashSet(StringComparer.Ordinal) ?? [];
            var still = new HashSet<string>(StringComparer.Ordinal);
            foreach (var one in found.Where(f => f.Kind == DriftKind.OrderMissing && !held.Contains(f.Id)))
            {
                if (await StateAsync(one.Id, one.Read.Order.Number) is { Known: true, State.Shop: null })
                {
                    still.Add(one.Id);
                }
            }

            found.RemoveAll(f => f.Kind == DriftKind.OrderMissing && !still.Contains(f.Id));
        }
    }

    private IEnumerable<DriftFigure> Figures() => new[] { DriftKind.OrderMissing, DriftKind.OrderNumber, DriftKind.OrderNumberOther }.Select(kind =>
    {
        var some = found.Where(f => f.Kind == kind).ToList();
        return notKnown is not null
            ? DriftFigure.NotKnown(kind, notKnown)
            : new DriftFigure(kind, some.Count, null, null, [.. some.Take(DriftFigure.SamplesMax).Select(f => new DriftSample(f.Read.Order.Number, f.Number))]);
    });

    private async Task TakeAsync(Page<ShopOrderRead> page, DateTimeOffset began)
    {
        foreach (var read in page.Items.OfType<ShopOrderRead.Readable>())
        {
            shown++;
            var id = EntityIds.Order(run.Tenant, run.Runtime.Shop(shopId)!.Settings.Orders.OrderPrefix + read.Order.Number);
            var (known, at, state) = await StateAsync(id, read.Order.Number);
            if (known && OrderDrift.Of(state, read.Order, began) is { } kind)
            {
                var what = kind switch
                {
                    DriftKind.OrderMissing => $"placed {read.Order.PlacedAt:u}, never met",
                    DriftKind.OrderNumber => $"the ERP's number {state!.ErpOrderNo} is missing",
                    _ => $"shows the ERP number {read.Order.ExternalOrderNumber}, {state!.ErpOrderNo} was written",
                };
                found.Add((kind, read, at, began, what));
            }
        }
    }

    /// <summary>The order, also when the shop's prefix was another one when it came.</summary>
    private async Task<(bool Known, string Id, OrderState? State)> StateAsync(string id, string number)
    {
        var state = await run.StateAsync(id) as OrderState;
        if (state is null or { Shop: not null })
        {
            return (state is not null, id, state);
        }

        foreach (var other in await run.Services.System.Journal.FindAsync($"{run.Tenant}/", "shop-order", number, run.Cancellation))
        {
            if (await run.StateAsync(other) is OrderState { Supplement: null } former && former.ShopId == shopId)
            {
                return (true, other, former);
            }
        }

        return (true, id, state);
    }
}
