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
    /// <summary>The numbers that are sold: its own, or those of its variants.</summary>
    public IReadOnlyList<string> SoldNumbers => Variants.Count == 0 ? [Number] : [.. Variants.Select(v => v.Number)];
}

/// <summary>One size of an article.</summary>
public sealed record SampleVariant(string Size, string Number, decimal? ShopStock);

/// <summary>An article as the ERP has it at the start.</summary>
/// <param name="Number">Article number.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Price without VAT, in SEK.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Stock">Pieces on the shelf; null for an article without stock, such as freight.</param>
public sealed record ErpStartArticle(string Number, string Name, decimal PriceExVat, decimal VatPercent, decimal? Stock);
