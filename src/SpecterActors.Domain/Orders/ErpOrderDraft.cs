using System.Collections.Immutable;

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
    decimal TotalIncVat);

/// <summary>One row. Row sum including VAT = round(quantity x unit price x (1 + VAT)), to the öre.</summary>
/// <param name="ArticleNumber">Legal article number.</param>
/// <param name="Text">Row text.</param>
/// <param name="UnitPriceExVat">Unit price without VAT in the ERP's decimals; negative for discounts and gift cards.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="IsStockArticle">The row sells an article of the shop (it reserves stock and must exist in the ERP); false for freight, fees, discounts.</param>
/// <param name="DiscountPercent">Row discount percent shown in the ERP, or null (setting A14).</param>
public sealed record ErpOrderRow(
    string ArticleNumber, string Text, decimal UnitPriceExVat, decimal Quantity, decimal VatPercent, bool IsStockArticle, decimal? DiscountPercent = null);
