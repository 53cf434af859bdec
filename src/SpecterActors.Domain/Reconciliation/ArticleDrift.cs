using SpecterActors.Domain.Articles;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>What a row of a shop's listing says against what the article knows. Pure.</summary>
public static class ArticleDrift
{
    /// <summary>Compares.</summary>
    /// <param name="state">The article.</param>
    /// <param name="shopId">The shop that showed the row.</param>
    /// <param name="row">The row.</param>
    public static ArticleVerdict Of(ArticleState state, string shopId, ShopArticle row)
    {
        if (state.YieldedTo is not null || state.Listings.GetValueOrDefault(shopId) is not { } listing || ShownAs(listing, row.Ref) is not { } known)
        {
            return ArticleVerdict.NotListed;
        }

        // A number that it may not have: what it shows meanwhile is not taken in by anybody, and it waits for a person already.
        if (listing.Claim is not null)
        {
            return ArticleVerdict.InStep;
        }

        if (listing.WriteOpen is not null)
        {
            return ArticleVerdict.InMotion;
        }

        if (!ShopArticle.SameContent(known, row) || known.UnderStockControl != row.UnderStockControl)
        {
            return ArticleVerdict.Data;
        }

        return listing.Ref == row.Ref ? Stock(state, listing, shopId, row) : ArticleVerdict.InStep;
    }

    /// <summary>Stock that the shop is believed to show and the engine may write; null when nothing is believed, or a look or a write is due or under way.</summary>
    public static decimal? Believed(ArticleState state, string shopId) =>
        state.Terms.Of(shopId).Written
        && state.Listings.GetValueOrDefault(shopId) is { UnderStockControl: true, StockNotJoined: false, DuplicateUid: null, Claim: null, PushOpen: null, Expected: { } expected } listing
        && !ArticleObstacles.IsUncomposed(state, listing) && !state.StockUncounted && state.Publishable(shopId) == expected
            ? expected
            : null;

    private static ArticleVerdict Stock(ArticleState state, ShopListing listing, string shopId, ShopArticle row) =>
        !state.Terms.Of(shopId).Written || !listing.UnderStockControl || listing.StockNotJoined || listing.DuplicateUid is not null || ArticleObstacles.IsUncomposed(state, listing) || state.StockUncounted || state.Publishable(shopId) is null ? ArticleVerdict.InStep
        : Believed(state, shopId) is not { } believed ? ArticleVerdict.InMotion
        : row.Stock == believed ? ArticleVerdict.InStep
        : ArticleVerdict.Stock;

    private static ShopArticle? ShownAs(ShopListing listing, ShopArticleRef reference) =>
        listing.Ref == reference ? listing.Article : listing.Others.FirstOrDefault(o => o.Ref == reference);
}

/// <summary>What a comparison of an article with a listing's row gave.</summary>
public enum ArticleVerdict
{
    /// <summary>They say the same, or there is nothing to compare.</summary>
    InStep,

    /// <summary>Something is under way that will look at the shop by itself.</summary>
    InMotion,

    /// <summary>This article does not know the row's.</summary>
    NotListed,

    /// <summary>Another stock than is believed to be shown.</summary>
    Stock,

    /// <summary>Other data.</summary>
    Data,
}
