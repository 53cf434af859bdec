using System.Collections.Immutable;
using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Storage;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Admin;

/// <summary>What operators see: reads. Actions stand in the other part.</summary>
internal sealed partial class AdminService(EngineServices services, AgendaWaker waker) : IAdminService
{
    private const int RowsMax = 500;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(15);

    private IJournal Journal => services.System.Journal;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<IReadOnlyList<TenantSummary>> ListTenantsAsync(CancellationToken cancellationToken)
    {
        var registry = await Engine.RegistryAsync(services, cancellationToken);
        var summaries = new List<TenantSummary>();
        foreach (var tenant in registry.Tenants.Where(t => t.Value).Select(t => t.Key))
        {
            if (await TenantStateAsync(tenant, cancellationToken) is { Settings: not null } state)
            {
                summaries.Add(await SummaryAsync(tenant, state, cancellationToken));
            }
        }

        return summaries;
    }

    public async Task<TenantDetail?> GetTenantAsync(string tenant, CancellationToken cancellationToken) =>
        await TenantStateAsync(tenant, cancellationToken) is { Settings: { } settings } state
            ? new TenantDetail(
                await SummaryAsync(tenant, state, cancellationToken),
                settings with { Secrets = settings.Secrets with { Value = null } },
                [.. settings.Secrets.Value?.Values.Keys ?? []],
                state.PauseReason, [.. state.Children], state.Audit,
                state.ArticleReview is { } review ? new ArticleReviewView(review.OpenedAt, [.. review.Shops], review.Told, [.. review.Behind]) : null,
                [.. state.StockHeld],
                state.DataHeld.ToImmutableSortedDictionary(h => h.Key, h => (IReadOnlyList<ArticlePart>)[.. h.Value], StringComparer.Ordinal),
                state.DataWalk is { } walk ? new DataWalkView(walk.ShopId, [.. walk.Parts], walk.OpenedAt, walk.Told, [.. walk.Behind]) : null)
            : null;

    public Task<IReadOnlyList<ActorNode>> GetTreeAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ActorNode>>(
        [.. services.System.Tree(tenant)
            .Where(a => a.Path == tenant || a.Path.StartsWith($"{tenant}/", StringComparison.Ordinal))
            .Select(a => new ActorNode(a.Path, a.Stage.ToString(), a.MailboxDepth, a.Failures, a.LastFailure, null))]);

    public async Task<EntityView?> GetEntityAsync(string persistenceId, long? atSequenceNumber, CancellationToken cancellationToken)
    {
        if (Parse(persistenceId) is not { } address)
        {
            return null;
        }

        if (atSequenceNumber is null && services.System.IsAwake(persistenceId)
            && await services.System.AskAsync<EntityInspection>(services.Ref(persistenceId), ControlMessage.Inspect.Instance, AskTimeout, cancellationToken) is { State: { } living } now)
        {
            return now.SequenceNumber == 0
                ? null
                : new EntityView(persistenceId, address.Kind, now.SequenceNumber, true, RedactedJson.Of(services.System.Codec, living), [.. now.Effects.Select(e => new EffectView(e.Key, e.Age))]);
        }

        var rebuilt = await services.System.RebuildAsync(persistenceId, atSequenceNumber ?? long.MaxValue, useSnapshot: true, cancellationToken);
        return rebuilt.SequenceNumber == 0
            ? null
            : new EntityView(persistenceId, address.Kind, rebuilt.SequenceNumber, false, RedactedJson.Of(services.System.Codec, rebuilt.State), []);
    }

    public async Task<IReadOnlyList<JournalEvent>> GetJournalAsync(string persistenceId, long fromSequenceNumber, int max, CancellationToken cancellationToken)
    {
        var page = new List<JournalEvent>();
        var to = fromSequenceNumber + Math.Clamp(max, 1, RowsMax) - 1;
        await foreach (var stored in Journal.ReadStreamAsync(persistenceId, fromSequenceNumber, to, cancellationToken))
        {
            // Stored bytes hold personal parts only sealed; they are shown as they are stored, less the sealed text.
            page.Add(new JournalEvent(stored.SequenceNumber, stored.Created, stored.Manifest, RedactedJson.Of(stored)));
        }

        return page;
    }

    public async Task<IReadOnlyList<IntentRow>> GetIntentsAsync(string tenant, int max, CancellationToken cancellationToken) =>
        [.. (await Journal.ReadAgendaAsync($"{tenant}/", DateTimeOffset.MaxValue, Math.Clamp(max, 1, RowsMax), cancellationToken))
            .Select(r => new IntentRow(r.PersistenceId, r.Kind, r.Due))];

