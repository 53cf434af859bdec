using SpecterActors.Domain.Reconciliation;
using SpecterActors.Host.Admin;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Metrics;

/// <summary>
/// Figures for a monitoring system, in the text format of Prometheus, behind the admin token. Of this node's tenants, of at most
/// <see cref="TenantsMax"/>; no series names an order, an article or a person.
/// </summary>
internal static class MetricsRoutes
{
    /// <summary>Most tenants with series of their own; the others are counted.</summary>
    public const int TenantsMax = 500;

    private const string Gauge = "gauge";
    private const string Counter = "counter";

    /// <summary>Asked more often, the same answer is given: it reads the journal.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    public static void Map(WebApplication app, EngineSlot slot, TimeProvider time)
    {
        var runtime = new RuntimeInstruments();
        app.Lifetime.ApplicationStopped.Register(runtime.Dispose);
        Answer? last = null;
        app.MapGet("/metrics", async (CancellationToken stop) =>
        {
            var now = time.GetUtcNow();
            if (last is not { } kept || kept.At + Kept < now)
            {
                last = kept = new Answer(Text(await slot.Admin.GetMetricsAsync(TenantsMax, stop), runtime, now), now);
            }

            return Results.Text(kept.Text, "text/plain; version=0.0.4; charset=utf-8");
        }).WithSummary("Figures of this node in the text format of Prometheus");
    }

    private static string Text(NodeMetrics node, RuntimeInstruments runtime, DateTimeOffset now)
    {
        var text = new PrometheusText();
        text.Add("specteractors_tenants_running", Gauge, "Tenants that run on this node.", node.Running);
        text.Add("specteractors_tenants_without_series", Gauge, "Tenants of this node beyond those with series of their own.", node.Running - node.Tenants.Count);
        foreach (var tenant in node.Tenants)
        {
            Health(text, tenant);
            Drift(text, tenant, now);
            Lanes(text, tenant);
        }

        runtime.Write(text);
        text.Add("specteractors_metrics_dropped_series", Gauge, "Series left out because their family had too many.", text.Dropped);
        return text.ToString();
    }

    private static void Health(PrometheusText text, TenantMetrics tenant)
    {
        var (summary, id) = (tenant.Summary, tenant.Summary.Id);
        text.Add("specteractors_paused", Gauge, "1 while the tenant is paused.", summary.Paused ? 1 : 0, "tenant", id);
        text.Add("specteractors_parked", Gauge, "What waits for a person.", summary.Parked, "tenant", id);
        text.Add("specteractors_in_doubt", Gauge, "Orders that may exist in the ERP without a known number.", summary.InDoubt, "tenant", id);
        text.Add("specteractors_broken_actors", Gauge, "Actors that gave up.", summary.BrokenActors, "tenant", id);
        text.Add("specteractors_oldest_waiting_seconds", Gauge, "Age of the oldest thing that goes on by itself.", summary.OldestWaitingAge?.TotalSeconds ?? 0, "tenant", id);
        foreach (var feed in tenant.Feeds)
        {
            text.Add("specteractors_feed_age_seconds", Gauge, "Since the feed was last read to its end; absent before it ever was.", feed.LastDrainedAge?.TotalSeconds, "tenant", id, "feed", feed.Name);
            text.Add("specteractors_feed_held_rows", Gauge, "Rows that their entities could not take yet.", feed.HeldRows, "tenant", id, "feed", feed.Name);
        }
    }

    private static void Drift(PrometheusText text, TenantMetrics tenant, DateTimeOffset now)
    {
        var id = tenant.Summary.Id;
        text.Add("specteractors_reconciliation_age_seconds", Gauge, "Since both sides were last compared as a whole; absent before they ever were.", (now - tenant.ComparedAt)?.TotalSeconds, "tenant", id);
        text.Add("specteractors_reconciliation_braked", Gauge, "1 while something of the last comparison waits for a person.", tenant.Braked ? 1 : 0, "tenant", id);
        foreach (var place in tenant.Places)
        {
            foreach (var figure in place.Figures)
            {
                var kind = Name(figure.Kind);
                text.Add("specteractors_drift", Gauge, "Differences that the last comparison found; absent where they are unknown.", figure.Found, "tenant", id, "place", place.Place, "kind", kind);
                text.Add("specteractors_drift_unknown", Gauge, "1 where the last comparison could not tell.", figure.Found is null ? 1 : 0, "tenant", id, "place", place.Place, "kind", kind);
                text.Add("specteractors_drift_open", Gauge, "Of those found, how many are not mended.", figure.Found - figure.Mended, "tenant", id, "place", place.Place, "kind", kind);
            }
        }
    }

    private static void Lanes(PrometheusText text, TenantMetrics tenant)
    {
        foreach (var lane in tenant.Lanes)
        {
            string[] labels = ["tenant", tenant.Summary.Id, "lane", lane.Name];
            text.Add("specteractors_lane_calls_total", Counter, "Calls since the tenant's settings were taken or the node started.", lane.Calls, labels);
            text.Add("specteractors_lane_throttled_total", Counter, "Calls that the other side turned away as too many.", lane.Throttled, labels);
            text.Add("specteractors_lane_ambiguous_total", Counter, "Calls whose outcome stayed unknown.", lane.Ambiguous, labels);
            text.Add("specteractors_lane_queued", Gauge, "Calls that wait.", lane.Queued, labels);
            text.Add("specteractors_lane_running", Gauge, "Calls under way.", lane.InFlight, labels);
        }
    }

    private static string Name(DriftKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private sealed record Answer(string Text, DateTimeOffset At);
}
