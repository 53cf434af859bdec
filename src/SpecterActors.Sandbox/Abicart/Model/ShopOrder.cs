namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>An order, or a cart while <see cref="Ordered"/> is null (abicart.md section 1.7).</summary>
/// <remarks>
/// How money appears, where the source is silent:
/// <list type="bullet">
/// <item>The fee of the payment method is <c>costs.payment</c>, freight is <c>costs.shipment</c>, each with its VAT rate; zero when free.</item>
/// <item>A discount on one row is the row's <c>discountInfo</c>: a positive amount that <c>costs.cart</c> has already taken off.</item>
/// <item>A discount on the whole order is one item row for each VAT rate of the order: <c>article</c> null, <c>articleNumber</c>
/// empty, a negative amount, and <c>discountInfo</c> with the discount's uid, name and (for a percentage) rate.</item>
/// <item>A gift card is one more payment whose method has the type <c>giftcard</c>; it lowers no other amount.</item>
/// <item>costs.total = costs.cart + costs.shipment + costs.payment = sum of the payments' amounts.</item>
/// </list>
/// </remarks>
public sealed record ShopOrder : ShopEntity
{
    /// <summary>Number shown to people.</summary>
    public string OrderNumber { get; init; } = "";

    /// <summary>When it was placed; null for a cart.</summary>
    public DateTimeOffset? Ordered { get; init; }

    /// <summary>Snapshot of the buyer at the time of the order.</summary>
    public required ShopBuyer Buyer { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>Rate from the order's currency to the base currency.</summary>
    public decimal ExchangeRate { get; init; } = 1m;

    /// <summary>Rows in the order of the cart; negative discount rows last.</summary>
    public IReadOnlyList<ShopOrderRow> Rows { get; init; } = [];

    /// <summary>Discount on the whole order, or null; <see cref="Rows"/> holds what it comes to.</summary>
    public ShopDiscount? Discount { get; init; }

    /// <summary>Freight including VAT.</summary>
    public decimal ShipmentIncVat { get; init; }

    /// <summary>VAT rate of the freight.</summary>
    public decimal ShipmentVatRate { get; init; } = 0.25m;

    /// <summary>Fee of the payment method including VAT.</summary>
    public decimal PaymentFeeIncVat { get; init; }

    /// <summary>VAT rate of the fee.</summary>
    public decimal PaymentFeeVatRate { get; init; } = 0.25m;

    /// <summary>What is added to <c>costs.total</c> over the sum of its parts: 0, except in an order broken on purpose.</summary>
    public decimal TotalDeviation { get; init; }

    /// <summary>Language of the buyer.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>Note of the shop's staff.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags of the shop's staff.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The ERP's number of the order, or null: the field for the write-back.</summary>
    public string? ExternalOrderNumber { get; init; }

    /// <summary>True when cancelled.</summary>
    public bool Discarded { get; init; }

    /// <summary>Uids of the payments.</summary>
    public IReadOnlyList<int> Payments { get; init; } = [];

    /// <summary>Uid of the delivery method.</summary>
    public int? DeliveryMethod { get; init; }

    /// <summary>unsent or sent.</summary>
    public string DeliveryStatus { get; init; } = "unsent";

    /// <summary>Sum of the rows including VAT, discounts taken off.</summary>
    public decimal CartIncVat => Rows.Sum(r => r.PayableIncVat);

    /// <summary>What the order says the buyer owes, including VAT.</summary>
    public decimal TotalIncVat => CartIncVat + ShipmentIncVat + PaymentFeeIncVat + TotalDeviation;
}

/// <summary>A row of an order.</summary>
/// <param name="Uid">Identity of the OrderItem.</param>
/// <param name="Article">Uid of the article; null for a discount row.</param>
/// <param name="Variant">Uid of the variant, or null.</param>
/// <param name="ArticleNumber">Number at the time of the order.</param>
/// <param name="ArticleName">Name at the time of the order, in the order's language.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="UnitIncVat">Price of one piece including VAT, before a discount.</param>
/// <param name="VatRate">VAT rate as a share.</param>
public sealed record ShopOrderRow(
    int Uid, int? Article, int? Variant, string ArticleNumber, string ArticleName, decimal Quantity, decimal UnitIncVat, decimal VatRate)
{
    /// <summary>The option chosen of each choice, by uid.</summary>
    public IReadOnlyDictionary<int, int> Choices { get; init; } = new Dictionary<int, int>();

    /// <summary>The discount on this row, or what makes this a discount row; else null.</summary>
    public ShopRowDiscount? Discount { get; init; }

    /// <summary>Unit price times quantity, including VAT.</summary>
    public decimal TotalIncVat => UnitIncVat * Quantity;

    /// <summary>What the buyer pays for the row, including VAT.</summary>
    public decimal PayableIncVat => Article is null ? TotalIncVat : TotalIncVat - (Discount?.IncVat ?? 0m);
}

/// <summary>A discount as it stands on a row: <c>discountInfo</c>.</summary>
/// <param name="Discount">Uid of the campaign.</param>
/// <param name="Name">Text shown to the buyer.</param>
/// <param name="Rate">Share for a percentage, null for a fixed amount.</param>
/// <param name="IncVat">Amount including VAT, positive.</param>
public sealed record ShopRowDiscount(int Discount, string Name, decimal? Rate, decimal IncVat);

/// <summary>A discount that a buyer gets.</summary>
public abstract record ShopDiscount
{
    private ShopDiscount(int uid, string name) => (Uid, Name) = (uid, name);

    /// <summary>Uid of the campaign.</summary>
    public int Uid { get; }

    /// <summary>Text shown to the buyer.</summary>
    public string Name { get; }

    /// <summary>A share of the price; 0.10 is ten percent.</summary>
    public sealed record Percent(int Uid, string Name, decimal Rate) : ShopDiscount(Uid, Name);

    /// <summary>An amount including VAT.</summary>
    public sealed record Fixed(int Uid, string Name, decimal IncVat) : ShopDiscount(Uid, Name);
}
