namespace SpecterActors.Sandbox.SampleData;

/// <summary>How a discount on a single row of a shop order is expected in the ERP.</summary>
public enum RowDiscountForm
{
    /// <summary>The article's row has the price after the discount.</summary>
    InRow,

    /// <summary>The article's row has the full price, and a discount row takes the discount off.</summary>
    OwnRow,
}

/// <summary>Who decides what of an article (mission M1 to M3).</summary>
public enum SampleFlow
{
    /// <summary>Data come from the shop, prices and deletions from the ERP.</summary>
    Combined,

    /// <summary>Data and prices come from the shop, nothing but stock from the ERP.</summary>
    StockAlone,

    /// <summary>Everything comes from the shop, stock stays as it is on either side.</summary>
    ShopLeads,

    /// <summary>Everything comes from the ERP.</summary>
    ErpLeads,
}

/// <summary>The tenant's settings that the expected outcomes are computed for (mission A10 to A16, A21, A22).</summary>
public sealed record SampleSettings
{
    /// <summary>What stands before the shop's order number in the ERP's external order number.</summary>
    public string OrderPrefix { get; init; } = "A1-";

    /// <summary>Article number of the freight row.</summary>
    public string FreightArticle { get; init; } = "FRAKT";

    /// <summary>Article number of the payment fee row.</summary>
    public string FeeArticle { get; init; } = "AVGIFT";

    /// <summary>Article number of the cash-on-delivery row.</summary>
    public string CashOnDeliveryArticle { get; init; } = "POSTFORSKOTT";

    /// <summary>Article number of discount rows.</summary>
    public string DiscountArticle { get; init; } = "RABATT";

    /// <summary>Article number of gift card rows.</summary>
    public string GiftCardArticle { get; init; } = "PRESENTKORT";

    /// <summary>A zero row for freight (A10).</summary>
    public bool ZeroFreightRow { get; init; }

    /// <summary>A zero row for the payment fee (A11).</summary>
    public bool ZeroFeeRow { get; init; }

    /// <summary>A zero row for cash on delivery when that method was used (A12).</summary>
    public bool ZeroCashOnDeliveryRow { get; init; }

    /// <summary>Currencies besides SEK in which orders may go; others are refused.</summary>
    public IReadOnlyList<string> OtherCurrencies { get; init; } = [];

    /// <summary>VAT percents that may go; others are refused.</summary>
    public IReadOnlyList<decimal> VatPercents { get; init; } = [0m, 6m, 12m, 25m];

    /// <summary>Packages go as their parts; otherwise an order with one is refused (A30).</summary>
    public bool ExplodePackages { get; init; }

    /// <summary>Parts of each package that is known, in the form <c>HEM-0101=2,HEM-0102=1</c>; filled in by the world.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The checkout's own fields go along as "name: value" (A13).</summary>
    public bool SendCustomFields { get; init; }

    /// <summary>Payment code of the ERP by the shop's type of payment method; empty: not compared.</summary>
    public IReadOnlyDictionary<string, string> PaymentCodes { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The whole range is exported at the start (A24), so that the ERP has every sound number at the end.</summary>
    public bool FirstExport { get; init; }

    /// <summary>Who decides what of an article.</summary>
    public SampleFlow Flow { get; init; }

    /// <summary>What becomes in the shop of an article that begins in the ERP.</summary>
    public SampleNewArticles NewArticles { get; init; }

    /// <summary>Form of a discount on a single row.</summary>
    public RowDiscountForm RowDiscounts { get; init; } = RowDiscountForm.InRow;

    /// <summary>The settings of the demonstration: zero rows, packages as parts, Norwegian crowns and VAT rates of the neighbours.</summary>
    public static SampleSettings Demo { get; } = new()
    {
        ZeroFreightRow = true, ZeroFeeRow = true, ZeroCashOnDeliveryRow = true, ExplodePackages = true, FirstExport = true, OtherCurrencies = ["NOK"],
        VatPercents = [0m, 6m, 12m, 19m, 25m], SendCustomFields = true,
        PaymentCodes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["card"] = "DP", ["swish"] = "SW", ["invoice"] = "I", ["klarna"] = "KG", ["cod"] = "P",
        },
    };

    /// <summary>The five article numbers of settings with a name each, as they must exist in the ERP.</summary>
    public IReadOnlyList<(string Number, string Name)> SettingArticles =>
    [
        (FreightArticle, "Frakt"), (FeeArticle, "Betalningsavgift"), (CashOnDeliveryArticle, "Postförskott"), (DiscountArticle, "Rabatt"),
        (GiftCardArticle, "Presentkort"),
    ];
}
