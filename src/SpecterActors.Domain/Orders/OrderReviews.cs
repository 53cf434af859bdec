using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// What changed settings mean for orders that are not with the ERP: those that only waited go, those that lacked a setting are mapped again.
/// What a person keeps back stays, and so does whatever is parked for another reason.
/// </summary>
public static class OrderReviews
{
    /// <summary>Codes under which an order is parked for want of a setting: the same order may go with other settings.</summary>
    public static readonly System.Collections.Immutable.ImmutableSortedSet<string> CuredBySettings =
    [
        ParkingCodes.SettingMissing, ParkingCodes.CurrencyNotSupported, ParkingCodes.VatRateUnknown, ParkingCodes.DeliveryMethodUnlinked, ParkingCodes.PaymentMethodUnmapped,
    ];

    /// <summary>Codes of orders that changed settings may concern, besides orders that wait and orders that the start date left out.</summary>
    public static readonly System.Collections.Immutable.ImmutableSortedSet<string> Codes = CuredBySettings.Union(
        [ParkingCodes.DeliveredInShop, ParkingCodes.PaidInShop, ParkingCodes.ReturnedInShop, ParkingCodes.TellInDoubt, ParkingCodes.OrderIncomplete, ParkingCodes.CustomerConflict, ParkingCodes.FieldInvalid, ParkingCodes.ArticleNumberMissing, ParkingCodes.ArticleNumberIllegal]);

    /// <summary>
    /// Whether the order must be read from the shop again to be judged: what a package holds stands in the settings of the shop's connector and
    /// comes with the reading.
    /// </summary>
    public static bool NeedsReading(OrderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Supplement is null && !state.Withdrawn && state.Ignored is null && state.Shop is { Discarded: false } shop && shop.Rows.Any(r => r.IsPackage)
            && (state is { IsFixed: false, Parking: not null, Draft: null } || state is { IsFixed: true, Edit.Problem: not null });
    }

    internal static Decision<OrderEvent> Review(OrderState state, OrderCommand.Review c)
    {
        if (state.Shop is null || state.Supplement is not null || !c.Rules.TryGetValue(state.ShopId, out var rules))
        {
            return Decision<OrderEvent>.Unchanged;
        }

        if (state is { IsFixed: true, Edit: { Problem: { } problem } edit } && CuredBySettings.Contains(problem.Code))
        {
            return IsMapped(state, edit.Buyer.Value, rules)
                ? OrderEdits.Again(state, edit, rules, c.At)
                : Decision<OrderEvent>.Unchanged;
        }

        if (state.IsFixed)
        {
            return OrderShopNews.Review(state, rules, c.At);
        }

        if (state.Withdrawn || state.Shop.Discarded || OrderIntake.IsBusy(state, c.At))
        {
            return Decision<OrderEvent>.Unchanged;
        }

        return state.Ignored is null ? Waiting(state, rules, c.At)
            : state.Ignored == OrderIntake.BeforeStart && !(state.Shop.PlacedAt < rules.ExportFrom) ? OrderIntake.GoAfterAll(state, rules, c.At)
            : Decision<OrderEvent>.Unchanged;
    }

    private static Decision<OrderEvent> Waiting(OrderState state, OrderRules rules, DateTimeOffset at)
    {
        var buyer = (state.Edit?.Buyer ?? state.Buyer)?.Value;
        var released = state.Hold is not null && !OrderHolds.IsKeptBack(state) && OrderHolds.Of(state.Shop!, buyer, rules, state.ExportedByHand, at) is null;
        // It was refused before anything was sent: the policy for conflicts may have changed.
        var cured = state.Parking is { } parking
            && ((state.Draft is null && CuredBySettings.Contains(parking.Code) && IsMapped(state, buyer, rules)) || parking.Code == ParkingCodes.CustomerConflict);
        if (!released && !cured)
        {
            return state.Hold is null ? Decision<OrderEvent>.Unchanged : OrderIntake.AcceptOrHold(state, rules, at, []);
        }

        var events = new List<OrderEvent>();
        if (released)
        {
            events.Add(new OrderEvent.HoldEnded(ByHand: false, "the settings changed", at));
        }

        // What the ERP refused, or what lacks more than a setting, stays parked: only what held it ends.
        if (cured || state.Parking is null || state.Parking.Code == state.Hold?.Code)
        {
            events.AddRange(state.Parking is null ? [] : [new OrderEvent.Unparked("the settings changed", at)]);
            events.AddRange(OrderIntake.Anew(state, rules, at));
        }

        return OrderIntake.AcceptOrHold(state, rules, at, events);
    }

    private static bool IsMapped(OrderState state, Buyer? buyer, OrderRules rules) =>
        OrderMapper.Map(OrderNumbers.Mended(state.Shop!, state.LearntNumbers), buyer, rules.Mapping) is OrderMapping.Mapped;
}
