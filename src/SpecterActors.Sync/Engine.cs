using Microsoft.Extensions.Logging;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Feeds;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Customers;
using SpecterActors.Sync.ErpOrders;
using SpecterActors.Sync.Exports;
using SpecterActors.Sync.Feeds;
using SpecterActors.Sync.Orders;
using SpecterActors.Sync.Peers;
using SpecterActors.Sync.Reconciliation;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync;

/// <summary>The engine of one node: the actor system with the mission's actors, started tenant by tenant from the journal.</summary>
public sealed class Engine : IEngine, IAsyncDisposable
{
    /// <summary>Kind of the ERP's callback that names an order which was invoiced.</summary>
    internal const string InvoiceCallback = "erp-invoice";

    /// <summary>Kind of the ERP's callback that names an order which was removed.</summary>
    internal const string RemoveCallback = "erp-remove";

    /// <summary>Kind of an agenda entry that only tells a person: nothing is open because of it.</summary>
    internal const string AlarmKind = "alarm";

    private const int OrderNoMax = 20;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(30);
    private readonly EngineServices services;
    private readonly AgendaWaker waker;
    private readonly ILogger logger;
    private readonly ShardHost shards;

    private Engine(EngineServices services, AgendaWaker waker, OpenShards open)
    {
        this.services = services;
        this.waker = waker;
        logger = services.Loggers.CreateLogger("SpecterActors.Engine");
        Admin = new AdminService(services, waker);
        shards = new ShardHost(services, waker, open, StartTenantAsync, logger);
    }

    /// <inheritdoc/>
    public IAdminService Admin { get; }

    /// <inheritdoc/>
    public IPeerEngine Peer { get; private init; } = null!;

    /// <summary>The actors, for tests and metrics.</summary>
    public ActorSystem System => services.System;

    /// <summary>Puts the engine together; nothing runs before <see cref="StartAsync"/>.</summary>
    public static Engine Create(EngineOptions options, ActorSystemOptions systemOptions, IDispatcher dispatcher, IJournal journal, IEventCodec codec, ILoggerFactory loggers)
    {
        Engine? engine = null;
        var open = new OpenShards(options.Ownership);
        var system = new ActorSystem(
            systemOptions with { OnEscalation = (tenant, failure) => engine?.ChildBroken(tenant, failure), MayLive = open.MayLive }, dispatcher, journal, codec, loggers);
        var services = new EngineServices(system, new TenantRuntimes(options, dispatcher, loggers, system.RandomFor, journal), loggers) { Ownership = options.Ownership };
        var local = new LocalPeer(services);
        services.Peers = options.Peers ?? local;
        Register(system, services, options.Decorator);
        engine = new Engine(services, new AgendaWaker(system, options.Agenda), open) { Peer = local };
        return engine;
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!services.Ownership.OwnsAll)
        {
            await shards.JoinAsync(cancellationToken);
            return;
        }

        var registry = await RegistryAsync(services, cancellationToken);
        var tenants = registry.Tenants.Where(t => t.Value).Select(t => t.Key).ToList();
        foreach (var tenant in tenants)
        {
            await StartTenantAsync(tenant, cancellationToken);
        }

