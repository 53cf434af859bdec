namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>A payment of an order (abicart.md section 1.7).</summary>
public sealed record ShopPayment : ShopEntity
{
    /// <summary>Uid of the order.</summary>
    public required int Order { get; init; }

    /// <summary>Uid of the payment method.</summary>
    public required int Method { get; init; }

    /// <summary>Amount in the order's currency, including VAT.</summary>
    public decimal Amount { get; init; }

    /// <summary>prepared, planned, unpaid, pending, reserved, paid, cancelled or error.</summary>
    public string Status { get; init; } = "unpaid";

    /// <summary>Reference at the payment provider, or empty.</summary>
    public string ExternalRef { get; init; } = "";
}

/// <summary>A way to pay (section 1.7).</summary>
public sealed record ShopPaymentMethod : ShopEntity
{
    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Kind: invoice, card, swish, klarna, cod, giftcard...</summary>
    public required string Type { get; init; }

    /// <summary>Fee including VAT in the base currency.</summary>
    public decimal FeeIncVat { get; init; }

    /// <summary>False when buyers cannot choose it.</summary>
    public bool Active { get; init; } = true;

    /// <summary>True when the shop mails the buyer at each change of a payment's status.</summary>
    public bool MailOnChange { get; init; }
}

/// <summary>A way of delivery (section 1.7).</summary>
public sealed record ShopDeliveryMethod : ShopEntity
{
    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Price including VAT in the base currency.</summary>
    public decimal PriceIncVat { get; init; }

    /// <summary>VAT rate of the price.</summary>
    public decimal VatRate { get; init; } = 0.25m;

    /// <summary>Sum of goods from which delivery is free, or null.</summary>
    public decimal? FreeFrom { get; init; }

    /// <summary>True when cash on delivery is possible with it.</summary>
    public bool AllowCod { get; init; }
}
