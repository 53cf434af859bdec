using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>How an order enters: first reading, change before and after export, cancellation in the shop, retry.</summary>
internal static class OrderIntake
{
    /// <summary>Why an order is ignored that was placed before the start date.</summary>
    internal const string BeforeStart = "placed-before-export-start";

    /// <summary>Why an order is ignored that was cancelled before it was read.</summary>
    internal const string CancelledBeforeSeen = "cancelled-before-it-was-seen";

    public static Decision<OrderEvent> Observe(OrderState state, OrderCommand.Observe c) => OrderShopNews.WithNews(state, c, Read(state, c));

    private static Decision<OrderEvent> Read(OrderState state, OrderCommand.Observe c)
    {
        c = c with { Order = OrderSets.WithParts(c.Order, state.Shop, c.Rules.Sets) };
        var goesAfterAll = (state is { Ignored: CancelledBeforeSeen } && !c.Order.Discarded) || (state is { Ignored: BeforeStart } && c.ByHand);
        if (state.Shop is null || goesAfterAll)
        {
            return First(state, c);
        }

        if (state.Shop.Uid != c.Order.Uid || state.ShopId != c.ShopId)
        {
            return Decision<OrderEvent>.Refuse(
                "external-number-shared",
                $"Order {c.Order.Number} (uid {c.Order.Uid}, shop {c.ShopId}) has the external number {state.ExternalNo} that order uid {state.Shop.Uid} of shop {state.ShopId} already has.",
                "Give each shop on the account its own order prefix.");
        }

        // A supplement hears of its shop order from its parent alone.
        if (state.Supplement is not null || state.Ignored is not null || (state.Withdrawn && c.Order.Discarded)
            || (SameForUs(state, c) && !OrderHolds.Differs(state, c)))
        {
            return Decision<OrderEvent>.Unchanged;
        }

        return IsBusy(state, c.At) || state.IsFixed ? OrderEdits.Late(state, c) : BeforeSending(state, c);
    }

    /// <summary>
    /// A customer submit is under way, or may still be executed: the turn must be kept, and what the shop changed waits for the next step
    /// within it. Nothing of the order itself was sent.
    /// </summary>
    internal static bool IsBusy(OrderState state, DateTimeOffset at) =>
        state is { Turn: TurnStage.Granted, Attempt: { Step: AttemptStep.Customer } attempt } && (!attempt.Ended || state.RetryAt > at);

    public static Decision<OrderEvent> Retry(OrderState state, OrderCommand.Retry c)
    {
        if (state is { IsFixed: true, Supplement: null, Edit: { Problem: not null } edit })
        {
            return OrderEdits.Again(state, edit, c.Rules, c.At);
        }

        if (state is { IsFixed: true, Supplement: null } && OrderShopNews.HasFailed(state))
        {
            return OrderShopNews.Again(state, c);
        }

        if (state.Parking is null || state.Shop is null || state.Withdrawn || state.ErpOrderNo is not null)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (state.Parking.Code == ParkingCodes.ExternalNumberTaken)
        {
            return Decision<OrderEvent>.Refuse(
                "resolve-first",
                $"The ERP already has an order with the external number {state.ExternalNo}.",
                "Tell its number with resolve, or resolve with none after giving the other order another number.");
        }

        var unparked = new OrderEvent.Unparked(c.Reason, c.At);
        if (state.InDoubt)
        {
            // It may exist in the ERP: only the identical order may go again. A turn not yet given back asks for the next one by itself.
            return state.Turn == TurnStage.None
                ? Decision<OrderEvent>.Accept(unparked, new OrderEvent.TurnWanted(state.TurnNo + 1, c.At))
                : Decision<OrderEvent>.Accept(unparked);
        }

        OrderEvent[] anew = [unparked, .. Anew(state, c.Rules, c.At)];
        return state.Supplement is null && !state.Shop.Discarded ? AcceptOrHold(state, c.Rules, c.At, anew) : OrderDecider.AcceptAndGoOn(state, c.At, anew);
    }

    /// <summary>
    /// An order that is surely not in the ERP goes as the shop has it now and as the settings are now; cancelled there meanwhile, it does
    /// not go at all.
    /// </summary>
    internal static IEnumerable<OrderEvent> Anew(OrderState state, OrderRules rules, DateTimeOffset at)
    {
        if (state.Supplement is not null)
        {
            return [.. GiveTurnBack(state, at), .. OrderSupplements.Anew(state, byHand: false, at)];
        }

        if (state.Shop!.Discarded)
        {
            return [new OrderEvent.WithdrawnInShop(at), .. GiveTurnBack(state, at)];
        }

        return [.. GiveTurnBack(state, at), .. AsEdited(state, at), .. ReservationsIfChanged(state, at), .. Mapped(OrderNumbers.Mended(state.Shop, state.LearntNumbers), (state.Edit?.Buyer ?? state.Buyer)?.Value, state.ExternalNo, rules, at)];
    }

