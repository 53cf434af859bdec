using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Changes and cancellations in the shop once an order is, or may be, in the ERP (mission A23). Each order has at most one supplement, which
/// may have one itself: what an order cannot hold any more is wanted of its supplement. So whatever the shop does, in whatever order and
/// however often, the ERP's orders of one shop order come to what the shop shows, each under its own external number.
/// </summary>
internal static class OrderEdits
{
    public static Decision<OrderEvent> Late(OrderState state, OrderCommand.Observe c)
    {
        var buyer = new Personal<Buyer>(c.PersonKey, c.Buyer);
        var units = OrderIntake.UnitsOf(OrderNumbers.Mended(c.Order, state.LearntNumbers));
        return Decision<OrderEvent>.Accept(
            [
                Edited(state, c.Order, buyer, c.Rules, c.At), .. HeldMeanwhile(state, units, c.At), .. Cancellation(state, c.Order.Discarded, c.Rules.ErpCancels, c.At),
                // The shop may have put back what it shows as cancelled, also of articles that it sold and cancelled between two readings.
                .. state.IsFixed && c.Order.Discarded && !state.Shop!.Discarded ? Rechecks(units.Keys.Concat(state.Units.Keys), c.At) : [],
            ]);
    }

    /// <summary>A change that could not be mapped is mapped with the settings of now.</summary>
    public static Decision<OrderEvent> Again(OrderState state, OrderEdit edit, OrderRules rules, DateTimeOffset at) =>
        Decision<OrderEvent>.Accept(Edited(state, state.Shop!, edit.Buyer, rules, at));

    public static Decision<OrderEvent> Confirm(OrderState state, OrderCommand.ConfirmSupplement c)
    {
        if (state.Next is not { TellOpen: true } next || next.ExternalNo != c.ExternalNo || next.Link.Revision != c.Revision)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (!c.Taken && !c.Held)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (!c.Taken)
        {
            return c.Facts is null || c.Facts == state.NextFacts
                ? Decision<OrderEvent>.Accept(new OrderEvent.SupplementTold(c.At))
                : Decision<OrderEvent>.Accept(new OrderEvent.SupplementTold(c.At), new OrderEvent.SupplementSeen(c.Facts, c.At));
        }

        // An order of the shop has that number itself: the next one is free or says so, too.
        var link = next.Link with { Ordinal = next.Link.Ordinal + 1, Revision = next.Link.Revision + 1 };
        var number = NumberOf(link);
        return Decision<OrderEvent>.Accept(new OrderEvent.SupplementWanted(
            number, link with { Draft = link.Draft is { } draft ? draft with { ExternalOrderNo = number } : null }, c.At));
    }

    public static Decision<OrderEvent> DoneByHand(OrderState state, OrderCommand.ConfirmDoneByHand c)
    {
        if (OrderExtras.IsOpen(state) && OrderMatters.IsChange(state))
        {
            return OrderExtras.MadeByHand(state, c);
        }

        var parkedSupplement = state is { Supplement: not null, Parking: not null, Draft: not null, InDoubt: false, IsFixed: false };
        var shown = state.IsFixed && OrderMatters.ForAPerson(state);
        var flagged = state is { ErpOrderNo: not null, Draft.Flags.IsEmpty: false };
        return parkedSupplement || shown || flagged
            ? Decision<OrderEvent>.Accept(new OrderEvent.DoneByHand(c.Reason, c.At))
            : Decision<OrderEvent>.Refuse(
                "nothing-by-hand",
                $"Order {state.ExternalNo} shows nothing that is to be made by hand in the ERP.",
                "Look at what is parked; an order that was never sent is told its ERP number with resolve.");
    }

    /// <summary>Adds to a decision what follows from it for the supplement.</summary>
    public static Decision<OrderEvent> WithSuccessor(OrderState state, Decision<OrderEvent> decision)
    {
        if (decision is not Decision<OrderEvent>.Accepted { Events: var events })
        {
            return decision;
        }

        var after = events.Aggregate(state, OrderEvolve.Apply);
        if (state.IsFixed && after is { IsFixed: false, Edit.Problem: null, Withdrawn: false } && HeldMeanwhile(after, WantedUnits(after), events[^1].At).ToList() is [_, ..] held)
        {
            // It is surely not in the ERP: its supplement lets go of what was added, and it goes itself as the shop has it, but not yet.
            events = [.. events, .. held];
            after = held.Aggregate(after, OrderEvolve.Apply);
            decision = Decision<OrderEvent>.Accept([.. events]);
        }

        if ((after.Next is null && after.Edit is null) || Wish(after) is not { } wish || (after.Next is { } next && SameWish(next.Link, wish)))
        {
            return decision;
        }

        return Decision<OrderEvent>.Accept([.. events, new OrderEvent.SupplementWanted(NumberOf(wish), wish, events[^1].At)]);
    }

    /// <summary>
    /// Units added while a customer submit is under way are held at once: the shop has sold them, and no supplement is there yet to hold them.
    /// Units taken away stay held until the change is taken up.
    /// </summary>
    internal static IEnumerable<OrderEvent> HeldMeanwhile(OrderState state, IReadOnlyDictionary<string, decimal> wanted, DateTimeOffset at)
    {
        var most = state.Units.SetItems(wanted.Where(u => u.Value > state.Units.GetValueOrDefault(u.Key)));
        return state.IsFixed || most.SequenceEqual(state.Units) ? [] : [new OrderEvent.ReservationsOpened(most, at)];
    }

