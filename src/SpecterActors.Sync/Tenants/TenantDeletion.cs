using SpecterActors.Connectors;
using SpecterActors.Domain.Tenants;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// Takes away all that is left of a removed tenant: its actors, its callbacks at the outside systems, its master key, its rows. Each step
/// may be done again, so a deletion that a crash interrupted begins anew and ends the same.
/// </summary>
internal sealed class TenantDeletion(EngineServices services)
{
    /// <summary>Rows of one transaction: small enough that the orders of other tenants hardly wait for it.</summary>
    private const int RowsAtOnce = 1_000;
    private const int UnregisterAttempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    public async Task RunAsync(string tenant, CancellationToken cancellationToken)
    {
        await services.System.StopEntitiesAsync($"{tenant}/", DrainMax);
        services.Tenants.Stop(tenant);
        await UnregisterAsync(tenant, cancellationToken);

        // From here on nothing personal of the tenant can be read, whatever becomes of the rows.
        services.Tenants.DestroyKey(tenant);
        var rows = 0L;
        while (await services.System.Journal.DeleteAsync($"{tenant}/", RowsAtOnce, cancellationToken) is var deleted and > 0)
        {
            rows += deleted;
            await Task.Delay(Pause, services.Time, cancellationToken);
        }

        Log.TenantDeleted(services.Logger, tenant, rows);
    }

    /// <summary>A courtesy: a callback that still comes finds no tenant and is turned away. So an outside system that does not answer delays nothing for long.</summary>
    private async Task UnregisterAsync(string tenant, CancellationToken cancellationToken)
    {
        if (services.Tenants.CallbackBase is not { } address || await SettingsAsync(tenant, cancellationToken) is not { Secrets.Value: not null } settings)
        {
            return;
        }

        using var runtime = services.Tenants.Make(settings, paused: false);
        var options = new CallOptions(CallPriority.Stock, EntityIds.Tenant(tenant));
        for (var attempt = 0; attempt < UnregisterAttempts; attempt++)
        {
            var open = await runtime.Erp.Connector.CheckAccountAsync(new ErpCallbacks(null, null, null, null, null), options, cancellationToken) is Outcome<string>.Done ? 0 : 1;
            foreach (var shop in runtime.Shops.Values)
            {
                var callback = CallbackTokens.Address(address, services.Tenants.Seed, tenant, $"shop-{shop.Settings.Id}");
                open += await shop.Connector.UnregisterCallbacksAsync(callback, options, cancellationToken) is Outcome<Unit>.Done ? 0 : 1;
            }

            if (open == 0)
            {
                return;
            }

            Log.CallbacksNotUnregistered(services.Logger, tenant, open);
            await Task.Delay(settings.Pace.Retry, services.Time, cancellationToken);
        }
    }

    /// <summary>Null once the rows have begun to go: then the callbacks went before.</summary>
    private async Task<TenantSettings?> SettingsAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            return ((await services.System.RebuildAsync(EntityIds.Tenant(tenant), long.MaxValue, useSnapshot: false, cancellationToken)).State as TenantState)?.Settings;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
