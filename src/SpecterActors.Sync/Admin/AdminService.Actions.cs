using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Admin;

/// <summary>What operators do. Each action is written into the tenant's audit with who and why.</summary>
internal sealed partial class AdminService
{
    public async Task<AdminResult> ConfigureTenantAsync(TenantSettings settings, bool skipChecks, Operator by, CancellationToken cancellationToken)
    {
        // Nobody can read the secrets to give them back: settings that bring none keep those that are stored.
        if (settings.Secrets.Value is { Values.IsEmpty: true }
            && (await TenantStateAsync(settings.Id, cancellationToken))?.Settings?.Secrets.Value is { } stored)
        {
            settings = settings with { Secrets = settings.Secrets with { Value = stored } };
        }

        var problems = services.Tenants.Check(settings);
        if (problems.Count > 0)
        {
            return AdminResult.No(new Refusal(
                "settings-invalid", string.Join(" ", problems.Select(p => $"{p.Field}: {p.Problem}")), string.Join(" ", problems.Select(p => $"{p.Field}: {p.Remedy}"))));
        }

        SetupAnswers? answers = null;
        if (!skipChecks)
        {
            using var trial = services.Tenants.Make(settings, paused: false);
            answers = await AskBothAsync(trial, cancellationToken);
            if (RefusalOf(settings, answers) is { } refusal)
            {
                return AdminResult.No(refusal);
            }
        }

        var registered = await services.Peers.RegisterAsync(settings.Id, AccountsOf(settings), cancellationToken);
        if (!registered.Ok)
        {
            return registered;
        }

        var configured = await AskAsync(EntityIds.Tenant(settings.Id), services.Tenants.Configure(settings, by.Name, by.Reason, Now), cancellationToken);
        waker.Add($"{settings.Id}/");
        return configured.Ok && answers is not null
            ? configured with { Setup = await (await InspectionAsync(settings, answers, cancellationToken)).ReportAsync(Now) }
            : configured;
    }

    public Task<AdminResult> PauseAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        ToTenantAsync(tenant, new TenantCommand.Pause(by.Name, by.Reason, Now), cancellationToken);

    public Task<AdminResult> ResumeAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        ToTenantAsync(tenant, new TenantCommand.Resume(by.Name, by.Reason, Now), cancellationToken);

    public async Task<AdminResult> RemoveAsync(string tenant, Operator by, CancellationToken cancellationToken)
    {
        var removed = await ToTenantAsync(tenant, new TenantCommand.Remove(by.Name, by.Reason, Now), cancellationToken);
        if (!removed.Ok)
        {
            return removed;
        }

        waker.Remove($"{tenant}/");
        return await services.Peers.UnregisterAsync(tenant, by, cancellationToken);
    }

    public async Task<AdminResult> RunFeedAsync(string tenant, string feed, Operator by, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime || !runtime.Boards.TryGetValue(feed, out var board))
        {
            return AdminResult.Missing($"feed {feed} of tenant {tenant}");
        }

