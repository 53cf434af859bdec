using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>Why an order that could go waits, although nothing is wrong with it.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Why">For people.</param>
/// <param name="Since">Since when it waits for this.</param>
/// <param name="AlarmAt">When a person is told, or null: never.</param>
public sealed record OrderHold(string Code, string Why, DateTimeOffset Since, DateTimeOffset? AlarmAt);

/// <summary>
/// When orders go: trigger and transfer (A17), the shop's statuses (M8), completeness (pitfall 22). What is held keeps its units and its
/// mapping; it goes by itself when what it waits for is there.
/// </summary>
internal static class OrderHolds
{
    public static Decision<OrderEvent> Export(OrderState state, OrderCommand.Export c)
    {
        if (state.Shop is null || state.Supplement is not null || state.IsFixed)
        {
            return Refuse(state, "was never read, or is with the ERP already", "Look at the order.");
        }

        if (state.Shop.Discarded || state.Withdrawn)
        {
            return Refuse(state, "is cancelled in the shop", "Take the cancellation back in the shop first.");
        }

        if (!string.IsNullOrWhiteSpace(state.Shop.ExternalOrderNumber))
        {
            return Refuse(state, $"has the ERP number {state.Shop.ExternalOrderNumber} in the shop", "Take the number off the shop's order if it is wrong.");
        }

        if (state.Hold is null && state.Ignored is null)
        {
            return Refuse(state, "is on its way already", "Nothing is to be done.");
        }

        if (OrderIntake.IsBusy(state, c.At))
        {
            return Refuse(state, "is on its way already", "Nothing is to be done.");
        }

        return OrderIntake.GoByHand(state, c.Reason, c.Rules, c.At);
    }

    /// <summary>An operator keeps an order back: only the operator lets it go again.</summary>
    public static Decision<OrderEvent> KeepBack(OrderState state, OrderCommand.KeepBack c) =>
        state.Shop is null || state.Supplement is not null || state.IsFixed || OrderIntake.IsBusy(state, c.At)
            ? Decision<OrderEvent>.Refuse(
                "not-to-keep-back", $"Order {state.Shop?.Number ?? state.ExternalNo} cannot be kept back: it was never read, is being sent, or is with the ERP already.",
                "Look at the order; one that the ERP has is cancelled in the shop or in the ERP.")
            : state.Ignored is not null || state.Withdrawn
            ? Decision<OrderEvent>.Refuse("not-to-keep-back", $"Order {state.Shop.Number} does not go anyway.", "Nothing is to be done.")
            : IsKeptBack(state) ? Decision<OrderEvent>.Unchanged
            : Decision<OrderEvent>.Accept(
                [.. OrderIntake.GiveTurnBack(state, c.At), new OrderEvent.Held(new OrderHold(ParkingCodes.KeptBack, $"a person keeps it back: {c.Reason}", c.At, null), c.At)]);

    /// <summary>A person keeps it back: no setting, no status of the shop and no range of orders lets it go.</summary>
    public static bool IsKeptBack(OrderState state) => state.Hold is { Code: ParkingCodes.KeptBack };

    public static Decision<OrderEvent> PassLimit(OrderState state, OrderCommand.PassHoldLimit c) =>
        state is { Parking: null, IsFixed: false, Hold: { AlarmAt: { } at } hold } && c.At >= at
            ? Decision<OrderEvent>.Accept(new OrderEvent.Parked(
                new Parking(
                    hold.Code, $"Order {state.Shop!.Number} waits since {hold.Since:yyyy-MM-dd HH:mm} UTC: {hold.Why}",
                    "Complete it in the shop: it then goes by itself.", FailureClass.Refused),
                c.At))
            : Decision<OrderEvent>.Unchanged;

