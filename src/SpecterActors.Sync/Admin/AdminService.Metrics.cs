namespace SpecterActors.Sync.Admin;

/// <summary>Figures for a monitoring system.</summary>
internal sealed partial class AdminService
{
    public async Task<NodeMetrics> GetMetricsAsync(int tenantsMax, CancellationToken cancellationToken)
    {
        var running = services.Tenants.Ids;
        var shown = new List<TenantMetrics>();
        foreach (var tenant in running.Take(tenantsMax))
        {
            if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null } state)
            {
                continue;
            }

            var (reconciliation, _) = await ReconciliationAsync(tenant, cancellationToken);
            shown.Add(new TenantMetrics(
                await SummaryAsync(tenant, state, cancellationToken), await GetFeedsAsync(tenant, cancellationToken), await GetLanesAsync(tenant, cancellationToken),
                [.. reconciliation.Places.Values], reconciliation.EndedAt, reconciliation.IsBraked));
        }

        return new NodeMetrics(running.Count, shown);
    }
}
