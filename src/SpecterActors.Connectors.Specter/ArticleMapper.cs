using System.Globalization;
using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Specter;

/// <summary>Articles as newArticleSubmit wants them (specter.md section 5.3). List prices are rounded to the wire's two decimals.</summary>
internal static class ArticleMapper
{
    private const int PriceDecimals = 2;
    private const int WeightDecimals = 3;

    public static void Body(SpecterForm body, IReadOnlyList<ErpArticleDraft> articles, bool update, SpecterArticleNames names)
    {
        body.Plain("forceArticleUpdate", update ? "1" : "0");
        for (var index = 0; index < articles.Count; index++)
        {
            Article(body, articles[index], (index + 1).ToString(CultureInfo.InvariantCulture), names);
        }
    }

    private static void Article(SpecterForm body, ErpArticleDraft article, string n, SpecterArticleNames names)
    {
        var number = article.Number.Trim();
        var name = Latin1Text.Collapse(article.Name);
        if (number.Length == 0 || name.Length == 0)
        {
            body.Fail(number.Length == 0 ? $"articleNo_{n} is missing" : $"name_{n} is missing");
        }

        body.Identifier($"articleNo_{n}", number)
            .Text($"name_{n}", name)
            .Exact($"priceExclVAT_{n}", decimal.Round(article.PriceExVat, PriceDecimals, MidpointRounding.AwayFromZero), PriceDecimals)
            .Shortest($"vatPercent_{n}", article.VatPercent)
            .IdentifierIfAny($"barCode_{n}", Latin1Text.Collapse(article.Ean));
        if (article.Weight is { } weight)
        {
            body.Exact($"productWeight_{n}", decimal.Round(weight, WeightDecimals, MidpointRounding.AwayFromZero), WeightDecimals);
        }

        if (article.PurchasePrice is { } purchase)
        {
            body.Exact($"buyPrice_{n}", decimal.Round(purchase, PriceDecimals, MidpointRounding.AwayFromZero), PriceDecimals);
        }

        Named(body, article, n, names);
        if (article.StockArticle)
        {
            body.Plain($"createArticleStock_{n}", "1");
            if (article.InitialStock is { } stock)
            {
                body.Shortest($"noItemsInStock_{n}", stock);
            }
        }
    }

    /// <summary>What goes only under a name that the tenant told.</summary>
    private static void Named(SpecterForm body, ErpArticleDraft article, string n, SpecterArticleNames names)
    {
        if (names.FormerNumber is { } former && article.FormerNumber is { } before)
        {
            body.Identifier($"{former}_{n}", before.Trim());
        }

        if (names.Description is { } description && !string.IsNullOrWhiteSpace(article.Description))
        {
            body.Text($"{description}_{n}", Latin1Text.Collapse(article.Description));
        }

        if (names.SpecialPrice is { } special && article.SpecialPriceExVat is { } price)
        {
            body.Exact($"{special}_{n}", decimal.Round(price, PriceDecimals, MidpointRounding.AwayFromZero), PriceDecimals);
        }

        if (names.Parent is { } parent && article.ParentNumber is { Length: > 0 } main)
        {
            body.Identifier($"{parent}_{n}", main);
        }

        if (names.Deleted is { } deleted)
        {
            body.Plain($"{deleted}_{n}", article.Active ? "0" : "1");
        }
    }
}
