namespace SpecterActors.Sandbox.Specter;

/// <summary>Stock of one article at one site.</summary>
/// <param name="SiteId">The stock site.</param>
/// <param name="Physical">Units on the shelf; may be negative or fractional.</param>
/// <param name="Reserved">Units of orders that are not delivered.</param>
public sealed record SpecterStock(int SiteId, decimal Physical, decimal Reserved)
{
    /// <summary>What can still be sold: physical less reserved.</summary>
    public decimal Available => Physical - Reserved;
}

/// <summary>A part of a SET article (specter.md section 10.4).</summary>
public sealed record SpecterSetPart(string ArticleNo, decimal Quantity);

/// <summary>An article. Immutable: every change replaces it.</summary>
public sealed record SpecterArticle
{
    /// <summary>Specter's article id; survives a change of number.</summary>
    public required int Id { get; init; }

    /// <summary>Article number.</summary>
    public required string ArticleNo { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Sales price excluding VAT.</summary>
    public decimal PriceExclVat { get; init; }

    /// <summary>Special price without VAT as a field of the article, or null.</summary>
    public decimal? SpecialPriceExclVat { get; init; }

    /// <summary>VAT percent.</summary>
    public decimal VatPercent { get; init; } = 25;

    /// <summary>Purchase price.</summary>
    public decimal BuyPrice { get; init; }

    /// <summary>Stock valuation price.</summary>
    public decimal StockPrice { get; init; }

    /// <summary>EAN.</summary>
    public string BarCode { get; init; } = "";

    /// <summary>Weight in kg.</summary>
    public decimal Weight { get; init; }

    /// <summary>Volume in cubic metres.</summary>
    public decimal Volume { get; init; }

    /// <summary>Country of origin.</summary>
    public string ManufacturingCountryCode { get; init; } = "";

    /// <summary>The supplier, stored when addSupplier was 1.</summary>
    public SpecterSupplier? Supplier { get; init; }

    /// <summary>Text for the webshop, as HTML.</summary>
    public string Description { get; init; } = "";

    /// <summary>Price without VAT in each price list that has the article, by name of the list.</summary>
    public IReadOnlyDictionary<string, decimal> PriceLists { get; init; } = new SortedDictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>Categories it stands in, each as a path of names from the top.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Number of the main article whose variant it is; empty for a main or plain article.</summary>
    public string MainArticleNo { get; init; } = "";

    /// <summary>What tells it from the other variants: value by property (Storlek: M).</summary>
    public IReadOnlyDictionary<string, string> VariantProperties { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Taken out of the range.</summary>
    public bool Deleted { get; init; }

    /// <summary>The number it had before the last change of number; empty when it never changed.</summary>
    public string FormerArticleNo { get; init; } = "";

    /// <summary>Whether stock is kept for it.</summary>
    public bool IsStockArticle { get; init; }

    /// <summary>Parts of a SET; empty for a plain article. A SET has no stock of its own.</summary>
    public IReadOnlyList<SpecterSetPart> SetParts { get; init; } = [];

    /// <summary>Stock per site, one entry for each site of the account.</summary>
    public IReadOnlyList<SpecterStock> Stocks { get; init; } = [];

    /// <summary>Units on the shelf over all sites.</summary>
    public decimal Physical => Stocks.Sum(stock => stock.Physical);

    /// <summary>Units that can still be sold over all sites; for a SET ask the system, which knows its parts.</summary>
    public decimal Available => Stocks.Sum(stock => stock.Available);
}

/// <summary>Supplier link of an article (specter.md section 5.3).</summary>
public sealed record SpecterSupplier(string No, string Name, decimal BuyPrice, string ArticleNo);
