using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Units that the shop sold by a change of an order that the ERP has, while that change cannot be carried over: nothing in the ERP knows of them
/// and no supplement holds them, so the order holds them itself, under a name of its own. They are given up when the shop takes them back, when a
/// supplement surely holds them instead, or when the ERP's figure shows what a person made there by hand.
/// </summary>
public static class OrderExtras
{
    /// <summary>Name under which articles hold them.</summary>
    public static string Holder(OrderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Name(state, state.ChangesByHand + 1);
    }

    /// <summary>Name under which articles hold what a person put into the ERP last.</summary>
    public static string BookedHolder(OrderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Name(state, state.ChangesByHand);
    }

    /// <summary>Intent: give them up once whoever holds the units now surely does; <see cref="OrderCommand.ReleaseExtra"/>.</summary>
    public static bool MayFall(OrderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Extra.Values.Any(units => units > 0m) && !IsOpen(state) && state.ReservationsOpen.IsEmpty && state.Next is null or { TellOpen: false };
    }

    /// <summary>What is held beside, for people; empty when nothing is.</summary>
    internal static string Told(OrderState state) => string.Join(
        ", ", state.Extra.Where(u => u.Value > 0m).Select(u => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{u.Value:0.###} {u.Key}")));

    /// <summary>Adds to a decision what follows from it for the units held beside.</summary>
    internal static Decision<OrderEvent> WithExtras(OrderState state, Decision<OrderEvent> decision)
    {
        if (decision is not Decision<OrderEvent>.Accepted { Events: { IsEmpty: false } events })
        {
            return decision;
        }

        var after = events.Aggregate(state, OrderEvolve.Apply);
        var wanted = Wanted(after);
        if (wanted.IsEmpty && after.Extra.IsEmpty)
        {
            return decision;
        }

        // What the shop shows itself may be given up at once. What was mapped at last is held by another: first there, then no more here.
        var mayLower = IsOpen(after) || after.Shop is { Discarded: true };
        var held = after.Extra.Keys.Union(wanted.Keys).ToImmutableSortedDictionary(
            a => a, a => mayLower ? wanted.GetValueOrDefault(a) : Math.Max(wanted.GetValueOrDefault(a), after.Extra.GetValueOrDefault(a)), StringComparer.Ordinal);
        return held.SequenceEqual(after.Extra) ? decision : Decision<OrderEvent>.Accept([.. events, new OrderEvent.ExtraUnitsHeld(held, events[^1].At)]);
    }

    internal static Decision<OrderEvent> Release(OrderState state, OrderCommand.ReleaseExtra c) => MayFall(state)
        ? Decision<OrderEvent>.Accept(new OrderEvent.ExtraUnitsHeld(state.Extra.Keys.ToImmutableSortedDictionary(a => a, _ => 0m, StringComparer.Ordinal), c.At))
        : Decision<OrderEvent>.Unchanged;

    internal static Decision<OrderEvent> Stored(OrderState state, OrderCommand.ConfirmReservation c) =>
        c.Order == Holder(state) && state.ExtraOpen.Contains(c.Article) && state.Extra.GetValueOrDefault(c.Article) == c.Units
            ? Decision<OrderEvent>.Accept(new OrderEvent.ExtraUnitsStored(c.Article, c.At))
            : Decision<OrderEvent>.Unchanged;

    internal static Decision<OrderEvent> Booked(OrderState state, OrderCommand.ConfirmBooking c) =>
        c.Order == BookedHolder(state) && state.ExtraBookingsOpen.Contains(c.Article)
            ? Decision<OrderEvent>.Accept(new OrderEvent.ExtraUnitsBooked(c.Article, c.At))
            // Given up: the article holds nothing any more.
            : c.Order == Holder(state) && state.ExtraOpen.Contains(c.Article) && state.Extra.GetValueOrDefault(c.Article) == 0m
            ? Decision<OrderEvent>.Accept(new OrderEvent.ExtraUnitsStored(c.Article, c.At))
            : Decision<OrderEvent>.Unchanged;

    /// <summary>A person made in the ERP what could not be carried over.</summary>
    internal static Decision<OrderEvent> MadeByHand(OrderState state, OrderCommand.ConfirmDoneByHand c) =>
        state.ExtraOpen.IsEmpty && state.ExtraBookingsOpen.IsEmpty
            ? Decision<OrderEvent>.Accept(new OrderEvent.ChangeMadeByHand(NowInShop(state), c.Reason, c.At))
            : Decision<OrderEvent>.Refuse(
                "units-on-their-way", $"The units that order {state.ExternalNo} holds are still being stored at their articles.", "Say done again in a moment.");

    /// <summary>Whether the order shows a change that cannot be carried over.</summary>
    internal static bool IsOpen(OrderState state) => state is { IsFixed: true, Supplement: null, Edit.Problem: not null, Shop: { Discarded: false } };

    internal static OrderState Apply(OrderState s, OrderEvent @event) => @event switch
    {
        OrderEvent.ExtraUnitsHeld e => s with { Extra = e.Units, ExtraOpen = [.. e.Units.Keys] },
        OrderEvent.ExtraUnitsStored e => s with
        {
            ExtraOpen = s.ExtraOpen.Remove(e.Article), Extra = s.Extra.GetValueOrDefault(e.Article) == 0m ? s.Extra.Remove(e.Article) : s.Extra,
        },
        OrderEvent.ChangeMadeByHand e => s with
        {
            MadeByHand = e.Units, ChangesByHand = s.ChangesByHand + 1, ExtraBookingsOpen = [.. s.Extra.Keys], Extra = s.Extra.Clear(), ExtraOpen = [],
            Edit = s.Edit! with { Problem = null, Head = OrderHeadParts.None },
        },
        OrderEvent.ExtraUnitsBooked e => s with { ExtraBookingsOpen = s.ExtraBookingsOpen.Remove(e.Article) },
        OrderEvent.RechecksOpened e => s with { RechecksOpen = s.RechecksOpen.Union(e.Articles) },
        _ => throw new System.Diagnostics.UnreachableException(@event.GetType().Name),
    };

    /// <summary>What the shop shows of each article beyond what the ERP's orders hold, or will hold by the supplements.</summary>
    private static ImmutableSortedDictionary<string, decimal> Wanted(OrderState state)
    {
        if (!IsOpen(state))
        {
            return ImmutableSortedDictionary<string, decimal>.Empty;
        }

        var told = (state.Edit!.Wanted ?? state.Draft) is { } draft ? OrderDifference.Units(draft.Rows) : ImmutableSortedDictionary<string, decimal>.Empty;
        var rows = (state.Draft?.Rows ?? []).Concat(state.Edit.Wanted?.Rows ?? []).Where(r => r.IsStockArticle).Select(r => r.ArticleNumber).ToHashSet(StringComparer.Ordinal);
        // Parts of a SET stand in no row: the order itself holds them.
        decimal Known(string article) => state.MadeByHand is { } made ? made.GetValueOrDefault(article)
            : rows.Contains(article) ? told.GetValueOrDefault(article) : state.Units.GetValueOrDefault(article);
        return NowInShop(state).Select(u => KeyValuePair.Create(u.Key, u.Value - Known(u.Key))).Where(u => u.Value > 0m).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static ImmutableSortedDictionary<string, decimal> NowInShop(OrderState state) => OrderIntake.UnitsOf(OrderNumbers.Mended(state.Shop!, state.LearntNumbers));

    private static string Name(OrderState state, int no) => $"{state.ExternalNo}/unmapped-{no}";
}
