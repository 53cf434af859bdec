using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Abicart.Articles;

/// <summary>Makes the engine's articles out of one article of the shop (abicart.md section 1.8). Pure.</summary>
internal static class ArticleReader
{
    /// <summary>Asks for what is needed of an article.</summary>
    public const string Query =
        """
        {"uid":true,"changed":true,"articleNumber":true,"ean":true,"name":true,"price":true,"pricing":true,"vatRate":true,"vatIsIncluded":true,
        "description":true,"hidden":true,"articlegroup":true,"stock":true,"weight":true,"type":true,"choices":true,"variants":true}
        """;

    /// <summary>The same without the variants.</summary>
    public const string QueryWithoutVariants =
        """
        {"uid":true,"changed":true,"articleNumber":true,"ean":true,"name":true,"price":true,"pricing":true,"vatRate":true,"vatIsIncluded":true,
        "description":true,"hidden":true,"articlegroup":true,"stock":true,"weight":true,"type":true,"choices":true}
        """;

    /// <summary>Asks for what is needed of a variant.</summary>
    public const string VariantQuery = """{"uid":true,"articleNumber":true,"stock":true}""";

    /// <summary>The article itself.</summary>
    /// <exception cref="WireException">Something needed is missing or has another form.</exception>
    public static ShopArticle Read(WireValue article, AbicartOptions options)
    {
        var (incVat, exVat) = Price(article, options);
        var (specialInc, specialEx) = Special(article, options);
        return new ShopArticle(
            new ShopArticleRef(article["uid"].Uid(), null),
            article["articleNumber"].ExactText(),
            article["name"].TextIn(options.Language),
            exVat,
            incVat,
            WireAmount.Percent(article["vatRate"].Number()),
            Stock(article["stock"]),
            article["ean"].TextOrNull(),
            article["weight"].Number() is { } weight and > 0m ? (options.WeightInGrams ? weight / 1000m : weight) : null,
            string.Equals(article["type"].Text(), options.PackageType, StringComparison.OrdinalIgnoreCase),
            article["changed"].Time() ?? throw article["changed"].Unexpected("a time"))
        {
            SpecialIncVat = specialInc,
            SpecialExVat = specialEx,
            Description = article["description"].TextIn(options.Language) is { Length: > 0 } text ? text : null,
            Active = !article["hidden"].Flag(),
            Category = article["articlegroup"].UidOrNull(),
            PricesExcludeVat = !article["vatIsIncluded"].IsMissing && !article["vatIsIncluded"].Flag(),
        };
    }

    /// <summary>
    /// The variants that stand inside the article; null when they have to be asked for, because the article has choices and these variants
    /// lack uid or number. Empty when the article has none.
    /// </summary>
    public static IReadOnlyList<ShopArticle>? InlineVariants(WireValue article, ShopArticle main)
    {
        var variants = article["variants"].Elements();
        if (variants.Count == 0)
        {
            return article["choices"].Elements().Count > 0 && article["variants"].IsMissing ? null : [];
        }

        var read = new List<ShopArticle>(variants.Count);
        foreach (var variant in variants)
        {
            var (uid, overrides) = (variant["uid"].UidOrNull(), variant["overrides"]);
            if (uid is null || !overrides.IsObject || overrides["articleNumber"].IsMissing)
            {
                return null;
            }

            read.Add(Variant(main, uid, overrides));
        }

        return read;
    }

    /// <summary>A variant: its own number and stock, all else from its article.</summary>
    public static ShopArticle Variant(ShopArticle main, string uid, WireValue own) => main with
    {
        Ref = main.Ref with { VariantUid = uid },
        Number = own["articleNumber"].ExactText(),
        Stock = Stock(own["stock"]),
        Ean = null,
        ParentNumber = main.Number.Length > 0 ? main.Number : null,
    };

    /// <summary>Stock as a number or as an object with the total; null without stock control.</summary>
    public static decimal? Stock(WireValue stock) => stock.IsObject ? stock["stock"].Number() : stock.Number();

    /// <summary>The regular price of the lowest tier (section 1.8: pricing), else <c>price.regular</c> read by <c>vatIsIncluded</c>.</summary>
    private static (decimal? IncVat, decimal? ExVat) Price(WireValue article, AbicartOptions options)
    {
        var tiers = article["pricing"].Elements().OrderBy(t => t["qtyFloor"].Number() ?? 0m).ToList();
        if (tiers.Count > 0)
        {
            var regular = tiers[0]["regular"];
            return (regular["incVat"][options.Currency].Number(), regular["exVat"][options.Currency].Number());
        }

        var price = article["price"]["regular"][options.Currency].Number();
        return article["vatIsIncluded"].IsMissing || article["vatIsIncluded"].Flag() ? (price, null) : (null, price);
    }

    /// <summary>The special offer of the lowest tier, else <c>price.specialOffer</c>, which includes VAT.</summary>
    private static (decimal? IncVat, decimal? ExVat) Special(WireValue article, AbicartOptions options)
    {
        var tiers = article["pricing"].Elements().OrderBy(t => t["qtyFloor"].Number() ?? 0m).ToList();
        if (tiers.Count == 0)
        {
            return (article["price"]["specialOffer"][options.Currency].Number(), null);
        }

        var special = tiers[0]["specialOffer"];
        return (special["incVat"][options.Currency].Number(), special["exVat"][options.Currency].Number());
    }
}
