using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// What happens in the shop to an order that was sent: marked as delivered, paid, returned. What the ERP shows already, what we wrote into the
/// shop ourselves and what stood there when the order was sent is no news. The ERP is told by a call where it has one, once; all else is shown to
/// a person until the ERP's feed shows it.
/// </summary>
public static class OrderShopNews
{
    /// <summary>Before a tag of the shop in a table of statuses.</summary>
    internal const string TagPrefix = "tag:";

    private const ErpOrderMarks Tellable = ErpOrderMarks.Delivered | ErpOrderMarks.Paid | ErpOrderMarks.Credited;

    /// <summary>All that the shop shows of an order, as a table of statuses may name it.</summary>
    internal static ImmutableSortedSet<string> Shown(ShopOrder order) => order.Tags.IsEmpty ? order.Statuses : order.Statuses.Union(order.Tags.Select(t => TagPrefix + t));

    /// <summary>Adds to the decision about a reading what the shop shows new of an order that was sent.</summary>
    internal static Decision<OrderEvent> WithNews(OrderState state, OrderCommand.Observe c, Decision<OrderEvent> decision)
    {
        var events = decision is Decision<OrderEvent>.Accepted { Events: var decided } ? decided : [];
        var after = events.Aggregate(state, OrderEvolve.Apply);
        if (decision is Decision<OrderEvent>.Refused || after is not { IsFixed: true, Supplement: null, Ignored: null })
        {
            return decision;
        }

        var sent = MarksOf(after.ShownWhenSent ?? Shown(state.Shop ?? c.Order), c.Rules.Life.StatusToErp);
        var marks = MarksOf(Shown(c.Order), c.Rules.Life.StatusToErp) & ~sent;
        var tracking = marks.HasFlag(ErpOrderMarks.Delivered) ? c.Order.Tracking : "";
        return marks == after.FromShop && tracking == after.ShopTracking
            ? decision
            : Decision<OrderEvent>.Accept([.. events, new OrderEvent.ShopMarked(marks, tracking, c.Rules.ErpTakes & Tellable, c.At)]);
    }

    /// <summary>What the shop shows and the ERP does not: neither in its feed nor by having taken a call for it.</summary>
    internal static ErpOrderMarks Open(OrderState state) =>
        state is { FromShop: not ErpOrderMarks.None, Cancel: null } && !state.IsCancelledInErp
            ? state.FromShop & ~state.StatusWritten.Marks & ~state.ToldErp & ~OrderStatuses.InErp(state) & ~(HasSupplements(state) ? ErpOrderMarks.None : state.Marks)
            : ErpOrderMarks.None;

    /// <summary>What the ERP is to be told next by a call, or none. An order with a supplement is a matter of several ERP orders: a person sees to it.</summary>
    public static ErpOrderMarks Next(OrderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var callable = state is { ErpOrderNo: not null, Telling: null, Edit: null or { Problem: null } } && IsOneOrder(state)
            ? Open(state) & state.ErpTakes & ~state.TellDoubted & ~state.TellRefused
            : ErpOrderMarks.None;
        return new[] { ErpOrderMarks.Delivered, ErpOrderMarks.Paid, ErpOrderMarks.Credited }.FirstOrDefault(mark => callable.HasFlag(mark));
    }

    /// <summary>What only a person can carry over, or look into.</summary>
    internal static ErpOrderMarks ForAPerson(OrderState state) => state.ErpOrderNo is null
        ? ErpOrderMarks.None
        : Open(state) & ~(state.Telling?.Mark ?? ErpOrderMarks.None)
          & (!IsOneOrder(state) ? Tellable : ~state.ErpTakes | state.TellDoubted | state.TellRefused);

    internal static Decision<OrderEvent> Start(OrderState state, OrderCommand.StartTelling c) =>
        c.Mark != ErpOrderMarks.None && Next(state) == c.Mark && !(state.TellAfter > c.At)
            ? Decision<OrderEvent>.Accept(new OrderEvent.TellStarted(c.Mark, state.Tellings + 1, c.NotAfter, c.At))
            : Decision<OrderEvent>.Unchanged;

    internal static Decision<OrderEvent> Outcome(OrderState state, OrderCommand.TellOutcome c) =>
        state.Telling is not { } telling || telling.No != c.No
            // A call of an earlier incarnation that was taken after all.
            ? c.Result.Kind == CallResultKind.Done && c.Mark != ErpOrderMarks.None && state.TellDoubted.HasFlag(c.Mark)
                ? Decision<OrderEvent>.Accept(new OrderEvent.ErpTold(c.Mark, c.At))
                : Decision<OrderEvent>.Unchanged
            : c.Result.Kind switch
            {
                CallResultKind.Done => Decision<OrderEvent>.Accept(new OrderEvent.ErpTold(telling.Mark, c.At)),
                CallResultKind.Refused => Decision<OrderEvent>.Accept(new OrderEvent.TellRefused(telling.Mark, c.Result.Value ?? "refused", c.Result.Message ?? "", c.At)),
                CallResultKind.Ambiguous => Decision<OrderEvent>.Accept(new OrderEvent.TellDoubted(telling.Mark, c.Result.Message ?? "", c.At)),
                _ => Decision<OrderEvent>.Accept(new OrderEvent.TellNotSent(
                    c.Result.RetryAt ?? c.At + (c.RetryDelay * Math.Pow(2, Math.Min(state.Tellings, 6))), c.At)),
            };

