using System.Diagnostics;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Customers;

/// <summary>Decides and evolves a shop's customer.</summary>
public static class ShopCustomerDecider
{
    /// <summary>State before the first event.</summary>
    public static ShopCustomerState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<ShopCustomerEvent> Decide(ShopCustomerState state, ShopCustomerCommand command) => command switch
    {
        ShopCustomerCommand.Observe c => Observe(state, c),
        ShopCustomerCommand.GrantTurn c => state.Turn == TurnStage.Wanted && state.TurnNo == c.No
            ? Accept(new ShopCustomerEvent.TurnMoved(c.No, TurnStage.Granted, c.At))
            : Decision<ShopCustomerEvent>.Unchanged,
        ShopCustomerCommand.ConfirmTurnReturned c => state.Turn == TurnStage.Returning && state.TurnNo == c.No
            ? GoOn(state, c.At, new ShopCustomerEvent.TurnMoved(c.No, TurnStage.None, c.At))
            : Decision<ShopCustomerEvent>.Unchanged,
        ShopCustomerCommand.StartCall c => state is { Turn: TurnStage.Granted, Open: true, CallingUntil: null, Parking: null } && !(state.RetryAt > c.At)
            ? Accept(new ShopCustomerEvent.CallStarted(c.NotAfter, c.At))
            : Decision<ShopCustomerEvent>.Unchanged,
        ShopCustomerCommand.Outcome c => Ended(state, c),
        // The turn is kept meanwhile: an order of the same buyer must not be overtaken by a submit that comes late.
        ShopCustomerCommand.Recover c => state.CallingUntil is { } until
            ? Accept(new ShopCustomerEvent.CallEnded("the process stopped before the outcome was known", (until > c.At ? until : c.At) + c.SettleTime, c.At))
            : Decision<ShopCustomerEvent>.Unchanged,
        ShopCustomerCommand.Retry c => state.Parking is null
            ? Decision<ShopCustomerEvent>.Unchanged
            : GoOn(state, c.At, new ShopCustomerEvent.Unparked(c.Reason, c.At)),
        ShopCustomerCommand.Continue => Decision<ShopCustomerEvent>.Unchanged,
        _ => throw new UnreachableException($"shop customer command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static ShopCustomerState Apply(ShopCustomerState s, ShopCustomerEvent @event) => Change(s, @event) with { ChangedAt = @event.At };

    private static ShopCustomerState Change(ShopCustomerState s, ShopCustomerEvent @event) => @event switch
    {
        // Other content is worth another try, whatever was refused before.
        ShopCustomerEvent.Seen e => s with { Buyer = e.Buyer, Revision = s.Revision + 1, Open = s.Open || e.Open, Parking = null },
        ShopCustomerEvent.TurnMoved e => s with { TurnNo = e.No, Turn = e.Stage },
        ShopCustomerEvent.CallStarted e => s with { CallingUntil = e.NotAfter, CallRevision = s.Revision, RetryAt = null },
        ShopCustomerEvent.CallEnded e => s with { CallingUntil = null, RetryAt = e.RetryAt },
        ShopCustomerEvent.Carried e => s with { CallingUntil = null, RetryAt = null, CustomerId = e.CustomerId ?? s.CustomerId, Open = s.Revision != s.CallRevision },
        ShopCustomerEvent.Parked e => s with { CallingUntil = null, Parking = e.Parking },
        ShopCustomerEvent.Unparked => s with { Parking = null, RetryAt = null },
        _ => throw new UnreachableException($"shop customer event {@event.GetType().Name} has no arm"),
    };

    private static Decision<ShopCustomerEvent> Observe(ShopCustomerState state, ShopCustomerCommand.Observe c)
    {
        if (state.Buyer?.Value is { } before && BuyerContent.Same(before, c.Buyer))
        {
            return Decision<ShopCustomerEvent>.Unchanged;
        }

        var seen = new ShopCustomerEvent.Seen(new Personal<Buyer>(c.PersonKey, c.Buyer), Open: !c.Baseline, c.At);
        // A turn that is only asked for was asked for under the values of before: it is given back, and a new one asked for.
        return state.Turn == TurnStage.Wanted
            ? Accept(seen, new ShopCustomerEvent.TurnMoved(state.TurnNo, TurnStage.Returning, c.At))
            : GoOn(state, c.At, seen);
    }

    private static Decision<ShopCustomerEvent> Ended(ShopCustomerState state, ShopCustomerCommand.Outcome c)
    {
        if (state.CallingUntil is null)
        {
            return Decision<ShopCustomerEvent>.Unchanged;
        }

        var returning = new ShopCustomerEvent.TurnMoved(state.TurnNo, TurnStage.Returning, c.At);
        return c.Result.Kind switch
        {
            CallResultKind.Done => Accept(new ShopCustomerEvent.Carried(c.Result.Value, c.At), returning),
            CallResultKind.Refused => Accept(
                new ShopCustomerEvent.Parked(
                    new Parking(
                        c.Result.Value ?? "refused",
                        $"A customer changed in the shop cannot be carried over: {c.Result.Message}",
                        "Mend what the text names, in the shop or in the ERP; then retry. It is also tried again when the shop's customer changes.",
                        FailureClass.Refused),
                    c.At),
                returning),
            CallResultKind.Ambiguous => Accept(new ShopCustomerEvent.CallEnded(c.Result.Message ?? "", c.At + c.SettleTime, c.At)),
            CallResultKind.NotSent or CallResultKind.Unauthorised =>
                Accept(new ShopCustomerEvent.CallEnded(c.Result.Message ?? "", c.Result.RetryAt is { } at && at > c.At ? at : c.At + c.RetryDelay, c.At)),
            _ => throw new UnreachableException(c.Result.Kind.ToString()),
        };
    }

    /// <summary>Accepts, and asks for a turn when there is something to carry and none is under way.</summary>
    private static Decision<ShopCustomerEvent> GoOn(ShopCustomerState state, DateTimeOffset at, ShopCustomerEvent @event)
    {
        var after = Apply(state, @event);
        return after is { Open: true, Turn: TurnStage.None, Parking: null }
            ? Accept(@event, new ShopCustomerEvent.TurnMoved(after.TurnNo + 1, TurnStage.Wanted, at))
            : Accept(@event);
    }

    private static Decision<ShopCustomerEvent> Accept(params ShopCustomerEvent[] events) => Decision<ShopCustomerEvent>.Accept(events);
}
