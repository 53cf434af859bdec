using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Admin;

/// <summary>Retries: one entity, or all that is parked under one code.</summary>
internal sealed partial class AdminService
{
    public async Task<AdminResult> RetryParkedAsync(string tenant, string? code, int max, bool preview, Operator by, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null })
        {
            return AdminResult.Missing($"tenant {tenant}");
        }

        // Held rows of feeds are tried again by themselves; what stands under a code of its own is found by it.
        var parked = code is null
            ? await Journal.FindAsync($"{tenant}/", "parked", "yes", cancellationToken)
            : await Journal.FindAsync($"{tenant}/", "code", code, cancellationToken);
        var matching = parked.Where(id => EntityAddress.Parse(id).Kind is EntityIds.OrderKind or EntityIds.ArticleKind or EntityIds.ShopCustomerKind).ToList();
        var taken = matching.Take(Math.Clamp(max, 1, RowsMax)).ToList();
        var rows = new List<AttentionRow>();
        foreach (var id in taken)
        {
            rows.AddRange(await AttentionOfAsync(id, "parked", cancellationToken));
        }

        if (preview || taken.Count == 0)
        {
            return AdminResult.Done with { Detail = new BulkRetry(preview, matching.Count, rows, []) };
        }

        var audited = await AuditAsync(tenant, $"retry {taken.Count} parked{(code is null ? "" : $" with code {code}")}: {taken[0]} to {taken[^1]}", by, cancellationToken);
        if (!audited.Ok)
        {
            return audited;
        }

        var refused = new List<RefusedRetry>();
        foreach (var id in taken)
        {
            var result = await RetryEntityAsync(EntityAddress.Parse(id), by, cancellationToken);
            if (result.Refusal is { } refusal)
            {
                refused.Add(new RefusedRetry(id, refusal.Code, refusal.Message, refusal.Remedy));
            }
        }

        return AdminResult.Done with { Detail = new BulkRetry(false, matching.Count, rows, refused) };
    }

    private async Task<AdminResult> RetryEntityAsync(EntityAddress address, Operator by, CancellationToken cancellationToken)
    {
        var id = address.PersistenceId;
        services.Ref(id).Tell(ControlMessage.Retry.Instance);
        var result = AdminResult.Done;
        if (address.Kind == EntityIds.OrderKind)
        {
            var order = await StateAsync<OrderState>(id, cancellationToken);
            result = RulesOf(address.Tenant, order?.ShopId) is { } rules
                ? await AskAsync(id, new OrderCommand.Retry(by.Reason, rules, Now), cancellationToken)
                : NotRunning(address.Tenant);
        }
        else if (address.Kind == EntityIds.ArticleKind)
        {
            result = await AskAsync(id, new ArticleCommand.Retry(Now), cancellationToken);
        }
        else if (address.Kind == EntityIds.ShopCustomerKind)
        {
            result = await AskAsync(id, new Domain.Customers.ShopCustomerCommand.Retry(by.Reason, Now), cancellationToken);
        }

        if (result.Ok)
        {
            await AskAsync(EntityIds.Tenant(address.Tenant), new TenantCommand.MendChild(id[(address.Tenant.Length + 1)..], Now), cancellationToken);
        }

        return result;
    }
}
