using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>The comparison of both sides of a tenant as a whole.</summary>
internal static class ReconcileRoutes
{
    private const string Reconcile = "/tenants/{id}/reconcile";

    public static void Map(RouteGroupBuilder admin, EngineSlot slot)
    {
        admin.MapGet(Reconcile, async (string id, HttpContext context, CancellationToken stop) =>
                await slot.Admin.GetReconciliationAsync(Tenant(context), stop) is { } view ? Results.Ok(view) : Problems.NotFound($"tenant {Tenant(context)}"))
            .Produces<ReconciliationView>().WithSummary("The last comparison of both sides or the one under way: what differed per place and kind, what was mended, what is held");
        ActionRoutes.MapPlain(admin, Reconcile, "Compares both sides now and mends what differs", (context, by, stop) => slot.Admin.ReconcileAsync(Tenant(context), by, stop));
        ActionRoutes.MapPlain(admin, $"{Reconcile}/cancel", "Ends the comparison; what was told already goes on to its end", (context, by, stop) =>
            slot.Admin.CancelReconciliationAsync(Tenant(context), by, stop));
        admin.MapPost($"{Reconcile}/confirm", (string id, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var run = body.Fields.RequiredText("runId", "Write the id of the run that was looked at.", 20);
                var preview = body.Fields.Bool("preview", false);
                if (!body.Root.TryGetProperty("preview", out _))
                {
                    body.Fields.Problem("preview", "is missing.", "Write true to see what would be mended, then false to do it.");
                }

                return body.IsRefused
                    ? Task.FromResult(new AdminResult(false, false, null))
                    : slot.Admin.ConfirmReconciliationAsync(Tenant(context), run, preview, body.By, stop);
            }))
            .Accepts<ConfirmReconciliationBody>("application/json").Produces<ReconciliationPreview>().WithSummary("Lets go what the last comparison held back, at most as much as it found; preview first");
    }

    private static string Tenant(HttpContext context) => RawPath.Segment(context, 2);
}

/// <summary>Body of the confirmation of what a comparison held back.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="RunId">The run that was looked at; any but the last is refused.</param>
/// <param name="Preview">Only answer what would be let go. Must be given: a preview comes first.</param>
internal sealed record ConfirmReconciliationBody(string Reason, string? Operator, string RunId, bool Preview);
