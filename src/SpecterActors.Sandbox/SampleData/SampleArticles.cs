namespace SpecterActors.Sandbox.SampleData;

/// <summary>Makes the sample articles.</summary>
internal static class SampleArticles
{
    private static readonly string[] Adjectives =
        ["Blå", "Grön", "Röd", "Ärtgrön", "Öländsk", "Åländsk", "Småländsk", "Handgjord", "Äkta", "Förgylld", "Mörkgrå", "Snövit", "Rökt", "Läcker"];

    private static readonly string[] Household =
        ["kaffemugg", "ljusstake", "täljkniv", "bäddset", "köksfläkt", "skärbräda", "ryggsäck", "lägerlykta", "hängmatta", "vattenkanna"];

    private static readonly string[] Food =
        ["äppelmust", "åkerbärssylt", "rågbröd", "kanelbullar", "ättiksgurka", "löjrom", "knäckebröd", "hallonkräm", "ostkaka", "ärtsoppa"];

    private static readonly string[] Books =
        ["bok om öar", "kokbok för sjömän", "sångbok", "läsebok", "karta över Åre", "roman från Ödåkra", "reseguide till Växjö", "årsbok"];

    private static readonly string[] Sizes = ["S", "M", "L", "XL"];

    /// <summary>Illegal numbers with what is wrong with each: a space, Swedish letters, special characters, a comma.</summary>
    private static readonly string[] IllegalNumbers = ["MAT 017", "ÖL-12", "A&B,3", "HEM#4", "50%-KORT", "PRIS€5"];

    public static IReadOnlyList<SampleArticle> Make(SampleSize size, Random random)
    {
        var articles = new List<SampleArticle>();
        for (var i = 0; i < size.Articles - size.FaultyArticles - size.Packages; i++)
        {
            articles.Add(i < size.ArticlesWithVariants ? WithVariants(i, random) : Plain(i, random));
        }

        for (var i = 0; i < size.Packages; i++)
        {
            articles.Add(Package(articles, i, size, random));
        }

        bool IsMended(int i) => size.MendedOrdersPerReason > 0 && i % 3 == 1;
        for (var i = 0; i < size.IllegalNumbers; i++)
        {
            var number = i < IllegalNumbers.Length ? IllegalNumbers[i] : $"{IllegalNumbers[i % IllegalNumbers.Length]}{i}";
            articles.Add(Bad(articles.Count, SampleArticleKind.NumberIllegal, number, random, IsMended(i) ? $"LAGAD-{i}" : null));
        }

        for (var i = 0; i < size.MissingNumbers; i++)
        {
            articles.Add(Bad(articles.Count, SampleArticleKind.NumberMissing, "", random, IsMended(i) ? $"NYTT-{i}" : null));
        }

        for (var i = 0; i < size.DuplicateNumbers; i++)
        {
            // The first of a mended pair keeps the number, the second gets one of its own.
            var number = $"DUBBEL-{i + 1}";
            articles.Add(Bad(articles.Count, SampleArticleKind.NumberDuplicate, number, random, IsMended(i) ? number : null));
            articles.Add(Bad(articles.Count, SampleArticleKind.NumberDuplicate, number, random, IsMended(i) ? $"{number}-B" : null));
        }

        articles = WithChanges(articles, size, random);
        for (var i = 0; i < size.ArticlesAdded; i++)
        {
            articles.Add(new SampleArticle(
                articles.Count, SampleArticleKind.Sound, $"TILL-{i + 1}", $"{Pick(Adjectives, random)} nyhet {i + 1}", Price(random), 25m, random.Next(1, 50), []) { IsAdded = true });
        }

        return articles;
    }

    /// <summary>Plain articles from behind, so that few orders of a small world meet them, and some of the popular ones.</summary>
    private static List<SampleArticle> WithChanges(List<SampleArticle> articles, SampleSize size, Random random)
    {
        var plain = articles.Where(a => a.Kind == SampleArticleKind.Sound && a.Variants.Count == 0 && a.Index % 2 == 0).Select(a => a.Index).ToArray();
        var parts = articles.SelectMany(a => a.Parts.Select(p => p.Article)).ToHashSet();
        var free = plain.Where(i => !parts.Contains(i)).ToArray();
        random.Shuffle(free);
        foreach (var (index, i) in free.Take(size.ArticleChanges + size.ErpPriceChanges).Select((index, i) => (index, i)))
        {
            articles[index] = i < size.ArticleChanges
                ? articles[index] with { Change = ChangeOf(articles[index], i < size.ShopPriceChanges) }
                : articles[index] with { NewErpPrice = articles[index].PriceExVat + random.Next(1, 2000) / 100m };
        }

        foreach (var index in free.Skip(size.ArticleChanges + size.ErpPriceChanges).Take(size.Renames))
        {
            articles[index] = articles[index] with { MendedNumber = $"{articles[index].Number}-NY" };
        }

        var popular = plain.Where(i => i < size.ArticlesWithVariants + size.HotArticles && !parts.Contains(i) && articles[i] is { Change: null, NewErpPrice: null, MendedNumber: null });
        foreach (var index in popular.Order().Take(size.PopularRenames).ToArray())
        {
            articles[index] = articles[index] with { MendedNumber = $"{articles[index].Number}-NY" };
        }

        var rest = articles.Where(a => a.Kind == SampleArticleKind.Sound && a.Variants.Count == 0 && a.Index % 2 == 1 && !parts.Contains(a.Index)).Select(a => a.Index).Reverse().ToList();
        foreach (var index in rest.Take(size.ErpNameChanges))
        {
            articles[index] = articles[index] with { NewErpName = $"{articles[index].Name} (ERP)" };
        }

        foreach (var index in rest.Skip(size.ErpNameChanges).Take(size.ErpDeletions))
        {
            articles[index] = articles[index] with { DeletedInErp = true };
        }

        return articles;
    }