        board.Ring();
        return await AuditAsync(tenant, $"run {feed}", by, cancellationToken);
    }

    public async Task<AdminResult> RewindFeedAsync(string tenant, string feed, DateTimeOffset? to, Operator by, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime || !runtime.Boards.TryGetValue(feed, out var board))
        {
            return AdminResult.Missing($"feed {feed} of tenant {tenant}");
        }

        if (feed.StartsWith("erp-", StringComparison.Ordinal))
        {
            return AdminResult.No(new Refusal("no-cursor", $"The feed {feed} has no cursor: the ERP keeps the place.", "Have the ERP queue its data again."));
        }

        var rewound = await AskAsync(EntityIds.Feed(tenant, feed), new FeedCommand.Rewind(to, by.Reason, Now), cancellationToken);
        board.Ring();
        return rewound.Ok ? await AuditAsync(tenant, $"rewind {feed} to {to:O}", by, cancellationToken) : rewound;
    }

    public async Task<AdminResult> RetryAsync(string persistenceId, Operator by, CancellationToken cancellationToken)
    {
        if (await KnownAsync(persistenceId, cancellationToken) is not { } address)
        {
            return AdminResult.Missing($"entity {persistenceId}");
        }

        var result = await RetryEntityAsync(address, by, cancellationToken);
        return result.Ok ? await AuditAsync(address.Tenant, $"retry {persistenceId}", by, cancellationToken) : result;
    }

    public async Task<AdminResult> ResolveAsync(string persistenceId, string? erpOrderNo, Operator by, CancellationToken cancellationToken)
    {
        if (await KnownAsync(persistenceId, cancellationToken) is not { } address || address.Kind != EntityIds.OrderKind)
        {
            return AdminResult.Missing($"order {persistenceId}");
        }

        if (erpOrderNo is not null && string.IsNullOrWhiteSpace(erpOrderNo))
        {
            return AdminResult.No(new Refusal("erp-order-no-invalid", "erpOrderNo is empty.", "Give the ERP's order number, or null when the ERP has no such order."));
        }

        if (erpOrderNo is not null && await StateAsync<Domain.ErpOrders.ErpOrderState>(EntityIds.ErpOrder(address.Tenant, erpOrderNo), cancellationToken) is { ClaimedBy: { } owner })
        {
            return AdminResult.No(new Refusal("erp-number-claimed", $"ERP order {erpOrderNo} already belongs to order {owner}.", "Look the number up again in the ERP."));
        }

        var order = await StateAsync<OrderState>(persistenceId, cancellationToken);
        if (RulesOf(address.Tenant, order?.ShopId) is not { } rules)
        {
            return NotRunning(address.Tenant);
        }

        var result = await AskAsync(persistenceId, new OrderCommand.Resolve(erpOrderNo, by.Reason, rules, Now), cancellationToken);
        return result.Ok ? await AuditAsync(address.Tenant, $"resolve {persistenceId} as {erpOrderNo ?? "not there"}", by, cancellationToken) : result;
    }

    public async Task<AdminResult> DoneByHandAsync(string persistenceId, Operator by, CancellationToken cancellationToken)
    {
        if (await KnownAsync(persistenceId, cancellationToken) is not { } address || address.Kind != EntityIds.OrderKind)
        {
            return AdminResult.Missing($"order {persistenceId}");
        }

        var result = await AskAsync(persistenceId, new OrderCommand.ConfirmDoneByHand(by.Reason, Now), cancellationToken);
        return result.Ok ? await AuditAsync(address.Tenant, $"done by hand {persistenceId}", by, cancellationToken) : result;
    }

    /// <summary>Keys under which two tenants would collide: one API user's batches can be read by one tenant only.</summary>
    private static ImmutableSortedSet<string> AccountsOf(TenantSettings settings) =>
    [
        $"{settings.Erp.System}|{Host(settings.Erp.BaseUrl)}|{settings.Erp.Account}|{settings.Erp.ApiUser}",
        .. settings.Shops.Select(s => $"{s.System}|{Host(s.BaseUrl)}|{s.Account}"),
    ];

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.Authority}{uri.AbsolutePath}".TrimEnd('/').ToLowerInvariant() : url;

    /// <summary>The settings that decide about an order; null while its tenant does not run here: under any others it would be mapped wrongly.</summary>
    private OrderRules? RulesOf(string tenant, string? shopId) => services.Tenants.Find(tenant)?.Rules(shopId ?? "");

    private static AdminResult NotRunning(string tenant) => AdminResult.No(new Refusal(
        AdminCodes.NotAnswered, $"Tenant {tenant} is just starting or leaving. Nothing was done.", "Ask again in a moment; GET /admin/nodes shows where it runs."));

    private async Task<AdminResult> ToTenantAsync(string tenant, TenantCommand command, CancellationToken cancellationToken)
    {
        try
        {
            if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: not null })
            {
                return AdminResult.Missing($"tenant {tenant}");
            }
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            // Only looked at so far: it waits for the journal, or its tenant is just leaving.
            return AdminResult.No(new Refusal(AdminCodes.NotAnswered, $"{e.Message} Nothing was done.", "Look at the journal's health and at GET /admin/nodes; then ask again."));
        }

        return await AskAsync(EntityIds.Tenant(tenant), command, cancellationToken);
    }

    /// <summary>Writes down what was done. It stays done where that fails, so nobody may be told to do it again.</summary>
    private async Task<AdminResult> AuditAsync(string tenant, string action, Operator by, CancellationToken cancellationToken)
    {
        var written = await AskAsync(EntityIds.Tenant(tenant), new TenantCommand.Audit(by.Name, action, by.Reason, Now), cancellationToken);
        return written.Ok
            ? written
            : AdminResult.No(new Refusal(
                AdminCodes.AuditMissing, $"It was done ({action}), but the audit of tenant {tenant} may not show it: {written.Refusal?.Message}", "Nothing needs to be done again; note it yourself."));
    }

    /// <summary>The address of an entity that has events; asking one that has none would make nothing, but answer as if it were there.</summary>
    private async Task<EntityAddress?> KnownAsync(string persistenceId, CancellationToken cancellationToken) =>
        Parse(persistenceId) is { } address && (await Journal.ListStreamsAsync(persistenceId, null, 1, cancellationToken)).Any(s => s.PersistenceId == persistenceId)
            ? address
            : null;

    private Task<AdminResult> AskAsync(string persistenceId, object command, CancellationToken cancellationToken) =>
        AskAsync(services, persistenceId, command, cancellationToken);

    internal static async Task<AdminResult> AskAsync(EngineServices services, string persistenceId, object command, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await services.System.AskAsync<object>(services.Ref(persistenceId), command, AskTimeout, cancellationToken);
            return answer is Refusal refusal ? AdminResult.No(refusal) : AdminResult.Done;
        }
        catch (Exception e) when (AskExtensions.IsUnanswered(e))
        {
            return AdminResult.No(Unanswered(e, services.System.IsClosed(persistenceId)));
        }
    }

    /// <summary>What is known about an action that got no answer: surely not done, perhaps done, or kept from being done.</summary>
    private static Refusal Unanswered(Exception failure, bool endedForGood) => failure switch
    {
        AskFailedException { NotHandled: true } when !endedForGood => new Refusal(
            AdminCodes.TenantMoving, "The tenant is just going to another node; nothing was done.", "Ask again in a few seconds; GET /admin/nodes shows who owns what."),
        MailboxFullException => new Refusal(AdminCodes.ActorBusy, $"{failure.Message} Nothing was done.", "Ask again in a while; the tree shows how much waits there."),
        AskTimeoutException or AskFailedException { Answer: null, NotHandled: false } => new Refusal(
            AdminCodes.AnswerLost, $"{failure.Message} It may have been done, or may yet be.", "Look at the entity and the tenant's audit before doing it again."),
        _ => new Refusal(AdminCodes.NotAnswered, failure.Message, "Look at the entity and the journal's health; then try again."),
    };
}
