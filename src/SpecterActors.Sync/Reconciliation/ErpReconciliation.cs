using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Sync.Feeds;

namespace SpecterActors.Sync.Reconciliation;

/// <summary>
/// The ERP's side. Where it can queue its whole stock once more, that is asked for, and the stock feed brings it to the articles as always;
/// what is new in it was never told. What cannot be read back is unknown, never 0.
/// </summary>
internal sealed class ErpReconciliation(ReconciliationRun run)
{
    private const int TriesMax = 8;

    public async Task RunAsync()
    {
        var erp = run.Runtime.Erp.Connector;
        var (stock, shown, known) = await StockAsync(erp);
        await run.ReportAsync(new PlaceReport(run.Place, run.Now, shown, known, [stock, Unread(DriftKind.ErpArticles, erp, ErpFeed.Articles), Unread(DriftKind.ErpOrders, erp, ErpFeed.Orders)]));
    }

    private static DriftFigure NotRead => DriftFigure.NotKnown(DriftKind.ErpStock, "The ERP's stock feed could not be read to its end within half an hour.");

    private static DriftFigure Unread(DriftKind kind, IErpConnector erp, ErpFeed feed) =>
        DriftFigure.NotKnown(kind, erp.ReadsBack(feed) == ReadBack.Cannot ? $"{erp.System} has no call that lists its {feed.ToString().ToLowerInvariant()}." : $"{feed} of {erp.System} are not read back.");

    private async Task<(DriftFigure Figure, long? Shown, long Known)> StockAsync(IErpConnector erp)
    {
        if (erp.ReadsBack(ErpFeed.Stock) != ReadBack.Requeue)
        {
            return (DriftFigure.NotKnown(DriftKind.ErpStock, $"{erp.System} cannot show its whole stock."), null, 0);
        }

        if (!run.Runtime.Settings.Erp.RequeueStock)
        {
            return (DriftFigure.NotKnown(DriftKind.ErpStock, "The ERP is not asked for its whole stock: erp.requeueStock is off."), null, 0);
        }

        run.Doing("Waiting for the ERP's stock feed to be read to its end.");
        if (await run.RoundAsync("erp-stock", run.Now) is null)
        {
            return (NotRead, null, 0);
        }

        var before = await FiguresAsync();
        var asked = run.Now;
        if (await RequeueAsync(erp) is { } refusal)
        {
            return (DriftFigure.NotKnown(DriftKind.ErpStock, $"The ERP was asked for its whole stock in vain: {refusal}."), null, before.Count);
        }

        run.Doing("Waiting for the ERP's whole stock.");
        return await run.RoundAsync("erp-stock", run.Now + run.Runtime.Settings.Pace.StockQueueGrace) is null ? (NotRead, null, before.Count) : await DifferencesAsync(before, asked);
    }

    /// <summary>What the articles know; one with an order on its way into the figure is left out, for its figure is to change.</summary>
    private async Task<Dictionary<string, decimal>> FiguresAsync()
    {
        run.Doing("Noting the figures as the articles know them.");
        var figures = new Dictionary<string, decimal>(StringComparer.Ordinal);
        await run.EachArticleAsync((key, state) =>
        {
            if (state is { YieldedTo: null, Available: { } available, Reservations.IsEmpty: true })
            {
                figures[key] = available;
            }
        });
        return figures;
    }

    /// <summary>Asks; null when it queued, else why not.</summary>
    private async Task<string?> RequeueAsync(IErpConnector erp)
    {
        // Any name does, and a call repeated after a lost answer queues the same once more.
        var batch = BatchNumbers.Make(run.Services.Tenants.Seed, $"{run.Tenant}/{run.State.RunId}", run.State.Runs);
        for (var tries = 1; ; tries++)
        {
            var outcome = await run.Runtime.Erp.Connector.RequeueStockAsync(batch, run.Options, run.Cancellation);
            if (outcome is Outcome<Unit>.Done)
            {
                return null;
            }

            if (outcome is Outcome<Unit>.Refused || tries == TriesMax)
            {
                return outcome.Text();
            }

            run.Doing($"The ERP could not be asked for its stock: {outcome.Text()}.");
            await Task.Delay(run.Runtime.Settings.Pace.Retry * Math.Pow(2, tries - 1), run.Time, run.Cancellation);
        }
    }

    private async Task<(DriftFigure Figure, long? Shown, long Known)> DifferencesAsync(Dictionary<string, decimal> before, DateTimeOffset asked)
    {
        long shown = 0, found = 0;
        var samples = ImmutableArray.CreateBuilder<DriftSample>();
        await run.EachArticleAsync((key, state) =>
        {
            if (state is not { YieldedTo: null, Available: { } now } || state.FigureReadAt < asked)
            {
                return;
            }

            shown++;
            if (before.TryGetValue(key, out var was) && was != now && state.Reservations.IsEmpty)
            {
                found++;
                if (samples.Count < DriftFigure.SamplesMax)
                {
                    samples.Add(new DriftSample(key, $"known as {was:0.####}, the ERP showed {now:0.####}"));
                }
            }
        });
        return shown == 0 && before.Count > 0
            ? (DriftFigure.NotKnown(DriftKind.ErpStock, "The ERP took the call and queued nothing."), 0, before.Count)
            // The feed has told the articles already: found is mended.
            : (new DriftFigure(DriftKind.ErpStock, found, null, null, samples.ToImmutable()) { Mended = found }, shown, before.Count);
    }
}
