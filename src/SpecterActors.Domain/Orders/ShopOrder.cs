using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>An order as a shop connector read it: complete, in the shop's own figures, with nothing decided yet.</summary>
/// <param name="Uid">Technical id in the shop.</param>
/// <param name="Number">Number shown to people, unique per shop.</param>
/// <param name="PlacedAt">When the buyer placed it.</param>
/// <param name="ChangedAt">Last change in the shop.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Language">ISO 639-1 of the buyer, lower case.</param>
/// <param name="Rows">Article rows, in the shop's order; discounts given as rows of their own are <see cref="Discounts"/>.</param>
/// <param name="Freight">Delivery method and its charge, or null.</param>
/// <param name="Payment">Payment methods with fee, amounts and references.</param>
/// <param name="Discounts">Discounts on the order as a whole, amounts negative.</param>
/// <param name="TotalIncVat">What the buyer paid or owes for everything, gift cards not deducted.</param>
/// <param name="Discarded">Cancelled in the shop.</param>
/// <param name="Delivered">The shop shows it as sent.</param>
/// <param name="ExternalOrderNumber">ERP number that stands on the shop's order, or null.</param>
public sealed record ShopOrder(
    string Uid,
    string Number,
    DateTimeOffset PlacedAt,
    DateTimeOffset ChangedAt,
    string Currency,
    string Language,
    ImmutableArray<ShopOrderRow> Rows,
    ShopFreight? Freight,
    ShopPayment Payment,
    ImmutableArray<ShopDiscount> Discounts,
    decimal TotalIncVat,
    bool Discarded,
    bool Delivered,
    string? ExternalOrderNumber)
{
    /// <summary>Country the order goes to, ISO 3166-1 alpha-2 in capitals; null when the shop does not tell. It decides which VAT rates may be.</summary>
    public string? DeliveryCountry { get; init; }

    /// <summary>Statuses the shop shows, in its own words (Abicart: <c>payment:paid</c>, <c>delivery:unsent</c>).</summary>
    public ImmutableSortedSet<string> Statuses { get; init; } = [];

    /// <summary>Tracking numbers that the shop's staff entered, separated by commas; empty when none.</summary>
    public string Tracking { get; init; } = "";

    /// <summary>Tags of the shop's staff.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = [];
}

/// <summary>One article row. Amounts are for the whole row unless the name says unit; row discounts are already deducted.</summary>
/// <param name="ArticleNumber">As the shop has it, possibly empty or illegal.</param>
/// <param name="ArticleUid">Technical id of the article or variant that was sold in the shop, or null when the shop does not tell which.</param>
/// <param name="Name">Text of the row in the order's language.</param>
/// <param name="Quantity">Ordered quantity, more than 0.</param>
/// <param name="VatPercent">VAT percent, 25 for 25 %.</param>
/// <param name="TotalIncVat">Row sum including VAT, after row discounts.</param>
/// <param name="TotalExVat">Row sum without VAT as the shop shows it, after row discounts.</param>
/// <param name="DiscountName">Name of the discount contained in the row sums, or null.</param>
/// <param name="DiscountIncVat">Row discount including VAT, positive, 0 when none.</param>
/// <param name="IsPackage">The row sells a package.</param>
/// <param name="PackageParts">Parts of one package, when known.</param>
public sealed record ShopOrderRow(
    string ArticleNumber,
    string? ArticleUid,
    string Name,
    decimal Quantity,
    decimal VatPercent,
    decimal TotalIncVat,
    decimal TotalExVat,
    string? DiscountName = null,
    decimal DiscountIncVat = 0m,
    bool IsPackage = false,
    ImmutableArray<PackagePart> PackageParts = default)
{
    /// <summary>Parts of one package, when known; never the default array.</summary>
    public ImmutableArray<PackagePart> PackageParts { get; init; } = PackageParts.IsDefault ? [] : PackageParts;
}

/// <summary>A part of a package and how many of it one package holds.</summary>
public sealed record PackagePart(string ArticleNumber, decimal Quantity);

/// <summary>Delivery method with its charge; the charge may be 0.</summary>
public sealed record ShopFreight(string MethodId, string Name, decimal VatPercent, decimal TotalIncVat, decimal TotalExVat);

/// <summary>How the order is paid.</summary>
/// <param name="MethodId">Id of the main payment method.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in the shop's words (<c>invoice</c>, <c>klarna</c>, <c>cod</c>...); maps to the ERP's payment code by a tenant table.</param>
/// <param name="Reference">Reference at the payment provider, or null.</param>
/// <param name="FeeIncVat">Payment fee including VAT, 0 when none.</param>
/// <param name="FeeExVat">Payment fee without VAT.</param>
/// <param name="FeeVatPercent">VAT percent of the fee.</param>
/// <param name="CashOnDelivery">The method is cash on delivery; its fee is the cash-on-delivery fee.</param>
/// <param name="GiftCards">Gift cards used: a payment, not a discount; amounts positive.</param>
public sealed record ShopPayment(
    string MethodId,
    string Name,
    string Type,
    string? Reference,
    decimal FeeIncVat,
    decimal FeeExVat,
    decimal FeeVatPercent,
    bool CashOnDelivery,
    ImmutableArray<ShopGiftCard> GiftCards)
{
    /// <summary>Further payments that are no gift cards: part of the sum paid another way. The ERP has room for one payment; these are told in its internal comment.</summary>
    public ImmutableArray<ShopFurtherPayment> Others { get; init; } = [];
}

/// <summary>A gift card used on the order.</summary>
public sealed record ShopGiftCard(string Name, decimal Amount);

/// <summary>A further payment of an order, no gift card.</summary>
public sealed record ShopFurtherPayment(string MethodId, string Name, string Type, string? Reference, decimal Amount);

/// <summary>A discount on the order as a whole.</summary>
/// <param name="Name">Name shown to the buyer.</param>
/// <param name="AmountIncVat">Negative amount including VAT.</param>
/// <param name="Percent">Percentage it was computed from, or null for a fixed amount.</param>
public sealed record ShopDiscount(string Name, decimal AmountIncVat, decimal? Percent);
