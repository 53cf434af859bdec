using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Articles;

/// <summary>What a shop's article feed shows: first time, changed, under another number, or as a second claim of a number.</summary>
public static class ArticleListings
{
    /// <summary>Why an article may not have a number that the shop gave it.</summary>
    public static Parking Refusal(NumberClaim claim) => new(
        claim.Code,
        claim.Code == ParkingCodes.ArticleNumberReused
            ? $"The number {claim.Number} was that of article {claim.By} before; orders and stock of that one may still use it."
            : $"The number {claim.Number} is that of article {claim.By}.",
        "Give one of them another number in the shop; it goes on by itself.",
        FailureClass.Conflict);

    internal static Decision<ArticleEvent> See(ArticleState state, ArticleCommand.SeeListing c)
    {
        var old = state.Listings.GetValueOrDefault(c.ShopId);
        if (c.Refused is { } claim)
        {
            return old?.Claim == claim ? Decision<ArticleEvent>.Unchanged
                : old is null ? Decision<ArticleEvent>.Accept(new ArticleEvent.Listed(c.ShopId, c.Article, c.At), new ArticleEvent.NumberRefused(c.ShopId, claim, c.At))
                : Decision<ArticleEvent>.Accept(new ArticleEvent.NumberRefused(c.ShopId, claim, c.At));
        }

        if (old is not null && old.Ref != c.Article.Ref)
        {
            return RefusedClaim(state, c) is not null || old.Others.Any(o => o.Ref == c.Article.Ref && ShopArticle.SameContent(o, c.Article))
                ? Decision<ArticleEvent>.Unchanged
                : Decision<ArticleEvent>.Accept(new ArticleEvent.DuplicateClaimed(c.ShopId, c.Article, c.At));
        }

        if (RefusedClaim(state, c) is not null)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        // Stock and change time alone are our own echo or the shop's sales: nothing to remember.
        if (old is { Claim: null } && ShopArticle.SameContent(old.Article, c.Article) && old.UnderStockControl == c.Article.UnderStockControl && !ArticleImports.IsBack(old, c.Article))
        {
            return Decision<ArticleEvent>.Accept([.. ArticleImports.StockEdited(state, old, c)]);
        }

        var events = new List<ArticleEvent> { new ArticleEvent.Listed(c.ShopId, c.Article, c.At) };
        if (c.Estate is { } estate && old is not null && old.Article.Number != c.Article.Number)
        {
            // A number that it had before is its own already: what was known under it has been taken over long since.
            events.Add(new ArticleEvent.Renumbered(c.ShopId, old.Article.Number, c.Article.Number, state.Numbers.Contains(c.Article.Number) ? YieldedNumber.Nothing : estate, c.At));
        }

        var after = events.Aggregate(state, ArticleEvolve.Apply);
        return Decision<ArticleEvent>.Accept([.. events, .. ArticleSubmissions.AfterListing(state, after, c), .. ArticleImports.Restored(state, after, c), .. ArticleImports.SinceMade(state, after, c),
            .. old is null ? [] : ArticleImports.StockEdited(after, after.Listings[c.ShopId], c)]);
    }

    /// <summary>
    /// The claim of an article that comes with a number which this one had before and has no longer: a copy or a reuse of an old number is not
    /// this article. Null when the number is this article's today.
    /// </summary>
    public static NumberClaim? RefusedClaim(ArticleState state, ArticleCommand.SeeListing c) =>
        state.Numbers.IsEmpty || state.Listings.Values.Any(l => l.Ref == c.Article.Ref || l.Article.Number == c.Article.Number) || state.ErpNumber == c.Article.Number
            ? null
            : new NumberClaim(c.Article.Number, ParkingCodes.ArticleNumberReused, c.Key);
}
