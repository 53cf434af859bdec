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

    /// <summary>Special price without VAT, as we sent it or as a field of the ERP's feed shows it: 0 when it shows that there is none.</summary>
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

    /// <summary>The number it had in the ERP before; null where the feed does not say, or it never had another.</summary>
    public string? FormerNumber { get; init; }

    /// <summary>Number of the main article whose variant it is; null for one that is none, or where the feed does not say.</summary>
    public string? MainNumber { get; init; }

    /// <summary>What a SET holds: units by article number; empty for an article that is none, null where the feed does not say.</summary>
    public ImmutableSortedDictionary<string, decimal>? Parts { get; init; }

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
        FormerNumber = FormerNumber ?? before.FormerNumber,
        MainNumber = MainNumber ?? before.MainNumber,
        Parts = Parts ?? before.Parts,
    };

    /// <summary>Whether the two show the same.</summary>
    public static bool Same(ErpArticle a, ErpArticle b) =>
        a.PriceLists.SequenceEqual(b.PriceLists) && SameParts(a.Parts, b.Parts) && a with { PriceLists = b.PriceLists, Parts = b.Parts } == b;

    private static bool SameParts(ImmutableSortedDictionary<string, decimal>? a, ImmutableSortedDictionary<string, decimal>? b) =>
        a is null ? b is null : b is not null && a.SequenceEqual(b);
}
