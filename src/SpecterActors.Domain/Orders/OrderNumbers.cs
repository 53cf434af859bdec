using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Rows that were sold while their article had no number, or one that may not go: once the shop's article of that uid has a legal number the
/// order goes by itself under that (mission A30).
/// </summary>
public static class OrderNumbers
{
    /// <summary>Uids of the shop's articles whose numbers a parked order waits for, or a change of one that the ERP has, or may have.</summary>
    public static ImmutableSortedSet<string> Wanted(OrderState state) =>
        state is { Parking: not null, Draft: null, Shop: { Discarded: false }, Withdrawn: false, IsFixed: false }
            || state is { IsFixed: true, Supplement: null, Edit.Problem: not null, Shop: { Discarded: false } }
            ? [.. state.Shop!.Rows.Where(NeedsNumber).Select(r => r.ArticleUid!)]
            : [];

    /// <summary>Numbers of the packages of which nobody said what they hold, where an order, or a change of one, waits for it.</summary>
    public static ImmutableSortedSet<string> Unexploded(OrderState state) => OrderReviews.NeedsReading(state)
        ? [.. state.Shop!.Rows.Where(r => r.IsPackage && r.PackageParts.IsEmpty).Select(r => r.ArticleNumber)]
        : [];

    /// <summary>
    /// Numbers of articles in a draft that the ERP refused: it may have given one of them another number, which its feed shows later. Empty
    /// for an order that was not refused, and for articles that went under the ERP's own number already.
    /// </summary>
    public static ImmutableSortedSet<string> Refused(OrderState state) =>
        state is { Parking.Code: not ParkingCodes.ExternalNumberTaken, Draft: { } draft, Attempt: { Step: AttemptStep.Order, Ended: true }, Withdrawn: false, IsFixed: false }
            ? [.. draft.Rows.Where(r => r.IsStockArticle && !state.NumbersInErp.ContainsKey(r.ArticleNumber)).Select(r => r.ArticleNumber)]
            : [];

    /// <summary>
    /// Uids of the articles whose number <paramref name="article"/> two articles of the shop had: which of them was sold is told by the uid alone,
    /// so the number is not used before it is known whose it is now.
    /// </summary>
    public static ImmutableSortedSet<string> Shared(OrderState state, string article) =>
        state.Blockers.TryGetValue(article, out var blocker) && blocker.Code == ParkingCodes.ArticleNumberDuplicate
            ? [.. state.Shop!.Rows.Where(r => r is { ArticleUid: not null, IsPackage: false } && r.ArticleNumber == article).Select(r => r.ArticleUid!)]
            : [];

    /// <summary>The order with the numbers learnt for its rows.</summary>
    internal static ShopOrder Mended(ShopOrder order, ImmutableSortedDictionary<string, string> numbers) => numbers.IsEmpty ? order : order with
    {
        Rows = [.. order.Rows.Select(r => r is { ArticleUid: not null, IsPackage: false } && numbers.TryGetValue(r.ArticleUid!, out var number) ? r with { ArticleNumber = number } : r)],
    };

    internal static Decision<OrderEvent> Learn(OrderState state, OrderCommand.LearnNumbers c)
    {
        var uids = state.Supplement is null && !state.Withdrawn ? state.Shop?.Rows.Where(r => !r.IsPackage).Select(r => r.ArticleUid).ToHashSet(StringComparer.Ordinal) : null;
        var learnt = c.Numbers.Where(n => uids?.Contains(n.Key) == true && state.LearntNumbers.GetValueOrDefault(n.Key) != n.Value)
            .ToImmutableSortedDictionary(n => n.Key, n => n.Value, StringComparer.Ordinal);
        if (learnt.IsEmpty || OrderIntake.IsBusy(state, c.At))
        {
            return Decision<OrderEvent>.Unchanged;
        }

        var known = OrderEvolve.Apply(state, new OrderEvent.NumbersLearnt(learnt, c.At));
        if (state.IsFixed)
        {
            return OrderEdits.Again(known, known.Edit ?? new OrderEdit(null, known.Buyer!, null, OrderHeadParts.None, false), c.Rules, c.At) is Decision<OrderEvent>.Accepted { Events: var carried }
                ? Decision<OrderEvent>.Accept([new OrderEvent.NumbersLearnt(learnt, c.At), .. carried])
                : throw new System.Diagnostics.UnreachableException("a change that is mapped again is always stored");
        }

        OrderEvent[] events =
        [
            new OrderEvent.NumbersLearnt(learnt, c.At),
            .. state.Parking is null ? Array.Empty<OrderEvent>() : [new OrderEvent.Unparked("the article has a number that may go", c.At)],
        ];
        var after = events.Aggregate(state, OrderEvolve.Apply);
        return OrderDecider.AcceptAndGoOn(state, c.At, [.. events, .. OrderIntake.Anew(after, c.Rules, c.At)]);
    }

    private static bool NeedsNumber(ShopOrderRow row) => row is { ArticleUid: not null, IsPackage: false } && ArticleNumber.FaultOf(row.ArticleNumber) is not null;
}
