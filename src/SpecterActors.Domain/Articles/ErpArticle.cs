using System.Collections.Immutable;

namespace SpecterActors.Domain.Articles;

/// <summary>An article as the ERP shows it; null where its feed does not say.</summary>
public sealed record ErpArticle
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>Sales price without VAT.</summary>
    public decimal? Price { get; init; }

    /// <summary>Special price without VAT, as we sent it.</summary>
    public decimal? SpecialPrice { get; init; }

    /// <summary>Prices by name of their price list.</summary>
    public ImmutableSortedDictionary<string, decimal> PriceLists { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>VAT percent.</summary>
    public decimal? VatPercent { get; init; }

    /// <summary>Purchase price.</summary>
    public decimal? PurchasePrice { get; init; }

    /// <summary>EAN.</summary>
    public string? Ean { get; init; }

    /// <summary>Weight in kg.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Not for sale any more.</summary>
    public bool? Deleted { get; init; }

    /// <summary>What the ERP holds after it took a submission: what was sent, and what it showed before of all else.</summary>
    public static ErpArticle Of(ErpArticleDraft draft, ErpArticle? before) => (before ?? new ErpArticle()) with
    {
        Name = draft.Name,
        Price = draft.PriceExVat,
        SpecialPrice = draft.SpecialPriceExVat,
        VatPercent = draft.VatPercent,
        Ean = draft.Ean ?? before?.Ean,
        Weight = draft.Weight ?? before?.Weight,
        PurchasePrice = draft.PurchasePrice ?? before?.PurchasePrice,
        Description = draft.Description ?? before?.Description,
    };

    /// <summary>This, and where it does not say what <paramref name="before"/> said: a feed shows a part of an article.</summary>
    public ErpArticle Over(ErpArticle? before) => before is null ? this : this with
    {
        Name = Name ?? before.Name,
        Description = Description ?? before.Description,
        Price = Price ?? before.Price,
        SpecialPrice = SpecialPrice ?? before.SpecialPrice,
        VatPercent = VatPercent ?? before.VatPercent,
        PurchasePrice = PurchasePrice ?? before.PurchasePrice,
        Ean = Ean ?? before.Ean,
        Weight = Weight ?? before.Weight,
        Deleted = Deleted ?? before.Deleted,
    };

    /// <summary>Whether the two show the same.</summary>
    public static bool Same(ErpArticle a, ErpArticle b) =>
        a.PriceLists.SequenceEqual(b.PriceLists) && a with { PriceLists = b.PriceLists } == b;
}
