using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>Ways to pay in the sample shop.</summary>
public enum SamplePayment
{
    /// <summary>Card, without a fee.</summary>
    Card,

    /// <summary>Swish, without a fee.</summary>
    Swish,

    /// <summary>Invoice, with a fee.</summary>
    Invoice,

    /// <summary>Klarna, without a fee.</summary>
    Klarna,

    /// <summary>Cash on delivery, with a fee.</summary>
    CashOnDelivery,
}

/// <summary>Names of the types of payment methods, as the sample shop has them.</summary>
public static class SamplePayments
{
    /// <summary>The type's name.</summary>
    public static string TypeName(this SamplePayment payment) => payment switch
    {
        SamplePayment.Card => "card",
        SamplePayment.Swish => "swish",
        SamplePayment.Invoice => "invoice",
        SamplePayment.Klarna => "klarna",
        SamplePayment.CashOnDelivery => "cod",
        _ => throw new System.Diagnostics.UnreachableException(payment.ToString()),
    };
}

/// <summary>Ways of delivery in the sample shop.</summary>
public enum SampleDelivery
{
    /// <summary>Parcel by post.</summary>
    Parcel,

    /// <summary>By messenger.</summary>
    Messenger,

    /// <summary>Collected in the shop.</summary>
    Collect,
}

/// <summary>A row of a sample order.</summary>
/// <param name="Article">Index of the article.</param>
/// <param name="Variant">Index of the variant, or null.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="UnitIncVat">Price of a piece including VAT.</param>
/// <param name="Discount">Discount on the row, or null.</param>
public sealed record SampleRow(int Article, int? Variant, decimal Quantity, decimal UnitIncVat, ShopDiscount? Discount);

/// <summary>An order that a buyer places during the run.</summary>
public sealed record SampleOrder
{
    /// <summary>When, from the start of the run; zero for orders that stand there already.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string Number { get; init; }

    /// <summary>Who, as typed at the checkout.</summary>
    public required ShopBuyer Buyer { get; init; }

    /// <summary>The buyer's e-mail address in its normal form.</summary>
    public required string BuyerKey { get; init; }

    /// <summary>What.</summary>
    public required IReadOnlyList<SampleRow> Rows { get; init; }

    /// <summary>How it is paid.</summary>
    public required SamplePayment Payment { get; init; }

    /// <summary>How it is delivered.</summary>
    public required SampleDelivery Delivery { get; init; }

    /// <summary>Freight including VAT.</summary>
    public required decimal FreightIncVat { get; init; }

    /// <summary>Fee of the payment method including VAT.</summary>
    public required decimal FeeIncVat { get; init; }

    /// <summary>Discount on the whole order, or null.</summary>
    public ShopDiscount? Discount { get; init; }

    /// <summary>Amounts paid by gift card.</summary>
    public IReadOnlyList<decimal> GiftCards { get; init; } = [];

    /// <summary>Currency.</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>VAT percent of everything on the order of a buyer abroad; null: that of each article, and 25 for freight and fee.</summary>
    public decimal? VatPercent { get; init; }

    /// <summary>Language of the buyer (ISO 639-1).</summary>
    public string Language { get; init; } = "sv";

    /// <summary>Reference at the payment provider, or empty.</summary>
    public string PaymentReference => Payment is SamplePayment.Invoice or SamplePayment.CashOnDelivery ? "" : $"PSP-{Number}";

    /// <summary>What the shop's total is off by.</summary>
    public decimal TotalDeviation { get; init; }
}
