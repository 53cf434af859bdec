using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>What follows once the ERP has the order: the claimed number, the number in the shop, statuses.</summary>
internal static class OrderAftermath
{
    private const string NumberWrite = "order number";
    private const string StatusWrite = "status";
    private const string CancelCall = "cancellation";

    public static Decision<OrderEvent> ConfirmClaim(OrderState state, OrderCommand.ConfirmClaim c)
    {
        if (!state.ClaimOpen || state.ErpOrderNo != c.ErpOrderNo)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        return c.ClaimedBy is null
            ? Decision<OrderEvent>.Accept(new OrderEvent.NumberClaimed(c.At))
            : Decision<OrderEvent>.Accept(
                new OrderEvent.NumberClaimed(c.At),
                new OrderEvent.AttentionSet(
                    new Parking(
                        ParkingCodes.ErpNumberClaimed,
                        $"ERP order {c.ErpOrderNo} already belongs to {c.ClaimedBy}; order {state.ExternalNo} claims it too.",
                        "Find the right ERP order of each in the ERP.",
                        FailureClass.Conflict),
                    null,
                    c.At));
    }

    public static Decision<OrderEvent> DoubtNumber(OrderState state, OrderCommand.DoubtNumber c) =>
        state is { ErpOrderNo: not null, NumberWriteOpen: false, Supplement: null } && state.ChangedAt < c.ReadAt
            ? Decision<OrderEvent>.Accept(new OrderEvent.NumberDoubted(c.At))
            : Decision<OrderEvent>.Unchanged;

    public static Decision<OrderEvent> NumberWriteOutcome(OrderState state, OrderCommand.NumberWriteOutcome c) =>
        !state.NumberWriteOpen ? Decision<OrderEvent>.Unchanged
        : c.Result.Kind switch
        {
            CallResultKind.Done => Decision<OrderEvent>.Accept([new OrderEvent.NumberWritten(c.At), .. Mended(state, NumberWrite, c.At)]),
            CallResultKind.Refused => Refused(state, NumberWrite, c.Result, c.At),
            _ => Decision<OrderEvent>.Unchanged,
        };

    public static Decision<OrderEvent> StatusWriteOutcome(OrderState state, OrderCommand.StatusWriteOutcome c) =>
        state.StatusWriteOpen != c.Write ? Decision<OrderEvent>.Unchanged
        : c.Result.Kind switch
        {
            CallResultKind.Done => Decision<OrderEvent>.Accept([new OrderEvent.StatusShown(c.Write, c.At), .. Mended(state, StatusWrite, c.At)]),
            CallResultKind.Refused => Refused(state, StatusWrite, c.Result, c.At),
            _ => Decision<OrderEvent>.Unchanged,
        };

    public static Decision<OrderEvent> CancelOutcome(OrderState state, OrderCommand.CancelOutcome c) =>
        !state.CancelCallOpen ? Decision<OrderEvent>.Unchanged
        : c.Result.Kind switch
        {
            CallResultKind.Done => Decision<OrderEvent>.Accept([new OrderEvent.CancelAccepted(c.At), .. Mended(state, CancelCall, c.At)]),
            CallResultKind.Refused => Refused(state, CancelCall, c.Result, c.At),
            _ => Decision<OrderEvent>.Unchanged,
        };

    /// <summary>The intent stays open and is tried again at long intervals; meanwhile an operator sees what the shop said.</summary>
    private static Decision<OrderEvent> Refused(OrderState state, string what, CallResult result, DateTimeOffset at)
    {
        var parking = new Parking(
            result.Value ?? "refused",
            $"{RefusedWrite(state, what)} {result.Message}",
            $"Mend what the text names in the {(what == CancelCall ? "ERP" : "shop")}; it is tried again by itself.",
            FailureClass.Refused);
        return state.Attention == parking ? Decision<OrderEvent>.Unchanged : Decision<OrderEvent>.Accept(new OrderEvent.AttentionSet(parking, null, at));
    }

    /// <summary>What the shop refused before and took now is no matter for a person any more.</summary>
    private static IEnumerable<OrderEvent> Mended(OrderState state, string what, DateTimeOffset at) =>
        state.Attention?.Cause.StartsWith(RefusedWrite(state, what), StringComparison.Ordinal) == true ? [new OrderEvent.AttentionSet(null, null, at)] : [];

    private static string RefusedWrite(OrderState state, string what) => $"The {(what == CancelCall ? "ERP" : "shop")} refused the {what} for order {state.Shop?.Number}:";
}
