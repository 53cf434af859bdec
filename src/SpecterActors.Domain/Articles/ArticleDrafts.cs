using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Articles;

/// <summary>What an article looks like in the ERP: each facet from its master.</summary>
public static class ArticleDrafts
{
    /// <summary>The listing that leads towards the ERP: that of the first shop by id in which the number belongs to one article alone.</summary>
    public static (string ShopId, ShopListing Listing)? Leading(ArticleState state)
    {
        foreach (var (shop, listing) in state.Listings)
        {
            if (listing is { DuplicateUid: null, Claim: null })
            {
                return (shop, listing);
            }
        }

        return null;
    }

    /// <summary>The article as it is to be in the ERP now, or why it may not go there.</summary>
    public static DraftOrReason Wanted(ArticleState state, ArticleRules rules, string key = "")
    {
        if ((ArticleDecider.DuplicateOf(state) ?? ArticleRenames.Obstacle(state, key, rules.ErpCanRename)) is { } conflict)
        {
            return conflict;
        }

        if (state.Listings.Values.FirstOrDefault(l => l.Claim is not null) is { Claim: { } claim })
        {
            return ArticleListings.Refusal(claim);
        }

        if (Leading(state) is not var (shop, listing))
        {
            return Because(ParkingCodes.ArticleNotListed, "No shop lists the article.", "It goes by itself once a shop lists it under this number.");
        }

        var article = listing.Article;
        if (ArticleNumber.FaultOf(article.Number) is { } fault)
        {
            return Because(fault.ParkingCode, $"The article number {fault.Reason}.", "Give it a number of letters, digits, hyphen and underscore in the shop.");
        }

        if (article.IsPackage)
        {
            return Because(ParkingCodes.PackageNotExported, $"Article {article.Number} is a package; packages are not exported.", "Nothing need be done: its parts are articles of their own.");
        }

        var wanted = Composed(state, listing, rules.Of(shop));
        return wanted.Draft is { } draft && ArticleRenames.WaitsForErp(state, key) is not null
            ? new DraftOrReason(draft with { FormerNumber = ArticleRenames.NumberInErp(state, key) }, null)
            : wanted;
    }

    /// <summary>An order knows an article only at the price it sold for: what the shop lists goes before that.</summary>
    internal static ErpArticleDraft AsListed(ArticleState state, ErpArticleDraft draft)
    {
        if (state.Listings.Values.FirstOrDefault(l => l.Article.VatPercent is not null && (l.Article.PriceExVat ?? l.Article.PriceIncVat) is not null) is not { Article: var listed })
        {
            return draft;
        }

        return draft with
        {
            Name = listed.Name.Length > 0 ? listed.Name : draft.Name,
            PriceExVat = ExVat(listed.PriceExVat, listed.PriceIncVat, listed.VatPercent!.Value, fromIncVat: false)!.Value,
            VatPercent = listed.VatPercent!.Value,
            Ean = listed.Ean,
            Weight = listed.Weight,
        };
    }

    /// <summary>The article as it stood in the leading listing, whatever forbids it to go; null when no shop listed it, or not completely.</summary>
    internal static ErpArticleDraft? Composed(ArticleState state, ArticleRules rules) =>
        Leading(state) is var (shop, listing) ? Composed(state, listing, rules.Of(shop)).Draft : null;

    /// <summary>Whether two drafts say the same in the facets that the shop decides.</summary>
    internal static bool SameFromShop(ErpArticleDraft a, ErpArticleDraft b, ArticleSyncSettings settings) =>
        (!FromShop(settings, ArticleFacet.ProductData) || (a.Name == b.Name && a.Description == b.Description && a.Ean == b.Ean && a.Weight == b.Weight && a.PurchasePrice == b.PurchasePrice))
        && (!FromShop(settings, ArticleFacet.Price) || (a.PriceExVat == b.PriceExVat && a.SpecialPriceExVat == b.SpecialPriceExVat && a.VatPercent == b.VatPercent))
        && (!FromShop(settings, ArticleFacet.Status) || a.Active == b.Active)
        && (!FromShop(settings, ArticleFacet.VariantLink) || a.ParentNumber == b.ParentNumber);

    private static DraftOrReason Composed(ArticleState state, ShopListing listing, ArticleSyncSettings settings)
    {
        var (article, seen) = (listing.Article, state.ErpSeen);
        var known = state.Presence == ErpPresence.Known;
        // What the ERP decides is sent back to it as it showed it: a submission carries all facets.
        var erpData = known && !FromShop(settings, ArticleFacet.ProductData);
        var erpPrice = known && !FromShop(settings, ArticleFacet.Price);
        if ((erpData && seen?.Name is null) || (erpPrice && seen?.Price is null))
        {
            return Because(
                ParkingCodes.ErpValueUnknown,
                $"The ERP decides {(erpPrice ? "the price" : "the data")} of article {article.Number} and has not shown it yet; submitting it would overwrite it.",
                "Save the article once in the ERP, so that its feed shows it; then it goes by itself.");
        }

        var vat = erpPrice && seen!.VatPercent is { } shown ? shown : article.VatPercent;
        var price = erpPrice ? seen!.Price : ExVat(article.PriceExVat, article.PriceIncVat, vat, settings.Prices.ExportFromIncVat);
        var name = erpData ? seen!.Name! : article.Name;
        if (vat is null || price is null || name.Trim().Length == 0)
        {
            return Because(
                ParkingCodes.FieldInvalid,
                $"Article {article.Number} has no {(vat is null ? "VAT rate" : price is null ? "price" : "name")} in the shop.",
                "Complete it in the shop; then it goes by itself.");
        }

        return new DraftOrReason(
            new ErpArticleDraft(
                state.RenamedInErp ? state.ErpNumber! : article.Number, name, price.Value, vat.Value, erpData ? seen!.Ean : article.Ean, erpData ? seen!.Weight : article.Weight,
                listing.UnderStockControl, !known && settings.SendInitialStock ? article.Stock : null)
            {
                SpecialPriceExVat = erpPrice ? null : ExVat(article.SpecialExVat, article.SpecialIncVat, vat, settings.Prices.ExportFromIncVat),
                PurchasePrice = settings.SendPurchasePrice ? article.PurchasePrice : null,
                Description = erpData ? seen!.Description : article.Description,
                ParentNumber = FromShop(settings, ArticleFacet.VariantLink) ? article.ParentNumber : null,
                Active = FromShop(settings, ArticleFacet.Status) ? article.Active : seen?.Deleted != true,
            },
            null);
    }

    internal static bool FromShop(ArticleSyncSettings settings, ArticleFacet facet) => FacetTable.MasterOf(settings, facet) == FacetMaster.Shop;

    /// <summary>Without VAT, in the two decimals of the ERP's price (specter.md section 2.1).</summary>
    private static decimal? ExVat(decimal? exVat, decimal? incVat, decimal? vatPercent, bool fromIncVat)
    {
        var less = incVat is { } inc && vatPercent is { } percent ? inc / (1 + (percent / 100m)) : (decimal?)null;
        return (fromIncVat ? less ?? exVat : exVat ?? less) is { } price ? decimal.Round(price, 2, MidpointRounding.AwayFromZero) : null;
    }

    private static DraftOrReason Because(string code, string cause, string remedy) => new(null, new Parking(code, cause, remedy, FailureClass.Refused));
}

/// <summary>What is to go to the ERP, or why nothing may.</summary>
public sealed record DraftOrReason(ErpArticleDraft? Draft, Parking? Reason)
{
    /// <summary>A reason alone.</summary>
    public static implicit operator DraftOrReason(Parking reason) => new(null, reason);
}
