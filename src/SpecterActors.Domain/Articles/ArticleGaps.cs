using System.Collections.Immutable;
using System.Diagnostics;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// Where an article differs between shop and ERP although somebody decides: what a switched flow leaves behind. Seen without changing
/// anything for a preview, and closed once a person has confirmed it (missions M1 to M3, M11).
/// </summary>
public static class ArticleGaps
{
    /// <summary>What in these parts is not as its master has it; null when all is, or when nobody can tell.</summary>
    public static ArticleGap? Of(ArticleState state, ArticleRules rules, string shop, string key, ImmutableSortedSet<ArticlePart> parts)
    {
        if (state.YieldedTo is not null)
        {
            return null;
        }

        if (state.Listings.GetValueOrDefault(shop) is not { } listing)
        {
            return parts.Contains(ArticlePart.NewArticles) && !state.Creations.ContainsKey(shop) && ArticleCreations.Verdict(state, rules, shop, key) is { } verdict
                ? new ArticleGap([ArticlePart.NewArticles]) { Creation = verdict }
                : null;
        }

        var toShop = ToShop(state, listing, rules.Of(shop), parts);
        var (toErp, sent) = ToErp(state, rules, shop, key, parts);
        var differing = Parts(toShop).Union(sent);
        return differing.IsEmpty ? null : new ArticleGap(differing) { ToShop = toShop == ArticlePatch.Nothing ? null : toShop, ToErp = toErp };
    }

    /// <summary>The master of a part, as far as it is one that is brought in step; null for other facets.</summary>
    public static ArticleFacet? FacetOf(ArticlePart part) => part switch
    {
        ArticlePart.NewArticles => null,
        ArticlePart.ProductData => ArticleFacet.ProductData,
        ArticlePart.Price => ArticleFacet.Price,
        ArticlePart.Status => ArticleFacet.Status,
        _ => throw new UnreachableException(part.ToString()),
    };

    /// <summary>Whether the part is among those that would be written to the shop.</summary>
    public static bool Shows(ArticlePatch? toShop, ArticlePart part) => toShop is not null && Parts(toShop).Contains(part);

    internal static Decision<ArticleEvent> Bring(ArticleState state, ArticleCommand.BringInStep c)
    {
        if (Of(state, c.Rules, c.ShopId, c.Key, c.Parts) is not { } gap)
        {
            return Decision<ArticleEvent>.Unchanged;
        }

        var events = new List<ArticleEvent>();
        if (gap.Creation is { } creation)
        {
            events.Add(creation.Reason is { } reason ? new ArticleEvent.CreationRefused(c.ShopId, reason, c.At) : new ArticleEvent.CreationOpened(c.ShopId, "confirmed", c.At));
        }

        if (gap.ToShop is { } patch && state.Listings[c.ShopId].WriteOpen is var open && (open ?? ArticlePatch.Nothing).And(patch) is var whole && whole != open)
        {
            events.Add(new ArticleEvent.ShopWriteOpened(c.ShopId, whole, c.At));
        }

        if (gap.ToErp is { } draft && state.Submit?.Draft != draft)
        {
            events.Add(new ArticleEvent.SubmitOpened(draft, Update: true, state.Submit?.Priority ?? SubmitPriority.Catalogue, c.At));
        }

        return Decision<ArticleEvent>.Accept([.. events]);
    }

    private static ArticlePatch ToShop(ArticleState state, ShopListing listing, ArticleSyncSettings settings, ImmutableSortedSet<ArticlePart> parts)
    {
        if (state.ErpSeen is not { } seen || !ArticleImports.Writable(listing))
        {
            return ArticlePatch.Nothing;
        }

        var patch = ArticleImports.PatchOf(seen, null, listing.Article, settings);
        patch = parts.Contains(ArticlePart.ProductData) ? patch : patch with { Name = null, Description = null, Ean = null, Weight = null };
        patch = parts.Contains(ArticlePart.Price) ? patch : patch with { Regular = null, Special = null, VatPercent = null };
        // What was made hidden is shown by whoever completes it.
        patch = parts.Contains(ArticlePart.Status) && !(listing.MadeHere && patch.Active == true) ? patch : patch with { Active = null };
        return patch.Missing(listing.Article);
    }

