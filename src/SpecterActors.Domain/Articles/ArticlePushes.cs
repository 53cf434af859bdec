using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>Stock writes to a shop: absolute, one at a time, decided at the last moment (guarantee 4).</summary>
public static class ArticlePushes
{
    /// <summary>Whether the shop's stock is to be looked at and perhaps written.</summary>
    public static bool IsDue(ArticleState state, string shopId) =>
        state.Terms.Of(shopId).Written
        && state.Listings.TryGetValue(shopId, out var listing)
        && listing is { UnderStockControl: true, StockNotJoined: false, DuplicateUid: null, Claim: null }
        // What is sold of a SET takes parts that nobody could hold: the shop keeps what it has.
        && !ArticleObstacles.IsUncomposed(state, listing)
        // The ERP's zero says no more than that nobody has counted yet: the shop keeps what it has.
        && !state.StockUncounted
        && state.Publishable(shopId) is { } publishable
        && (listing.Expected != publishable || listing.PushOpen is not null);

    internal static Decision<ArticleEvent> Decide(ArticleState state, ArticleCommand.DecidePush c)
    {
        if (c.Asker.IsCancellationRequested || !IsDue(state, c.ShopId) || state.Listings[c.ShopId] is { PushOpen: not null } || state.Listings[c.ShopId].UnsettledUntil > c.At)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        if (c.ShopStock is null)
        {
            // The shop took the article out of its stock control: there is nothing to write to any more.
            return Decision<ArticleEvent>.Accept(new ArticleEvent.Listed(c.ShopId, state.Listings[c.ShopId].Article with { Stock = null }, c.At));
        }

        var publishable = state.Publishable(c.ShopId)!.Value;
        if (c.ShopStock == publishable && state.Listings[c.ShopId].DoubtedAt >= c.LookedAt)
        {
            // The look may be older than what the doubt is about: look again.
            return Decision<ArticleEvent>.Unchanged;
        }

        return c.ShopStock == publishable
            ? Decision<ArticleEvent>.Accept(new ArticleEvent.ShopStockSeen(c.ShopId, publishable, c.At))
            : Decision<ArticleEvent>.Accept(new ArticleEvent.PushStarted(c.ShopId, publishable, state.FigureVersion, c.At));
    }

    /// <summary>Asked for again from time to time only: one that was deleted in the shop is so until a comparison of both sides has found it.</summary>
    internal static Decision<ArticleEvent> Refused(ArticleState state, ArticleCommand.LookRefused c) =>
        !IsDue(state, c.ShopId) || state.Listings[c.ShopId] is { PushOpen: not null } || state.Listings[c.ShopId].UnsettledUntil > c.At
            ? Decision<ArticleEvent>.Unchanged
            : Decision<ArticleEvent>.Accept(new ArticleEvent.PushFailed(
                c.ShopId,
                new Parking(
                    c.Result.Value ?? "refused",
                    $"The shop did not tell the stock of article {state.Listings[c.ShopId].Article.Number}: {c.Result.Message}",
                    "If it was deleted in the shop, nothing: the next comparison of both sides takes it out, or start one now. Otherwise mend what the text names; it is tried again by itself.",
                    FailureClass.Refused),
                c.At + (c.RetryDelay * 60),
                c.At));

    internal static Decision<ArticleEvent> Outcome(ArticleState state, ArticleCommand.PushOutcome c)
    {
        if (!state.Listings.TryGetValue(c.ShopId, out var listing) || listing.PushOpen != c.Stock)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        return c.Result.Kind switch
        {
            CallResultKind.Done => Decision<ArticleEvent>.Accept(new ArticleEvent.Pushed(c.ShopId, c.Stock, c.At)),
            CallResultKind.Ambiguous => Decision<ArticleEvent>.Accept(new ArticleEvent.PushAmbiguous(c.ShopId, c.At + c.SettleTime, c.At)),
            CallResultKind.Refused => Decision<ArticleEvent>.Accept(new ArticleEvent.PushFailed(
                c.ShopId,
                new Parking(
                    c.Result.Value ?? "refused",
                    $"The shop refused stock {c.Stock}: {c.Result.Message}",
                    "Mend what the text names in the shop's article; it is tried again by itself.",
                    FailureClass.Refused),
                c.At + (c.RetryDelay * 10),
                c.At)),
            CallResultKind.NotSent or CallResultKind.Unauthorised => Decision<ArticleEvent>.Accept(
                new ArticleEvent.PushFailed(c.ShopId, null, c.Result.RetryAt ?? c.At + c.RetryDelay, c.At)),
            _ => throw new UnreachableException(c.Result.Kind.ToString()),
        };
    }
}
