using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>Settings of one shop that decide how its orders look in the ERP (mission A8 to A16, A27, V12, V14).</summary>
public sealed record OrderMappingSettings
{
    /// <summary>Put before the shop's order number to make the external number; unique per shop on the account. Default empty.</summary>
    public string OrderPrefix { get; init; } = "";

    /// <summary>The ERP's id of this shop (Specter webshopId), or null.</summary>
    public int? WebshopId { get; init; }

    /// <summary>Only currency that orders may have, ISO 4217. Default SEK (mission A3).</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>Other currencies orders may have besides <see cref="Currency"/>.</summary>
    public ImmutableSortedSet<string> OtherCurrencies { get; init; } = [];

    /// <summary>Article number of freight rows (A16).</summary>
    public string? FreightArticle { get; init; }

    /// <summary>Article number of payment fee rows (A16).</summary>
    public string? PaymentFeeArticle { get; init; }

    /// <summary>Article number of cash-on-delivery rows (A16).</summary>
    public string? CashOnDeliveryArticle { get; init; }

    /// <summary>Article number of discount rows (A16).</summary>
    public string? DiscountArticle { get; init; }

    /// <summary>Article number of gift card rows (A16).</summary>
    public string? GiftCardArticle { get; init; }

    /// <summary>Article number of rounding rows, used when <see cref="Rounding"/> is <see cref="RoundingPolicy.RoundingRow"/>.</summary>
    public string? RoundingArticle { get; init; }

    /// <summary>Send a zero row for free freight (A10).</summary>
    public bool ZeroFreightRow { get; init; }

    /// <summary>Send a zero row for a payment method without fee (A11).</summary>
    public bool ZeroPaymentFeeRow { get; init; }

    /// <summary>Send a zero row for cash on delivery without fee (A12).</summary>
    public bool ZeroCashOnDeliveryRow { get; init; }

    /// <summary>How discounts on the whole order travel (A14, V14).</summary>
    public OrderDiscountPolicy OrderDiscounts { get; init; } = OrderDiscountPolicy.NegativeRow;

    /// <summary>What to do when the ERP's decimals cannot hit a row sum.</summary>
    public RoundingPolicy Rounding { get; init; } = RoundingPolicy.SplitRow;

    /// <summary>Decimals of unit prices on the wire. Specter: 3 (specter.md section 2.1).</summary>
    public int UnitPriceDecimals { get; init; } = 3;

    /// <summary>Company name goes into address line 1 (A15).</summary>
    public bool CompanyIntoAddressLine1 { get; init; }

    /// <summary>Custom checkout fields go along (A13).</summary>
    public bool SendCustomFields { get; init; }

    /// <summary>The ERP mails the order confirmation (A8).</summary>
    public bool ErpSendsConfirmation { get; init; }

    /// <summary>The ERP mails a copy to its administrator (A9).</summary>
    public bool ErpSendsCopyToAdministrator { get; init; }

    /// <summary>Stock site that orders draw from, or null for the default stock.</summary>
    public int? StockSiteId { get; init; }

    /// <summary>Packages go as their parts (A30); otherwise an order with a package is parked.</summary>
    public bool ExplodePackages { get; init; }

    /// <summary>Payment type of the shop -> payment code of the ERP (specter.md section 9).</summary>
    public ImmutableSortedDictionary<string, string> PaymentCodes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>VAT percents that are accepted. Default 0, 6, 12, 25; foreign rates are added per shop.</summary>
    public ImmutableSortedSet<decimal> VatPercents { get; init; } = [0m, 6m, 12m, 25m];

    /// <summary>Language of the shop (ISO 639-1) -> the ERP's code; others become the ERP's default SE.</summary>
    public ImmutableSortedDictionary<string, string> Languages { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.Add("sv", "SE").Add("en", "EN").Add("nb", "NO").Add("no", "NO").Add("fi", "FI").Add("da", "DA").Add("de", "DE").Add("es", "ES");
}

/// <summary>How a discount on the whole order becomes rows.</summary>
public enum OrderDiscountPolicy
{
    /// <summary>One negative row per discount and VAT rate (A14 off, A21).</summary>
    NegativeRow,

    /// <summary>Spread over the rows by largest remainder (V14).</summary>
    Spread,

    /// <summary>The percentage on each row, no negative row (A14 on); fixed amounts fall back to a negative row.</summary>
    PercentPerRow,
}

/// <summary>What to do when unit prices with the wire's decimals cannot hit the sum to the öre.</summary>
public enum RoundingPolicy
{
    /// <summary>Split the row into two whose unit prices are one last decimal apart.</summary>
    SplitRow,

    /// <summary>Add a rounding row.</summary>
    RoundingRow,
}
