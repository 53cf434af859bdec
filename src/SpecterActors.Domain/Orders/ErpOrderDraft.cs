using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>What goes to the ERP for one order, without personal data: fixed by an event before the first attempt, so that a repetition is identical.</summary>
/// <param name="ExternalOrderNo">Shop prefix + shop number, unique per ERP account.</param>
/// <param name="WebshopId">The ERP's id of the shop, or null.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Language">The ERP's own language code (Specter: SE, EN, ...).</param>
/// <param name="PayTypeIdentifier">Payment code of the ERP, empty when none is mapped.</param>
/// <param name="PayTypeReference">Reference at the payment provider.</param>
/// <param name="IsPrepayment">Bank transfer in advance.</param>
/// <param name="DeliveryMethodKey">External key of the delivery method, or null.</param>
/// <param name="StockSiteId">Stock site, or null for the default stock.</param>
/// <param name="SendConfirmation">The ERP mails the confirmation to the buyer.</param>
/// <param name="SendCopyToAdministrator">The ERP mails a copy to its administrator.</param>
/// <param name="InternalComment">Internal note (shop order number).</param>
/// <param name="Rows">Rows in order.</param>
/// <param name="TotalIncVat">Sum of all rows including VAT: equals what the buyer paid less gift cards.</param>
public sealed record ErpOrderDraft(
    string ExternalOrderNo,
    int? WebshopId,
    string Currency,
    string Language,
    string PayTypeIdentifier,
    string? PayTypeReference,
    bool IsPrepayment,
    string? DeliveryMethodKey,
    int? StockSiteId,
    bool SendConfirmation,
    bool SendCopyToAdministrator,
    string InternalComment,
    ImmutableArray<ErpOrderRow> Rows,
    decimal TotalIncVat)
{
    /// <summary>This shop's merchant account at the payment provider, or null.</summary>
    public string? PaySystemUser { get; init; }

    /// <summary>When the buyer placed the order; null in drafts made before that was kept.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>How the buyer's own texts travel, as the settings were when this was mapped; null in drafts made before that was kept.</summary>
    public OrderTextRules? TextRules { get; init; }

    /// <summary>What a person should set in the ERP although the order goes (a delivery method nobody linked); empty when nothing.</summary>
    public ImmutableArray<Parking> Flags { get; init; } = [];
}

/// <summary>One row. Row sum including VAT = round(quantity x unit price x (1 + VAT)), to the öre; see <see cref="SumIncVat"/>.</summary>
/// <param name="ArticleNumber">Legal article number.</param>
/// <param name="Text">Row text.</param>
/// <param name="UnitPriceExVat">Unit price without VAT in the ERP's decimals; negative for discounts and gift cards.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="IsStockArticle">The row sells an article of the shop (it reserves stock and must exist in the ERP); false for freight, fees, discounts.</param>
/// <param name="DiscountPercent">Row discount percent shown in the ERP, or null (setting A14).</param>
public sealed record ErpOrderRow(
    string ArticleNumber, string Text, decimal UnitPriceExVat, decimal Quantity, decimal VatPercent, bool IsStockArticle, decimal? DiscountPercent = null)
{
    /// <summary>The unit price is before <see cref="DiscountPercent"/>, and the ERP deducts it; off: the percentage is in the unit price already.</summary>
    public bool ErpDeductsDiscount { get; init; }

    /// <summary>What the buyer pays for the row, to the öre.</summary>
    public decimal SumIncVat => Ore.RowSum(Quantity, NetUnitPrice, VatPercent);

    /// <summary>Unit price without VAT after the percentage.</summary>
    public decimal NetUnitPrice => ErpDeductsDiscount && DiscountPercent is { } percent ? UnitPriceExVat * (1m - (percent / 100m)) : UnitPriceExVat;
}
