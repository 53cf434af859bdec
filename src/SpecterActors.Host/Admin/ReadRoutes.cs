using System.Text.Json.Nodes;
using SpecterActors.Host.Cluster;
using SpecterActors.Domain.Articles;
using SpecterActors.Host.Tenants;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>Everything an operator can look at.</summary>
internal static class ReadRoutes
{
    private const int RowsDefault = 100;
    private const int RowsMax = 500;

    public static void Map(RouteGroupBuilder admin, EngineSlot slot, Gathering gathering)
    {
        admin.MapGet("/tenants", (HttpContext context, CancellationToken stop) =>
                gathering.RowsAsync(context, () => slot.Admin.ListTenantsAsync(stop), tenant => tenant.Id, row => row["id"]!.GetValue<string>()))
            .Produces<IReadOnlyList<TenantSummary>>().WithSummary("All tenants with their health at a glance");
        MapOfAll(admin, slot, gathering, "/parked", "What cannot go on without a person, of all tenants, newest first", slot => slot.Admin.GetParkedAsync);
        MapOfAll(admin, slot, gathering, "/in-doubt", "Orders that may exist in the ERP under a number nobody told us, of all tenants, newest first", slot => slot.Admin.GetInDoubtAsync);
        admin.MapGet("/tenants/{id}", async (string id, CancellationToken stop) =>
                await slot.Admin.GetTenantAsync(id, stop) is { } found ? Results.Ok(View(found, NodeRoutes.OwnerOf(slot, id))) : Problems.NotFound($"tenant {id}"))
            .Produces<TenantView>().WithSummary("One tenant: settings without secrets, pause, feeds, audit");
        admin.MapGet("/tenants/{id}/setup", async (string id, CancellationToken stop) =>
                await slot.Admin.GetSetupAsync(id, stop) is { } report ? Results.Ok(report) : Problems.NotFound($"tenant {id}"))
            .Produces<SetupReport>().WithSummary("What stands and what is missing in the tenant's set-up, with what to do; asks both systems");
        admin.MapGet("/tenants/{id}/tree", (string id, CancellationToken stop) => OfTenantAsync(slot, id, () => slot.Admin.GetTreeAsync(id, stop), stop))
            .Produces<IReadOnlyList<ActorNode>>().WithSummary("Actors of the tenant that are in memory");
        admin.MapGet("/tenants/{id}/intents", (string id, int? max, CancellationToken stop) =>
                RowsAsync(slot, id, max, n => slot.Admin.GetIntentsAsync(id, n, stop), stop))
            .Produces<IReadOnlyList<IntentRow>>().WithSummary("Open intents, earliest due first");
        admin.MapGet("/tenants/{id}/feeds", (string id, CancellationToken stop) => OfTenantAsync(slot, id, () => slot.Admin.GetFeedsAsync(id, stop), stop))
            .Produces<IReadOnlyList<FeedStatus>>().WithSummary("Feeds with cursor, age and held rows");
        admin.MapGet("/tenants/{id}/parked", (string id, int? max, CancellationToken stop) =>
                RowsAsync(slot, id, max, n => slot.Admin.GetParkedAsync(id, n, stop), stop))
            .Produces<IReadOnlyList<AttentionRow>>().WithSummary("What cannot go on without a person, with cause and remedy");
        admin.MapGet("/tenants/{id}/held", (string id, int? max, CancellationToken stop) =>
                RowsAsync(slot, id, max, n => slot.Admin.GetHeldAsync(id, n, stop), stop))
            .Produces<IReadOnlyList<AttentionRow>>().WithSummary("Orders that wait although nothing is wrong with them, with what for");
        admin.MapGet("/tenants/{id}/articles", async (string id, string? note, int? max, CancellationToken stop) =>
                Bounded(max) is { } wrong ? wrong
                : note is null || !ArticleObstacles.AllNotes.Contains(note) ? Problems.Field("note", "is missing or no note of an article.", $"Add ?note= with one of: {string.Join(", ", ArticleObstacles.AllNotes)}.")
                : await slot.Admin.GetNotedArticlesAsync(id, note, max ?? RowsDefault, stop) is { } noted ? Results.Ok(noted)
                : Problems.NotFound($"tenant {id}"))
            .Produces<NotedArticles>().WithSummary("Articles that are worth knowing, by note: no stock sync, packages, variants whose data stay the shop's");
        admin.MapGet("/tenants/{id}/in-doubt", (string id, int? max, CancellationToken stop) =>
                RowsAsync(slot, id, max, n => slot.Admin.GetInDoubtAsync(id, n, stop), stop))
            .Produces<IReadOnlyList<AttentionRow>>().WithSummary("Orders that may exist in the ERP under a number nobody told us");
        admin.MapGet("/tenants/{id}/lanes", (string id, CancellationToken stop) => OfTenantAsync(slot, id, () => slot.Admin.GetLanesAsync(id, stop), stop))
            .Produces<IReadOnlyList<LaneView>>().WithSummary("Outbound lanes with queue, breaker and last attempts");
        admin.MapGet("/tenants/{id}/search", (string id, string? number, CancellationToken stop) => string.IsNullOrWhiteSpace(number) || number.Length > 200
                ? Task.FromResult(Problems.Field("number", "is missing or too long.", "Add ?number= with a shop order, external, ERP order or article number."))
                : OfTenantAsync(slot, id, () => slot.Admin.SearchAsync(id, number.Trim(), stop), stop))
            .Produces<IReadOnlyList<SearchHit>>().WithSummary("Entities by any business number");
        MapEntities(admin, slot);
    }

