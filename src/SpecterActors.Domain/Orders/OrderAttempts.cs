using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>The two calls that must not be repeated blindly, and the way out of doubt (specter.md sections 5.1, 5.2 and 15).</summary>
internal static class OrderAttempts
{
    public static Decision<OrderEvent> Start(OrderState state, OrderCommand.StartAttempt c)
    {
        var step = state.CustomerId is null ? AttemptStep.Customer : AttemptStep.Order;
        var ready = state is { Turn: TurnStage.Granted, Parking: null, Draft: not null, ErpOrderNo: null, ExistsNumberUnknown: false }
            && state.Attempt is null or { Ended: true, SettleUntil: null }
            && step == c.Step
            && !(state.RetryAt > c.At);
        return ready && state is { Edit: not null, InDoubt: false } ? OrderIntake.TakeUpEdit(state, c.At)
            : ready
            ? Decision<OrderEvent>.Accept(new OrderEvent.AttemptStarted(step, state.Attempts + 1, c.NotAfter, c.At))
            : Decision<OrderEvent>.Unchanged;
    }

    public static Decision<OrderEvent> CustomerOutcome(OrderState state, OrderCommand.CustomerOutcome c)
    {
        if (state.Attempt is not { Step: AttemptStep.Customer } attempt || attempt.No != c.No || state.CustomerId is not null || state.Turn != TurnStage.Granted)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (c.Result.Kind == CallResultKind.Done)
        {
            return Decision<OrderEvent>.Accept(new OrderEvent.CustomerKnown(c.No, c.Result.Value!, c.At));
        }

        if (attempt.Ended)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        return c.Result.Kind switch
        {
            CallResultKind.Refused => Refused(state, c.No, AttemptStep.Customer, c.Result, c.Rules, c.At),
            CallResultKind.Ambiguous when c.Matchable => Decision<OrderEvent>.Accept(
                new OrderEvent.AttemptAmbiguous(AttemptStep.Customer, c.No, c.Result.Message ?? "", c.At + c.Rules.SettleTime, c.At)),
            CallResultKind.Ambiguous => CustomerInDoubt(
                state, new OrderEvent.AttemptAmbiguous(AttemptStep.Customer, c.No, c.Result.Message ?? "", c.At + c.Rules.SettleTime, c.At)),
            _ => NotSent(state, c.No, AttemptStep.Customer, c.Result, c.Rules, c.At),
        };
    }

    public static Decision<OrderEvent> SubmitOutcome(OrderState state, OrderCommand.SubmitOutcome c)
    {
        if (state.Attempt is not { Step: AttemptStep.Order } attempt || attempt.No != c.No)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (state.ErpOrderNo is not null)
        {
            return c.Result.Kind == CallResultKind.Done ? SecondNumber(state, c.Result.Value!, c.At) : Decision<OrderEvent>.Unchanged;
        }

        if (c.Result.Kind == CallResultKind.Done)
        {
            // "Exists already" is ours only if an attempt before this one may have made it; otherwise it is somebody else's order.
            var mayBeOurs = state.InDoubt && state.InDoubtSince < attempt.StartedAt;
            if (c.Result.Existing && !mayBeOurs)
            {
                return attempt.Ended && !state.InDoubt ? Decision<OrderEvent>.Unchanged : Taken(state, c.At, c.Result.Value);
            }

            return Created(state, c.Result.Value!, c.Result.Existing ? "refusal" : "answer", c.At);
        }

        // A call of an earlier incarnation that ended badly adds nothing to what "ambiguous" already says.
        if (attempt.Ended)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        return c.Result.Kind switch
        {
            CallResultKind.Ambiguous => Ambiguous(c.No, c.Result.Message, c.Rules, c.At),
            CallResultKind.Refused when state.InDoubt && !c.Result.PlainRefusal => Decision<OrderEvent>.Accept(
                new OrderEvent.ExistenceRefused(c.No, c.Result.Value ?? "", c.Result.Message ?? "", c.At),
                new OrderEvent.TurnReturnOpened(state.TurnNo, c.At)),
            CallResultKind.Refused => Refused(state, c.No, AttemptStep.Order, c.Result, c.Rules, c.At),
            _ => NotSent(state, c.No, AttemptStep.Order, c.Result, c.Rules, c.At),
        };
    }

    public static Decision<OrderEvent> Recover(OrderState state, OrderCommand.Recover c)
    {
        if (state.Attempt is not { Ended: false } attempt)
        {
            return OrderShopNews.Recover(state, c.At);
        }

        var until = (attempt.NotAfter > c.At ? attempt.NotAfter : c.At) + c.Rules.SettleTime;
        var ambiguous = new OrderEvent.AttemptAmbiguous(attempt.Step, attempt.No, "the process stopped before the outcome was known", until, c.At);
        return attempt.Step == AttemptStep.Customer && !c.Matchable ? CustomerInDoubt(state, ambiguous) : Decision<OrderEvent>.Accept(ambiguous);
    }

