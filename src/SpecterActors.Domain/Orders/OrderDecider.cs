using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Decides what a command means for an order. Pure; the parts of the order's life stand in files of their own.</summary>
public static class OrderDecider
{
    /// <summary>Decides one command.</summary>
    public static Decision<OrderEvent> Decide(OrderState state, OrderCommand command) =>
        OrderStatuses.WithStatus(state, OrderExtras.WithExtras(state, OrderEdits.WithSuccessor(state, Own(state, command))));

    private static Decision<OrderEvent> Own(OrderState state, OrderCommand command) => command switch
    {
        OrderCommand.Observe c => OrderIntake.Observe(state, c),
        OrderCommand.Retry c => OrderIntake.Retry(state, c),
        OrderCommand.ConfirmReservation { Order: { } holder } c when holder != state.ExternalNo => OrderExtras.Stored(state, c),
        OrderCommand.ConfirmReservation c => ConfirmReservation(state, c),
        OrderCommand.ConfirmArticle c => ConfirmArticle(state, c),
        OrderCommand.BlockArticle c => BlockArticle(state, c),
        OrderCommand.LearnNumbers c => OrderNumbers.Learn(state, c),
        OrderCommand.FollowArticle c => state.Moved.GetValueOrDefault(c.Article) == c.To
            ? Decision<OrderEvent>.Unchanged
            : Decision<OrderEvent>.Accept(new OrderEvent.ArticleFollowed(c.Article, c.To, c.At)),
        OrderCommand.GrantTurn c => state.Turn == TurnStage.Wanted && state.TurnNo == c.TurnNo
            ? Decision<OrderEvent>.Accept(new OrderEvent.TurnGranted(c.TurnNo, c.At))
            : Decision<OrderEvent>.Unchanged,
        OrderCommand.ConfirmTurnReturned c => ConfirmTurnReturned(state, c),
        OrderCommand.StartAttempt c => OrderAttempts.Start(state, c),
        OrderCommand.CustomerOutcome c => OrderAttempts.CustomerOutcome(state, c),
        OrderCommand.SubmitOutcome c => OrderAttempts.SubmitOutcome(state, c),
        OrderCommand.Recover c => OrderAttempts.Recover(state, c),
        OrderCommand.PassSettleTime c => OrderAttempts.PassSettleTime(state, c),
        OrderCommand.SeeErpNumber c => OrderAttempts.SeeErpNumber(state, c),
        OrderCommand.Resolve c => OrderAttempts.Resolve(state, c),
        OrderCommand.ConfirmBooking { Order: { } holder } c when holder != state.ExternalNo => OrderExtras.Booked(state, c),
        OrderCommand.ReleaseExtra c => OrderExtras.Release(state, c),
        OrderCommand.ConfirmBooking c => state.BookingsOpen.Contains(c.Article)
            ? Decision<OrderEvent>.Accept(new OrderEvent.BookingConfirmed(c.Article, c.At))
            : Decision<OrderEvent>.Unchanged,
        OrderCommand.ConfirmClaim c => OrderAftermath.ConfirmClaim(state, c),
        OrderCommand.DoubtNumber c => OrderAftermath.DoubtNumber(state, c),
        OrderCommand.NumberWriteOutcome c => OrderAftermath.NumberWriteOutcome(state, c),
        OrderCommand.SeeErpMarks c => OrderStatuses.SeeErp(state, c),
        OrderCommand.SeeSupplement c => OrderStatuses.SeeSupplement(state, c),
        OrderCommand.ConfirmReport c => OrderStatuses.ConfirmReport(state, c),
        OrderCommand.StatusWriteOutcome c => OrderAftermath.StatusWriteOutcome(state, c),
        OrderCommand.ConfirmRecheck c => state.RechecksOpen.Contains(c.Article)
            ? Decision<OrderEvent>.Accept(new OrderEvent.RecheckConfirmed(c.Article, c.At))
            : Decision<OrderEvent>.Unchanged,
        OrderCommand.Supplement c => OrderSupplements.Receive(state, c),
        OrderCommand.ConfirmSupplement c => OrderEdits.Confirm(state, c),
        OrderCommand.CancelOutcome c => OrderAftermath.CancelOutcome(state, c),
        OrderCommand.ConfirmDoneByHand c => OrderEdits.DoneByHand(state, c),
        OrderCommand.Export c => OrderHolds.Export(state, c),
        OrderCommand.StartTelling c => OrderShopNews.Start(state, c),
        OrderCommand.TellOutcome c => OrderShopNews.Outcome(state, c),
        OrderCommand.KeepBack c => OrderHolds.KeepBack(state, c),
        OrderCommand.Review c => OrderReviews.Review(state, c),
        OrderCommand.PassHoldLimit c => OrderHolds.PassLimit(state, c),
        OrderCommand.Continue or OrderCommand.ShowHeld => Decision<OrderEvent>.Unchanged,
        _ => throw new UnreachableException($"order command {command.GetType().Name} has no arm"),
    };

