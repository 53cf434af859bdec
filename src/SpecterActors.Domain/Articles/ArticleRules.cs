using System.Collections.Immutable;

namespace SpecterActors.Domain.Articles;

/// <summary>Settings that an article's decisions depend on.</summary>
/// <param name="Shops">By shop id.</param>
/// <param name="ErpCanRename">The ERP takes another number for an article it has; otherwise a person renames it there.</param>
public sealed record ArticleRules(ImmutableSortedDictionary<string, ArticleSyncSettings> Shops, bool ErpCanRename = false)
{
    /// <summary>How stock reaches each shop of the tenant; null: not known, and an article keeps to what it heard last.</summary>
    public ImmutableSortedDictionary<string, StockTerms>? Stock { get; init; }

    /// <summary>The ERP is told whether an article is for sale.</summary>
    public bool ErpTakesStatus { get; init; }

    /// <summary>Numbers of rows that are no goods (mission A16): never made in a shop.</summary>
    public ImmutableSortedSet<string> Special { get; init; } = [];

    /// <summary>Nothing goes in either direction but what orders need.</summary>
    public static ArticleRules None { get; } = new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty);

    /// <summary>Settings of a shop; of one that is gone, those under which nothing goes.</summary>
    public ArticleSyncSettings Of(string shopId) => Shops.GetValueOrDefault(shopId) ?? Silent;

    private static readonly ArticleSyncSettings Silent = new() { Flow = ArticleFlow.ShopLeads, ExportTrigger = ProductExportTrigger.Inactive };
}
