using SpecterActors.Domain.ErpOrders;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// From what the ERP says of an order and its supplements to what the shop's order shows (A28, M9). What the shop is to show is a function of
/// what was said, never of the order in which it came, and is written whole each time (guarantee 24).
/// </summary>
internal static class OrderStatuses
{
    public static Decision<OrderEvent> SeeErp(OrderState state, OrderCommand.SeeErpMarks c)
    {
        var said = c.Rules.Life.RemovedIsCancelled && c.Marks.HasFlag(ErpOrderMarks.Removed) ? c.Marks | ErpOrderMarks.Cancelled : c.Marks;
        var (marks, tracking) = (state.Marks | said, ErpOrderFacts.Join(state.Tracking, c.Tracking));
        return state.ErpOrderNo is null || (marks == state.Marks && tracking == state.Tracking)
            ? Decision<OrderEvent>.Unchanged
            : Decision<OrderEvent>.Accept(new OrderEvent.ErpMarked(marks, tracking, ErpOrderFacts.MarksOf(c.Rules.StatusToShop), c.At));
    }

    public static Decision<OrderEvent> SeeSupplement(OrderState state, OrderCommand.SeeSupplement c) =>
        state.Next?.ExternalNo != c.ExternalNo || state.NextFacts == c.Facts
            ? Decision<OrderEvent>.Unchanged
            : Decision<OrderEvent>.Accept(new OrderEvent.SupplementSeen(c.Facts, c.At));

    public static Decision<OrderEvent> ConfirmReport(OrderState state, OrderCommand.ConfirmReport c) =>
        state.ReportOpen && state.Reported == c.Facts ? Decision<OrderEvent>.Accept(new OrderEvent.ReportClosed(c.At)) : Decision<OrderEvent>.Unchanged;

    /// <summary>Adds to a decision what follows from it for the shop, or for the parent of a supplement.</summary>
    public static Decision<OrderEvent> WithStatus(OrderState state, Decision<OrderEvent> decision)
    {
        if (decision is not Decision<OrderEvent>.Accepted { Events: var events })
        {
            return decision;
        }

        var after = events.Aggregate(state, OrderEvolve.Apply);
        OrderEvent? more = after.Supplement is null ? ForShop(after, events[^1].At) : ForParent(after, events[^1].At);
        return more is null ? decision : Decision<OrderEvent>.Accept([.. events, more]);
    }

    private static OrderEvent.ReportOpened? ForParent(OrderState state, DateTimeOffset at)
    {
        var facts = FactsOf(state);
        return facts == state.Reported ? null : new OrderEvent.ReportOpened(facts, at);
    }

    private static OrderEvent.StatusWanted? ForShop(OrderState state, DateTimeOffset at)
    {
        if (state.ErpOrderNo is null)
        {
            return null;
        }

        var facts = FactsOf(state);
        // What the shop shows by itself need not be written there.
        var marks = facts.AsOne() & state.MarksToShop & ~state.FromShop;
        // What was written stays: a buyer who was told of a delivery is not told the contrary when the order grows.
        var write = new ShopStatusWrite(marks | state.StatusWritten.Marks, marks == ErpOrderMarks.None ? state.StatusWritten.Tracking : facts.Tracking);
        var wanted = write == state.StatusWritten ? null : write;
        return wanted == state.StatusWriteOpen ? null : new OrderEvent.StatusWanted(wanted, at);
    }

    /// <summary>What the ERP shows of the order with its supplements.</summary>
    internal static ErpOrderMarks InErp(OrderState state) => FactsOf(state).AsOne();

    private static ChainFacts FactsOf(OrderState state) => OwnFacts(state).And(NextFacts(state));

    private static ChainFacts OwnFacts(OrderState state) =>
        state.Withdrawn || state.Draft is null || state is { Supplement.Draft: null, IsFixed: false } ? ChainFacts.None
        : ChainFacts.Of(state.Marks, state.Tracking, HasGoods(state.Draft), state.Supplement is not null);

    /// <summary>A supplement that has not said how it stands since it was told is on its way.</summary>
    private static ChainFacts NextFacts(OrderState state) => state.Next switch
    {
        null => ChainFacts.None,
        { TellOpen: true, Link: { Draft: { } draft, Cancel: false } } => (state.NextFacts ?? ChainFacts.None).And(ChainFacts.Of(ErpOrderMarks.None, "", HasGoods(draft), true)),
        _ => state.NextFacts ?? ChainFacts.None,
    };

    private static bool HasGoods(ErpOrderDraft draft) => OrderDifference.Units(draft.Rows).Values.Any(units => units > 0m);
}
