using SpecterActors.Domain;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.ErpOrders;

/// <summary>One order number of the ERP: one claim, and the marks that the feed brings, forwarded to the order that claims it.</summary>
public sealed class ErpOrderActor(EngineServices services, string persistenceId)
    : SyncActor<ErpOrderState, ErpOrderCommand, ErpOrderEvent>(services, persistenceId)
{
    /// <inheritdoc/>
    public override string StateManifest => "erp-order-state:2";

    /// <inheritdoc/>
    public override ErpOrderState Initial => ErpOrderDecider.Initial;

    /// <inheritdoc/>
    public override ErpOrderState Evolve(ErpOrderState state, ErpOrderEvent @event) => ErpOrderDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<ErpOrderEvent> DecideDomain(ErpOrderState state, ErpOrderCommand command) => ErpOrderDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(ErpOrderState before, ErpOrderState after, ErpOrderCommand command) => command is ErpOrderCommand.Claim c
        ? new OrderCommand.ConfirmClaim(Key, after.ClaimedBy == c.Order ? null : after.ClaimedBy, c.At)
        : Accepted.Instance;

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(ErpOrderState state) =>
        state.ForwardOpen || state.NumberForwardOpen is not null ? [new AgendaEntry("intent", state.ChangedAt)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(ErpOrderState state)
    {
        var plan = new List<EntityEffect>();
        if (state is { ForwardOpen: true, ClaimedBy: { } order })
        {
            plan.Add(new ForwardMarks(order, state.Marks, state.Tracking));
        }

        if (state.NumberForwardOpen is { } external)
        {
            plan.Add(new ForwardNumber(external));
        }

        return plan;
    }

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime)
        {
            // Nothing to decide: the timer only looks at the plan again.
            Later(context, new ErpOrderCommand.ConfirmForward(ErpOrderMarks.None, "?", context.Time.GetUtcNow()));
            return;
        }

        var now = context.Time.GetUtcNow();
        switch (effect)
        {
            case ForwardMarks e:
                var rules = runtime.Rules(ShopOf(runtime, e.Order));
                context.TellUntilDone(Services.Ref(EntityIds.Order(Tenant, e.Order)), new OrderCommand.SeeErpMarks(e.Marks, e.Tracking, rules, now), runtime.Settings.Pace.Resend);
                break;
            case ForwardNumber e:
                context.TellUntilDone(Services.Ref(EntityIds.Order(Tenant, e.ExternalNo)), new OrderCommand.SeeErpNumber(Key, now), runtime.Settings.Pace.Resend);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    private static string ShopOf(TenantRuntime runtime, string externalNo) =>
        runtime.Settings.Shops.OrderByDescending(s => s.Orders.OrderPrefix.Length)
            .FirstOrDefault(s => externalNo.StartsWith(s.Orders.OrderPrefix, StringComparison.Ordinal))?.Id ?? "";

    private sealed record ForwardMarks(string Order, ErpOrderMarks Marks, string Tracking) : EntityEffect($"forward/{Marks}/{Tracking}");

    private sealed record ForwardNumber(string ExternalNo) : EntityEffect("number");
}
