using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>Orders that wait, and orders that go by hand.</summary>
internal static class OrderRoutes
{
    private const int CountMax = 5_000;
    private static readonly AdminResult NotDone = new(false, false, null);

    public static void Map(RouteGroupBuilder admin, EngineSlot slot)
    {
        ActionRoutes.MapPlain(admin, "/tenants/{id}/orders/{number}/export", "Lets an order go that waits or that the start date left out", (context, by, stop) =>
            slot.Admin.ExportOrderAsync(RawPath.Segment(context, 2), RawPath.Segment(context, 4), by, stop));
        ActionRoutes.MapPlain(admin, "/tenants/{id}/orders/{number}/keep-back", "Keeps an order back that is not with the ERP yet, until it is exported by hand", (context, by, stop) =>
            slot.Admin.KeepOrderBackAsync(RawPath.Segment(context, 2), RawPath.Segment(context, 4), by, stop));
        admin.MapPost("/tenants/{id}/orders/export", (string id, HttpContext context) => MutationBody.RunAsync(context, (body, stop) =>
            {
                var (shop, from, to) = (body.Fields.Text("shop", 40), body.Fields.Time("from"), body.Fields.Time("to"));
                var (preview, count) = (body.Fields.Bool("preview", false), body.Fields.OptionalInt("count", 1, CountMax));
                foreach (var (name, given) in new[] { ("from", from is not null), ("to", to is not null), ("preview", body.Root.TryGetProperty("preview", out _)) })
                {
                    if (!given)
                    {
                        body.Fields.Problem(name, "is missing.", "Write from and to, like 2026-01-31T00:00:00Z, and preview: true to see what would go, then false with the count it showed.");
                    }
                }

                return body.IsRefused
                    ? Task.FromResult(NotDone)
                    : slot.Admin.ExportRangeAsync(RawPath.Segment(context, 2), shop, from!.Value, to!.Value, preview, count, body.By, stop);
            }))
            .Accepts<RangeBody>("application/json").Produces<RangePreview>().WithSummary("Lets orders placed in a range of time go; preview first, then at most the count it showed");
    }
}

/// <summary>Body of an export of a range.</summary>
internal sealed record RangeBody(string Reason, string? Shop, DateTimeOffset From, DateTimeOffset To, bool Preview, int? Count);