    public static Decision<OrderEvent> PassSettleTime(OrderState state, OrderCommand.PassSettleTime c) =>
        state is { InDoubt: true, ErpOrderNo: null, Attempt: { Ended: true, SettleUntil: { } until } attempt } && attempt.No == c.No && c.At >= until
            ? state.Turn switch
            {
                TurnStage.Granted => Decision<OrderEvent>.Accept(new OrderEvent.Settled(c.No, c.At), new OrderEvent.TurnReturnOpened(state.TurnNo, c.At)),
                TurnStage.None => Decision<OrderEvent>.Accept(new OrderEvent.Settled(c.No, c.At), new OrderEvent.TurnWanted(state.TurnNo + 1, c.At)),
                _ => Decision<OrderEvent>.Accept(new OrderEvent.Settled(c.No, c.At)),
            }
            : Decision<OrderEvent>.Unchanged;

    public static Decision<OrderEvent> SeeErpNumber(OrderState state, OrderCommand.SeeErpNumber c) =>
        state.ErpOrderNo is not null ? SecondNumber(state, c.ErpOrderNo, c.At)
        // Whether it holds what was sent before the last change or after it is told by what it says to the repetition.
        : state.MayBeInErp && !(state.Refused is { Again: false } refused && refused.DiffersFrom(state.Draft)) ? Created(state, c.ErpOrderNo, "feed", c.At)
        : Decision<OrderEvent>.Unchanged;

    public static Decision<OrderEvent> Resolve(OrderState state, OrderCommand.Resolve c)
    {
        if (state.ErpOrderNo is { } known)
        {
            return c.ErpOrderNo == known
                ? Decision<OrderEvent>.Unchanged
                : Decision<OrderEvent>.Refuse("already-known", $"Order {state.ExternalNo} is ERP order {known}.", "Nothing is to be resolved.");
        }

        // A refusal of the order itself may have meant "exists already" in words we do not know.
        var mayExist = state.InDoubt || state.Refused is not null || state is { Parking: not null, Attempt: { Step: AttemptStep.Order, Ended: true } };
        // A person may also have entered a parked order in the ERP by hand: then its number is all that is missing.
        if (!mayExist && (c.ErpOrderNo is null || state.Parking is null))
        {
            return Decision<OrderEvent>.Refuse("not-in-doubt", $"Order {state.ExternalNo} is not in doubt.", "Use retry for a parked order.");
        }

        if (c.ErpOrderNo is { } number)
        {
            return Created(state, number, "operator", c.At, c.Rules.Life.Edits == OrderEditPolicy.ByHand);
        }

        if (state.Attempt is { Ended: false })
        {
            return Decision<OrderEvent>.Refuse("attempt-under-way", $"Order {state.ExternalNo} is being submitted at this moment.", "Try again when the outcome is known.");
        }

        return state.Attempt is { SettleUntil: { } until } && c.At < until
            ? Decision<OrderEvent>.Refuse("not-settled", $"The last attempt may still be executed until {until:O}.", "Try again after that time.")
            : state.Withdrawn ? Decision<OrderEvent>.Accept(new OrderEvent.ResolvedAbsent(c.Reason, c.At))
            : OrderDecider.AcceptAndGoOn(state, c.At, [new OrderEvent.ResolvedAbsent(c.Reason, c.At), .. OrderIntake.Anew(state, c.Rules, c.At)]);
    }

    private static Decision<OrderEvent> Created(OrderState state, string number, string source, DateTimeOffset at, bool editsByHand = false)
    {
        var created = new OrderEvent.Created(number, source, at);
        if (state.Withdrawn)
        {
            // Given up as surely absent, and there it is: the shop's cancellation is still to be made in the ERP.
            return Decision<OrderEvent>.Accept(created, new OrderEvent.CancelWanted(Call: false, at));
        }

        return Decision<OrderEvent>.Accept([.. AsFirstSent(state, source, editsByHand, at), created, .. OrderIntake.GiveTurnBack(state, at)]);
    }

    /// <summary>
    /// Learnt from its own answer, the order is as it was sent last. Learnt otherwise, it is as it was sent when the ERP first refused it in words that
    /// it repeated since for another content, or for which nothing was sent since that may have been executed.
    /// </summary>
    private static IEnumerable<OrderEvent> AsFirstSent(OrderState state, string source, bool editsByHand, DateTimeOffset at) =>
        source is "operator" or "feed" && state.Refused is { } refused && refused.DiffersFrom(state.Draft) && (refused.Again || !state.InDoubt)
            ? [new OrderEvent.FoundAsFirstSent(refused.Draft, editsByHand, at)]
            : [];

    /// <summary>Two numbers for one external number: the ERP may hold the order twice. The first number stays; a person must look.</summary>
    private static Decision<OrderEvent> SecondNumber(OrderState state, string number, DateTimeOffset at)
    {
        var attention = new Parking(
            ParkingCodes.ErpNumberSecond,
            $"Order {state.ExternalNo} is ERP order {state.ErpOrderNo}, and the ERP also shows ERP order {number} for it.",
            "Look at both in the ERP; cancel the one that is not wanted.",
            FailureClass.Conflict);
        return number == state.ErpOrderNo || state.Attention == attention
            ? Decision<OrderEvent>.Unchanged
            : Decision<OrderEvent>.Accept(new OrderEvent.AttentionSet(attention, null, at));
    }