    /// <summary>The event that asks for a turn, if after these changes nothing else is waited for; otherwise none.</summary>
    internal static IEnumerable<OrderEvent> WantTurnIfReady(OrderState after, DateTimeOffset at) =>
        after.Draft is not null && after.Parking is null && !after.Withdrawn && after.ErpOrderNo is null && !after.InDoubt
        && after.ReservationsOpen.IsEmpty && after.EnsuresOpen.IsEmpty && after.Turn == TurnStage.None
        && after is { ByHandDone: false, Hold: null, Supplement: null or { Go: true } }
            ? [new OrderEvent.TurnWanted(after.TurnNo + 1, at)]
            : [];

    /// <summary>Accepts <paramref name="events"/> and, if the order is then ready, asks for a turn.</summary>
    internal static Decision<OrderEvent> AcceptAndGoOn(OrderState state, DateTimeOffset at, params ReadOnlySpan<OrderEvent> events)
    {
        var all = events.ToArray().ToList();
        var after = all.Aggregate(state, OrderEvolve.Apply);
        all.AddRange(WantTurnIfReady(after, at));
        return Decision<OrderEvent>.Accept([.. all]);
    }

    private static Decision<OrderEvent> ConfirmReservation(OrderState state, OrderCommand.ConfirmReservation c) =>
        // An answer to an older figure does not confirm the newer one: the intent stays open and is told again.
        state.ReservationsOpen.Contains(c.Article) && state.Units.GetValueOrDefault(c.Article) == c.Units
            ? AcceptAndGoOn(state, c.At, new OrderEvent.ReservationConfirmed(c.Article, c.At))
            : Decision<OrderEvent>.Unchanged;

    private static Decision<OrderEvent> ConfirmArticle(OrderState state, OrderCommand.ConfirmArticle c) =>
        state.EnsuresOpen.Contains(c.Article)
            ? AcceptAndGoOn(state, c.At, new OrderEvent.ArticleEnsured(c.Article, c.At, c.NumberInErp))
            : Decision<OrderEvent>.Unchanged;

    private static Decision<OrderEvent> BlockArticle(OrderState state, OrderCommand.BlockArticle c) =>
        state.EnsuresOpen.Contains(c.Article) && state.Blockers.GetValueOrDefault(c.Article) != c.Parking
            ? Decision<OrderEvent>.Accept(new OrderEvent.ArticleBlocked(c.Article, c.Parking, c.At))
            : Decision<OrderEvent>.Unchanged;

    private static Decision<OrderEvent> ConfirmTurnReturned(OrderState state, OrderCommand.ConfirmTurnReturned c)
    {
        if (state.Turn != TurnStage.Returning || state.TurnNo != c.TurnNo)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        var returned = new OrderEvent.TurnReturned(c.TurnNo, c.At);
        // In doubt after its settle time: the identical order goes again in a new turn. Known to exist: never.
        var after = OrderEvolve.Apply(state, returned);
        return after is { InDoubt: true, ExistsNumberUnknown: false, Parking: null, ErpOrderNo: null }
            ? Decision<OrderEvent>.Accept(returned, new OrderEvent.TurnWanted(after.TurnNo + 1, c.At))
            : AcceptAndGoOn(state, c.At, returned);
    }
}
