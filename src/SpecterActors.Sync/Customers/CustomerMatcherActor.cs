using SpecterActors.Domain;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Journal;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Customers;

/// <summary>Grants turns: of all orders that share a buyer's identity, one at a time submits customer and order. It never calls out itself.</summary>
public sealed class CustomerMatcherActor(EngineServices services, string persistenceId)
    : SyncActor<MatcherState, MatcherCommand, MatcherEvent>(services, persistenceId)
{
    private const int NotedAtOnceMax = 16;

    private static readonly TimeSpan GrantResend = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string StateManifest => "matcher-state:2";

    /// <inheritdoc/>
    public override MatcherState Initial => MatcherDecider.Initial;

    /// <inheritdoc/>
    public override MatcherState Evolve(MatcherState state, MatcherEvent @event) => MatcherDecider.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<MatcherEvent> DecideDomain(MatcherState state, MatcherCommand command) => MatcherDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(MatcherState before, MatcherState after, MatcherCommand command) => command switch
    {
        MatcherCommand.RequestTurn c => after.Granted().Any(t => t.Order == c.Order && t.No == c.No) ? GrantOf(c.Order, c.No, c.At) : null,
        MatcherCommand.EndTurn c => TurnName.CustomerOf(c.Order) is null
            ? new OrderCommand.ConfirmTurnReturned(c.No, c.At)
            : new ShopCustomerCommand.ConfirmTurnReturned(c.No, c.At),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(MatcherState state) =>
        state.Turns.IsEmpty && state.Known.IsEmpty ? [] : [new AgendaEntry("intent", state.ChangedAt)];

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(MatcherState state) =>
        [.. state.Granted().Select(t => new GrantEffect(t.Order, t.No)), .. state.Known.Take(NotedAtOnceMax).Select(k => new NoteEffect(k))];

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (effect is NoteEffect { Known: var known })
        {
            Note(known, context);
            return;
        }

        var grant = (GrantEffect)effect;
        // The order asks again by itself; this tells it at once when the turn before it has ended.
        var holder = TurnName.CustomerOf(grant.Order) is { } customer
            ? EntityAddress.Of(Tenant, EntityIds.ShopCustomerKind, customer).PersistenceId
            : EntityIds.Order(Tenant, grant.Order);
        context.TellUntilDone(Services.Ref(holder), GrantOf(grant.Order, grant.No, context.Time.GetUtcNow()), GrantResend);
    }

    private static object GrantOf(string name, int no, DateTimeOffset at) =>
        TurnName.CustomerOf(name) is null ? new OrderCommand.GrantTurn(no, at) : new ShopCustomerCommand.GrantTurn(no, at);

    /// <summary>What the ERP's record has now is known only when it was overwritten with what the order said.</summary>
    private void Note(KnownCustomer known, IEffectContext context)
    {
        var now = context.Time.GetUtcNow();
        if (Runtime?.Settings.Customers.ForceUpdate ?? false)
        {
            context.TellUntilDone(
                Services.Ref(EntityIds.ErpCustomer(Tenant, known.CustomerId)), new ErpCustomerCommand.SeeAnswer(known.Identities, known.Order, known.No, now), GrantResend);
        }
        else
        {
            context.Complete(new MatcherCommand.ConfirmNoted(known.Order, known.No, now));
        }
    }

    private sealed record NoteEffect(KnownCustomer Known) : EntityEffect($"note/{Known.Order}/{Known.No}");

    private sealed record GrantEffect(string Order, int No) : EntityEffect($"grant/{Order}/{No}");
}
