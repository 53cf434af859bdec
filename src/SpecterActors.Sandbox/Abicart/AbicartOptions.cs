namespace SpecterActors.Sandbox.Abicart;

/// <summary>What is fixed about one simulated Abicart shop when it starts.</summary>
public sealed record AbicartOptions
{
    /// <summary>Shop id, the <c>webshop</c> context parameter (abicart.md section 1.2).</summary>
    public int Webshop { get; init; } = 40001;

    /// <summary>The persistent admin token that exists from the start, or null to derive one from the instance name.</summary>
    public string? Auth { get; init; }

    /// <summary>User name that <c>Admin.login</c> accepts.</summary>
    public string AdminUsername { get; init; } = "admin@shop.example";

    /// <summary>Password that <c>Admin.login</c> accepts.</summary>
    public string AdminPassword { get; init; } = "sandbox";

    /// <summary>ISO 4217 code of the shop's base currency.</summary>
    public string BaseCurrency { get; init; } = "SEK";

    /// <summary>Currencies in which orders can be placed, base currency included.</summary>
    public IReadOnlyList<string> ActiveCurrencies { get; init; } = ["SEK", "EUR"];

    /// <summary>Languages of the shop (ISO 639-1); the first is the default.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["sv", "en"];

    /// <summary>Number of decimals the shop computes and shows money with.</summary>
    public int MoneyDecimals { get; init; } = 2;

    /// <summary>Legal name on the Webshop object.</summary>
    public string ShopName { get; init; } = "Provbutiken";

    /// <summary>Order number that the first order gets; each later one is one higher.</summary>
    public int FirstOrderNumber { get; init; } = 1001;

    /// <summary>True when the shop mails an order confirmation to the buyer (mission A8: false when Specter does).</summary>
    public bool SendsConfirmation { get; init; } = true;

    /// <summary>True when the shop mails a copy of the confirmation to the merchant (mission A9).</summary>
    public bool SendsMerchantCopy { get; init; } = true;

    /// <summary>True lets buyers order more than the shop shows; false makes the shop refuse such an order.</summary>
    public bool AllowsBackorder { get; init; } = true;

    /// <summary>What the client may do per time; null to allow everything. Nothing is published (abicart.md section 1.12).</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>True when the regular prices of new articles are stored including VAT (<c>Webshop.priceStoredWithVat</c>).</summary>
    public bool PricesStoredWithVat { get; init; } = true;

    /// <summary>Behaviour where the truth is unknown; may be changed while running.</summary>
    public AbicartSwitches Switches { get; init; } = new();
}
