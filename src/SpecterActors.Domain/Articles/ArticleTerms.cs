using System.Collections.Immutable;

namespace SpecterActors.Domain.Articles;

/// <summary>
/// Settings that decide when an article must be awake and under which codes it is found, as it heard of them last. They are part of its
/// state, so that agenda and lookups follow from the state alone, whatever the settings say by now; every command brings those in force.
/// </summary>
/// <param name="Shops">By shop id, where they are other than <see cref="StockTerms.Default"/>; only shops that list the article.</param>
/// <param name="ErpCanRename">The ERP takes another number for an article it has; kept of an article that was renamed.</param>
public sealed record ArticleTerms(ImmutableSortedDictionary<string, StockTerms> Shops, bool ErpCanRename)
{
    /// <summary>It is a package of the shop or a SET of the ERP, and the tenant's table says what it holds, or the ERP's feed where the settings take that.</summary>
    public bool Composed { get; init; }

    /// <summary>Before anything was heard.</summary>
    public static ArticleTerms Default { get; } = new(ImmutableSortedDictionary<string, StockTerms>.Empty, false);

    /// <summary>Terms of a shop.</summary>
    public StockTerms Of(string shopId) => Shops.GetValueOrDefault(shopId) ?? StockTerms.Default;

    /// <summary>Whether two say the same.</summary>
    public static bool Same(ArticleTerms a, ArticleTerms b) => a.ErpCanRename == b.ErpCanRename && a.Composed == b.Composed && a.Shops.SequenceEqual(b.Shops);

    /// <summary>What of the settings in force concerns the article and is news to it; null when nothing is, or when no settings are known.</summary>
    internal static ArticleTerms? News(ArticleState state, ArticleRules rules)
    {
        if (rules.Stock is not { } stock || state.YieldedTo is not null)
        {
            return null;
        }

        var shops = state.Listings.Keys
            .Select(shop => KeyValuePair.Create(shop, stock.GetValueOrDefault(shop) ?? StockTerms.NotWritten))
            .Where(terms => terms.Value != StockTerms.Default);
        var now = new ArticleTerms(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, shops), rules.ErpCanRename && !state.Numbers.IsEmpty)
        {
            Composed = state.Listings.Any(l => (l.Value.Article.IsPackage || ArticleObstacles.IsErpSet(state))
                && (rules.Of(l.Key).Sets.ContainsKey(l.Value.Article.Number) || (rules.Of(l.Key).SetsFromErp && SetTable.Text(state.ErpSeen?.Parts) is not null))),
        };
        return Same(now, state.Terms) ? null : now;
    }
}

/// <summary>How the ERP's stock reaches a shop.</summary>
/// <param name="Written">Stock is written to the shop.</param>
/// <param name="Buffer">Units kept back from it.</param>
/// <param name="Sites">Stock sites of the ERP whose figures the shop shows, in ordinal order, separated by commas; null: all that the ERP tells of.</param>
public sealed record StockTerms(bool Written, decimal Buffer, string? Sites = null)
{
    /// <summary>Stock is written, all of it.</summary>
    public static StockTerms Default { get; } = new(true, 0m);

    /// <summary>The shop's stock is not ours to write.</summary>
    public static StockTerms NotWritten { get; } = new(false, 0m);
}