    /// <summary>What begins or ends for an order as it stands now; none when nothing changes.</summary>
    public static IEnumerable<OrderEvent> Changes(OrderState after, OrderRules rules, DateTimeOffset at)
    {
        if (IsKeptBack(after))
        {
            return [];
        }

        var hold = Of(after.Shop!, after.Edit is { } edit ? edit.Buyer.Value : after.Buyer?.Value, rules, after.ExportedByHand, at);
        if (hold is not null && hold.Code == after.Hold?.Code)
        {
            hold = hold with { Since = after.Hold.Since, AlarmAt = after.Hold.AlarmAt };
        }

        return hold == after.Hold ? []
            : hold is null ? [new OrderEvent.HoldEnded(false, "", at)]
            : [new OrderEvent.Held(hold, at)];
    }

    /// <summary>Whether a reading with the same content says something else about whether the order may go.</summary>
    public static bool Differs(OrderState state, OrderCommand.Observe c) =>
        state is { IsFixed: false, Withdrawn: false } && !IsKeptBack(state) && !OrderIntake.IsBusy(state, c.At)
        && ((c.ByHand && !state.ExportedByHand && state.Hold is not null)
            || Of(c.Order, c.Buyer, c.Rules, state.ExportedByHand, c.At)?.Code != state.Hold?.Code
            // What the shop shows of an order that waits is judged again when the settings change, without another look at the shop.
            || (state.Hold is not null && !(c.Order.Statuses.SetEquals(state.Shop!.Statuses) && c.Order.Tags.SetEquals(state.Shop.Tags))));

    /// <summary>Why it would wait by these rules, or null.</summary>
    internal static OrderHold? Of(ShopOrder order, Buyer? buyer, OrderRules rules, bool byHand, DateTimeOffset at)
    {
        var life = rules.Life;
        var asked = byHand || (life.ExportTag is { } tag && order.Tags.Contains(tag));
        var missing = life.WaitForComplete && buyer is not null ? string.Join(", ", Missing(order, buyer)) : "";
        return missing.Length > 0 ? new OrderHold(ParkingCodes.OrderIncomplete, $"its {missing} is missing.", at, at + life.IncompleteAlarmAfter)
            : asked ? null
            : life.Transfer == OrderTransfer.NotAtAll ? new OrderHold(ParkingCodes.TransferOff, "orders are not transferred by themselves (orderLife.transfer).", at, null)
            : life.Trigger == OrderTrigger.ByHand ? new OrderHold(ParkingCodes.ExportByHand, "it is exported by hand (orderLife.trigger).", at, null)
            : life.TransferStatuses.IsEmpty || life.TransferStatuses.Overlaps(order.Statuses) ? null
            : new OrderHold(
                ParkingCodes.ShopStatus, $"the shop shows {string.Join(", ", order.Statuses)}; it goes with {string.Join(" or ", life.TransferStatuses)}.", at, null);
    }

    private static IEnumerable<string> Missing(ShopOrder order, Buyer buyer)
    {
        if (buyer is { IsCompany: false, FullName.Length: 0 })
        {
            yield return "name";
        }

        foreach (var field in Missing(buyer.Invoice, "invoice address").Concat(buyer.Delivery is { } delivery ? Missing(delivery, "delivery address") : []))
        {
            yield return field;
        }

        if (order.Payment.MethodId.Length == 0 && order.Payment.GiftCards.IsEmpty && order.TotalIncVat != 0m)
        {
            yield return "payment";
        }
    }

    private static IEnumerable<string> Missing(PostalAddress address, string of) =>
        new[] { ("street", address.Street), ("postcode", address.Postcode), ("town", address.City) }
            .Where(field => string.IsNullOrWhiteSpace(field.Item2)).Select(field => $"{field.Item1} of the {of}");

    private static Decision<OrderEvent> Refuse(OrderState state, string why, string remedy) =>
        Decision<OrderEvent>.Refuse("not-to-export", $"Order {state.Shop?.Number ?? state.ExternalNo} cannot be exported by hand: it {why}.", remedy);
}
