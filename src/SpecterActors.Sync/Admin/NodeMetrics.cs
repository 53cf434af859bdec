using SpecterActors.Domain.Reconciliation;

namespace SpecterActors.Sync.Admin;

/// <summary>Figures of one node for a monitoring system.</summary>
/// <param name="Running">Tenants that run on this node.</param>
/// <param name="Tenants">Some or all of them.</param>
public sealed record NodeMetrics(int Running, IReadOnlyList<TenantMetrics> Tenants);

/// <summary>Figures of one tenant.</summary>
/// <param name="Summary">Its health at a glance.</param>
/// <param name="Feeds">Its feeds.</param>
/// <param name="Lanes">Its lanes.</param>
/// <param name="Places">What differed when both sides were compared last.</param>
/// <param name="ComparedAt">When that ended, or null.</param>
/// <param name="Braked">Something of it waits for a person.</param>
public sealed record TenantMetrics(
    TenantSummary Summary, IReadOnlyList<FeedStatus> Feeds, IReadOnlyList<LaneView> Lanes, IReadOnlyList<PlaceReport> Places, DateTimeOffset? ComparedAt, bool Braked);
