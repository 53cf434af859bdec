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
    string Number, string Name, decimal PriceExVat, decimal VatPercent, string? Ean = null, decimal? Weight = null, bool StockArticle = true, decimal? InitialStock = null);
