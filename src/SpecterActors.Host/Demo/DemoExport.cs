using System.Text.Json.Nodes;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Failures;
using SpecterActors.Host.Cli;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Demo;

/// <summary>
/// The first export of the sample shop's range as an operator does it (mission A24): a dry run, a look at its report, the confirmation. The
/// report is compared with the articles that the sample data say cannot go; it is confirmed only when it lists exactly those. It is begun when
/// the ERP's people are done with the articles they have: Specter takes an article as a whole and cannot be told "only if nobody changed it since",
/// so what they change while a call is on its way would be set back by it.
/// </summary>
internal sealed class DemoExport(AdminClient admin, StageClient stage, Terminal terminal)
{
    private const string Path = $"admin/tenants/{DemoTenant.Id}/shops/{DemoTenant.Shop}/export";
    private const int RowsMax = 500;

    private bool told;

    /// <summary>What the report lists wrongly, or not at all; empty when it is right.</summary>
    public IReadOnlyList<string> Wrong { get; private set; } = [];

    /// <summary>Where the export stands; null before it was begun.</summary>
    public ExportView? View { get; private set; }

    /// <summary>True when every article of the report has answered.</summary>
    public bool IsDone => View is { Stage: ExportStage.Finished };

    /// <summary>Does what is to be done next; <paramref name="seen"/> is what the sandbox said last.</summary>
    public async Task RoundAsync(StageReport? seen, CancellationToken stop)
    {
        View = await admin.GetAsync<ExportView>(Path, stop);
        switch (View?.Stage)
        {
            case null when seen is not { ErpArticleChangesLeft: 0 }:
                break;
            case null:
                await admin.PostAsync($"{Path}/start", new JsonObject { ["reason"] = "The range of the shop goes to the ERP.", ["operator"] = "demo" }, stop);
                break;
            case ExportStage.Reported when Wrong.Count == 0:
                await ConfirmAsync(View, stop);
                break;
            case ExportStage.Finished when !told:
                told = true;
                terminal.Say($"first export  finished: {View.Done.Exported} exported, {View.Done.Unchanged} unchanged, {View.Done.Refused} refused");
                break;
            default:
                break;
        }
    }

    private async Task ConfirmAsync(ExportView view, CancellationToken stop)
    {
        var listed = new List<ReportRow>();
        foreach (var rowClass in new[] { ExportClass.Invalid, ExportClass.Conflict })
        {
            for (string? from = ""; from is not null;)
            {
                var page = await admin.GetAsync<ExportReportView>($"{Path}/report?class={rowClass}&max={RowsMax}{(from.Length == 0 ? "" : $"&from={Uri.EscapeDataString(from)}")}", stop);
                if (page is null)
                {
                    // No answer just now; the next round asks again.
                    return;
                }

                listed.AddRange(page.Rows);
                from = page.Next;
            }
        }

        Wrong = Differences([.. listed.Select(r => $"{r.Code} {r.Number} {r.Name}")], await stage.RefusedArticlesAsync(stop));
        var counts = view.Report;
        terminal.Say($"first export  report: {counts.Create} to create, {counts.Update} to update, {counts.CreateOrUpdate} to create or update, {counts.Conflict} in conflict, {counts.Invalid} invalid");
        if (Wrong.Count == 0)
        {
            await admin.PostAsync($"{Path}/confirm", new JsonObject { ["reason"] = "The report lists what cannot go.", ["operator"] = "demo", ["reportId"] = view.RunId }, stop);
        }
    }

    /// <summary>What staff mends during the run may be mended already; what the ERP got a moment ago its feed may not have shown yet.</summary>
    private static List<string> Differences(List<string> listed, IReadOnlyList<RefusedArticle> expected)
    {
        static string Row(RefusedArticle article) => $"{article.Code} {article.Number} {article.Name}";
        return
        [
            .. expected.Where(e => !e.Mended).Select(Row).Except(listed, StringComparer.Ordinal).Select(e => $"the export's report does not list {e}"),
            .. listed.Where(row => !row.StartsWith(ParkingCodes.ErpValueUnknown, StringComparison.Ordinal)).Except(expected.Select(Row), StringComparer.Ordinal).Select(e => $"the export's report lists {e}"),
        ];
    }
}
