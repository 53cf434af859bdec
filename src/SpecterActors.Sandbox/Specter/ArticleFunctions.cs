using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>newArticleSubmit: create and update many articles; one bad row refuses all (specter.md section 5.3).</summary>
internal static class ArticleFunctions
{
    public static SpecterAnswer Submit(SpecterBooks books, SpecterParameters parameters)
    {
        var count = parameters.CountRows("articleNo");
        if (count == 0)
        {
            throw new SpecterRefusalException(SpecterError.MissingParameter, "articleNo_1");
        }

        var allowed = books.Switches.ArticlesPerCallMax;
        if (count > allowed)
        {
            throw new SpecterRefusalException(SpecterError.TooManyArticles, allowed.ToString(CultureInfo.InvariantCulture));
        }

        var force = parameters.Flag("forceArticleUpdate");
        var rows = Enumerable.Range(1, count).Select(row => Read(parameters, row, books.Switches)).ToList();
        var firstId = 0;
        foreach (var (sent, initialStock) in rows)
        {
            var id = Apply(books, sent, initialStock, force);
            firstId = firstId == 0 ? id : firstId;
        }

        return SpecterAnswer.Done(firstId, $"{count} artiklar mottagna");
    }

    private static int Apply(SpecterBooks books, SpecterArticle sent, decimal initialStock, bool force)
    {
        if (force && sent.FormerArticleNo.Length > 0 && books.FindArticle(sent.ArticleNo) is null && books.FindArticle(sent.FormerArticleNo) is { } former)
        {
            books.ReplaceArticle(former with { ArticleNo = sent.ArticleNo, FormerArticleNo = former.ArticleNo });
            books.Log("newArticleSubmit", sent.ArticleNo, $"renamed, was {former.ArticleNo}");
        }

        if (books.FindArticle(sent.ArticleNo) is not { } present)
        {
            var added = books.AddArticle(sent with { FormerArticleNo = "" }, sent.IsStockArticle ? initialStock : 0);
            books.Log("newArticleSubmit", sent.ArticleNo, $"created: {sent.Name}");
            Queue(books, added);
            if (added.IsStockArticle)
            {
                books.QueueStock(added.Id);
            }

            return added.Id;
        }

        if (!force)
        {
            books.Log("newArticleSubmit", sent.ArticleNo, "exists, left as it was");
            return present.Id;
        }

        books.ReplaceArticle(sent with
        {
            Id = present.Id,
            ArticleNo = present.ArticleNo,
            IsStockArticle = present.IsStockArticle || sent.IsStockArticle,
            Supplier = sent.Supplier ?? present.Supplier,
            SetParts = present.SetParts,
            Description = present.Description,
            PriceLists = present.PriceLists,
            SpecialPriceExclVat = present.SpecialPriceExclVat,
            Categories = present.Categories,
            MainArticleNo = present.MainArticleNo,
            VariantProperties = present.VariantProperties,
            FormerArticleNo = present.FormerArticleNo,
            Deleted = books.Switches.DeletedArticleParameter.Length > 0 ? sent.Deleted : present.Deleted,
            Stocks = present.Stocks,
        });
        books.Log("newArticleSubmit", sent.ArticleNo, $"overwritten: {sent.Name}");
        Queue(books, present);
        return present.Id;
    }

    private static void Queue(SpecterBooks books, SpecterArticle article)
    {
        if (books.Switches.OwnArticleChangesAreQueued)
        {
            books.QueueArticle(article.Id);
        }
    }

    private static (SpecterArticle Article, decimal InitialStock) Read(SpecterParameters parameters, int row, SpecterSwitches switches)
    {
        var article = new SpecterArticle
        {
            Id = 0,
            ArticleNo = parameters.Required($"articleNo_{row}"),
            Name = parameters.Required($"name_{row}"),
            PriceExclVat = parameters.RequiredDecimal($"priceExclVAT_{row}"),
            VatPercent = parameters.RequiredPercent($"vatPercent_{row}"),
            BuyPrice = parameters.OptionalDecimal($"buyPrice_{row}") ?? 0,
            StockPrice = parameters.OptionalDecimal($"stockPrice_{row}") ?? 0,
            BarCode = parameters.Text($"barCode_{row}"),
            Weight = parameters.OptionalDecimal($"productWeight_{row}") ?? 0,
            Volume = parameters.OptionalDecimal($"productVolume_{row}") ?? 0,
            ManufacturingCountryCode = parameters.Text($"manufacturingCountryCode_{row}", 2),
            FormerArticleNo = switches.FormerArticleNoParameter.Length > 0 ? parameters.Text($"{switches.FormerArticleNoParameter}_{row}") : "",
            Deleted = switches.DeletedArticleParameter.Length > 0 && parameters.Flag($"{switches.DeletedArticleParameter}_{row}"),
            IsStockArticle = parameters.Flag($"createArticleStock_{row}"),
            Supplier = parameters.Flag("addSupplier") && parameters.Has($"supplierNo_{row}")
                ? new SpecterSupplier(
                    parameters.Text($"supplierNo_{row}"),
                    parameters.Text($"supplierName_{row}"),
                    parameters.OptionalDecimal($"supplierBuyPrice_{row}") ?? 0,
                    parameters.Text($"supplierArticleNo_{row}"))
                : null,
        };
        return (article, parameters.OptionalDecimal($"noItemsInStock_{row}") ?? 0);
    }
}