    public async Task<IReadOnlyList<FeedStatus>> GetFeedsAsync(string tenant, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime)
        {
            return [];
        }

        var feeds = new List<FeedStatus>();
        foreach (var (name, board) in runtime.Boards)
        {
            var state = await StateAsync<FeedState>(EntityIds.Feed(tenant, name), cancellationToken) ?? new FeedState();
            var rounds = board.Status;
            feeds.Add(new FeedStatus(
                name, rounds.LastBegun, rounds.LastDrained, rounds.Running, rounds.LastProblem, state.Watermark, state.AcknowledgedBatches, state.Closing,
                state.Held.Length, [.. state.Alarms.Select(a => $"{a.At:O} {a.Code}: {a.Text}")],
                Now - rounds.LastDrained,
                state.Held.IsEmpty ? null : Now - state.Held.Min(h => h.HeldAt),
                rounds.WaitsFor));
        }

        return feeds;
    }

    public Task<IReadOnlyList<AttentionRow>> GetParkedAsync(string tenant, int max, CancellationToken cancellationToken) =>
        AttentionAsync(tenant, "parked", max, cancellationToken);

    public async Task<NotedArticles?> GetNotedArticlesAsync(string tenant, string note, int max, CancellationToken cancellationToken)
    {
        if (await TenantStateAsync(tenant, cancellationToken) is not { Settings: { } settings })
        {
            return null;
        }

        // Rows that are no goods stand in no shop on purpose.
        var special = settings.Shops.SelectMany(s => SetupInspection.SpecialArticles(s.Orders)).Select(a => a.Number).OfType<string>()
            .Select(number => EntityIds.Article(tenant, number)).ToHashSet(StringComparer.Ordinal);
        var found = (await Journal.FindAsync($"{tenant}/{EntityIds.ArticleKind}/", Articles.ArticleActor.NoteKind, note, cancellationToken))
            .Where(id => note != ArticleObstacles.NotInShop || !special.Contains(id)).ToList();
        return new NotedArticles(note, found.Count, [.. found.Order(StringComparer.Ordinal).Take(Math.Clamp(max, 1, RowsMax))]);
    }

    public Task<IReadOnlyList<AttentionRow>> GetInDoubtAsync(string tenant, int max, CancellationToken cancellationToken) =>
        AttentionAsync(tenant, "in-doubt", max, cancellationToken);

    public Task<IReadOnlyList<LaneView>> GetLanesAsync(string tenant, CancellationToken cancellationToken)
    {
        if (services.Tenants.Find(tenant) is not { } runtime)
        {
            return Task.FromResult<IReadOnlyList<LaneView>>([]);
        }

        return Task.FromResult<IReadOnlyList<LaneView>>(
            [.. runtime.Shops.Values.Select(s => s.Lane).Prepend(runtime.Erp.Lane).Select(lane =>
            {
                var status = lane.Status();
                return new LaneView(
                    lane.System, lane.System, status.Running, status.Queued.Values.Sum(), status.Paused ? "Paused" : status.Gate.ToString(),
                    status.Counters.Calls, status.Counters.Throttled, status.Counters.Ambiguous,
                    [.. lane.Attempts().Take(50).Select(a => new AttemptView(a.At, a.Action, a.EntityId, a.Outcome, a.Duration, a.Text))]);
            })]);
    }

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string tenant, string number, CancellationToken cancellationToken)
    {
        var hits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in new[] { "shop-order", "erp-order", Articles.ArticleActor.NumberKind })
        {
            foreach (var id in await Journal.FindAsync($"{tenant}/", kind, number, cancellationToken))
            {
                hits.TryAdd(id, kind);
            }
        }

        foreach (var (id, by) in new[] { (EntityIds.Order(tenant, number), "external-number"), (EntityIds.Article(tenant, number), "article"), (EntityIds.ErpOrder(tenant, number), "erp-order") })
        {
            if ((await Journal.ListStreamsAsync(id, null, 1, cancellationToken)).Any(s => s.PersistenceId == id))
            {
                hits.TryAdd(id, by);
            }
        }

        var found = new List<SearchHit>();
        foreach (var (id, by) in hits)
        {
            var order = id.StartsWith($"{tenant}/{EntityIds.OrderKind}/", StringComparison.Ordinal) ? await StateAsync<OrderState>(id, cancellationToken) : null;
            found.Add(new SearchHit(id, EntityAddress.Parse(id).Kind, by, order?.Stage.ToString() ?? ""));
        }

        return found;
    }

    private async Task<IReadOnlyList<AttentionRow>> AttentionAsync(string tenant, string kind, int max, CancellationToken cancellationToken)
    {
        var rows = new List<AttentionRow>();
        foreach (var id in (await Journal.FindAsync($"{tenant}/", kind, "yes", cancellationToken)).Take(Math.Clamp(max, 1, RowsMax)))
        {
            rows.AddRange(await AttentionOfAsync(id, kind, cancellationToken));
        }

        return [.. rows.OrderByDescending(r => r.Since)];
    }

    private async Task<IEnumerable<AttentionRow>> AttentionOfAsync(string id, string kind, CancellationToken cancellationToken)
    {
        var state = Parse(id) is null ? null : (await services.System.RebuildAsync(id, long.MaxValue, useSnapshot: true, cancellationToken)).State;
        return state switch
        {
            OrderState order when kind == "in-doubt" => [InDoubt(id, order)],
            OrderState { Hold: { } hold, Parking: null, Shop: { } shop } when kind == "held" =>
            [
                new AttentionRow(
                    id, hold.Code, $"Order {shop.Number} waits: {hold.Why}",
                    $"{(hold.Code == Domain.Failures.ParkingCodes.KeptBack ? "Let it go" : "It goes by itself when that is there; by hand")}: POST /admin/tenants/{EntityAddress.Parse(id).Tenant}/orders/{shop.Number}/export.", "Held", hold.Since),
            ],
            OrderState { Obstacle: { } obstacle } order => [Row(id, obstacle, order.ChangedAt)],
            ArticleState article => ArticleRows(id, article),
            Domain.Reconciliation.ReconciliationState { IsBraked: true } reconciliation => BrakeRows(id, reconciliation),
            Domain.Customers.ShopCustomerState { Parking: { } parking } customer => [Row(id, parking, customer.ChangedAt)],
            FeedState feed => feed.Held.Select(h => new AttentionRow(
                id, "row-held", $"A row for {h.Target} could not be handed over: {h.Reason}", "It is tried again by itself; look at that entity.", FailureClass.Transient.ToString(), h.HeldAt)),
            _ => [],
        };
    }

    private static AttentionRow InDoubt(string id, OrderState order) => new(
        id,
        order.ExistsNumberUnknown ? "in-doubt-number-unknown" : "in-doubt",
        order.ExistsNumberUnknown
            ? $"Order {order.ExternalNo} seems to exist in the ERP (it refused a repetition), but its number is not known."
            : $"Order {order.ExternalNo} may or may not have reached the ERP; it is sent again under the ERP's duplicate control{(order.Attempt?.SettleUntil is { } until ? $" after {until:O}" : "")}.",
        $"Search the ERP for external number {order.ExternalNo}, then resolve with its number, or with none if it is not there.",
        FailureClass.Ambiguous.ToString(),
        order.InDoubtSince ?? order.ChangedAt);

    private static IEnumerable<AttentionRow> ArticleRows(string id, ArticleState article)
    {
        return ArticleObstacles.Of(article, EntityAddress.Parse(id).Id[^1]).Select(o => Row(id, o, article.ChangedAt));
    }

    private static AttentionRow Row(string id, Parking parking, DateTimeOffset since) => new(id, parking.Code, parking.Cause, parking.Remedy, parking.Class.ToString(), since);

    private async Task<TenantSummary> SummaryAsync(string tenant, TenantState state, CancellationToken cancellationToken)
    {
        var oldest = await OldestWaiting.FindAsync(Journal, tenant, Now, cancellationToken);
        return new TenantSummary(
            tenant, state.Settings!.Name, state.Paused, state.Settings.Shops.Length,
            (await Journal.FindAsync($"{tenant}/", "parked", "yes", cancellationToken)).Count,
            (await Journal.FindAsync($"{tenant}/", "in-doubt", "yes", cancellationToken)).Count,
            services.System.Tree(tenant).Count(a => a.Stage == ActorStage.Broken && a.Path.StartsWith($"{tenant}/", StringComparison.Ordinal)),
            oldest,
            Now - oldest);
    }

    private async Task<TenantState?> TenantStateAsync(string tenant, CancellationToken cancellationToken) =>
        Parse($"{tenant}/{EntityIds.TenantKind}/root") is null ? null : await StateAsync<TenantState>(EntityIds.Tenant(tenant), cancellationToken);

    private async Task<TState?> StateAsync<TState>(string persistenceId, CancellationToken cancellationToken)
        where TState : class => await services.StateAsync(persistenceId, cancellationToken) as TState;

    /// <summary>The address, or null when the text is none, of a kind that does not exist here, or of a tenant that is being deleted.</summary>
    private EntityAddress? Parse(string persistenceId)
    {
        try
        {
            services.Ref(persistenceId);
            return services.System.IsClosed(persistenceId) ? null : EntityAddress.Parse(persistenceId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