    private static void MapEntities(RouteGroupBuilder admin, EngineSlot slot)
    {
        admin.MapGet("/entities/{**persistenceId}", async (string persistenceId, long? at, HttpContext context, CancellationToken stop) =>
            {
                var id = RawPath.From(context, 2);
                return at is < 1 ? Problems.Field("at", "is not a sequence number.", "Write 1 or more, or leave it out for the newest state.")
                    : await slot.Admin.GetEntityAsync(id, at, stop) is { } view ? Results.Ok(View(view))
                    : Problems.NotFound($"entity {id}" + (at is null ? "" : $" at sequence number {at}"));
            })
            .Produces<StateView>().WithSummary("State of an entity, now or at a sequence number; says who told it");
        admin.MapGet("/journal/{**persistenceId}", async (string persistenceId, long? from, int? max, HttpContext context, CancellationToken stop) =>
            {
                if (from is < 1)
                {
                    return Problems.Field("from", "is not a sequence number.", "Write 1 or more.");
                }

                return Bounded(max) is { } wrong
                    ? wrong
                    : Results.Ok((await slot.Admin.GetJournalAsync(RawPath.From(context, 2), from ?? 1, max ?? RowsDefault, stop)).Select(View));
            })
            .Produces<IReadOnlyList<EventView>>().WithSummary("Events of an entity, oldest first, a page at a time");
    }

    private static Task<IResult> RowsAsync<T>(EngineSlot slot, string tenant, int? max, Func<int, Task<IReadOnlyList<T>>> read, CancellationToken stop) =>
        Bounded(max) is { } wrong ? Task.FromResult(wrong) : OfTenantAsync(slot, tenant, () => read(max ?? RowsDefault), stop);

    private static async Task<IResult> OfTenantAsync<T>(EngineSlot slot, string tenant, Func<Task<IReadOnlyList<T>>> read, CancellationToken stop)
    {
        var rows = await read();
        return rows.Count > 0 || await slot.Admin.GetTenantAsync(tenant, stop) is not null ? Results.Ok(rows) : Problems.NotFound($"tenant {tenant}");
    }

    private static IResult? Bounded(int? max) =>
        max is < 1 or > RowsMax ? Problems.Field("max", $"{max} is out of bounds.", $"Write 1 to {RowsMax}; the default is {RowsDefault}.") : null;

    private static void MapOfAll(
        RouteGroupBuilder admin, EngineSlot slot, Gathering gathering, string pattern, string summary,
        Func<EngineSlot, Func<string, int, CancellationToken, Task<IReadOnlyList<AttentionRow>>>> read) =>
        admin.MapGet(pattern, (int? max, HttpContext context, CancellationToken stop) => Bounded(max) is { } wrong
                ? Task.FromResult(wrong)
                : gathering.RowsAsync(
                    context, () => OfAllAsync(slot, read(slot), max ?? RowsDefault, stop), row => row.PersistenceId.Split('/')[0],
                    row => row["since"]!.ToJsonString(), descending: true, max ?? RowsDefault))
            .Produces<IReadOnlyList<AttentionRow>>().WithSummary(summary);

    private static async Task<IReadOnlyList<AttentionRow>> OfAllAsync(
        EngineSlot slot, Func<string, int, CancellationToken, Task<IReadOnlyList<AttentionRow>>> read, int max, CancellationToken stop)
    {
        var rows = new List<AttentionRow>();
        foreach (var tenant in await slot.Admin.ListTenantsAsync(stop))
        {
            rows.AddRange(await read(tenant.Id, max, stop));
        }

        return [.. rows.OrderByDescending(row => row.Since).Take(max)];
    }

    private static TenantView View(TenantDetail tenant, OwnerView? owner) => new(
        tenant.Summary, TenantSettingsWriter.Write(tenant.Settings), tenant.SecretNames, tenant.PauseReason, tenant.Children, tenant.Audit, owner, tenant.Review, tenant.StockHeld ?? [],
        tenant.DataHeld ?? new SortedDictionary<string, IReadOnlyList<ArticlePart>>(StringComparer.Ordinal), tenant.DataWalk);

    private static StateView View(EntityView view) =>
        new(view.PersistenceId, view.Kind, view.SequenceNumber, view.Living, JsonNode.Parse(view.StateJson), view.UnderWay);

    private static EventView View(JournalEvent e) => new(e.SequenceNumber, e.At, e.Name, JsonNode.Parse(e.PayloadJson));
}
