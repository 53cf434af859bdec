using SpecterActors.Host.Cluster;
using SpecterActors.Sync;

namespace SpecterActors.Host.Admin;

/// <summary>Marks an endpoint that needs no token.</summary>
internal sealed class OpenEndpoint
{
    public static OpenEndpoint Instance { get; } = new();
}

/// <summary>What needs no token: health probes, and callbacks, whose addresses are unguessable by themselves.</summary>
internal static class OpenRoutes
{
    private const int TokenLengthMax = 200;
    private const int KindLengthMax = 50;

    public static void Map(WebApplication app, EngineSlot slot, Bells bells)
    {
        app.MapGet("/health/live", () => Results.Text("live")).WithMetadata(OpenEndpoint.Instance).WithSummary("The process answers");
        app.MapGet("/health/ready", async (CancellationToken stop) => await NodeRoutes.NotReadyAsync(slot, stop) is var (code, message, remedy)
                ? Problems.Of(503, code, message, remedy)
                : Results.Text("ready"))
            .WithMetadata(OpenEndpoint.Instance).WithSummary("The engine is started, can use its journal and takes work");

        // A callback only says that there is something to read: its body is never looked at. Two of Specter's name an order in their
        // query, since no feed tells of invoices and removals. The answer is the one that Specter
        // documents for success (specter.md section 7); the work is done later by the feed, so the answer comes at once.
        app.MapMethods("/callbacks/{token}/{kind}", ["GET", "POST"], async (string token, string kind, string? orderNo, string? orderId, HttpContext context) =>
                token.Length <= TokenLengthMax && kind.Length <= KindLengthMax
                    ? Answer(context, await bells.TakeAsync(context, token, kind, orderNo ?? orderId))
                    : Answer(context, CallbackAnswer.Unknown))
            .WithMetadata(OpenEndpoint.Instance).WithSummary("An outside system says that something changed");
    }

    private static IResult Answer(HttpContext context, CallbackAnswer answer)
    {
        switch (answer)
        {
            case CallbackAnswer.Taken:
                return Results.Text("1;Done", "text/plain");
            case CallbackAnswer.NotNow:
                context.Response.Headers.RetryAfter = "5";
                return Results.Text("0;Again later", "text/plain", statusCode: 503);
            case CallbackAnswer.Unknown:
                return Results.Text("0;Unknown", "text/plain", statusCode: 404);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
