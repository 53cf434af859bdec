using System.Collections.Immutable;
using SpecterActors.Domain.Orders;

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
    DateTimeOffset ChangedAt)
{
    /// <summary>Special price without VAT, or null when there is none or the shop does not give it.</summary>
    public decimal? SpecialExVat { get; init; }

    /// <summary>Special price including VAT, or null.</summary>
    public decimal? SpecialIncVat { get; init; }

    /// <summary>Description in the shop's default language, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Purchase price without VAT, or null when the shop has none.</summary>
    public decimal? PurchasePrice { get; init; }

    /// <summary>Parts of the package, when known; empty otherwise.</summary>
    public ImmutableArray<PackagePart> Parts { get; init; } = [];

    /// <summary>Buyers can see it; false when it is hidden or deleted.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Uid of its main category, or null.</summary>
    public string? Category { get; init; }

    /// <summary>Number of the article whose variant it is, or null.</summary>
    public string? ParentNumber { get; init; }

    /// <summary>The shop stores its prices without VAT.</summary>
    public bool PricesExcludeVat { get; init; }

    /// <summary>Whether the shop keeps stock of it by itself; a package has none of its own.</summary>
    public bool UnderStockControl => Stock is not null && !IsPackage;

    /// <summary>Whether the two say the same to the engine: stock and time of change are no content, and parts are compared one by one.</summary>
    public static bool SameContent(ShopArticle a, ShopArticle b) =>
        a.Parts.SequenceEqual(b.Parts)
        && a with { Stock = null, ChangedAt = default, Parts = [] } == b with { Stock = null, ChangedAt = default, Parts = [] };
}

/// <summary>How a shop addresses an article: its uid, and the variant's uid when it is a variant.</summary>
public sealed record ShopArticleRef(string ArticleUid, string? VariantUid)
{
    /// <summary>The uid that names it alone: the variant's, or the article's.</summary>
    public string Uid => VariantUid ?? ArticleUid;
}
