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
        Articles = SampleDeletions.Mark(Articles, ErpArticles, Orders.Concat(shopLife.Edited.Values), size, new Random(seed + 6));
        ShopWork = [.. ShopWork.Concat(SampleDeletions.Work(Articles, size, new Random(seed + 7))).OrderBy(w => w.At)];
        BegunInErp = SampleErpArticles.Make(size, new Random(seed + 5));
        var expected = Orders.Select(o => SampleExpectation.Of(shopLife.Edited.GetValueOrDefault(o.Number, o), Articles, settings) with { DiscardedInShop = shopLife.Discarded.Contains(o.Number) }).ToList();
        Operations = new SampleLife(size, Articles, ErpArticles, Orders, expected, settings, new Random(seed + 3)).Make(number => shopLife.Edited.ContainsKey(number) || shopLife.Discarded.Contains(number));
        Operations = [.. Operations.Concat(SampleErpArticles.Life(BegunInErp, size, new Random(seed + 8))).OrderBy(o => o.At)];
        Expectations = new SampleExpectations(settings, expected, [.. StockNumbers(), .. SampleErpArticles.StockNumbers(BegunInErp, settings)])
        {
            Articles = [.. SampleArticleExpectation.Of(Articles, ErpArticles, expected, settings), .. SampleErpArticles.Expected(BegunInErp, settings)],
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

    /// <summary>The articles that begin in the ERP during the run.</summary>
    public IReadOnlyList<SampleErpArticle> BegunInErp { get; }

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

    private IEnumerable<string> StockNumbers() => Settings.Flow == SampleFlow.ShopLeads ? [] : Articles.Where(a => a is { IsSoundAtTheEnd: true, DeletedInShop: false }).SelectMany(a =>
        a.Variants.Count > 0 ? a.Variants.Where(v => v.ShopStock is not null).Select(v => v.Number)
        : a.ShopStock is not null ? [a.NumberAtTheEnd(null)]
        : Enumerable.Empty<string>());
}
