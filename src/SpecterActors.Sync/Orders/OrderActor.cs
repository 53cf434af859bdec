using SpecterActors.Domain;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Domain.Values;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Orders;

/// <summary>One shop order on its way to the ERP, exactly once, and back. Key: its external number.</summary>
public sealed class OrderActor(EngineServices services, string persistenceId)
    : SyncActor<OrderState, OrderCommand, OrderEvent>(services, persistenceId)
{
    private static readonly OrderRules NoRules = new(new OrderMappingSettings(), null, new PaceSettings().Settle, new PaceSettings().Retry, new PaceSettings().UnknownRefusalsMax, []);

    /// <inheritdoc/>
    public override string StateManifest => "order-state:3";

    /// <inheritdoc/>
    public override OrderState Initial => OrderEvolve.Initial;

    /// <inheritdoc/>
    public override OrderState Evolve(OrderState state, OrderEvent @event) => OrderEvolve.Apply(state, @event);

    /// <inheritdoc/>
    protected override Decision<OrderEvent> DecideDomain(OrderState state, OrderCommand command) => OrderDecider.Decide(state, command);

    /// <inheritdoc/>
    protected override object? Reply(OrderState before, OrderState after, OrderCommand command) => command switch
    {
        OrderCommand.Observe c => Observed(after, c.At) with { LetGo = after.ExportedByHand && !before.ExportedByHand },
        OrderCommand.ShowHeld c => Observed(after, c.At),
        OrderCommand.Review => new OrderReviewed(after.ShopId, OrderReviews.NeedsReading(after) ? after.Shop!.Uid : null, after.FromShop == ErpOrderMarks.None ? null : after.Shop!.Uid),
        OrderCommand.SeeErpMarks c => new Domain.ErpOrders.ErpOrderCommand.ConfirmForward(c.Marks, c.Tracking, c.At),
        OrderCommand.SeeSupplement c => new OrderCommand.ConfirmReport(c.Facts, c.At),
        // A turn nobody wants any more is given back at once, or those behind it would wait for ever.
        OrderCommand.GrantTurn c when after.TurnNo > c.TurnNo || (after.TurnNo == c.TurnNo && after.Turn == TurnStage.None) =>
            new Domain.Customers.MatcherCommand.EndTurn(Key, c.TurnNo, null, c.At),
        OrderCommand.Supplement c => new OrderCommand.ConfirmSupplement(Key, c.Link.Revision, OrderSupplements.IsTaken(after, c), after.Reported, c.At) { Held = after.ReservationsOpen.IsEmpty },
        OrderCommand.SeeErpNumber c => new Domain.ErpOrders.ErpOrderCommand.ConfirmNumberForward(c.At),
        _ => Accepted.Instance,
    };

    /// <inheritdoc/>
    public override object? OnRecovered(OrderState state, DateTimeOffset now) =>
        state.Attempt is { Ended: false } || state.Telling is not null ? new OrderCommand.Recover(Runtime?.Rules(state.ShopId) ?? NoRules, Matchable(state), now) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<AgendaEntry> Agenda(OrderState state)
    {
        if (state.Attempt is { SettleUntil: { } until } && state.InDoubt)
        {
            return [new AgendaEntry("settle", until)];
        }

        return state.HasOpenIntents ? [new AgendaEntry("intent", state.RetryAt ?? state.TellAfter ?? state.ChangedAt)]
            : !OrderNumbers.Wanted(state).IsEmpty || !OrderNumbers.Refused(state).IsEmpty || !OrderNumbers.Unexploded(state).IsEmpty ? [new AgendaEntry("number", state.ChangedAt)]
            : state is { Parking: null, Hold.AlarmAt: { } alarm } ? [new AgendaEntry(Engine.AlarmKind, alarm)]
            : [];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LookupEntry> Lookups(OrderState state)
    {
        if (state.Shop is not { } shop)
        {
            return [];
        }

        var lookups = new List<LookupEntry> { new("shop-order", shop.Number), new("stage", state.Stage.ToString()) };
        if (state.ErpOrderNo is { } erpOrderNo)
        {
            lookups.Add(new LookupEntry("erp-order", erpOrderNo));
        }

        if (state.InDoubt)
        {
            lookups.Add(new LookupEntry("in-doubt", "yes"));
        }

        if (state is { Hold: not null, Parking: null })
        {
            lookups.Add(new LookupEntry("held", "yes"));
        }

        if (state.Obstacle is { } parking)
        {
            lookups.Add(new LookupEntry("parked", "yes"));
            lookups.Add(new LookupEntry("code", parking.Code));
        }

        return lookups;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<EntityEffect> Plan(OrderState state) =>
    [
        .. state.ReservationsOpen.Select(a => new OrderEffect.Reserve(a, state.Units.GetValueOrDefault(a), state)),
        .. state.EnsuresOpen.Select(a => new OrderEffect.Ensure(a, state.Blockers.ContainsKey(a), state)),
        .. TurnPlan(state),
        .. (OrderNumbers.Wanted(state), OrderNumbers.Refused(state), OrderNumbers.Unexploded(state)) is var (uids, refused, packages) && uids.Count + refused.Count + packages.Count > 0
            ? [new OrderEffect.AwaitNumbers(uids, refused, packages, state)]
            : Array.Empty<OrderEffect>(),
        // Units that the ERP's order turns out not to have are held otherwise first.
        .. (state is { Withdrawn: false } and ({ Next.TellOpen: true } or { ExtraOpen.IsEmpty: false }) ? [] : state.BookingsOpen).Select(a => new OrderEffect.Book(a, state.Withdrawn, state)),
        .. state.ExtraOpen.Select(a => new OrderEffect.ReserveExtra(a, state.Extra.GetValueOrDefault(a), OrderExtras.Holder(state), state)),
        .. state.ExtraBookingsOpen.Select(a => new OrderEffect.BookExtra(a, OrderExtras.BookedHolder(state), state)),
        .. OrderExtras.MayFall(state) ? [new OrderEffect.AwaitHeld(state)] : Array.Empty<OrderEffect>(),
        .. Aftermath(state),
        .. state.RechecksOpen.Select(a => new OrderEffect.Recheck(a, state)),
        .. state is { Parking: null, Hold.AlarmAt: { } alarm } ? [new OrderEffect.HoldAlarm(alarm, state)] : Array.Empty<OrderEffect>(),
    ];

    /// <inheritdoc/>
    protected override void Run(EntityEffect effect, IEffectContext context)
    {
        if (Runtime is not { } runtime)
        {
            Later(context, new OrderCommand.Continue());
            return;
        }

        new OrderEffects(Services, runtime, PersistenceId, Key, context).Execute((OrderEffect)effect, CallWithBackoff);
    }

    private OrderObserved Observed(OrderState state, DateTimeOffset at) =>
        new(state.ExternalNo, state.Units.Where(u => state.ReservationsOpen.Contains(u.Key)).ToDictionary(StringComparer.Ordinal))
        {
            OpenExtra = state.Extra.Where(u => state.ExtraOpen.Contains(u.Key)).ToDictionary(StringComparer.Ordinal),
            ExtraHolder = OrderExtras.Holder(state),
            IsNextTold = state.Next is not { TellOpen: true },
            Next = state.Next is { } next && Runtime is { } runtime ? SupplementMessage.Of(next, state, Tenant, runtime, at) : null,
        };

    private bool Matchable(OrderState state) =>
        Runtime is not { } runtime || state.Buyer?.Value is not { } buyer || !CustomerIdentity.Identities(buyer, runtime.Settings.Customers).IsEmpty;

    private static IEnumerable<OrderEffect> TurnPlan(OrderState state)
    {
        if (state is { InDoubt: true, Attempt: { Ended: true, SettleUntil: { } until } doubtful, ErpOrderNo: null })
        {
            yield return new OrderEffect.Settle(doubtful.No, until, state);
        }

        switch (state.Turn)
        {
            case TurnStage.Wanted:
                yield return new OrderEffect.TakeTurn(state.TurnNo, state);
                break;
            case TurnStage.Returning:
                yield return new OrderEffect.ReturnTurn(state.TurnNo, state);
                break;
            case TurnStage.Granted when state.Attempt is { Ended: false } attempt:
                yield return new OrderEffect.Call(attempt, state);
                break;
            case TurnStage.Granted when state.Attempt?.SettleUntil is null && state.Parking is null && state.ErpOrderNo is null:
                yield return new OrderEffect.Start(state.CustomerId is null ? AttemptStep.Customer : AttemptStep.Order, state.Attempts + 1, state.RetryAt, state);
                break;
        }
    }

    private static IEnumerable<OrderEffect> Aftermath(OrderState state)
    {
        if (state is { ClaimOpen: true, ErpOrderNo: { } claimed })
        {
            yield return new OrderEffect.Claim(claimed, state);
        }

        if (state is { NumberWriteOpen: true, ErpOrderNo: { } number })
        {
            yield return new OrderEffect.WriteNumber(number, state);
        }

        // What a supplement lets go of is held otherwise first.
        if (state.Next is { TellOpen: true } next && (next.Link.Draft is not null || state.ReservationsOpen.IsEmpty))
        {
            yield return new OrderEffect.TellSupplement(next, state);
        }

        if (state.Telling is { } telling)
        {
            yield return new OrderEffect.Tell(telling, state);
        }
        else if (OrderShopNews.Next(state) is var mark and not ErpOrderMarks.None)
        {
            yield return new OrderEffect.StartTelling(mark, state.Tellings + 1, state);
        }

        if (state.CancelCallOpen)
        {
            yield return new OrderEffect.CancelInErp(state.ErpOrderNo!, state);
        }

        if (state is { ReportOpen: true, Supplement: { } link })
        {
            yield return new OrderEffect.Report(link.Parent, state.Reported!, state);
        }

        if (state.StatusWriteOpen is { } write)
        {
            yield return new OrderEffect.WriteStatus(write, state);
        }
    }
}

/// <summary>Answer to a review: the uid of the shop's order when it must be read again to be judged, else null.</summary>
/// <param name="ShopId">The shop.</param>
/// <param name="ReadUid">Must be read again whatever setting changed.</param>
/// <param name="NewsUid">Must be read again when the table of statuses for the ERP changed: it shows something by the old one.</param>
internal sealed record OrderReviewed(string ShopId, string? ReadUid, string? NewsUid);

/// <summary>Answer to an observation: reservations that are still to be confirmed by their articles.</summary>
public sealed record OrderObserved(string ExternalNo, IReadOnlyDictionary<string, decimal> OpenReservations)
{
    /// <summary>What is held beside, under <see cref="ExtraHolder"/>, and still to be confirmed by its articles.</summary>
    public IReadOnlyDictionary<string, decimal> OpenExtra { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, decimal>.Empty;

    /// <summary>Name under which articles hold what is held beside.</summary>
    public string ExtraHolder { get; init; } = "";

    /// <summary>There is no supplement, or it has stored what is wanted of it.</summary>
    public bool IsNextTold { get; init; } = true;

    /// <summary>All that articles have not confirmed yet: who holds how much of which article.</summary>
    public IEnumerable<(string Holder, string Article, decimal Units)> Open =>
        OpenReservations.Select(u => (ExternalNo, u.Key, u.Value)).Concat(OpenExtra.Select(u => (ExtraHolder, u.Key, u.Value)));

    /// <summary>It was let go by this observation, as one of a range of orders.</summary>
    public bool LetGo { get; init; }

    /// <summary>What its supplement is to know, or null: what was added to the order after it was sent is held there.</summary>
    public OrderCommand.Supplement? Next { get; init; }
}
