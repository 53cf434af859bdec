using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Reconciliation;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>The articles of one shop as it lists them against what the engine knows; then what may be mended is mended.</summary>
internal sealed class ArticleReconciliation(ReconciliationRun run, string shopId)
{
    private static readonly DriftKind[] Kinds =
    [
        DriftKind.ShopStock, DriftKind.ShopStockToZero, DriftKind.ArticleData, DriftKind.ArticleUnseen, DriftKind.ArticleGone,
    ];

    private decimal Share => run.Runtime.Settings.Reconciliation.ChangeShareMax;

    public async Task RunAsync()
    {
        if (run.Runtime.Shop(shopId) is not { } shop)
        {
            await run.ReportAsync(new PlaceReport(run.Place, run.Now, null, 0, [.. Kinds.Select(k => DriftFigure.NotKnown(k, "The tenant has no such shop any more."))]));
            return;
        }

        var articles = new ArticleComparison(run, shopId);
        await articles.RunAsync();
        var fault = articles.Facts!.Fault(Share);
        var unknown = StockUnknown(shop) ?? articles.StockUnknown;
        ImmutableArray<DriftFigure> figures =
        [
            Articles(DriftKind.ShopStock, articles.Stock.Where(s => !s.ToZero).Select(s => s.Sample), fault, unknown),
            Articles(DriftKind.ShopStockToZero, articles.Stock.Where(s => s.ToZero).Select(s => s.Sample), fault, unknown),
            Articles(DriftKind.ArticleData, articles.Data.Select(a => new DriftSample(a.Number, $"uid {a.Ref.Uid}: {a.Name}")), fault, null),
            Articles(DriftKind.ArticleUnseen, articles.Unseen.Select(a => new DriftSample(a.Number, $"uid {a.Ref.Uid}: {a.Name}")), fault, null),
            Articles(
                DriftKind.ArticleGone, articles.Gone.Select(g => new DriftSample(g.Key, $"uid {g.Ref.Uid}")), fault,
                articles is { NotTold: > 0, Gone.Count: 0 } ? $"{articles.NotTold} articles are not in the list, and the shop did not tell whether it has them." : null),
        ];
        await run.ReportAsync(new PlaceReport(run.Place, run.Now, articles.Facts.BrokenOff is null ? articles.Rows : null, articles.Facts.Known, figures));
        var mending = new ShopMending(run, shopId);
        await mending.PlaceAsync(DriftKind.ArticleUnseen, Let(figures, DriftKind.ArticleUnseen, articles.Unseen));
        await mending.PlaceAsync(DriftKind.ArticleData, Let(figures, DriftKind.ArticleData, articles.Data));
        await mending.UnlistAsync(Let(figures, DriftKind.ArticleGone, articles.Gone));
        await mending.StockAsync(DriftKind.ShopStock, Let(figures, DriftKind.ShopStock, articles.Stock.Where(s => !s.ToZero)));
        await mending.StockAsync(DriftKind.ShopStockToZero, Let(figures, DriftKind.ShopStockToZero, articles.Stock.Where(s => s.ToZero)));

        DriftFigure Articles(DriftKind kind, IEnumerable<DriftSample> found, DriftHold? listing, string? notKnown)
        {
            if (notKnown is not null)
            {
                return DriftFigure.NotKnown(kind, notKnown);
            }

            if (articles.Facts.BrokenOff is { } broken)
            {
                return DriftFigure.NotKnown(kind, $"The shop's listing could not be read to its end: {broken}") with { Hold = listing };
            }

            var all = found.ToList();
            // A listing that cannot be believed is shown as such although it may have hidden nothing, until a person has looked at it.
            var doubted = all.Count > 0 || (kind == DriftKind.ArticleGone && run.State.Pass == 0) ? listing : null;
            var hold = run.State.LetGoMax(run.Place, kind) is null ? doubted ?? ListingFacts.TooMany(all.Count, articles.Facts.Known, Share) : null;
            return new DriftFigure(kind, all.Count, null, hold, [.. all.Take(DriftFigure.SamplesMax)]);
        }
    }

    /// <summary>What may be mended of what was found: nothing that is held, and of what a person let go no more than was previewed.</summary>
    private List<T> Let<T>(ImmutableArray<DriftFigure> figures, DriftKind kind, IEnumerable<T> found) => figures.First(f => f.Kind == kind) switch
    {
        { Found: null } or { Hold: not null } => [],
        _ => [.. found.Take((int)Math.Min(int.MaxValue, run.State.LetGoMax(run.Place, kind) ?? int.MaxValue))],
    };

    /// <summary>Why the shop's stock cannot be judged, or null.</summary>
    private string? StockUnknown(Tenants.ShopRuntime shop) =>
        !shop.Settings.SyncStock || FacetTable.MasterOf(shop.Settings.Articles, ArticleFacet.Stock) != FacetMaster.Erp ? "Stock is not written to this shop."
        // What was sold lowers the shop's stock, and nobody here would know of it.
        : !shop.Settings.ReadsOrders() ? "Orders of this shop are not read: what it sold is not known."
        // An order that nobody met would have its units written back.
        : run.State.Places.Values.FirstOrDefault(IsUnknown) is { } orders ? $"{orders.Place} could not be compared: what was sold is not known."
        : null;

    private bool IsUnknown(PlaceReport report) => report.Of(DriftKind.OrderMissing) is { Found: null } && run.Runtime.Settings.Shops.Any(s => s.ReadsOrders() && report.Place == ReconciliationState.Orders(s.Id));
}

/// <summary>A stock that differs.</summary>
/// <param name="Key">Key of the article.</param>
/// <param name="Believed">What the shop should show.</param>
/// <param name="Shown">What it shows.</param>
internal sealed record StockFinding(string Key, ShopArticleRef Ref, string Number, decimal Believed, decimal? Shown)
{
    public bool ToZero => Believed == 0m;

    public DriftSample Sample => new(Number, $"uid {Ref.Uid}: the shop shows {(Shown is { } shown ? $"{shown:0.####}" : "no stock")}, {Believed:0.####} is right");
}

/// <summary>An article that the shop has no more.</summary>
internal sealed record GoneFinding(string Key, ShopArticleRef Ref);
