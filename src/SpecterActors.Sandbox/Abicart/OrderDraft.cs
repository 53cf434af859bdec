using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>What a buyer puts together before pressing "order".</summary>
/// <param name="Buyer">Who buys.</param>
/// <param name="Rows">At least one row.</param>
/// <param name="DeliveryMethod">Uid of the delivery method.</param>
/// <param name="PaymentMethod">Uid of the payment method for what gift cards do not cover.</param>
public sealed record OrderDraft(ShopBuyer Buyer, IReadOnlyList<RowDraft> Rows, int DeliveryMethod, int PaymentMethod)
{
    /// <summary>The order's number; null takes the next free one.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>Currency; the prices of the articles are taken as they stand.</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>Language of the buyer.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>Freight including VAT; null takes the price of the delivery method.</summary>
    public decimal? ShipmentIncVat { get; init; }

    /// <summary>Fee of the payment method including VAT; null takes the method's own.</summary>
    public decimal? PaymentFeeIncVat { get; init; }

    /// <summary>VAT rate of freight and fee, for a buyer abroad; null takes the shop's own.</summary>
    public decimal? ChargesVatRate { get; init; }

    /// <summary>Discount on the whole order, or null.</summary>
    public ShopDiscount? Discount { get; init; }

    /// <summary>Amounts paid by gift card, one payment each. When they cover everything there is no further payment.</summary>
    public IReadOnlyList<decimal> GiftCards { get; init; } = [];

    /// <summary>Reference at the payment provider.</summary>
    public string PaymentReference { get; init; } = "";

    /// <summary>True when the payment is already made or reserved.</summary>
    public bool Paid { get; init; }

    /// <summary>Makes an order whose total is not the sum of its parts, by this amount.</summary>
    public decimal TotalDeviation { get; init; }
}

/// <summary>One row of an <see cref="OrderDraft"/>.</summary>
/// <param name="Article">Uid of the article.</param>
/// <param name="Variant">Uid of the variant; required when the article has variants.</param>
/// <param name="Quantity">Pieces, above zero.</param>
public sealed record RowDraft(int Article, int? Variant, decimal Quantity)
{
    /// <summary>Price of one piece including VAT; null takes the article's own.</summary>
    public decimal? UnitIncVat { get; init; }

    /// <summary>VAT rate for a buyer abroad; null takes the article's own.</summary>
    public decimal? VatRate { get; init; }

    /// <summary>Discount on this row, or null.</summary>
    public ShopDiscount? Discount { get; init; }
}

/// <summary>What became of an attempt to order.</summary>
public abstract record PlaceOutcome
{
    private PlaceOutcome() { }

    /// <summary>The order stands.</summary>
    public sealed record Placed(ShopOrder Order) : PlaceOutcome;

    /// <summary>The shop shows fewer pieces than wanted and allows no backorder.</summary>
    public sealed record NotInStock(string ArticleNumber, decimal Shown) : PlaceOutcome;
}
