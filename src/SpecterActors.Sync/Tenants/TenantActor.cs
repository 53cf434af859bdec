using Microsoft.Extensions.Logging;
using SpecterActors.Connectors;
using SpecterActors.Domain;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Orders;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// One tenant: settings, pause and children as events. Being awake means running: it makes the tenant's lanes and connectors, brings its
/// children up and registers its callbacks.
/// </summary>
public sealed class TenantActor(EngineServices services, string persistenceId)
    : SyncActor<TenantState, TenantCommand, TenantEvent>(services, persistenceId)
{
    /// <inheritdoc/>
    public override string StateManifest => "tenant-state:4";

    /// <inheritdoc/>
    public override TenantState Initial => TenantDecider.Initial;

    /// <inheritdoc/>
    public override TenantState Evolve(TenantState state, TenantEvent @event) => TenantDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<TenantEvent> DecideDomain(TenantState state, TenantCommand command) => TenantDecider.Decide(state, command);

    /// <inheritdoc/>
    // It is brought up at every start; the entry tells that something is open.
    public override IReadOnlyList<AgendaEntry> Agenda(TenantState state)
    {
        DateTimeOffset?[] open = state.Removed ? [] : [state.OrderReview?.Since, state.ArticleReview?.OpenedAt, state.DataWalk?.OpenedAt];
        return open.Min() is { } since ? [new AgendaEntry("intent", since)] : [];
    }

    /// <inheritdoc/>
    // What runs comes first: who is told of the settings must find them in force.
    public override IReadOnlyList<EntityEffect> Plan(TenantState state) => state switch
    {
        { Removed: true } => [new StopEffect(state.Revision)],
        { Settings: not null } =>
        [
            new RunEffect(state.InForce()!, state.Paused, state.Revision, state.Children),
            .. state.OrderReview is { } review ? [new ReviewOrdersEffect(review, state.Paused)] : Array.Empty<EntityEffect>(),
            .. state is { Paused: false, ArticleReview: { } articles } ? [new ReviewEffect(articles)] : Array.Empty<EntityEffect>(),
            .. state is { Paused: false, DataWalk: { } walk } ? [new DataWalkEffect(walk, state.Revision)] : Array.Empty<EntityEffect>(),
        ],
        _ => [],
    };

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        // Those that run or stop the tenant never end by themselves: as long as the tenant is as it is, it runs (or does not).
        switch (effect)
        {
            case RunEffect or ReviewOrdersEffect when Services.Tenants.Offline:
                break;
            case RunEffect run:
                Services.Tenants.Start(Services.Tenants.Make(run.Settings, run.Paused));
                foreach (var child in run.Children)
                {
                    Services.Ref($"{Tenant}/{child}").Tell(ControlMessage.Wake.Instance);
                }

                Services.Ref(EntityIds.Reconciliation(Tenant)).Tell(ControlMessage.Wake.Instance);
                if (!run.Paused && Services.Tenants.CallbackBase is { } address)
                {
                    _ = RegisterCallbacksAsync(Services.Tenants.Find(Tenant)!, address, context);
                }

                break;
            case ReviewOrdersEffect e:
                context.CompleteWith(
                    new OrderReviewer(Services, Services.Tenants.Find(Tenant)!, e.Review, context).RunAsync(() => Backoff("review-orders")),
                    command => command, _ => new TenantCommand.Continue());
                break;
            case StopEffect:
                Services.Tenants.Stop(Tenant);
                break;
            case ReviewEffect or DataWalkEffect when Services.Tenants.Offline:
                break;
            case ReviewEffect e:
                context.CompleteWith(ReviewAsync(Services.Tenants.Find(Tenant)!, e.Review, context), command => command, _ => new TenantCommand.Continue());
                break;
            case DataWalkEffect e:
                context.CompleteWith(WalkAsync(Services.Tenants.Find(Tenant)!, e.Walk, context), command => command, _ => new TenantCommand.Continue());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private async Task<TenantCommand> WalkAsync(TenantRuntime runtime, DataWalk walk, IEffectContext context)
    {
        try
        {
            var step = await new ArticleDataWalk(Services, runtime, context).StepAsync(walk);
            if (!step.Last || step.Behind.IsEmpty)
            {
                Succeeded("data-walk");
                return step;
            }

            await Task.Delay(Backoff("data-walk"), context.Time, context.Cancellation);
            return step;
        }
        catch (JournalUnavailableException)
        {
            await Task.Delay(Backoff("data-walk"), context.Time, context.Cancellation);
            return new TenantCommand.Continue();
        }
    }

    private async Task<TenantCommand> ReviewAsync(TenantRuntime runtime, ArticleReview review, IEffectContext context)
    {
        try
        {
            var step = await new ArticleReviewWalk(Services, runtime, context).StepAsync(review);
            if (!step.Last || step.Behind.IsEmpty)
            {
                Succeeded("review");
                return step;
            }

            // All but these have heard; each of them has a failure of its own to recover from first.
            await Task.Delay(Backoff("review"), context.Time, context.Cancellation);
            return step;
        }
        catch (JournalUnavailableException)
        {
            await Task.Delay(Backoff("review"), context.Time, context.Cancellation);
            return new TenantCommand.Continue();
        }
    }

    /// <summary>Callbacks only wake feeds: polling goes on whether or not they can be registered.</summary>
    private async Task RegisterCallbacksAsync(TenantRuntime runtime, Uri address, IEffectContext context)
    {
        Uri To(string kind) => CallbackTokens.Address(address, Services.Tenants.Seed, Tenant, kind);
        var options = new CallOptions(CallPriority.Stock, PersistenceId);
        var logger = Services.Loggers.CreateLogger("SpecterActors.Tenants");
        try
        {
            while (!context.Cancellation.IsCancellationRequested)
            {
                var erp = await runtime.Erp.Connector.CheckAccountAsync(new ErpCallbacks(To("erp-stock"), To("erp-articles"), To("erp-orders"), To(Engine.InvoiceCallback), To(Engine.RemoveCallback)), options, context.Cancellation);
                var open = erp is Outcome<string>.Done ? 0 : 1;
                foreach (var shop in runtime.Shops.Values)
                {
                    var registered = await shop.Connector.RegisterCallbacksAsync(To($"shop-{shop.Settings.Id}"), options, context.Cancellation);
                    open += registered is Outcome<IReadOnlyList<string>>.Done ? 0 : 1;
                }

                if (open == 0)
                {
                    return;
                }

                Log.CallbacksNotRegistered(logger, Tenant, open);
                await Task.Delay(Backoff("callbacks"), context.Time, context.Cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The tenant changed or stops; its next run registers anew.
        }
    }

    private sealed record RunEffect(TenantSettings Settings, bool Paused, int Revision, IEnumerable<string> Children) : EntityEffect($"run/{Revision}/{Paused}");

    private sealed record ReviewOrdersEffect(OrderReview Review, bool Paused) : EntityEffect($"review-orders/{Review.Revision}/{Paused}");
    private sealed record ReviewEffect(ArticleReview Review) : EntityEffect($"review/{Review.Revision}");

    private sealed record DataWalkEffect(DataWalk Walk, int Revision) : EntityEffect($"data-walk/{Walk.OpenedAt.UtcTicks}/{Revision}");

    private sealed record StopEffect(int Revision) : EntityEffect($"stop/{Revision}");
}

/// <summary>The installation's list of tenants.</summary>
public sealed class RegistryActor(EngineServices services, string persistenceId)
    : SyncActor<RegistryState, RegistryCommand, RegistryEvent>(services, persistenceId)
{
    /// <inheritdoc/>
    public override string StateManifest => "registry-state:2";

    /// <inheritdoc/>
    public override RegistryState Initial => RegistryDecider.Initial;

    /// <inheritdoc/>
    public override RegistryState Evolve(RegistryState state, RegistryEvent @event) => RegistryDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<RegistryEvent> DecideDomain(RegistryState state, RegistryCommand command) => RegistryDecider.Decide(state, command);

    /// <inheritdoc/>
    // It is brought up at every start, so what it has open needs no reminder.
    public override IReadOnlyList<AgendaEntry> Agenda(RegistryState state) => [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(RegistryState state) => [.. state.Deleting.Select(tenant => new DeleteEffect(tenant))];

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        var tenant = ((DeleteEffect)effect).Tenant;
        context.CompleteWith(DeleteAsync(tenant, context), command => command, _ => new RegistryCommand.TryAgain());
    }

    private async Task<RegistryCommand> DeleteAsync(string tenant, IEffectContext context)
    {
        try
        {
            await Services.Peers.DeleteTenantAsync(tenant, context.Cancellation);
            return new RegistryCommand.ConfirmDeleted(tenant, context.Time.GetUtcNow());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.TenantNotDeleted(Services.Logger, failure, tenant);
            await Task.Delay(Backoff(tenant), context.Time, context.Cancellation);
            return new RegistryCommand.TryAgain();
        }
    }

    private sealed record DeleteEffect(string Tenant) : EntityEffect($"delete/{Tenant}");
}