    /// <summary>After a recovery: a call without outcome may have been taken.</summary>
    internal static Decision<OrderEvent> Recover(OrderState state, DateTimeOffset at) => state.Telling is { } telling
        ? Decision<OrderEvent>.Accept(new OrderEvent.TellDoubted(telling.Mark, "the process stopped before the outcome was known", at))
        : Decision<OrderEvent>.Unchanged;

    /// <summary>An operator looked: what is in doubt or was refused is told again.</summary>
    internal static Decision<OrderEvent> Again(OrderState state, OrderCommand.Retry c) => Decision<OrderEvent>.Accept(new OrderEvent.TellAgain(c.Reason, c.At));

    /// <summary>The settings changed: the ERP may have a call now for what is shown to a person.</summary>
    internal static Decision<OrderEvent> Review(OrderState state, OrderRules rules, DateTimeOffset at) =>
        ForAPerson(state) != ErpOrderMarks.None && (rules.ErpTakes & Tellable) != state.ErpTakes
            ? Decision<OrderEvent>.Accept(new OrderEvent.ShopMarked(state.FromShop, state.ShopTracking, rules.ErpTakes & Tellable, at))
            : Decision<OrderEvent>.Unchanged;

    /// <summary>Whether <see cref="Again"/> would change anything.</summary>
    internal static bool HasFailed(OrderState state) => (Open(state) & (state.TellDoubted | state.TellRefused)) != ErpOrderMarks.None;

    /// <summary>What is shown to a person, or null.</summary>
    internal static Parking? Matter(OrderState state)
    {
        var marks = ForAPerson(state);
        if (marks == ErpOrderMarks.None)
        {
            return null;
        }

        var (order, shop) = ($"ERP order {state.ErpOrderNo}{(HasSupplements(state) ? $" and its supplements ({state.Next!.ExternalNo}...)" : "")}", $"Order {state.Shop!.Number}");
        if ((marks & state.TellDoubted) is var doubted and not ErpOrderMarks.None)
        {
            return new Parking(
                ParkingCodes.TellInDoubt, $"{shop} is {Words(doubted)} in the shop. The ERP was told, and nobody knows whether it took it.",
                $"Look at {order}: if it shows it, say done; if not, retry. It goes from this list by itself when the ERP's feed shows it.", FailureClass.Ambiguous);
        }

        if ((marks & state.TellRefused) is var refused and not ErpOrderMarks.None)
        {
            return new Parking(
                state.TellRefusal!.Code, $"{shop} is {Words(refused)} in the shop. The ERP refused to take it: {state.TellRefusal.Text}",
                $"Mend what the text names and retry; or do it by hand on {order} and say done.", FailureClass.Refused);
        }

        return new Parking(
            marks.HasFlag(ErpOrderMarks.Delivered) ? ParkingCodes.DeliveredInShop : marks.HasFlag(ErpOrderMarks.Paid) ? ParkingCodes.PaidInShop : ParkingCodes.ReturnedInShop,
            $"{shop} is {Words(marks)} in the shop{(state.ShopTracking.Length > 0 ? $", tracking {state.ShopTracking}" : "")}; the ERP does not show it.",
            $"Do the same on {order}. It goes from this list by itself when the ERP's feed shows it, or with done.", FailureClass.Conflict);
    }

    private static bool HasSupplements(OrderState state) => state.Next is { Link.Draft: not null } || state is { Next: not null, NextFacts.Alive: true };

    /// <summary>One order in the ERP, of which we know the rows; an order that a person entered there by hand may look otherwise.</summary>
    private static bool IsOneOrder(OrderState state) => state.Draft is not null && !HasSupplements(state);

    private static ErpOrderMarks MarksOf(ImmutableSortedSet<string> shown, ImmutableSortedDictionary<string, ErpOrderStatus> table) =>
        table.IsEmpty ? ErpOrderMarks.None : ErpOrderFacts.MarksOf(shown.Where(table.ContainsKey).Select(s => table[s])) & Tellable;

    private static string Words(ErpOrderMarks marks) => string.Join(
        " and ", new[] { (ErpOrderMarks.Delivered, "delivered"), (ErpOrderMarks.Paid, "paid"), (ErpOrderMarks.Credited, "returned") }.Where(w => marks.HasFlag(w.Item1)).Select(w => w.Item2));
}