    /// <summary>What the shop changed during a customer submit is taken up before anything more is sent.</summary>
    internal static Decision<OrderEvent> TakeUpEdit(OrderState state, DateTimeOffset at)
    {
        if (state.Supplement is not null)
        {
            return OrderDecider.AcceptAndGoOn(state, at, [.. GiveTurnBack(state, at), .. OrderSupplements.Anew(state, state.Supplement.ByHand, at)]);
        }

        if (state.Shop!.Discarded)
        {
            return OrderDecider.AcceptAndGoOn(state, at, [.. Withdrawn(state, state.Shop.Number, at), new OrderEvent.TurnReturnOpened(state.TurnNo, at)]);
        }

        OrderEvent mapped = state.Edit!.Problem is { } problem ? new OrderEvent.Parked(problem, at) : AcceptedOf(state.Edit.Wanted!, at);
        return OrderDecider.AcceptAndGoOn(state, at, [.. GiveTurnBack(state, at), .. AsEdited(state, at), .. ReservationsIfChanged(state, at), mapped]);
    }

    internal static OrderEvent.Accepted AcceptedOf(ErpOrderDraft draft, DateTimeOffset at) =>
        new(draft, [.. draft.Rows.Where(r => r.IsStockArticle).Select(r => r.ArticleNumber)], at);

    /// <summary>An order that waits, or that the start date left out, goes as it is now.</summary>
    internal static Decision<OrderEvent> GoByHand(OrderState state, string reason, OrderRules rules, DateTimeOffset at)
    {
        var again = state.Ignored is null ? null : new OrderEvent.Received(state.ShopId, state.ExternalNo, state.Shop!, state.Buyer!, at);
        OrderEvent[] begun = [.. again is null ? Array.Empty<OrderEvent>() : [again], new OrderEvent.HoldEnded(ByHand: true, reason, at)];
        return AcceptOrHold(state, rules, at, [.. begun, .. Anew(begun.Aggregate(state, OrderEvolve.Apply), rules, at)]);
    }

    /// <summary>An order that a start date left out, under rules by which it goes.</summary>
    internal static Decision<OrderEvent> GoAfterAll(OrderState state, OrderRules rules, DateTimeOffset at)
    {
        OrderEvent[] begun = [new OrderEvent.Received(state.ShopId, state.ExternalNo, state.Shop!, state.Buyer!, at)];
        return AcceptOrHold(state, rules, at, [.. begun, .. Anew(begun.Aggregate(state, OrderEvolve.Apply), rules, at)]);
    }

    private static IEnumerable<OrderEvent> ByHand(OrderState state, OrderCommand.Observe c) => c.ByHand && !OrderHolds.IsKeptBack(state) ? [new OrderEvent.HoldEnded(true, "in a range of orders", c.At)] : [];

    /// <summary>Accepts, then lets the order wait or go on.</summary>
    internal static Decision<OrderEvent> AcceptOrHold(OrderState state, OrderRules rules, DateTimeOffset at, IReadOnlyList<OrderEvent> events)
    {
        var after = events.Aggregate(state, OrderEvolve.Apply);
        return OrderDecider.AcceptAndGoOn(state, at, [.. events, .. OrderHolds.Changes(after, rules, at)]);
    }

    private static IEnumerable<OrderEvent> AsEdited(OrderState state, DateTimeOffset at) =>
        state.Edit is { } edit ? [new OrderEvent.Received(state.ShopId, state.ExternalNo, state.Shop!, edit.Buyer, at)] : [];

    private static IEnumerable<OrderEvent> ReservationsIfChanged(OrderState state, DateTimeOffset at) => Reservations(OrderNumbers.Mended(state.Shop!, state.LearntNumbers), state.Units, at)
        .Where(e => e is OrderEvent.ReservationsOpened { Units: var units } && !units.SequenceEqual(state.Units));

    private static Decision<OrderEvent> First(OrderState state, OrderCommand.Observe c)
    {
        var externalNo = c.Rules.Mapping.OrderPrefix + c.Order.Number;
        var received = new OrderEvent.Received(c.ShopId, externalNo, c.Order, new Personal<Buyer>(c.PersonKey, c.Buyer), c.At);
        if (c.Rules.ExportFrom is { } from && c.Order.PlacedAt < from && !c.ByHand)
        {
            return Decision<OrderEvent>.Accept(received, new OrderEvent.IgnoredByRule(BeforeStart, c.At));
        }

        if (!string.IsNullOrWhiteSpace(c.Order.ExternalOrderNumber))
        {
            return Decision<OrderEvent>.Accept(received, new OrderEvent.IgnoredByRule("already-has-an-erp-number", c.At));
        }

        if (c.Order.Discarded)
        {
            return Decision<OrderEvent>.Accept(received, new OrderEvent.IgnoredByRule(CancelledBeforeSeen, c.At));
        }

        return AcceptOrHold(
            state, c.Rules, c.At, [received, .. ByHand(state, c), .. Reservations(c.Order, state.Units, c.At), .. Mapped(c.Order, c.Buyer, externalNo, c.Rules, c.At)]);
    }