    private static ImmutableSortedSet<ArticlePart> Parts(ArticlePatch patch) =>
    [
        .. patch with { Regular = null, Special = null, VatPercent = null, Active = null } != ArticlePatch.Nothing ? [ArticlePart.ProductData] : Array.Empty<ArticlePart>(),
        .. patch is { Regular: null, Special: null, VatPercent: null } ? Array.Empty<ArticlePart>() : [ArticlePart.Price],
        .. patch.Active is null ? Array.Empty<ArticlePart>() : [ArticlePart.Status],
    ];

    /// <summary>A submission carries all facets; it goes when one of these differs, or the ERP has not shown the article yet.</summary>
    private static (ErpArticleDraft? Draft, ImmutableSortedSet<ArticlePart> Parts) ToErp(
        ArticleState state, ArticleRules rules, string shop, string key, ImmutableSortedSet<ArticlePart> parts)
    {
        var settings = rules.Of(shop);
        var decided = parts.Where(p => FacetOf(p) is { } facet && ArticleDrafts.FromShop(settings, facet)).ToImmutableSortedSet();
        if (decided.IsEmpty || state.Presence != ErpPresence.Known || !settings.ExportsChanges() || ArticleDrafts.Leading(state) is not var (leading, _) || leading != shop
            || ArticleDrafts.Wanted(state, rules, key).Draft is not { } draft)
        {
            return (null, []);
        }

        var differing = state.ErpSeen is { } seen ? decided.Where(p => Differs(p, draft, seen)).ToImmutableSortedSet() : decided.Remove(ArticlePart.Status);
        return differing.IsEmpty ? (null, []) : (draft, differing);
    }

    private static bool Differs(ArticlePart part, ErpArticleDraft draft, ErpArticle seen) => part switch
    {
        ArticlePart.ProductData => draft.Name != seen.Name || Other(draft.Description, seen.Description) || Other(draft.Ean, seen.Ean)
            || (draft.Weight is { } weight && weight != seen.Weight) || (draft.PurchasePrice is { } purchase && purchase != seen.PurchasePrice),
        ArticlePart.Price => draft.PriceExVat != seen.Price || (seen.VatPercent is { } vat && vat != draft.VatPercent) || (draft.SpecialPriceExVat ?? 0m) != (seen.SpecialPrice ?? 0m),
        ArticlePart.Status => seen.Deleted is { } deleted && deleted == draft.Active,
        _ => false,
    };

    /// <summary>What the shop does not have is left out, and the ERP keeps its own.</summary>
    private static bool Other(string? sent, string? seen) => !string.IsNullOrEmpty(sent) && sent != seen;
}

/// <summary>What of an article is not as its master has it.</summary>
/// <param name="Parts">The parts that differ.</param>
public sealed record ArticleGap(ImmutableSortedSet<ArticlePart> Parts)
{
    /// <summary>What would be written to the shop's article, or null.</summary>
    public ArticlePatch? ToShop { get; init; }

    /// <summary>What would be submitted to the ERP, or null.</summary>
    public ErpArticleDraft? ToErp { get; init; }

    /// <summary>The shop does not have it: what would be made there, or why it may not.</summary>
    public CreationVerdict? Creation { get; init; }
}

/// <summary>Parts of the articles that are brought in step when their master changes.</summary>
public enum ArticlePart
{
    /// <summary>Articles that the ERP has and the shop lacks.</summary>
    NewArticles,

    /// <summary>Name, description, EAN, weight.</summary>
    ProductData,

    /// <summary>Regular and special price, VAT percent.</summary>
    Price,

    /// <summary>Whether it is for sale.</summary>
    Status,
}
