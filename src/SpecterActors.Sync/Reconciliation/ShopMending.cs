using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Orders;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>
/// Mends what differs, a bounded number at a time, by telling the entities concerned what the shop shows: a stock is doubted and goes the way of
/// every stock write, a row or an order is handed over as its feed would. Nothing is written here.
/// </summary>
internal sealed class ShopMending(ReconciliationRun run, string shopId)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan SettleLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(3);

    /// <summary>The articles look at the shop again; counted when they know again what it shows.</summary>
    public async Task StockAsync(DriftKind kind, IReadOnlyList<StockFinding> findings)
    {
        foreach (var some in findings.Chunk(AtOnce))
        {
            run.Doing($"Mending {findings.Count} stocks of shop {shopId}.");
            foreach (var finding in some)
            {
                var doubt = new ArticleCommand.DoubtShopStock(shopId, "reconciliation", $"the shop shows {finding.Shown}, not {finding.Believed}", run.Now);
                await ReconciliationRun.TryAsync(() => run.StoreAtArticleAsync(finding.Key, doubt));
            }

            await run.MendedAsync(kind, await SettledAsync(some));
        }
    }

    /// <summary>Rows are handed over as the article feed does.</summary>
    public Task PlaceAsync(DriftKind kind, IReadOnlyList<ShopArticle> rows) => EachAsync(kind, rows, PlaceAsync);

    /// <summary>The shop was asked for each of them: it has them no more.</summary>
    public async Task UnlistAsync(IReadOnlyList<GoneFinding> gone) =>
        await EachAsync(DriftKind.ArticleGone, gone, one => run.StoreAtArticleAsync(one.Key, new ArticleCommand.Unlist(shopId, one.Ref, run.Now)));

    /// <summary>Orders are handed over as the order feed does: stored, and their units held.</summary>
    public Task OrdersAsync(IEnumerable<ShopOrderRead.Readable> missing) => EachAsync(DriftKind.OrderMissing, [.. missing], ObserveAsync);

    /// <summary>The orders write their number again.</summary>
    public Task NumbersAsync(IEnumerable<(string Id, DateTimeOffset ReadAt)> orders) =>
        EachAsync(DriftKind.OrderNumber, [.. orders], one => run.StoreAsync(one.Id, new OrderCommand.DoubtNumber(one.ReadAt, run.Now)));

    private async Task EachAsync<T>(DriftKind kind, IReadOnlyList<T> findings, Func<T, Task> mend)
    {
        foreach (var some in findings.Chunk(AtOnce))
        {
            long done = 0;
            foreach (var one in some)
            {
                done += await ReconciliationRun.TryAsync(() => mend(one)) ? 1 : 0;
            }

            await run.MendedAsync(kind, done);
        }
    }

    /// <summary>Waits until the articles have looked and written; answers how many have.</summary>
    private async Task<long> SettledAsync(IReadOnlyList<StockFinding> told)
    {
        var open = told.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        for (var until = run.Now + SettleMax; open.Count > 0 && run.Now < until;)
        {
            await Task.Delay(SettleLook, run.Time, run.Cancellation);
            foreach (var key in open.ToList())
            {
                if (await run.ArticleAsync(key) is { } state && state.Listings.GetValueOrDefault(shopId) is not { Expected: null })
                {
                    open.Remove(key);
                }
            }
        }

        return told.Count - open.Count;
    }

    private async Task PlaceAsync(ShopArticle row)
    {
        var gate = run.Services.Tenants.NumberGate(run.Tenant, row.Number);
        await gate.EnterAsync(run.Cancellation);
        try
        {
            var listing = new ArticleListing(shopId, row, Baseline: false, run.Now);
            await new ArticleDirectory(run.Services, run.Tenant).PlaceAsync(listing, (key, command) => run.StoreAsync(EntityIds.Article(run.Tenant, key), command), run.Cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task ObserveAsync(ShopOrderRead.Readable read)
    {
        var runtime = run.Runtime;
        var target = EntityIds.Order(run.Tenant, runtime.Rules(shopId).Mapping.OrderPrefix + read.Order.Number);
        var answer = await run.StoreAsync(target, new OrderCommand.Observe(shopId, read.Order, read.Buyer, target, await new ErpSets(run.Services, runtime).RulesAsync(runtime.Rules(shopId), shopId, read.Order, run.Cancellation), run.Now));
        if (answer is not OrderObserved observed)
        {
            throw new Runtime.AskFailedException((answer as Refusal)?.Message ?? "the order did not take it", answer as Refusal);
        }

        foreach (var (holder, article, units) in observed.Open)
        {
            await run.StoreAtArticleAsync(article, new ArticleCommand.ReserveUnits(holder, shopId, units, run.Now) { As = article });
        }
    }
}