    /// <summary>Cancelled before the ERP took it. After a refusal that proves nothing a person makes sure of that.</summary>
    private static IEnumerable<OrderEvent> Withdrawn(OrderState state, string number, DateTimeOffset at)
    {
        yield return new OrderEvent.WithdrawnInShop(at);
        if (state.Refused is { } refused)
        {
            yield return new OrderEvent.Parked(OrderMatters.WithdrawnAfterRefusal(state, number, refused), at);
        }
    }

    private static Decision<OrderEvent> BeforeSending(OrderState state, OrderCommand.Observe c)
    {
        if (c.Order.Discarded)
        {
            // What it holds is given up, and looked at with that; the shop may have sold and cancelled other articles between two readings.
            return Decision<OrderEvent>.Accept(
                [.. Withdrawn(state, c.Order.Number, c.At), .. OrderEdits.Rechecks(UnitsOf(c.Order).Keys.Except(state.Units.Keys, StringComparer.Ordinal), c.At), .. GiveTurnBack(state, c.At)]);
        }

        var received = new OrderEvent.Received(c.ShopId, state.ExternalNo, c.Order, new Personal<Buyer>(c.PersonKey, c.Buyer), c.At);
        var mended = OrderNumbers.Mended(c.Order, state.LearntNumbers);
        // The turn in hand is for the old content's buyer: it is given back and a new one is asked for.
        return AcceptOrHold(
            state, c.Rules, c.At, [received, .. ByHand(state, c), .. GiveTurnBack(state, c.At), .. Reservations(mended, state.Units, c.At), .. Mapped(mended, c.Buyer, state.ExternalNo, c.Rules, c.At)]);
    }

    /// <summary>The external number stays what it was first, also when the shop's prefix was changed since: it is the key of this entity.</summary>
    private static IEnumerable<OrderEvent> Mapped(ShopOrder order, Buyer? buyer, string externalNo, OrderRules rules, DateTimeOffset at) => OrderMapper.Map(order, buyer, rules.Mapping) switch
    {
        OrderMapping.Mapped { Draft: var draft } => [AcceptedOf(draft with { ExternalOrderNo = externalNo }, at)],
        OrderMapping.Rejected { Parking: var parking } => [new OrderEvent.Parked(parking, at)],
        var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
    };

    private static IEnumerable<OrderEvent> Reservations(ShopOrder order, ImmutableSortedDictionary<string, decimal> held, DateTimeOffset at)
    {
        var units = UnitsOf(order);
        foreach (var given in held.Keys.Where(k => !units.ContainsKey(k)))
        {
            units = units.SetItem(given, 0m);
        }

        return units.IsEmpty ? [] : [new OrderEvent.ReservationsOpened(units, at)];
    }

    /// <summary>Units that an order of the shop takes, by article number.</summary>
    internal static ImmutableSortedDictionary<string, decimal> UnitsOf(ShopOrder order) => order.Rows
        .SelectMany(Parts)
        .Where(part => ArticleNumber.TryParse(part.ArticleNumber, out _, out _))
        .GroupBy(part => part.ArticleNumber, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(p => p.Quantity), StringComparer.Ordinal);

    /// <summary>A package is its parts; a SET of the ERP is itself and its parts.</summary>
    private static IEnumerable<PackagePart> Parts(ShopOrderRow row)
    {
        var parts = row.PackageParts.Select(p => p with { Quantity = p.Quantity * row.Quantity });
        return row.IsPackage && !row.PackageParts.IsEmpty ? parts : parts.Prepend(new PackagePart(row.ArticleNumber, row.Quantity));
    }

    internal static IEnumerable<OrderEvent> GiveTurnBack(OrderState state, DateTimeOffset at) =>
        state.Turn is TurnStage.Wanted or TurnStage.Granted ? [new OrderEvent.TurnReturnOpened(state.TurnNo, at)] : [];

    /// <summary>What we ourselves write to the order (number, status) and its change time do not make another order of it.</summary>
    private static bool SameForUs(OrderState state, OrderCommand.Observe c)
    {
        var old = state.Shop!;
        var cancelledByUs = c.Order.Discarded && state.IsCancelledInErp;
        return (old.Discarded == c.Order.Discarded || cancelledByUs)
            && ShopOrderContent.Same(old, c.Order)
            && ((state.Edit?.Buyer ?? state.Buyer)?.Value is not { } buyer || BuyerContent.Same(buyer, c.Buyer))
            && !state.Withdrawn;
    }
}
