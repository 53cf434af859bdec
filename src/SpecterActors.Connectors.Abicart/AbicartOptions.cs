using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Connectors.Abicart;

/// <summary>
/// How one Abicart shop is reached and read. What public material leaves open (tags [I] and [U] of abicart.md section 1) is a setting here,
/// with the inference of that document as its default.
/// </summary>
public sealed record AbicartOptions
{
    /// <summary>Address before <c>backend/jsonrpc/v1/</c>, ending in a slash. Default the host of the current documentation (section 1.1).</summary>
    public Uri BaseAddress { get; init; } = new("https://admin.abicart.se/");

    /// <summary>Shop id, the <c>webshop</c> context parameter (section 1.2).</summary>
    public required int Webshop { get; init; }

    /// <summary>Persistent admin token, the <c>auth</c> context parameter (section 1.3). A secret.</summary>
    public required string Auth { get; init; }

    /// <summary>Language of names and messages, ISO 639-1. Default sv.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>Currency whose prices are read from articles, ISO 4217. Default SEK.</summary>
    public string Currency { get; init; } = "SEK";

    /// <summary>Objects asked for per page, 2 to 500. Default 100, as in the vendor's example (section 1.5). The shop may answer fewer.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>
    /// Lists can be filtered on <c>/changed</c> (section 1.5, inferred). When not, orders are filtered on <c>/ordered</c>, reaching
    /// <see cref="OrderLookback"/> further back, and all articles are read each time.
    /// </summary>
    public bool ChangedIsFilterable { get; init; } = true;

    /// <summary>How far before the time asked for an order may have been placed, when <see cref="ChangedIsFilterable"/> is off. Default 60 days.</summary>
    public TimeSpan OrderLookback { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Whether the costs of a discounted row contain its discount (section 1.7: unknown). Default: found out for each order from its cart sum.</summary>
    public AbicartRowCosts RowCosts { get; init; } = AbicartRowCosts.Detect;

    /// <summary>Types of payment methods that are gift cards (section 1.7: unknown). Default giftcard.</summary>
    public ImmutableSortedSet<string> GiftCardTypes { get; init; } = ["giftcard"];

    /// <summary>Types of payment methods that are cash on delivery (section 1.7: unknown). Default cod.</summary>
    public ImmutableSortedSet<string> CashOnDeliveryTypes { get; init; } = ["cod"];

    /// <summary>Value of <c>Article.type</c> of product packages (section 1.8: unknown). Default package.</summary>
    public string PackageType { get; init; } = "package";

    /// <summary>Parts of each package by the package's number; the shop shows no composition (section 1.8). Default none.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<PackagePart>> Packages { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<PackagePart>>.Empty;

    /// <summary>Articles carry their variants' numbers and stock (section 1.8, inferred). When not, or when incomplete, variants are read one article at a time.</summary>
    public bool InlineVariants { get; init; } = true;

    /// <summary>Weights are in gram (section 1.8, inferred), else in kilogram. Default gram.</summary>
    public bool WeightInGrams { get; init; } = true;

    /// <summary>Value of <c>deliveryStatus</c> that means sent (section 1.7). Default sent.</summary>
    public string SentStatus { get; init; } = "sent";

    /// <summary>Value of <c>deliveryStatus</c> that means partly sent, or null when the shop has none. Default none: only sent and unsent are known.</summary>
    public string? PartlySentStatus { get; init; }

    /// <summary>Admin tag that an order gets for a status of the ERP, for those the shop has no place of its own for. Default none.</summary>
    public ImmutableSortedDictionary<ErpOrderMarks, string> StatusTags { get; init; } = ImmutableSortedDictionary<ErpOrderMarks, string>.Empty;

    /// <summary>Tracking numbers go into the order's admin note: the shop has no field for them (section 1.7). Default off.</summary>
    public bool TrackingIntoNote { get; init; }

    /// <summary>What stands before the tracking numbers in the note. Default Kollinummer: (Swedish).</summary>
    public string TrackingNoteText { get; init; } = "Kollinummer:";

    /// <summary>
    /// Lines of an order's admin note that begin with <see cref="TrackingNoteText"/> are tracking numbers that the staff entered: they go to the
    /// ERP with "delivered". Default off: the shop has no field for them (section 1.7).
    /// </summary>
    public bool TrackingFromNote { get; init; }

    /// <summary>Names of the members of <c>customer.info</c>.</summary>
    public AbicartInfoNames Info { get; init; } = new();

    /// <summary>Events to register for. Only Order/discarded is documented (section 1.10); names that the shop refuses are left out.</summary>
    public ImmutableArray<string> EventNames { get; init; } =
        ["Order/discarded", "Order/ordered", "Order/created", "Order/changed", "Article/created", "Article/changed"];

    /// <summary>What is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(
            problems,
            BaseAddress.IsAbsoluteUri && BaseAddress.Scheme is "http" or "https" && BaseAddress.AbsoluteUri.EndsWith('/'),
            "BaseAddress must be an absolute http or https address that ends in a slash.");
        Require(problems, Webshop > 0, "Webshop must be the shop's id, a number above 0.");
        Require(problems, !string.IsNullOrWhiteSpace(Auth), "Auth must be the shop's admin token.");
        Require(problems, Language.Length == 2 && Language.All(char.IsAsciiLetterLower), "Language must be two lower-case letters (ISO 639-1).");
        Require(problems, Currency.Length == 3 && Currency.All(char.IsAsciiLetterUpper), "Currency must be three upper-case letters (ISO 4217).");
        Require(problems, PageSize is >= 2 and <= 500, "PageSize must be between 2 and 500.");
        Require(problems, OrderLookback >= TimeSpan.Zero, "OrderLookback must not be negative.");
        Require(
            problems,
            !EventNames.IsDefault && EventNames.All(n => n.Split('/') is [{ Length: > 0 }, { Length: > 0 }]),
            "EventNames must have the form Class/event.");
        return problems;
    }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"Abicart shop {Webshop} at {BaseAddress.Host}";

    private static void Require(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}

/// <summary>Whether the costs of an order row contain the row's own discount.</summary>
public enum AbicartRowCosts
{
    /// <summary>The reading under which the rows sum up to the order's cart; before discount when neither does.</summary>
    Detect,

    /// <summary><c>costs.total</c> is before the discount in <c>discountInfo</c>.</summary>
    BeforeDiscount,

    /// <summary><c>costs.total</c> is what the buyer pays for the row.</summary>
    AfterDiscount,
}

/// <summary>Names of the members of <c>customer.info</c>, which public material does not show (abicart.md section 1.9).</summary>
public sealed record AbicartInfoNames
{
    /// <summary>The buyer's e-mail address.</summary>
    public string Email { get; init; } = "email";

    /// <summary>Name of the company; absent or empty for a private person.</summary>
    public string Company { get; init; } = "company";

    /// <summary>Organisation number of a company.</summary>
    public string CompanyNumber { get; init; } = "companyNumber";

    /// <summary>Personal identity number of a private person.</summary>
    public string PersonalNumber { get; init; } = "personalNumber";

    /// <summary>What the buyer wrote to the order.</summary>
    public string Comment { get; init; } = "comment";
}
