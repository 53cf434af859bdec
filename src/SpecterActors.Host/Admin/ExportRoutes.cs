using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>The first export of a shop's range, and the repeated export of one article.</summary>
internal static class ExportRoutes
{
    private const int RowsDefault = 100;
    private const int RowsMax = 500;
    private const string Export = "/tenants/{id}/shops/{shop}/export";

    public static void Map(RouteGroupBuilder admin, EngineSlot slot)
    {
        admin.MapGet(Export, async (string id, string shop, HttpContext context, CancellationToken stop) =>
                await slot.Admin.GetExportAsync(Tenant(context), Shop(context), stop) is { } view
                    ? Results.Ok(view)
                    : NoExport(Tenant(context), Shop(context)))
            .Produces<ExportView>().WithSummary("The first export of a shop's range: stage, counts, rate, estimate of the time left");
        admin.MapGet($"{Export}/report", (string id, string shop, string? @class, string? from, int? max, HttpContext context, CancellationToken stop) =>
                ReportAsync(slot, @class, from, max, context, stop))
            .Produces<ExportReportView>().WithSummary("Rows of the dry-run report, in pages; class filters them, from takes the next of the page before");
        ActionRoutes.MapPlain(admin, $"{Export}/start", "Begins the first export of a shop's range with a dry run, which sends nothing", (context, by, stop) =>
            slot.Admin.StartExportAsync(Tenant(context), Shop(context), by, stop));
        ActionRoutes.MapPlain(admin, $"{Export}/cancel", "Ends the run; articles that were told already go on to their end", (context, by, stop) =>
            slot.Admin.CancelExportAsync(Tenant(context), Shop(context), by, stop));
        admin.MapPost($"{Export}/confirm", (string id, string shop, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var report = body.Fields.RequiredText("reportId", "Write the run's id that the report shows.", 100);
                return body.IsRefused
                    ? Task.FromResult(new AdminResult(false, false, null))
                    : slot.Admin.ConfirmExportAsync(Tenant(context), Shop(context), report, body.By, stop);
            }))
            .Accepts<ConfirmExportBody>("application/json").Produces<DoneView>().WithSummary("Lets the articles of the report go: at most as many as it previewed");
        admin.MapPost("/tenants/{id}/shops/{shop}/stock/release", (string id, string shop, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var (preview, count) = (body.Fields.Bool("preview", false), body.Fields.OptionalInt("count", 0, int.MaxValue));
                if (!body.Root.TryGetProperty("preview", out _))
                {
                    body.Fields.Problem("preview", "is missing.", "Write preview: true to see what would be written, then false with the writes it showed as count.");
                }

                return body.IsRefused
                    ? Task.FromResult(new AdminResult(false, false, null))
                    : slot.Admin.ReleaseStockAsync(Tenant(context), Shop(context), preview, count, body.By, stop);
            }))
            .Accepts<ReleaseStockBody>("application/json").Produces<StockPreview>().WithSummary("Lets the stock of a shop go that a change of flow would write; preview first, then at most the writes it showed");
        admin.MapPost("/tenants/{id}/shops/{shop}/data/release", (string id, string shop, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var action = body.Fields.Choice("action", ReleaseAction.Preview);
                var (count, parts) = (body.Fields.OptionalInt("count", 0, int.MaxValue), body.Fields.Choices<ArticlePart>("parts", []));
                if (!body.Root.TryGetProperty("action", out _))
                {
                    body.Fields.Problem("action", "is missing.", "Write preview to see what would be written; then push with the writes it showed as count, or leave.");
                }

                return body.IsRefused
                    ? Task.FromResult(new AdminResult(false, false, null))
                    : slot.Admin.ReleaseDataAsync(Tenant(context), Shop(context), parts, action, count, body.By, stop);
            }))
            .Accepts<ReleaseDataBody>("application/json").Produces<DataPreview>().WithSummary("Brings article data in step that a change of flow left different, or leaves them; preview first, then at most the writes it showed");
        ActionRoutes.MapPlain(admin, "/tenants/{id}/articles/{number}/export", "Exports one article again as the shop has it now", (context, by, stop) =>
            slot.Admin.ExportArticleAsync(Tenant(context), RawPath.Segment(context, 4), by, stop));
    }

    private static async Task<IResult> ReportAsync(EngineSlot slot, string? @class, string? from, int? max, HttpContext context, CancellationToken stop)
    {
        ExportClass? only = null;
        if (@class is not null)
        {
            if (!Enum.TryParse<ExportClass>(@class, ignoreCase: true, out var one) || !Enum.IsDefined(one) || char.IsAsciiDigit(@class[0]))
            {
                return Problems.Field("class", $"\"{@class}\" is no class of rows.", "Write create, update, createOrUpdate, conflict or invalid, or leave it out.");
            }

            only = one;
        }

        if (max is < 1 or > RowsMax)
        {
            return Problems.Field("max", $"{max} is out of bounds.", $"Write 1 to {RowsMax}; the default is {RowsDefault}.");
        }

        if (await slot.Admin.GetExportReportAsync(Tenant(context), Shop(context), only, from, max ?? RowsDefault, stop) is { } report)
        {
            return Results.Ok(report);
        }

        return from is null
            ? NoExport(Tenant(context), Shop(context))
            : Problems.Field("from", $"\"{from}\" is no place in a report.", "Write what the page before gave as next, or leave it out.");
    }

    private static IResult NoExport(string tenant, string shop) => Problems.Of(
        404, "not-found", $"No export of shop {shop} of tenant {tenant} was ever begun.", $"Start one: POST /admin/tenants/{tenant}/shops/{shop}/export/start.");

    private static string Tenant(HttpContext context) => RawPath.Segment(context, 2);

    private static string Shop(HttpContext context) => RawPath.Segment(context, 4);
}

/// <summary>Body of the confirmation of a report.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="ReportId">The report that was looked at; any but the last is refused.</param>
internal sealed record ConfirmExportBody(string Reason, string? Operator, string ReportId);

/// <summary>Body of the release of a shop's article data.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="Action">Preview: only answers what would be written. Push: the master's values go. Leave: they stay as they are.</param>
/// <param name="Count">The writes that the preview showed; more than those are refused.</param>
/// <param name="Parts">newArticles, productData, price, status; left out: all that are held.</param>
internal sealed record ReleaseDataBody(string Reason, string? Operator, ReleaseAction Action, int? Count, IReadOnlyList<ArticlePart>? Parts);

/// <summary>Body of the release of a shop's stock.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="Preview">Only answers what would be written.</param>
/// <param name="Count">The writes that the preview showed; more than those are refused.</param>
internal sealed record ReleaseStockBody(string Reason, string? Operator, bool Preview, int? Count);
