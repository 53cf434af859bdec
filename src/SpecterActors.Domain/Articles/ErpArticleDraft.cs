namespace SpecterActors.Domain.Articles;

/// <summary>An article as it is created or updated in the ERP (specter.md section 5.3).</summary>
/// <param name="Number">Legal article number.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Sales price without VAT.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Ean">EAN or null.</param>
/// <param name="Weight">Weight in kg or null.</param>
/// <param name="StockArticle">Make it a stock article.</param>
/// <param name="InitialStock">Stock at creation only, or null.</param>
public sealed record ErpArticleDraft(
    string Number, string Name, decimal PriceExVat, decimal VatPercent, string? Ean = null, decimal? Weight = null, bool StockArticle = true, decimal? InitialStock = null)
{
    /// <summary>Special price without VAT; sent only where the connector has a name for it. Null: none.</summary>
    public decimal? SpecialPriceExVat { get; init; }

    /// <summary>Purchase price without VAT, or null to leave it out (mission V6: only when the ERP has no suppliers for it).</summary>
    public decimal? PurchasePrice { get; init; }

    /// <summary>Description; sent only where the connector has a name for it. Null: left out.</summary>
    public string? Description { get; init; }

    /// <summary>Number under which the ERP knows it so far, when this is a rename; null otherwise.</summary>
    public string? FormerNumber { get; init; }

    /// <summary>Number of the article whose variant it is; sent only where the connector has a name for it.</summary>
    public string? ParentNumber { get; init; }

    /// <summary>False: not for sale any more; sent only where the connector has a name for it.</summary>
    public bool Active { get; init; } = true;
}