    private static ImmutableSortedDictionary<string, decimal> WantedUnits(OrderState state) =>
        state.Supplement is { } link ? (link.Draft is { } draft ? OrderDifference.Units(draft.Rows) : ImmutableSortedDictionary<string, decimal>.Empty)
        : OrderIntake.UnitsOf(OrderNumbers.Mended(state.Shop!, state.LearntNumbers));

    /// <summary>Looks at the shop's stock of these articles; none for none.</summary>
    internal static IEnumerable<OrderEvent> Rechecks(IEnumerable<string> articles, DateTimeOffset at)
    {
        ImmutableSortedSet<string> named = [.. articles];
        return named.IsEmpty ? [] : [new OrderEvent.RechecksOpened(named, at)];
    }

    /// <summary>What changes for an order whose cancellation in the shop begins or ends.</summary>
    internal static IEnumerable<OrderEvent> Cancellation(OrderState state, bool cancelled, bool erpCancels, DateTimeOffset at) =>
        cancelled && state.Cancel is null && state.IsFixed ? [new OrderEvent.CancelWanted(erpCancels, at)]
        : !cancelled && state.Cancel is not null ? [new OrderEvent.CancelDropped(at)]
        : [];

    private static OrderEvent.Edited Edited(OrderState state, ShopOrder order, Personal<Buyer> buyer, OrderRules rules, DateTimeOffset at)
    {
        var byHand = rules.Life.Edits == OrderEditPolicy.ByHand;
        if ((state.MadeByHand is not null || state is { IsFixed: true, Draft: null }) && !order.Discarded)
        {
            // What rows a person made in the ERP is not known: no difference to them can be computed.
            var again = OrderMatters.ChangedAgain(state, order);
            return new OrderEvent.Edited(order, buyer, state.Edit?.Wanted, again, HeadOf(state, order, buyer, state.Draft), byHand, at);
        }

        return OrderMapper.Map(OrderNumbers.Mended(order, state.LearntNumbers), buyer.Value, rules.Mapping) switch
        {
            OrderMapping.Mapped { Draft: var draft } => new OrderEvent.Edited(
                order, buyer, draft with { ExternalOrderNo = state.ExternalNo }, null, HeadOf(state, order, buyer, draft), byHand, at),
            OrderMapping.Rejected { Parking: var problem } => new OrderEvent.Edited(
                order, buyer, state.Edit?.Wanted, problem, HeadOf(state, order, buyer, state.Draft), byHand, at),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }

    /// <summary>Compared with what was sent, not with the reading before: what was changed back differs no more.</summary>
    private static OrderHeadParts HeadOf(OrderState state, ShopOrder order, Personal<Buyer> buyer, ErpOrderDraft? draft)
    {
        var head = OrderHeadParts.None;
        if (state.Buyer?.Value is { } sent && buyer.Value is { } now && !BuyerContent.Same(sent, now))
        {
            head |= OrderHeadParts.Buyer;
        }

        if (state.Draft is { } had && draft is not null)
        {
            head |= had.PayTypeIdentifier == draft.PayTypeIdentifier ? OrderHeadParts.None : OrderHeadParts.Payment;
            head |= had.DeliveryMethodKey == draft.DeliveryMethodKey ? OrderHeadParts.None : OrderHeadParts.Delivery;
        }

        head |= state.IsCancelledInErp ? OrderHeadParts.Whole : OrderHeadParts.None;
        return order.Discarded ? OrderHeadParts.None : head;
    }

    /// <summary>What is wanted of the supplement now; null when there is none and none is needed.</summary>
    private static SupplementLink? Wish(OrderState state)
    {
        var draft = state is { IsFixed: true, Draft: { } had, Edit.Wanted: { } wanted } ? Difference(state, wanted, had) : null;
        var cancelled = state.Cancel is not null || state.IsCancelledInErp;
        if (state.Next is null && (draft is null || cancelled))
        {
            return null;
        }

        var root = state.Supplement?.Root ?? state.ExternalNo;
        var before = state.Next?.Link ?? new SupplementLink(root, state.ExternalNo, (state.Supplement?.Ordinal ?? 1) + 1, 0, null, false, false, false);
        var wish = before with
        {
            Revision = before.Revision + 1,
            Go = state.ErpOrderNo is not null || state.ByHandDone,
            Cancel = cancelled,
            ByHand = draft is null ? before.ByHand : state.Edit!.ByHand,
        };
        return wish with { Draft = draft is null ? null : draft with { ExternalOrderNo = NumberOf(wish) } };
    }

    private static ErpOrderDraft? Difference(OrderState state, ErpOrderDraft wanted, ErpOrderDraft had)
    {
        var rows = OrderDifference.Of(wanted, had);
        return rows.IsEmpty
            ? null
            : wanted with
            {
                Rows = rows,
                TotalIncVat = OrderDifference.Sum(rows),
                // The buyer has had a confirmation of the order; the difference is no order of theirs.
                SendConfirmation = false,
                SendCopyToAdministrator = false,
                Flags = [],
                InternalComment = $"{state.Shop!.Number}: supplement of {state.Supplement?.Root ?? state.ExternalNo}",
            };
    }

    private static bool SameWish(SupplementLink a, SupplementLink b) =>
        a.Go == b.Go && a.Cancel == b.Cancel && a.ByHand == b.ByHand
        && (a.Draft is null ? b.Draft is null : b.Draft is not null && a.Draft.Rows.SequenceEqual(b.Draft.Rows));

    private static string NumberOf(SupplementLink link) => $"{link.Root}-{link.Ordinal}";
}
