using Microsoft.AspNetCore.Http.Features;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Customers;

namespace SpecterActors.Host.Admin;

/// <summary>The list of the ERP's customers: taken in as a file, forgotten one by one.</summary>
internal static class CustomerRoutes
{
    private const int TextLengthMax = 500;

    public static void Map(RouteGroupBuilder admin, EngineSlot slot, AdminOptions options)
    {
        // The file is the body, so who and why stand in the query.
        admin.MapPost("/tenants/{id}/customers/import", (string id, HttpContext context) => ImportAsync(context, slot, options.ImportBytesMax))
            .WithMetadata(new LargeBody(options.ImportBytesMax))
            .Accepts<string>("text/csv").Produces<CustomerImportReport>()
            .WithSummary("Takes in the ERP's customer list (CSV, UTF-8 or ISO-8859-1); ?reason= is needed, ?dryRun=true stores nothing, ?id=, ?email= and ?number= name the columns");
        admin.MapPost("/tenants/{id}/customers/{customer}/forget", (Delegate)((HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
                body.IsRefused
                    ? Task.FromResult(new AdminResult(false, false, null))
                    : slot.Admin.ForgetCustomerAsync(RawPath.Segment(context, 2), RawPath.Segment(context, 4), body.By, stop))))
            .Accepts<ReasonBody>("application/json").Produces<DoneView>().WithSummary("Forgets what is known of a customer of the ERP");
    }

    private static async Task<IResult> ImportAsync(HttpContext context, EngineSlot slot, long bytesMax)
    {
        var query = context.Request.Query;
        var reason = Text(query, "reason");
        if (reason is null)
        {
            return Problems.Field("reason", "is missing or too long.", "Add ?reason=; it ends in the tenant's audit.");
        }

        if (Text(query, "dryRun") is { } given && !bool.TryParse(given, out _))
        {
            return Problems.Field("dryRun", "is neither true nor false.", "Write true or false.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytesMax;
        }

        using var csv = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(csv, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(bytesMax);
        }

        var columns = new CsvColumns(Text(query, "id"), Text(query, "email"), Text(query, "number"));
        var dryRun = Text(query, "dryRun") is { } dry && bool.Parse(dry);
        var by = new Operator(Text(query, "operator") ?? "admin", reason);
        // Once begun it is done to its end, whether or not its client waits.
        var (result, report) = await slot.Admin.ImportCustomersAsync(RawPath.Segment(context, 2), csv.GetBuffer().AsMemory(0, (int)csv.Length), columns, dryRun, by, CancellationToken.None);
        return result switch
        {
            { Ok: true } => Results.Ok(report),
            { NotFound: true } => Problems.Of(404, result.Refusal!),
            _ => Problems.Of(422, result.Refusal!),
        };
    }

    private static IResult TooLarge(long bytesMax) =>
        Problems.Of(413, "body-too-large", $"The file is larger than admin.importMax ({bytesMax} bytes).", "Send it in parts, each with the line of column names, or raise admin.importMax.");

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 and <= TextLengthMax } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
