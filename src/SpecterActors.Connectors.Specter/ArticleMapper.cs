using System.Globalization;
using SpecterActors.Connectors.Specter.Client;
using SpecterActors.Domain.Articles;

namespace SpecterActors.Connectors.Specter;

/// <summary>Articles as newArticleSubmit wants them (specter.md section 5.3). List prices are rounded to the wire's two decimals.</summary>
internal static class ArticleMapper
{
    private const int PriceDecimals = 2;
    private const int WeightDecimals = 3;

    public static void Body(SpecterForm body, IReadOnlyList<ErpArticleDraft> articles, bool update)
    {
        body.Plain("forceArticleUpdate", update ? "1" : "0");
        for (var index = 0; index < articles.Count; index++)
        {
            Article(body, articles[index], (index + 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Article(SpecterForm body, ErpArticleDraft article, string n)
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

        if (article.StockArticle)
        {
            body.Plain($"createArticleStock_{n}", "1");
            if (article.InitialStock is { } stock)
            {
                body.Shortest($"noItemsInStock_{n}", stock);
            }
        }
    }
}
