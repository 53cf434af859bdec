namespace SpecterActors.Domain.Articles;

/// <summary>What is written to an article of a shop: null leaves a part as it is.</summary>
public sealed record ArticlePatch
{
    /// <summary>Article number, where the ERP gave it another one.</summary>
    public string? Number { get; init; }

    /// <summary>Name in the shop's language.</summary>
    public string? Name { get; init; }

    /// <summary>Description in the shop's language.</summary>
    public string? Description { get; init; }

    /// <summary>Regular price.</summary>
    public PatchPrice? Regular { get; init; }

    /// <summary>Special price; <see cref="PatchPrice.None"/> takes it away.</summary>
    public PatchPrice? Special { get; init; }

    /// <summary>VAT percent.</summary>
    public decimal? VatPercent { get; init; }

    /// <summary>EAN.</summary>
    public string? Ean { get; init; }

    /// <summary>Weight in kg.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Whether buyers can see it.</summary>
    public bool? Active { get; init; }

    /// <summary>Nothing.</summary>
    public static ArticlePatch Nothing { get; } = new();

    /// <summary>The article as it is once this is written.</summary>
    public ShopArticle On(ShopArticle article) => article with
    {
        Number = Number ?? article.Number,
        Name = Name ?? article.Name,
        Description = Description ?? article.Description,
        PriceExVat = Regular is { } r ? r.ExVat : article.PriceExVat,
        PriceIncVat = Regular is { } i ? i.IncVat : article.PriceIncVat,
        SpecialExVat = Special is { } s ? s.ExVat : article.SpecialExVat,
        SpecialIncVat = Special is { } t ? t.IncVat : article.SpecialIncVat,
        VatPercent = VatPercent ?? article.VatPercent,
        Ean = Ean ?? article.Ean,
        Weight = Weight ?? article.Weight,
        Active = Active ?? article.Active,
    };

    /// <summary>What of this the article does not show yet. Of a price it is enough that the shop shows it right with or without VAT.</summary>
    public ArticlePatch Missing(ShopArticle article) => this with
    {
        Number = Number == article.Number ? null : Number,
        Name = Name == article.Name ? null : Name,
        Description = Description == article.Description ? null : Description,
        Regular = Regular?.Shows(article.PriceExVat, article.PriceIncVat) == true ? null : Regular,
        Special = Special?.Shows(article.SpecialExVat, article.SpecialIncVat) == true ? null : Special,
        VatPercent = VatPercent == article.VatPercent ? null : VatPercent,
        Ean = Ean == article.Ean ? null : Ean,
        Weight = Weight == article.Weight ? null : Weight,
        Active = Active == article.Active ? null : Active,
    };

    /// <summary>What of this is about a part in which the two differ.</summary>
    internal ArticlePatch Touching(ShopArticle before, ShopArticle after) => this with
    {
        Number = before.Number == after.Number ? null : Number,
        Name = before.Name == after.Name ? null : Name,
        Description = before.Description == after.Description ? null : Description,
        Regular = (before.PriceExVat, before.PriceIncVat) == (after.PriceExVat, after.PriceIncVat) ? null : Regular,
        Special = (before.SpecialExVat, before.SpecialIncVat) == (after.SpecialExVat, after.SpecialIncVat) ? null : Special,
        VatPercent = before.VatPercent == after.VatPercent ? null : VatPercent,
        Ean = before.Ean == after.Ean ? null : Ean,
        Weight = before.Weight == after.Weight ? null : Weight,
        Active = before.Active == after.Active ? null : Active,
    };

    /// <summary>This, and what <paramref name="newer"/> says otherwise.</summary>
    public ArticlePatch And(ArticlePatch newer) => new()
    {
        Number = newer.Number ?? Number,
        Name = newer.Name ?? Name,
        Description = newer.Description ?? Description,
        Regular = newer.Regular ?? Regular,
        Special = newer.Special ?? Special,
        VatPercent = newer.VatPercent ?? VatPercent,
        Ean = newer.Ean ?? Ean,
        Weight = newer.Weight ?? Weight,
        Active = newer.Active ?? Active,
    };
}

/// <summary>A price in both forms; the shop stores one of them.</summary>
public sealed record PatchPrice(decimal? ExVat, decimal? IncVat)
{
    /// <summary>No such price.</summary>
    public static PatchPrice None { get; } = new(null, null);

    /// <summary>Whether a shop that shows these shows this price.</summary>
    public bool Shows(decimal? exVat, decimal? incVat) => this == None
        ? exVat is null && incVat is null
        : (incVat is not null && incVat == IncVat) || (exVat is not null && exVat == ExVat);
}