    private static SampleArticleChange ChangeOf(SampleArticle article, bool price) => new($"{article.Name} (ny)", Ean(50_000 + article.Index))
    {
        PriceIncVat = price && article.StoredExVat is null ? article.PriceIncVat + 12.25m : null,
    };

    /// <summary>What the ERP has of them: every sound number but some, each with a stock of its own, and the articles of settings.</summary>
    public static IReadOnlyList<ErpStartArticle> ForErp(
        IReadOnlyList<SampleArticle> articles, SampleSize size, SampleSettings settings, Random random)
    {
        var sold = articles.Where(a => a is { Kind: SampleArticleKind.Sound, IsAdded: false })
            .SelectMany(a => a.SoldNumbers.Select((number, i) => (Article: a, Number: number, Stock: StockOf(a, i)))).ToList();
        // Whoever gives an article another number in the ERP must find it there.
        var controlled = sold.Where(s => s.Stock is not null && (settings.FirstExport || s.Article.MendedNumber is null)).Select(s => s.Number).ToArray();
        random.Shuffle(controlled);
        var missing = controlled.Take(size.MissingInErp).ToHashSet(StringComparer.Ordinal);
        var different = controlled.Skip(size.MissingInErp).Take(size.DifferentStock).ToHashSet(StringComparer.Ordinal);
        var known = sold.Where(s => !missing.Contains(s.Number)).Select(s => new ErpStartArticle(
            s.Number, s.Article.Name, s.Article.PriceExVat, s.Article.VatPercent,
            (s.Stock ?? 1000m) + (different.Contains(s.Number) ? random.Next(1, 60) : 0))
        {
            Ean = s.Article.Variants.Count == 0 ? s.Article.Ean : "", Weight = s.Article.WeightInGrams / 1000m,
        });
        var ofSettings = settings.SettingArticles.Select(s =>
            new ErpStartArticle(s.Number, s.Name, 0m, s.Number == settings.GiftCardArticle ? 0m : 25m, null));
        return [.. known, .. ofSettings];
    }

    private static decimal? StockOf(SampleArticle article, int variant) =>
        article.Variants.Count == 0 ? article.ShopStock : article.Variants[variant].ShopStock;

    private static SampleArticle Plain(int index, Random random)
    {
        var (prefix, nouns, vat) = (index % 20) switch
        {
            < 12 => ("HEM", Household, 25m),
            < 17 => ("MAT", Food, 12m),
            _ => ("BOK", Books, 6m),
        };

        // One in twelve is without stock control, as a service or a made-to-order article would be.
        decimal? stock = index % 12 == 11 ? null : random.Next(0, 400);
        var article = new SampleArticle(
            index, SampleArticleKind.Sound, $"{prefix}-{index:D4}", $"{Pick(Adjectives, random)} {Pick(nouns, random)} {index}", Price(random), vat,
            stock, []);
        return (index % 7) switch
        {
            2 => NetPriced(article),
            3 => article with { Ean = Ean(index) },
            4 => article with { WeightInGrams = random.Next(1, 60) * 50 },
            5 => NetPriced(article) with { Ean = Ean(index), WeightInGrams = 250m },
            _ => article,
        };
    }

    /// <summary>The price is kept without VAT; with VAT it is what comes out, rounded to the öre.</summary>
    private static SampleArticle NetPriced(SampleArticle article)
    {
        var net = article.PriceExVat;
        return article with { StoredExVat = net, PriceIncVat = Math.Round(net * (1m + (article.VatPercent / 100m)), 2, MidpointRounding.AwayFromZero) };
    }

    /// <summary>An EAN-13 of the range for use inside a company, with its check digit.</summary>
    private static string Ean(int index)
    {
        var twelve = $"20000{index:D7}";
        var sum = twelve.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return $"{twelve}{(10 - (sum % 10)) % 10}";
    }

    /// <summary>Every other package has three parts at its own VAT rate, all among the first plain articles.</summary>
    private static SampleArticle Package(List<SampleArticle> articles, int i, SampleSize size, Random random)
    {
        var parts = articles.Skip(size.ArticlesWithVariants).Where(a => a.VatPercent == 25m).Skip(i).Take(3).ToList();
        return new SampleArticle(
            articles.Count, SampleArticleKind.Package, $"PAKET-{i + 1}", $"Presentpaket {i + 1}", random.Next(300, 900) - 0.10m, 25m, null, [])
        {
            Parts = i % 2 == 0 ? [.. parts.Select((part, j) => (part.Index, j + 1m))] : [],
        };
    }

    private static SampleArticle WithVariants(int index, Random random) => new(
        index, SampleArticleKind.Sound, $"KLA-{index:D4}", $"{Pick(Adjectives, random)} tröja {index}", Price(random), 25m, null,
        [.. Sizes.Select(s => new SampleVariant(s, $"KLA-{index:D4}-{s}", random.Next(0, 80)))]);

    private static SampleArticle Bad(int index, SampleArticleKind kind, string number, Random random, string? mended) =>
        new(index, kind, number, $"{Pick(Adjectives, random)} provartikel {index}", Price(random), 25m, random.Next(1, 50), []) { MendedNumber = mended };

    /// <summary>Prices end on every öre, so that prices without VAT and three decimals seldom come out even.</summary>
    private static decimal Price(Random random) => random.Next(4) switch
    {
        0 => random.Next(5, 900),
        1 => random.Next(10, 900) - 0.10m,
        2 => random.Next(10, 2000) + 0.50m,
        _ => random.Next(500, 90_000) / 100m,
    };

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
