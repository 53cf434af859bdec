namespace SpecterActors.Domain.Articles;

/// <summary>An article or variant as a shop connector read it.</summary>
/// <param name="Ref">How the shop addresses it.</param>
/// <param name="Number">Article number as typed, possibly empty or illegal.</param>
/// <param name="Name">Name in the shop's default language.</param>
/// <param name="PriceExVat">Regular price without VAT, or null when the shop does not give it.</param>
/// <param name="PriceIncVat">Regular price including VAT, or null.</param>
/// <param name="VatPercent">VAT percent, or null when unknown.</param>
/// <param name="Stock">Stock the shop shows, or null when the article is not under stock control.</param>
/// <param name="Ean">EAN or null.</param>
/// <param name="Weight">Weight in kg or null.</param>
/// <param name="IsPackage">It is a package.</param>
/// <param name="ChangedAt">Last change in the shop.</param>
public sealed record ShopArticle(
    ShopArticleRef Ref,
    string Number,
    string Name,
    decimal? PriceExVat,
    decimal? PriceIncVat,
    decimal? VatPercent,
    decimal? Stock,
    string? Ean,
    decimal? Weight,
    bool IsPackage,
    DateTimeOffset ChangedAt);

/// <summary>How a shop addresses an article: its uid, and the variant's uid when it is a variant.</summary>
public sealed record ShopArticleRef(string ArticleUid, string? VariantUid)
{
    /// <summary>The uid that names it alone: the variant's, or the article's.</summary>
    public string Uid => VariantUid ?? ArticleUid;
}
