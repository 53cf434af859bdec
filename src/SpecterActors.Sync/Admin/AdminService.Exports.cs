using System.Globalization;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Exports;

namespace SpecterActors.Sync.Admin;

/// <summary>The first export of a range, and the repeated export of one article.</summary>
internal sealed partial class AdminService
{
    /// <summary>Pages of a report that one request reads at most, so that a filter with few hits does not read them all.</summary>
    private const int ReportPagesMax = 50;

    /// <summary>Takes the answers of single exports; no shop can have this id.</summary>
    private const string SingleArticles = "_articles";

    public async Task<AdminResult> StartExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime || runtime.Shop(shop) is null)
        {
            return AdminResult.Missing($"shop {shop} of tenant {tenant}");
        }

        var started = await AskAsync(
            EntityIds.Export(tenant, shop), new ExportCommand.Start(shop, runtime.Settings.Erp.RequeueStock, by.Name, by.Reason, Now), cancellationToken);
        return started.Ok ? await AuditAsync(tenant, $"start export of {shop}", by, cancellationToken) : started;
    }

    public async Task<ExportView?> GetExportAsync(string tenant, string shop, CancellationToken cancellationToken)
    {
        if (await ShownAsync(tenant, shop, cancellationToken) is not (var state, var hindrance))
        {
            return null;
        }

        var pace = ExportPace.Of(state, Now);
        return new ExportView(
            state.RunId, state.Shop, state.Stage, state.StartedAt, state.ReportedAt, state.ConfirmedAt, state.EndedAt, state.ErpAnswered, state.Counts,
            state.Duplicates.Count, state.ArticlesMax, state.Told, state.Open.Count, state.Done, pace.PerMinute, pace.Left, state.Problems, hindrance);
    }

    public async Task<ExportReportView?> GetExportReportAsync(
        string tenant, string shop, ExportClass? only, string? from, int max, CancellationToken cancellationToken)
    {
        if (await ShownAsync(tenant, shop, cancellationToken) is not { State: var state } || !TryPlace(from, out var place))
        {
            return null;
        }

        var rows = new List<ReportRow>();
        var (page, row) = place;
        var wanted = Math.Clamp(max, 1, RowsMax);
        var pagesLeft = ReportPagesMax;
        await foreach (var read in new ReportReader(services, EntityIds.Export(tenant, shop)).PagesAsync(state, page, cancellationToken))
        {
            for (; row < read.Rows.Length && rows.Count < wanted; row++)
            {
                var shown = ReportBuilder.InTheEnd(read.Rows[row], state.Duplicates);
                if (only is null || shown.Class == only)
                {
                    rows.Add(shown);
                }
            }

            (page, row) = row < read.Rows.Length ? (page, row) : (page + 1, 0);
            if (rows.Count >= wanted || --pagesLeft == 0)
            {
                break;
            }
        }

        return new ExportReportView(state.RunId, state.ReportedAt is not null, rows, page < state.Pages ? $"{page}.{row}" : null);
    }

    public async Task<AdminResult> ConfirmExportAsync(string tenant, string shop, string reportId, Operator by, CancellationToken cancellationToken) =>
        await ToExportAsync(tenant, shop, new ExportCommand.Confirm(reportId, by.Name, by.Reason, Now), $"confirm export {reportId}", by, cancellationToken);

    public async Task<AdminResult> CancelExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken) =>
        await ToExportAsync(tenant, shop, new ExportCommand.Cancel(by.Name, by.Reason, Now), $"cancel export of {shop}", by, cancellationToken);

    public async Task<AdminResult> ExportArticleAsync(string tenant, string number, Operator by, CancellationToken cancellationToken)
    {
        if (Parse(EntityIds.Tenant(tenant)) is null)
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        var id = EntityIds.Article(tenant, await new ArticleKeys(services, tenant).OfNumberAsync(number, cancellationToken));
        if (await KnownAsync(id, cancellationToken) is null)
        {
            return AdminResult.Missing($"article {number} of tenant {tenant}");
        }

        // A run of its own, which nobody waits for: what becomes of it shows at the article, and its answer is merely acknowledged.
        var run = $"article-{Now.UtcTicks.ToString(CultureInfo.InvariantCulture)}";
        var told = await AskAsync(id, new ArticleCommand.Export(run, EntityIds.Export(tenant, SingleArticles), Now), cancellationToken);
        return told.Ok ? await AuditAsync(tenant, $"export article {number}", by, cancellationToken) : told;
    }

    private async Task<AdminResult> ToExportAsync(
        string tenant, string shop, ExportCommand command, string action, Operator by, CancellationToken cancellationToken)
    {
        var id = EntityIds.Export(tenant, shop);
        if (Parse(EntityIds.Tenant(tenant)) is null || await KnownAsync(id, cancellationToken) is null)
        {
            return new AdminResult(false, true, new Refusal("not-found", $"No export of shop {shop} of tenant {tenant} was ever begun.", "Start one first."));
        }

        var result = await AskAsync(id, command, cancellationToken);
        return result.Ok ? await AuditAsync(tenant, action, by, cancellationToken) : result;
    }

    private async Task<ExportShown?> ShownAsync(string tenant, string shop, CancellationToken cancellationToken)
    {
        var id = EntityIds.Export(tenant, shop);
        return await KnownAsync(id, cancellationToken) is null
            ? null
            : await ShownAsync(id, new ExportCommand.Show(), stored => new ExportShown((ExportState)stored, null), cancellationToken);
    }

    /// <summary>What an entity shows of itself while it is awake, else what is stored of it.</summary>
    private async Task<TShown> ShownAsync<TShown>(string id, object show, Func<object, TShown> stored, CancellationToken cancellationToken)
    {
        if (services.System.IsAwake(id))
        {
            try
            {
                return await services.System.AskAsync<TShown>(services.Ref(id), show, AskTimeout, cancellationToken);
            }
            catch (Exception e) when (AskExtensions.IsUnanswered(e))
            {
                // Many articles answer at once, or the disk is slow: what is stored can be shown all the same.
            }
        }

        return stored((await services.System.RebuildAsync(id, long.MaxValue, useSnapshot: true, cancellationToken)).State);
    }

    private static bool TryPlace(string? from, out (int Page, int Row) place)
    {
        place = (0, 0);
        if (from is null)
        {
            return true;
        }

        var parts = from.Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out place.Page)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out place.Row);
    }
}
