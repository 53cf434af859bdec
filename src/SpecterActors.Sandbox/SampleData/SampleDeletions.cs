namespace SpecterActors.Sandbox.SampleData;

/// <summary>Chooses articles that staff deletes in the shop: such as nothing else happens to, and no order names.</summary>
internal static class SampleDeletions
{
    public static IReadOnlyList<SampleArticle> Mark(
        IReadOnlyList<SampleArticle> articles, IReadOnlyList<ErpStartArticle> inErp, IEnumerable<SampleOrder> orders, SampleSize size, Random random)
    {
        var named = orders.SelectMany(o => o.Rows.Select(r => r.Article)).Concat(articles.SelectMany(a => a.Parts.Select(p => p.Article))).ToHashSet();
        var known = inErp.Select(a => a.Number).ToHashSet(StringComparer.Ordinal);
        var free = articles.Where(a => a is { Kind: SampleArticleKind.Sound, Variants.Count: 0, IsAdded: false, MendedNumber: null, Change: null, NewErpPrice: null, NewErpName: null, DeletedInErp: false }
            && !named.Contains(a.Index) && known.Contains(a.Number)).Select(a => a.Index).ToArray();
        random.Shuffle(free);
        var deleted = free.Take(size.ShopDeletions).ToHashSet();
        return [.. articles.Select(a => deleted.Contains(a.Index) ? a with { DeletedInShop = true } : a)];
    }

    public static IEnumerable<SampleShopWork> Work(IReadOnlyList<SampleArticle> articles, SampleSize size, Random random) =>
        articles.Where(a => a.DeletedInShop).Select(a => new SampleShopWork.ArticleDeleted(
            TimeSpan.FromMilliseconds(Math.Floor((size.Duration * (0.2 + (0.6 * random.NextDouble()))).TotalMilliseconds)), a.Index));
}
