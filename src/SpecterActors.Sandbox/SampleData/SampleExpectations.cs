using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// What must be true at the end, computed from the specification while the data is made and never asked of the engine. Can be
/// written to a file and read back.
/// </summary>
/// <param name="Settings">The settings it was computed for.</param>
/// <param name="Orders">Every order of the run.</param>
/// <param name="StockNumbers">Article numbers whose stock in the shop follows the ERP: sound, unique, under stock control.</param>
public sealed record SampleExpectations(
    SampleSettings Settings, IReadOnlyList<ExpectedOrder> Orders, IReadOnlyList<string> StockNumbers)
{
    /// <summary>Every number that is sold at the end, as it must be in the ERP if it is there.</summary>
    public IReadOnlyList<ExpectedArticle> Articles { get; init; } = [];

    /// <summary>Articles that must not go to the ERP as they are at the start.</summary>
    public IReadOnlyList<RefusedArticle> RefusedArticles { get; init; } = [];

    /// <summary>Numbers that articles had before, each with the number of now.</summary>
    public IReadOnlyDictionary<string, string> Renamed() =>
        Articles.Where(a => a.FormerNumber is not null).ToDictionary(a => a.FormerNumber!, a => a.Number, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Pieces of refused orders, by article number, of those orders that <paramref name="placed"/> (by the shop's number) says are there.</summary>
    public IReadOnlyDictionary<string, decimal> HeldBack(Func<string, bool> placed)
    {
        var held = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var order in Orders.Where(o => placed(o.Number)))
        {
            foreach (var (number, pieces) in order.Outcome is ExpectedOutcome.Refused refused ? refused.Held : new Dictionary<string, decimal>())
            {
                held[number] = held.GetValueOrDefault(number) + pieces;
            }
        }

        return held;
    }

    /// <summary>Writes the expectations as JSON.</summary>
    public void Write(Stream to) => JsonSerializer.Serialize(to, this, Json);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static SampleExpectations Read(Stream from) =>
        JsonSerializer.Deserialize<SampleExpectations>(from, Json) ?? throw new JsonException("the file is empty");
}

/// <summary>What must become of one order.</summary>
/// <param name="Number">The shop's order number.</param>
/// <param name="ExternalNumber">The external order number in the ERP.</param>
/// <param name="BuyerKey">The buyer's e-mail address in its normal form: one customer in the ERP for each.</param>
/// <param name="Outcome">Sent or refused.</param>
public sealed record ExpectedOrder(string Number, string ExternalNumber, string BuyerKey, ExpectedOutcome Outcome)
{
    /// <summary>It is cancelled in the shop: either it never came to the ERP, or it is cancelled there as well.</summary>
    public bool DiscardedInShop { get; init; }
}

/// <summary>What must be true of one article.</summary>
/// <param name="Number">Its number at the end.</param>
/// <param name="FormerNumber">The number it had before it was renamed in the shop, or null; the ERP has it under either, never under both.</param>
/// <param name="MustBeInErp">The ERP must have it; otherwise it may.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceExVat">Price without VAT.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Ean">EAN, or empty.</param>
/// <param name="Weight">Weight in kilograms, or 0.</param>
/// <param name="ShopPrice">Price as the shop stores it at the end, when the ERP's price goes there; else null.</param>
public sealed record ExpectedArticle(
    string Number, string? FormerNumber, bool MustBeInErp, string Name, decimal PriceExVat, decimal VatPercent, string Ean, decimal Weight,
    decimal? ShopPrice)
{
    /// <summary>Name that the shop shows; null when it is not compared.</summary>
    public string? ShopName { get; init; }

    /// <summary>The shop shows it to no buyer any more.</summary>
    public bool ShopHidden { get; init; }

    /// <summary>Whether the shop has it.</summary>
    public ExpectedPresence InShop { get; init; }
}

/// <summary>Whether the shop has an article at the end.</summary>
public enum ExpectedPresence
{
    /// <summary>As it was; not compared.</summary>
    AsBefore,

    /// <summary>Once.</summary>
    Once,

    /// <summary>Once, or not: both are right.</summary>
    OnceOrNot,

    /// <summary>Not.</summary>
    Not,
}

/// <summary>An article that must not go to the ERP as it is at the start.</summary>
/// <param name="Number">Its number as it stands, possibly empty.</param>
/// <param name="Name">Name.</param>
/// <param name="Code">Why.</param>
/// <param name="Mended">The shop's staff mends it during the run: from then on it may go.</param>
public sealed record RefusedArticle(string Number, string Name, string Code, bool Mended);

/// <summary>Sent with these rows, or refused for this reason.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record ExpectedOutcome
{
    private ExpectedOutcome() { }

    /// <summary>It is in the ERP exactly once.</summary>
    /// <param name="Rows">One entry for each article number and VAT rate; the ERP may hold several rows for it.</param>
    /// <param name="TotalIncVat">What the ERP's order comes to: the shop's total less gift cards.</param>
    /// <param name="Invoice">Invoice address.</param>
    /// <param name="Delivery">Where it goes; the invoice address when the order has no other.</param>
    public sealed record Sent(
        IReadOnlyList<ExpectedRow> Rows, decimal TotalIncVat, ExpectedAddress Invoice, ExpectedAddress Delivery) : ExpectedOutcome
    {
        /// <summary>Currency of the order.</summary>
        public string Currency { get; init; } = "SEK";

        /// <summary>Payment, or null when it is not compared.</summary>
        public ExpectedPayment? Payment { get; init; }

        /// <summary>What must stand in one of the order's comments.</summary>
        public IReadOnlyList<string> Comments { get; init; } = [];
    }

    /// <summary>It is not in the ERP.</summary>
    public sealed record Refused(string Code, IReadOnlyDictionary<string, decimal> Held) : ExpectedOutcome;
}

/// <summary>How an order is paid.</summary>
/// <param name="Code">Payment code of the ERP; empty for one that is none of the settings'.</param>
/// <param name="Reference">Reference at the payment provider, or empty.</param>
public sealed record ExpectedPayment(string Code, string Reference);

/// <summary>Codes of <see cref="ExpectedOutcome.Refused"/>.</summary>
public static class RefusalCodes
{
    /// <summary>An article of the order has no number.</summary>
    public const string NumberMissing = "article-number-missing";

    /// <summary>An article's number has characters that the ERP does not take.</summary>
    public const string NumberIllegal = "article-number-illegal";

    /// <summary>Several articles of the shop have the same number.</summary>
    public const string NumberDuplicate = "article-number-duplicate";

    /// <summary>The order is not in SEK.</summary>
    public const string CurrencyNotSupported = "currency-not-supported";

    /// <summary>The article has another number in the shop than in the ERP, where nobody has changed it yet.</summary>
    public const string Renamed = "article-renamed";

    /// <summary>The article is a package.</summary>
    public const string PackageNotExported = "package-not-exported";

    /// <summary>The VAT rate is none that the shop's settings know.</summary>
    public const string VatRateUnknown = "vat-rate-unknown";

    /// <summary>The order sells a package whose parts nobody knows.</summary>
    public const string PackageUnknown = "field-invalid";

    /// <summary>The order sells a package, and packages do not go as their parts.</summary>
    public const string PackagesOff = "setting-missing";

    /// <summary>The shop's total is not the sum of the order's parts.</summary>
    public const string SumMismatch = "sum-mismatch";
}

/// <summary>What the rows with one article number and VAT rate come to.</summary>
/// <param name="ArticleNumber">Article number.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Quantity">Sum of the quantities; null where a client may use any number of rows.</param>
/// <param name="SumIncVat">Sum including VAT, to the öre.</param>
public sealed record ExpectedRow(string ArticleNumber, decimal VatPercent, decimal? Quantity, decimal SumIncVat)
{
    /// <summary>How far the sum may be off while the order's total is exact: parts of a package may be rounded in several ways.</summary>
    public decimal Tolerance { get; init; }
}

/// <summary>An address as it must stand in the ERP, apart from spacing.</summary>
/// <param name="Name">Company, or first and last name.</param>
/// <param name="Address">Street.</param>
/// <param name="Address2">Second line, or empty.</param>
/// <param name="Postcode">Postcode.</param>
/// <param name="Town">Town.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record ExpectedAddress(string Name, string Address, string Address2, string Postcode, string Town, string Country);
