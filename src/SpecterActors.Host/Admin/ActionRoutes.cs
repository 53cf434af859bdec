using System.Text.Json;
using SpecterActors.Host.Logging;
using SpecterActors.Host.Tenants;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>Everything an operator can do. Each needs a reason and ends in the tenant's audit.</summary>
internal static class ActionRoutes
{
    private const int RetriesDefault = 100;
    private const int RetriesMax = 500;
    private static readonly AdminResult NotDone = new(false, false, null);

    public static void Map(RouteGroupBuilder admin, EngineSlot slot, SecretRegistry secrets)
    {
        admin.MapPut("/tenants/{id}", (string id, HttpContext context) => ConfigureAsync(id, context, slot, secrets))
            .Accepts<TenantBody>("application/json").Produces<DoneView>().WithSummary("Creates a tenant or changes its settings; secrets are taken in, never given out");
        MapPlain(admin, "/tenants/{id}/pause", "Nothing is read or sent any more; what is in flight ends", (context, by, stop) =>
            slot.Admin.PauseAsync(RawPath.Segment(context, 2), by, stop));
        MapPlain(admin, "/tenants/{id}/resume", "Goes on after a pause", (context, by, stop) =>
            slot.Admin.ResumeAsync(RawPath.Segment(context, 2), by, stop));
        MapPlain(admin, "/tenants/{id}/remove", "Removes a paused tenant for good; its id is never used again", (context, by, stop) =>
            slot.Admin.RemoveAsync(RawPath.Segment(context, 2), by, stop));
        MapPlain(admin, "/tenants/{id}/setup/prove", "Has the ERP make the articles of special rows that nothing has shown to exist there", (context, by, stop) =>
            slot.Admin.ProveArticlesAsync(RawPath.Segment(context, 2), by, stop));
        MapPlain(admin, "/tenants/{id}/feeds/{name}/run", "Runs a feed now", (context, by, stop) =>
            slot.Admin.RunFeedAsync(RawPath.Segment(context, 2), RawPath.Segment(context, 4), by, stop));
        admin.MapPost("/tenants/{id}/retry", (string id, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var code = body.Fields.Text("code", 100);
                var max = body.Fields.Int("max", RetriesDefault, 1, RetriesMax);
                var preview = Preview(body, "Write true to see what would be retried, then false to do it.");
                return body.IsRefused ? Task.FromResult(NotDone) : slot.Admin.RetryParkedAsync(RawPath.Segment(context, 2), code, max, preview, body.By, stop);
            }))
            .Accepts<RetryParkedBody>("application/json").Produces<BulkRetry>().WithSummary("Sets going again what is parked, by code; preview first");
        admin.MapPost("/tenants/{id}/erase", (string id, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var (order, person) = (body.Fields.Text("order", 200), body.Fields.Text("person", 200));
                var preview = Preview(body, "Write true to see what would be erased, then false to do it: there is no way back.");
                return body.IsRefused ? Task.FromResult(NotDone) : slot.Admin.EraseAsync(RawPath.Segment(context, 2), order, person, preview, body.By, stop);
            }))
            .Accepts<EraseBody>("application/json").Produces<Erasure>().WithSummary("Makes the personal data of an order, or of all orders of a person, unreadable for good");
        MapPlain(admin, "/retry/{**persistenceId}", "Sets a parked entity or a broken actor going again", (context, by, stop) =>
            slot.Admin.RetryAsync(RawPath.From(context, 2), by, stop));
        MapPlain(admin, "/done/{**persistenceId}", "Tells that a person made in the ERP by hand what an order showed as to be done there", (context, by, stop) =>
            slot.Admin.DoneByHandAsync(RawPath.From(context, 2), by, stop));
        admin.MapPost("/tenants/{id}/feeds/{name}/rewind", (string id, string name, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var to = body.Fields.Time("to");
                return body.IsRefused
                    ? Task.FromResult(NotDone)
                    : slot.Admin.RewindFeedAsync(RawPath.Segment(context, 2), RawPath.Segment(context, 4), to, body.By, stop);
            }))
            .Accepts<RewindBody>("application/json").Produces<DoneView>().WithSummary("Sets a cursor back; rows read again change nothing twice");
        admin.MapPost("/resolve/{**persistenceId}", (string persistenceId, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var number = body.Fields.Text("erpOrderNo", 50);
                if (!body.Root.TryGetProperty("erpOrderNo", out _))
                {
                    // A forgotten field must not be taken for "the ERP has no such order": that would send the order again.
                    body.Fields.Problem("erpOrderNo", "is missing.", "Write the number, or null when the ERP has no such order.");
                }

                return body.IsRefused ? Task.FromResult(NotDone) : slot.Admin.ResolveAsync(RawPath.From(context, 2), number, body.By, stop);
            }))
            .Accepts<ResolveBody>("application/json").Produces<DoneView>().WithSummary("Tells an order in doubt its ERP number, or that there is none");
    }

    private static bool Preview(MutationBody body, string remedy)
    {
        var preview = body.Fields.Bool("preview", false);
        if (!body.Root.TryGetProperty("preview", out _))
        {
            body.Fields.Problem("preview", "is missing.", remedy);
        }

        return preview;
    }

    public static void MapPlain(
        RouteGroupBuilder admin, string pattern, string summary, Func<HttpContext, Operator, CancellationToken, Task<AdminResult>> act) =>
        admin.MapPost(pattern, (Delegate)((HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
                body.IsRefused ? Task.FromResult(NotDone) : act(context, body.By, stop))))
            .Accepts<ReasonBody>("application/json").Produces<DoneView>().WithSummary(summary);

    private static Task<IResult> ConfigureAsync(string id, HttpContext context, EngineSlot slot, SecretRegistry secrets) => MutationBody.RunAsync(
        context,
        (body, stop) =>
        {
            var skip = body.Fields.Bool("skipChecks", false);
            _ = body.Fields.Object("settings");
            if (!body.Root.TryGetProperty("settings", out var given) || given.ValueKind != JsonValueKind.Object)
            {
                body.Fields.Problem("settings", "is missing.", "Give the settings as an object; GET the tenant for an example.");
                return Task.FromResult(NotDone);
            }

            var (settings, problems) = TenantSettingsReader.Read(id, given);
            body.Refuse(problems.Select(problem => problem with { Field = $"settings.{problem.Field}" }));
            if (body.IsRefused || settings is null)
            {
                return Task.FromResult(NotDone);
            }

            secrets.Add(settings.Secrets.Value!.Values.Values);
            return slot.Admin.ConfigureTenantAsync(settings, skip, body.By, stop);
        },
        refusedStatus: 422);
}
