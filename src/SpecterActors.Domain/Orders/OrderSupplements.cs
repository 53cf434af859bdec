using System.Collections.Immutable;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Orders;

/// <summary>How a supplement takes what its parent wants of it. After that it goes its way as any order does.</summary>
public static class OrderSupplements
{
    internal static Decision<OrderEvent> Receive(OrderState state, OrderCommand.Supplement c)
    {
        // The number is an order's of its own, or this is an old message.
        if (IsTaken(state, c) || state.Supplement?.Revision >= c.Link.Revision)
        {
            return Decision<OrderEvent>.Unchanged;
        }

        var late = state.IsFixed || OrderIntake.IsBusy(state, c.At);
        var received = new OrderEvent.SupplementReceived(c.ShopId, c.ExternalNo, c.Link, c.Order, c.Buyer, late, c.At);
        if (late)
        {
            var wanted = c.Link.Draft is { } draft ? OrderDifference.Units(draft.Rows) : ImmutableSortedDictionary<string, decimal>.Empty;
            return Decision<OrderEvent>.Accept(
                [received, .. OrderEdits.HeldMeanwhile(state, wanted, c.At), .. OrderEdits.Cancellation(state, c.Link.Cancel, c.ErpCancels, c.At)]);
        }

        var after = OrderEvolve.Apply(state, received);
        var same = SameDraft(state, c.Link) && state.Supplement!.ByHand == c.Link.ByHand;
        return same
            ? OrderDecider.AcceptAndGoOn(state, c.At, received)
            : OrderDecider.AcceptAndGoOn(state, c.At, [received, .. OrderIntake.GiveTurnBack(state, c.At), .. Anew(after, c.Link.ByHand, c.At)]);
    }

    /// <summary>Whether the number belongs to an order of a shop, so that no supplement can have it.</summary>
    public static bool IsTaken(OrderState state, OrderCommand.Supplement c) =>
        state.Shop is not null && state.Supplement?.Root != c.Link.Root;

    /// <summary>A supplement that is surely not in the ERP goes as it is wanted now, or not at all.</summary>
    internal static IEnumerable<OrderEvent> Anew(OrderState state, bool byHand, DateTimeOffset at)
    {
        if (state.Supplement is not { Draft: { } draft, Cancel: false })
        {
            return state.Withdrawn ? [] : [new OrderEvent.WithdrawnInShop(at)];
        }

        var events = new List<OrderEvent>();
        if (state.Edit is { } edit)
        {
            events.Add(new OrderEvent.SupplementReceived(state.ShopId, state.ExternalNo, state.Supplement, state.Shop!, edit.Buyer, Late: false, at));
        }

        var units = Reserved(draft.Rows, state.Units);
        if (state.Withdrawn || !units.SequenceEqual(state.Units))
        {
            events.Add(new OrderEvent.ReservationsOpened(units, at));
        }

        events.Add(OrderIntake.AcceptedOf(draft, at));
        if (byHand)
        {
            events.Add(new OrderEvent.Parked(OrderMatters.ByHand(state, draft), at));
        }

        return events;
    }

    private static bool SameDraft(OrderState state, SupplementLink link) =>
        !state.Withdrawn && state.Draft is { } draft && link is { Cancel: false, Draft: { } wanted } && draft.Rows.SequenceEqual(wanted.Rows);

    /// <summary>Only what is added is held; what is taken away comes with the ERP's figure once it knows.</summary>
    private static ImmutableSortedDictionary<string, decimal> Reserved(ImmutableArray<ErpOrderRow> rows, ImmutableSortedDictionary<string, decimal> held)
    {
        var units = OrderDifference.Units(rows);
        return units.ToImmutableSortedDictionary(u => u.Key, u => Math.Max(0m, u.Value), StringComparer.Ordinal)
            .AddRange(held.Keys.Where(k => !units.ContainsKey(k)).Select(k => KeyValuePair.Create(k, 0m)));
    }
}
