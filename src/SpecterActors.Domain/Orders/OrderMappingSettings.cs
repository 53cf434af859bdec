using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>Settings of one shop that decide how its orders look in the ERP (mission A3, A8 to A16, A21, A22, A27, A30, V12, V14, V16, V17).</summary>
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

    /// <summary>What a row's unit price is when the row shows a percentage (A14). Default: the price after the discount.</summary>
    public RowPercentPrice RowPercentPrice { get; init; } = RowPercentPrice.AfterDiscount;

    /// <summary>What to do when the ERP's decimals cannot hit a row sum.</summary>
    public RoundingPolicy Rounding { get; init; } = RoundingPolicy.SplitRow;

    /// <summary>Decimals of unit prices on the wire. Specter: 3 (specter.md section 2.1).</summary>
    public int UnitPriceDecimals { get; init; } = 3;

    /// <summary>Company name goes into address line 1 (A15).</summary>
    public bool CompanyIntoAddressLine1 { get; init; }

    /// <summary>Custom checkout fields go along (A13).</summary>
    public bool SendCustomFields { get; init; }

    /// <summary>Where each custom checkout field goes, by its name (A13).</summary>
    public ImmutableSortedDictionary<string, CustomFieldTarget> CustomFields { get; init; } = ImmutableSortedDictionary<string, CustomFieldTarget>.Empty;

    /// <summary>Where custom checkout fields go that <see cref="CustomFields"/> does not name. Default: the published comment.</summary>
    public CustomFieldTarget OtherCustomFields { get; init; } = CustomFieldTarget.PublishedComment;

    /// <summary>The shop's order number begins the comment that the customer sees (V12). Default off: it always stands in the internal one.</summary>
    public bool OrderNumberInPublishedComment { get; init; }

    /// <summary>Longest comment the ERP takes, in characters; a longer one is parked, never cut. Null: not known (specter.md section 5.2 names none).</summary>
    public int? CommentLengthMax { get; init; }

    /// <summary>Longest reference of the customer, in characters; a longer one is parked, never cut. Specter: 50 (specter.md section 5.2).</summary>
    public int CustomerReferenceLengthMax { get; init; } = 50;

    /// <summary>The ERP mails the order confirmation (A8).</summary>
    public bool ErpSendsConfirmation { get; init; }

    /// <summary>The ERP mails a copy to its administrator (A9).</summary>
    public bool ErpSendsCopyToAdministrator { get; init; }

    /// <summary>A person confirmed that the shop sends no confirmation of its own, where its API cannot be told (A8).</summary>
    public bool ShopConfirmationIsOff { get; init; }

    /// <summary>A person confirmed that the shop sends no copy to the merchant, where its API cannot be told (A9).</summary>
    public bool ShopCopyIsOff { get; init; }

    /// <summary>Stock site that orders draw from, or null for the default stock.</summary>
    public int? StockSiteId { get; init; }

    /// <summary>Packages go as their parts (A30); otherwise an order with a package is parked.</summary>
    public bool ExplodePackages { get; init; }

    /// <summary>Payment method's id or type in the shop -> payment code of the ERP (specter.md section 9); the id counts before the type.</summary>
    public ImmutableSortedDictionary<string, string> PaymentCodes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Payment code of the ERP -> what is put before the payment's reference, where the ERP's payout matching wants it (specter.md section 9).</summary>
    public ImmutableSortedDictionary<string, string> PaymentReferencePrefixes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Payment code of the ERP -> this shop's merchant account at the provider; counts before the account-wide one of the connector.</summary>
    public ImmutableSortedDictionary<string, string> PaySystemUsers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What becomes of an order whose payment method has no code. Default: it goes with an empty one, which the ERP takes.</summary>
    public UnlinkedMethod UnmappedPayment { get; init; } = UnlinkedMethod.Send;

    /// <summary>
    /// Delivery methods that were entered in the ERP: the method's id in the shop -> its external key there, usually the same (A27). The ERP
    /// cannot be asked for its methods, so this table is where a person says so.
    /// </summary>
    public ImmutableSortedDictionary<string, string> DeliveryMethods { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What becomes of an order whose delivery method is not in <see cref="DeliveryMethods"/>. Default: it goes under the method's id and is flagged (A27).</summary>
    public UnlinkedMethod UnlinkedDelivery { get; init; } = UnlinkedMethod.Flag;

    /// <summary>The payment method's id stands for the delivery method's (note to V12). Default off.</summary>
    public bool DeliveryKeyIsPaymentMethod { get; init; }

    /// <summary>VAT percents that are accepted wherever the order goes. Default 0, 6, 12, 25.</summary>
    public ImmutableSortedSet<decimal> VatPercents { get; init; } = [0m, 6m, 12m, 25m];

    /// <summary>Country of delivery (ISO 3166-1 alpha-2) -> VAT percents that are accepted for it besides <see cref="VatPercents"/>.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<decimal>> VatPercentsByCountry { get; init; } =
        ImmutableSortedDictionary<string, ImmutableSortedSet<decimal>>.Empty;

    /// <summary>Language of the shop (ISO 639-1) -> the ERP's code; others become the ERP's default SE.</summary>
    public ImmutableSortedDictionary<string, string> Languages { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.Add("sv", "SE").Add("en", "EN").Add("nb", "NO").Add("no", "NO").Add("fi", "FI").Add("da", "DA").Add("de", "DE").Add("es", "ES");

    /// <summary>Whether rows to that country may have this rate; null stands for an unknown country.</summary>
    public bool AcceptsVat(decimal percent, string? country) =>
        VatPercents.Contains(percent)
        || (country is not null && VatPercentsByCountry.TryGetValue(country.ToUpperInvariant(), out var own) && own.Contains(percent));
}
