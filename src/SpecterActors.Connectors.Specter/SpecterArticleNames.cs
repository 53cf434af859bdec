using System.Collections.Immutable;

namespace SpecterActors.Connectors.Specter;

/// <summary>
/// Names on the wire of article data that exist in Specter but whose names no public material shows (specter.md sections 5.3 and 6.4). What
/// is read has an assumed name, which costs nothing where it does not exist; what is written has none, and is left out, until it is known.
/// </summary>
public sealed record SpecterArticleNames
{
    /// <summary>Names of <see cref="Domain.Tenants.ErpAccount.Options"/> that fill these.</summary>
    public static ImmutableSortedSet<string> OptionNames { get; } =
    [
        "articleFeedVat", "articleFeedDescription", "articleFeedDeleted", "articleFeedPriceList", "articleFeedSpecialPrice", "articleFeedFormerNumber",
        "articleFeedSetPart", "articleFeedMainNumber", "articleDescriptionParameter",
        "articleSpecialPriceParameter", "formerNumberParameter", "articleParentParameter", "articleDeletedParameter",
    ];

    /// <summary>Attribute or child of an article in the feed with its VAT percent. Default vatPercent.</summary>
    public string FeedVat { get; init; } = "vatPercent";

    /// <summary>Attribute or child with its description. Default description.</summary>
    public string FeedDescription { get; init; } = "description";

    /// <summary>Attribute or child that is 1 for a deleted article. Default deleted.</summary>
    public string FeedDeleted { get; init; } = "deleted";

    /// <summary>
    /// Child of a price list with the attributes name and priceExclVat; its parent is called the same in the plural. Default priceList.
    /// </summary>
    public string FeedPriceList { get; init; } = "priceList";

    /// <summary>Attribute or child with the special price without VAT, empty or 0 for none; null: not read.</summary>
    public string? FeedSpecialPrice { get; init; }

    /// <summary>Attribute or child with the number before the last change of number; null: not read.</summary>
    public string? FeedFormerNumber { get; init; }

    /// <summary>Child of a part of a SET with the attributes articleNo and noOfItems; its parent is called the same in the plural. Default setArticle.</summary>
    public string FeedSetPart { get; init; } = "setArticle";

    /// <summary>Attribute or child with the number of the main article of a variant. Default mainArticleNo.</summary>
    public string FeedMainNumber { get; init; } = "mainArticleNo";

    /// <summary>Parameter of newArticleSubmit for the description, without its row number; null: not sent.</summary>
    public string? Description { get; init; }

    /// <summary>Parameter for the special price without VAT; null: not sent.</summary>
    public string? SpecialPrice { get; init; }

    /// <summary>Parameter for the number that a renamed article has so far (mission V4); null: the number is changed by hand.</summary>
    public string? FormerNumber { get; init; }

    /// <summary>Parameter for the number of the article whose variant it is; null: not sent.</summary>
    public string? Parent { get; init; }

    /// <summary>Parameter that is 1 for an article that is not for sale any more; null: not sent.</summary>
    public string? Deleted { get; init; }

    internal static SpecterArticleNames Of(OptionReader options)
    {
        var defaults = new SpecterArticleNames();
        return new SpecterArticleNames
        {
            FeedVat = options.Text("articleFeedVat", defaults.FeedVat)!,
            FeedDescription = options.Text("articleFeedDescription", defaults.FeedDescription)!,
            FeedDeleted = options.Text("articleFeedDeleted", defaults.FeedDeleted)!,
            FeedPriceList = options.Text("articleFeedPriceList", defaults.FeedPriceList)!,
            FeedSpecialPrice = options.Text("articleFeedSpecialPrice", null),
            FeedFormerNumber = options.Text("articleFeedFormerNumber", null),
            FeedMainNumber = options.Text("articleFeedMainNumber", defaults.FeedMainNumber)!,
            FeedSetPart = options.Text("articleFeedSetPart", defaults.FeedSetPart)!,
            Description = options.Text("articleDescriptionParameter", null),
            SpecialPrice = options.Text("articleSpecialPriceParameter", null),
            FormerNumber = options.Text("formerNumberParameter", null),
            Parent = options.Text("articleParentParameter", null),
            Deleted = options.Text("articleDeletedParameter", null),
        };
    }
}
