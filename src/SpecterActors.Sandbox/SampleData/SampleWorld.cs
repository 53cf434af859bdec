namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// The sample data of one seed: what the shop and the ERP hold at the start, what happens during the run, and what must be true
/// at the end. The same seed, size and settings give the same world.
/// </summary>
public sealed class SampleWorld
{
    private SampleWorld(int seed, SampleSize size, SampleSettings settings)
    {
        Seed = seed;
        Size = size;

        // One source for each part, so that a larger part does not change the others.
        Articles = SampleArticles.Make(size, new Random(seed));
        settings = settings with { Packages = Compositions() };
        Settings = settings;
        ErpArticles = SampleArticles.ForErp(Articles, size, settings, new Random(seed + 1));
        Orders = new SampleOrders(size, Articles, new Random(seed + 2)).Make();
        var shopLife = new SampleShopLife(size, Articles, new Random(seed + 4));
        ShopWork = shopLife.Make(Orders);
        var expected = Orders.Select(o => SampleExpectation.Of(shopLife.Edited.GetValueOrDefault(o.Number, o), Articles, settings) with { DiscardedInShop = shopLife.Discarded.Contains(o.Number) }).ToList();
        Operations = new SampleLife(size, Articles, ErpArticles, Orders, expected, settings, new Random(seed + 3)).Make(number => shopLife.Edited.ContainsKey(number) || shopLife.Discarded.Contains(number));
        Expectations = new SampleExpectations(settings, expected, [.. StockNumbers()])
        {
            Articles = SampleArticleExpectation.Of(Articles, ErpArticles, expected, settings),
            RefusedArticles = SampleArticleExpectation.Refused(Articles),
        };
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>How much there is.</summary>
    public SampleSize Size { get; }

    /// <summary>The tenant's settings that the expectations hold for.</summary>
    public SampleSettings Settings { get; }

    /// <summary>The shop's articles.</summary>
    public IReadOnlyList<SampleArticle> Articles { get; }

    /// <summary>The ERP's articles at the start, those of settings (freight...) included.</summary>
    public IReadOnlyList<ErpStartArticle> ErpArticles { get; }

    /// <summary>The orders by time.</summary>
    public IReadOnlyList<SampleOrder> Orders { get; }

    /// <summary>What happens in the ERP, by time.</summary>
    public IReadOnlyList<SampleOperation> Operations { get; }

    /// <summary>What the shop's staff does, by time.</summary>
    public IReadOnlyList<SampleShopWork> ShopWork { get; }

    /// <summary>What must be true at the end.</summary>
    public SampleExpectations Expectations { get; }

    /// <summary>Makes the world.</summary>
    /// <exception cref="ArgumentException">The size does not fit together.</exception>
    public static SampleWorld Generate(int seed, SampleSize? size = null, SampleSettings? settings = null)
    {
        (size ?? SampleSize.Full).Check();
        return new SampleWorld(seed, size ?? SampleSize.Full, settings ?? new SampleSettings());
    }

    /// <summary>Packages whose parts are known, in the form that settings have.</summary>
    private SortedDictionary<string, string> Compositions() => new(
        Articles.Where(a => a.Parts.Count > 0).ToDictionary(
            a => a.Number, a => string.Join(',', a.Parts.Select(p => FormattableString.Invariant($"{Articles[p.Article].Number}={p.Quantity:0.###}"))),
            StringComparer.Ordinal),
        StringComparer.Ordinal);

    private IEnumerable<string> StockNumbers() => Settings.Flow == SampleFlow.ShopLeads ? [] : Articles.Where(a => a.IsSoundAtTheEnd).SelectMany(a =>
        a.Variants.Count > 0 ? a.Variants.Where(v => v.ShopStock is not null).Select(v => v.Number)
        : a.ShopStock is not null ? [a.NumberAtTheEnd(null)]
        : Enumerable.Empty<string>());
}
