namespace SpecterActors.Sandbox.SampleData;

/// <summary>Compares the articles that ERP and shop hold with what must be true at the end of a run.</summary>
public static class SampleArticleComparer
{
    /// <summary>The differences in the order of the articles; empty when everything is as it must be.</summary>
    public static IReadOnlyList<SampleDifference> Compare(SampleExpectations expected, IErpView erp, IShopView shop)
    {
        var differences = new List<SampleDifference>();
        var inErp = erp.Articles.ToDictionary(a => a.Number, StringComparer.Ordinal);
        var prices = shop.Prices;
        var shown = shop.Articles;
        var numbers = shop.Numbers;
        foreach (var article in expected.Articles)
        {
            void Add(SampleDifferenceKind kind, string text) => differences.Add(new SampleDifference(kind, article.Number, text));
            CompareOne(article, inErp, Add);
            ComparePresence(article, numbers.GetValueOrDefault(article.Number), Add);
            CompareInShop(article, shown.GetValueOrDefault(article.Number), prices, Add);
        }

        var known = expected.Articles.SelectMany(a => new[] { a.Number, a.FormerNumber ?? a.Number })
            .Concat(expected.Settings.SettingArticles.Select(s => s.Number)).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(inErp.Values.Where(a => !known.Contains(a.Number)).Select(a => new SampleDifference(
            SampleDifferenceKind.ArticleUnexpected, a.Number, $"the ERP has article {a.Number} ({a.Name}), which must not be there")));
        return differences;
    }

    private static void CompareOne(
        ExpectedArticle expected, Dictionary<string, ErpArticleFact> inErp, Action<SampleDifferenceKind, string> add)
    {
        var now = inErp.GetValueOrDefault(expected.Number);
        var former = expected.FormerNumber is { } number ? inErp.GetValueOrDefault(number) : null;
        if (now is not null && former is not null)
        {
            add(SampleDifferenceKind.ArticleDoubled, $"the ERP has it as {former.Number}, too");
        }

        if ((now ?? former) is not { } found)
        {
            if (expected.MustBeInErp)
            {
                add(SampleDifferenceKind.ArticleMissing, "the ERP does not have it");
            }

            return;
        }

        void Differ<T>(string what, T wanted, T has)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, has))
            {
                add(SampleDifferenceKind.ArticleData, $"{what} '{wanted}' expected, '{has}' in the ERP");
            }
        }

        Differ("name", expected.Name, found.Name);
        Differ("price without VAT", expected.PriceExVat, found.PriceExVat);
        Differ("VAT percent", expected.VatPercent, found.VatPercent);
        Differ("EAN", expected.Ean, found.Ean);
        Differ("weight", expected.Weight, found.Weight);
    }

    private static void ComparePresence(ExpectedArticle expected, int times, Action<SampleDifferenceKind, string> add)
    {
        var (least, most) = expected.InShop switch
        {
            ExpectedPresence.AsBefore => (0, int.MaxValue),
            ExpectedPresence.Once => (1, 1),
            ExpectedPresence.OnceOrNot => (0, 1),
            ExpectedPresence.Not => (0, 0),
            _ => throw new System.Diagnostics.UnreachableException(expected.InShop.ToString()),
        };
        if (times < least || times > most)
        {
            add(SampleDifferenceKind.ShopPresence, times == 0 ? "the shop does not have it" : $"the shop has it {times} times, at most {most} expected");
        }
    }

    /// <summary>What the shop shows more than once or not at all is compared elsewhere.</summary>
    private static void CompareInShop(
        ExpectedArticle expected, ShopArticleFact? shown, IReadOnlyDictionary<string, decimal> prices, Action<SampleDifferenceKind, string> add)
    {
        if (expected.ShopPrice is { } price && prices.TryGetValue(expected.Number, out var has) && has != price)
        {
            add(SampleDifferenceKind.ShopPrice, $"{price:0.00} expected, the shop has {has:0.00}");
        }

        if (shown is not null && expected.ShopName is { } name && shown.Name != name)
        {
            add(SampleDifferenceKind.ShopArticle, $"name '{name}' expected, '{shown.Name}' in the shop");
        }

        if (shown is not null && expected.ShopName is not null && shown.Hidden != expected.ShopHidden)
        {
            add(SampleDifferenceKind.ShopArticle, shown.Hidden ? "inactive in the shop" : "deleted in the ERP, but active in the shop");
        }
    }
}
