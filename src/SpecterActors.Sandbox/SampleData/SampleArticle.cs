namespace SpecterActors.Sandbox.SampleData;

/// <summary>What an article is there for.</summary>
public enum SampleArticleKind
{
    /// <summary>An ordinary article.</summary>
    Sound,

    /// <summary>It has no article number.</summary>
    NumberMissing,

    /// <summary>Its number has a space, a Swedish letter or a special character.</summary>
    NumberIllegal,

    /// <summary>Another article has the same number.</summary>
    NumberDuplicate,

    /// <summary>A product package.</summary>
    Package,
}

/// <summary>An article of the sample shop.</summary>
/// <param name="Index">Place in the list, from 0.</param>
/// <param name="Kind">What it is there for.</param>
/// <param name="Number">Article number; that of an article with variants is not sold.</param>
/// <param name="Name">Swedish name.</param>
/// <param name="PriceIncVat">Price including VAT, in SEK.</param>
/// <param name="VatPercent">25, 12 or 6.</param>
/// <param name="ShopStock">Pieces in the shop at the start; null without stock control.</param>
/// <param name="Variants">Its sizes; empty for a plain article.</param>
public sealed record SampleArticle(
    int Index, SampleArticleKind Kind, string Number, string Name, decimal PriceIncVat, decimal VatPercent, decimal? ShopStock,
    IReadOnlyList<SampleVariant> Variants)
{
    /// <summary>Price without VAT as the shop stores it; null when the price including VAT is what is stored.</summary>
    public decimal? StoredExVat { get; init; }

    /// <summary>EAN, or empty.</summary>
    public string Ean { get; init; } = "";

    /// <summary>Weight in grams, or 0.</summary>
    public decimal WeightInGrams { get; init; }

    /// <summary>The number that it has at the end when that is another: a faulty one that is mended, or a sound one that is renamed; else null.</summary>
    public string? MendedNumber { get; init; }

    /// <summary>What staff of the shop makes of it during the run, or null.</summary>
    public SampleArticleChange? Change { get; init; }

    /// <summary>Price without VAT that the ERP gets during the run, or null.</summary>
    public decimal? NewErpPrice { get; init; }

    /// <summary>Name that it gets in the ERP during the run, or null.</summary>
    public string? NewErpName { get; init; }

    /// <summary>It is marked as deleted in the ERP during the run.</summary>
    public bool DeletedInErp { get; init; }

    /// <summary>Staff deletes it in the shop during the run.</summary>
    public bool DeletedInShop { get; init; }

    /// <summary>It is not in the shop before the run.</summary>
    public bool IsAdded { get; init; }

    /// <summary>Parts of a package: index of the article and pieces; empty when nobody knows them.</summary>
    public IReadOnlyList<(int Article, decimal Quantity)> Parts { get; init; } = [];

    /// <summary>True when its number is, or becomes, one that can be sold.</summary>
    public bool IsSoundAtTheEnd => Kind == SampleArticleKind.Sound || MendedNumber is not null;

    /// <summary>Price without VAT, in whole öre.</summary>
    public decimal PriceExVat => StoredExVat ?? Math.Round(PriceIncVat / (1m + (VatPercent / 100m)), 2, MidpointRounding.AwayFromZero);

    /// <summary>The number of the article, or of a variant, at the end.</summary>
    public string NumberAtTheEnd(int? variant) => variant is { } v ? Variants[v].Number : MendedNumber ?? Number;

    /// <summary>The numbers that are sold: its own, or those of its variants.</summary>
    public IReadOnlyList<string> SoldNumbers => Variants.Count == 0 ? [Number] : [.. Variants.Select(v => v.Number)];
}

/// <summary>What staff of the shop changes on an article.</summary>
public sealed record SampleArticleChange(string Name, string Ean)
{
    /// <summary>Price including VAT, or null when that stays.</summary>
    public decimal? PriceIncVat { get; init; }
}

/// <summary>One size of an article.</summary>
public sealed record SampleVariant(string Size, string Number, decimal? ShopStock);

/// <summary>An article as the ERP has it at the start.</summary>
/// <param name="Number">Article number.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Price without VAT, in SEK.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Stock">Pieces on the shelf; null for an article without stock, such as freight.</param>
public sealed record ErpStartArticle(string Number, string Name, decimal PriceExVat, decimal VatPercent, decimal? Stock)
{
    /// <summary>EAN, or empty.</summary>
    public string Ean { get; init; } = "";

    /// <summary>Weight in kilograms, or 0.</summary>
    public decimal Weight { get; init; }
}
