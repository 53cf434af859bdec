namespace SpecterActors.Sandbox.Abicart.Model;

/// <summary>An article of the shop (abicart.md section 1.8).</summary>
public sealed record ShopArticle : ShopEntity
{
    /// <summary>Free text shown as article number; may be empty, illegal elsewhere, or used twice.</summary>
    public string Number { get; init; } = "";

    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Description by language.</summary>
    public IReadOnlyDictionary<string, string> Description { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Regular price including VAT, in the base currency.</summary>
    public decimal PriceIncVat { get; init; }

    /// <summary>Regular price without VAT when that is what the shop stores for this article; null when it stores the price including VAT.</summary>
    public decimal? StoredExVat { get; init; }

    /// <summary>Special offer including VAT, or null.</summary>
    public decimal? SpecialOfferIncVat { get; init; }

    /// <summary>VAT rate as a share: 0.25, 0.12, 0.06, 0.</summary>
    public decimal VatRate { get; init; } = 0.25m;

    /// <summary>Bar code, or empty.</summary>
    public string Ean { get; init; } = "";

    /// <summary>Weight, in gram.</summary>
    public decimal Weight { get; init; }

    /// <summary>Pieces in the shop's own stock; null when the article is not under stock control. Unused when it has variants.</summary>
    public decimal? Stock { get; init; }

    /// <summary>True for a product package.</summary>
    public bool IsPackage { get; init; }

    /// <summary>True when buyers do not see it.</summary>
    public bool Hidden { get; init; }

    /// <summary>Uid of the main article group, or null.</summary>
    public int? Articlegroup { get; init; }

    /// <summary>Uids of all article groups that show it; the main group is one of them.</summary>
    public IReadOnlyList<int> ShowInArticlegroups { get; init; } = [];

    /// <summary>Further properties that the shop only keeps, by name, as JSON text.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Uids of the choices (size, colour) that apply.</summary>
    public IReadOnlyList<int> Choices { get; init; } = [];

    /// <summary>Uids of the options that apply.</summary>
    public IReadOnlyList<int> ChoiceOptions { get; init; } = [];

    /// <summary>Number of pieces sold.</summary>
    public decimal NumSold { get; init; }

    /// <summary>What the buyer pays for one piece today, including VAT, in the base currency.</summary>
    public decimal CurrentIncVat => SpecialOfferIncVat ?? PriceIncVat;
}

/// <summary>One combination of choice options of an article, with a number and a stock of its own (section 1.8).</summary>
public sealed record ShopVariant : ShopEntity
{
    /// <summary>Uid of the article it belongs to.</summary>
    public required int Article { get; init; }

    /// <summary>Article number of the combination; may be empty.</summary>
    public string Number { get; init; } = "";

    /// <summary>Pieces in the shop's own stock; null when not under stock control.</summary>
    public decimal? Stock { get; init; }

    /// <summary>The option (value) chosen of each choice (key), by uid.</summary>
    public IReadOnlyDictionary<int, int> DefinedBy { get; init; } = new Dictionary<int, int>();
}

/// <summary>Something a buyer chooses of an article, such as its size (section 1.8).</summary>
public sealed record ShopChoice : ShopEntity
{
    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>enum, number, string or file.</summary>
    public string Type { get; init; } = "enum";

    /// <summary>Uids of its options.</summary>
    public IReadOnlyList<int> Options { get; init; } = [];
}

/// <summary>One value of a choice, such as size M (section 1.8).</summary>
public sealed record ShopChoiceOption : ShopEntity
{
    /// <summary>Uid of its choice.</summary>
    public required int Choice { get; init; }

    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A group of articles (section 1.8).</summary>
public sealed record ShopArticlegroup : ShopEntity
{
    /// <summary>Name by language.</summary>
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Uid of the group above, or null.</summary>
    public int? Parent { get; init; }

    /// <summary>True when buyers do not see it.</summary>
    public bool Hidden { get; init; }
}