        Log.EngineRuns(logger, tenants.Count);
    }

    private async Task StartTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        var root = await services.System.AskAsync<EntityInspection>(services.Ref(EntityIds.Tenant(tenant)), ControlMessage.Inspect.Instance, AskTimeout, cancellationToken);
        if (root.State is TenantState { Removed: true, Audit: [.., var removal] })
        {
            // The service ended between the tenant's removal and its entry in the list.
            await services.Peers.UnregisterAsync(tenant, new Operator(removal.Actor, removal.Reason), cancellationToken);
            return;
        }

        waker.Add($"{tenant}/");
        Log.TenantRuns(logger, tenant);
    }

    /// <inheritdoc/>
    public async Task StopAsync(TimeSpan timeout)
    {
        Log.EngineStops(logger);
        await shards.LeaveAsync(timeout);
        waker.Dispose();
        foreach (var tenant in services.Tenants.Ids)
        {
            services.Tenants.Find(tenant)?.Dispose();
        }

        await services.System.StopAsync(timeout);
        foreach (var tenant in services.Tenants.Ids)
        {
            services.Tenants.Stop(tenant);
        }
    }

    /// <inheritdoc/>
    public string? TenantOfCallback(string token) => services.Tenants.FindByToken(token) ?? shards.Known.FirstOrDefault(tenant => services.Tenants.HasToken(tenant, token));

    /// <inheritdoc/>
    public async Task<string?> FindTenantOfCallbackAsync(string token, CancellationToken cancellationToken)
    {
        if (TenantOfCallback(token) is { } known)
        {
            return known;
        }

        await shards.LookAgainAsync(cancellationToken);
        return TenantOfCallback(token);
    }

    /// <inheritdoc/>
    public CallbackAnswer TakeCallback(string token, string kind, string? orderNo = null)
    {
        if (services.Tenants.FindByToken(token) is not { } tenant || services.Tenants.Find(tenant) is not { } runtime)
        {
            // A tenant whose shard has just come here, and that has not come up yet.
            return shards.Known.Any(coming => shards.Runs(coming) && services.Tenants.HasToken(coming, token)) ? CallbackAnswer.NotNow : CallbackAnswer.Unknown;
        }

        var rung = false;
        var kept = true;
        // The two callbacks that name an order are hints, too: what they say is kept only for an order that is ours.
        var hint = kind switch { InvoiceCallback => ErpOrderMarks.Invoiced, RemoveCallback => ErpOrderMarks.Removed, _ => ErpOrderMarks.None };
        if (hint != ErpOrderMarks.None && orderNo is { Length: > 0 and <= OrderNoMax } no && no.All(char.IsAsciiLetterOrDigit))
        {
            kept = services.Ref(EntityIds.ErpOrder(tenant, no)).Tell(new ErpOrderCommand.Hint(hint, services.Time.GetUtcNow())) == TellResult.Taken;
        }

        foreach (var (name, board) in runtime.Boards)
        {
            if (name == kind || (hint != ErpOrderMarks.None && name == "erp-orders") || name == $"{kind}-orders" || name == $"{kind}-articles" || name == $"{kind}-customers")
            {
                board.Ring();
                rung = true;
            }
        }

        // Neither another tenant's address nor one for something this tenant does not have is taken (mission A1). A feed of a tenant that is
        // leaving is read where it goes, and a hint that was not kept here is lost: whoever brought it must bring it again.
        return !rung ? CallbackAnswer.Unknown : kept && shards.Runs(tenant) ? CallbackAnswer.Taken : CallbackAnswer.NotNow;
    }

    /// <inheritdoc/>
    public async Task<QuietReport> GetQuietAsync(CancellationToken cancellationToken)
    {
        var open = 0;
        var waiting = 0;
        var busy = new List<string>();
        var begun = new List<DateTimeOffset?>();
        foreach (var tenant in services.Tenants.Ids)
        {
            var rows = await services.System.Journal.ReadAgendaAsync($"{tenant}/", DateTimeOffset.MaxValue, 10_000, cancellationToken);
            // What is parked waits for a person, even if it looks again by itself now and then.
            var parked = (await services.System.Journal.FindAsync($"{tenant}/", "parked", "yes", cancellationToken)).ToHashSet(StringComparer.Ordinal);
            open += rows.Count(r => r.Kind != AlarmKind && !parked.Contains(r.PersistenceId));
            waiting += parked.Union(await services.System.Journal.FindAsync($"{tenant}/", "in-doubt", "yes", cancellationToken)).Count();
            if (services.Tenants.Find(tenant) is { } runtime)
            {
                busy.AddRange(runtime.Boards.Where(b => b.Value.Status is { LastDrained: null } or { LastProblem: not null }).Select(b => b.Key));
                begun.AddRange(runtime.Boards.Select(b => b.Value.Status.LastBegun));
            }
        }

        DateTimeOffset? readSince = begun.Contains(null) ? null : begun.Min();
        var text = $"{open} open intents, {waiting} waiting for a person{(busy.Count == 0 ? "" : $", not yet drained: {string.Join(", ", busy)}")}";
        return new QuietReport(open == 0 && busy.Count == 0, open, waiting, text, readSince);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.FromSeconds(5));

    internal static async Task<RegistryState> RegistryAsync(EngineServices services, CancellationToken cancellationToken)
    {
        if (services.Ownership.EpochOf(Shards.Installation) is null)
        {
            return (RegistryState)(await services.System.RebuildAsync(EntityIds.Registry, long.MaxValue, useSnapshot: true, cancellationToken)).State;
        }

        var inspection = await services.System.AskAsync<EntityInspection>(services.Ref(EntityIds.Registry), ControlMessage.Inspect.Instance, AskTimeout, cancellationToken);
        return inspection.State as RegistryState
            ?? throw new JournalUnavailableException($"The list of tenants cannot be read: {inspection.LastFailure ?? inspection.Stage.ToString()}");
    }

    private void ChildBroken(string tenant, EntityFailure failure)
    {
        Log.ChildBroken(logger, tenant, failure.PersistenceId, failure.Reason);
        if (failure.PersistenceId != EntityIds.Tenant(tenant) && !tenant.StartsWith('_'))
        {
            services.Ref(EntityIds.Tenant(tenant)).Tell(
                new TenantCommand.BreakChild(failure.PersistenceId[(tenant.Length + 1)..], failure.Reason, failure.At));
        }
    }

    private static void Register(ActorSystem system, EngineServices services, IBehaviorDecorator? decorator)
    {
        var stayAwake = new EntityOptions { PassivateAfter = TimeSpan.FromDays(3650) };
        Add<RegistryState, RegistryEvent>(EntityIds.RegistryKind, id => new RegistryActor(services, id), stayAwake);
        Add<TenantState, TenantEvent>(EntityIds.TenantKind, id => new TenantActor(services, id), stayAwake);
        Add<FeedState, FeedEvent>(EntityIds.FeedKind, id => new FeedActor(services, id), stayAwake);
        Add<MatcherState, MatcherEvent>(EntityIds.CustomerMatcherKind, id => new CustomerMatcherActor(services, id), new EntityOptions { MailboxCapacity = 2_048 });
        Add<OrderState, OrderEvent>(EntityIds.OrderKind, id => new OrderActor(services, id));
        Add<ArticleState, ArticleEvent>(EntityIds.ArticleKind, id => new ArticleActor(services, id));
        // Its window of articles may answer all at once.
        Add<ExportState, ExportEvent>(EntityIds.ExportKind, id => new ExportActor(services, id), new EntityOptions { MailboxCapacity = 2 * ExportState.WindowMax });
        Add<ReconciliationState, ReconciliationEvent>(EntityIds.ReconciliationKind, id => new ReconciliationActor(services, id), stayAwake);
        Add<ShopCustomerState, ShopCustomerEvent>(EntityIds.ShopCustomerKind, id => new ShopCustomerActor(services, id));
        Add<ErpCustomerState, ErpCustomerEvent>(EntityIds.ErpCustomerKind, id => new ErpCustomerActor(services, id));
        Add<ErpOrderState, ErpOrderEvent>(EntityIds.ErpOrderKind, id => new ErpOrderActor(services, id));

        void Add<TState, TEvent>(string kind, Func<string, EntityBehavior<TState, TEvent>> create, EntityOptions? kindOptions = null)
            where TState : class
            where TEvent : class =>
            system.RegisterEntity(kind, id => decorator is null ? create(id) : decorator.Decorate(kind, id, create(id)), kindOptions);
    }
}