    private static Decision<OrderEvent> CustomerInDoubt(OrderState state, OrderEvent.AttemptAmbiguous ambiguous) => Decision<OrderEvent>.Accept(
        ambiguous,
        new OrderEvent.Parked(
            new Parking(
                ParkingCodes.CustomerInDoubt,
                $"It is not known whether the ERP made the customer of order {state.ExternalNo}, and by the matching policy it would make another one.",
                "Look for the customer in the ERP; then retry the order (a customer made twice can be removed there).",
                FailureClass.Ambiguous),
            ambiguous.At),
        new OrderEvent.TurnReturnOpened(state.TurnNo, ambiguous.At));

    private static Decision<OrderEvent> Ambiguous(int no, string? reason, OrderRules rules, DateTimeOffset at) =>
        Decision<OrderEvent>.Accept(new OrderEvent.AttemptAmbiguous(AttemptStep.Order, no, reason ?? "", at + rules.SettleTime, at));

    private static Decision<OrderEvent> NotSent(OrderState state, int no, AttemptStep step, CallResult result, OrderRules rules, DateTimeOffset at)
    {
        var retryAt = result.RetryAt ?? at + (rules.RetryDelay * Math.Pow(2, Math.Min(state.Attempts, 5)));
        return Decision<OrderEvent>.Accept(new OrderEvent.AttemptNotSent(step, no, result.Message ?? "", retryAt, at));
    }

    private static Decision<OrderEvent> Refused(OrderState state, int no, AttemptStep step, CallResult result, OrderRules rules, DateTimeOffset at)
    {
        var code = result.Value ?? "refused";
        if (!result.PlainRefusal && state.UnknownRefusals + 1 < rules.UnknownRefusalsMax)
        {
            var retryAt = at + (rules.RetryDelay * Math.Pow(2, state.UnknownRefusals));
            return Decision<OrderEvent>.Accept(new OrderEvent.AttemptRefused(step, no, code, result.Message ?? "", retryAt, at));
        }

        if (state is { Edit: not null, InDoubt: false })
        {
            // It was refused as it was; as the shop has it now it may well pass.
            var refused = new OrderEvent.AttemptRefused(step, no, code, result.Message ?? "", at, at, result.PlainRefusal);
            return OrderDecider.AcceptAndGoOn(state, at, [refused, .. OrderIntake.Anew(OrderEvolve.Apply(state, refused), rules, at)]);
        }

        var parking = code == ParkingCodes.CustomerConflict ? ConflictOf(state, result) : new Parking(
            code,
            $"The ERP refused the {(step == AttemptStep.Order ? "order" : "customer of order")} {state.ExternalNo}: {result.Message}",
            state.Supplement is { Parent: var parent } ? OrderMatters.RefusedSupplement(state, parent)
            : step == AttemptStep.Order && !result.PlainRefusal
                ? $"Search the ERP for external number {state.ExternalNo}: if it is there, resolve with its number. Otherwise mend what the text names and retry."
                : "Mend what the text names, in the shop's order or in the ERP; then retry. It can be retried any number of times.",
            FailureClass.Refused);
        return Decision<OrderEvent>.Accept(
            new OrderEvent.AttemptRefused(step, no, code, result.Message ?? "", at, at, result.PlainRefusal), new OrderEvent.Parked(parking, at), new OrderEvent.TurnReturnOpened(state.TurnNo, at));
    }

    private static Parking ConflictOf(OrderState state, CallResult result) => new(
        ParkingCodes.CustomerConflict,
        $"Order {state.ExternalNo} was not sent: {result.Message}.",
        "Look at both in the ERP. If they are one customer, join them there, have the one that is gone forgotten here (customers/{id}/forget) and retry; "
        + "if not, correct e-mail address or number on the shop's order. Which of two is taken can also be set once for all: customers.conflicts.",
        FailureClass.Conflict);

    private static Decision<OrderEvent> Taken(OrderState state, DateTimeOffset at, string? number) => Decision<OrderEvent>.Accept(
    [
        new OrderEvent.AttemptRefused(AttemptStep.Order, state.Attempt!.No, ParkingCodes.ExternalNumberTaken, number ?? "", at, at),
        new OrderEvent.Parked(
            new Parking(
                ParkingCodes.ExternalNumberTaken,
                $"The ERP already has an order with the external number {state.ExternalNo}{(number is null ? "" : $": ERP order {number}")}, before we ever sent one.",
                "Look at that order. If it is this one, resolve with its number; otherwise give it another external number and resolve with none.",
                FailureClass.Conflict),
            at),
        .. OrderIntake.GiveTurnBack(state, at),
    ]);
}
