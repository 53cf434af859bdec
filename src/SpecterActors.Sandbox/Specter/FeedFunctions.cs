using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace SpecterActors.Sandbox.Specter;

/// <summary>The three change feeds and clearArticleBatch (specter.md sections 6.2 to 6.6).</summary>
internal static class FeedFunctions
{
    private const string NoFigure = "noItemsAvailable";

    public static SpecterAnswer GetStock(SpecterBooks books, SpecterParameters parameters)
    {
        var number = parameters.Required("batchNo");
        var page = books.StockFeed.Get(number, books.Switches, books.Now);
        return parameters.Text("useXML") == "2"
            ? StockXml(books, page, parameters.Flag("getMultipleStocksites"))
            : new SpecterAnswer.Plain(StockText(books, page, number));
    }

    public static SpecterAnswer GetArticles(SpecterBooks books, SpecterParameters parameters)
    {
        var page = books.ArticleFeed.Get(parameters.Required("batchNo"), books.Switches, books.Now);
        return new SpecterAnswer.Data(
        [
            new XElement("responseMaxLimit", books.Switches.ResponseMaxLimit),
            new XElement("articles", page.Rows.Select(article => Article(article, books.Switches))),
        ]);
    }

    public static SpecterAnswer GetOrders(SpecterBooks books, SpecterParameters parameters)
    {
        var page = books.OrderFeed.Get(parameters.Required("batchNo"), books.Switches, books.Now);
        return new SpecterAnswer.Data(
        [
            new XElement("moreInfoToFetch", page.More ? books.Switches.MoreInfoYes : books.Switches.MoreInfoNo),
            new XElement("orders", page.Rows.Select(row => Order(row, books.Switches))),
        ]);
    }

    public static SpecterAnswer Acknowledge<TRow>(SpecterBooks books, SpecterParameters parameters, ChangeFeed<TRow> feed)
        where TRow : class
    {
        var number = parameters.Required("batchNo");
        var count = feed.Acknowledge(number, books.Switches, books.Now);
        books.Log(parameters.Text("action"), number, $"{count} changes acknowledged");
        return SpecterAnswer.Done(count, "Batchen avslutad");
    }

    /// <summary>Drops the open stock batch and queues the whole stock anew; what it truly does is inferred (specter.md section 6.6).</summary>
    public static SpecterAnswer Clear(SpecterBooks books, SpecterParameters parameters)
    {
        parameters.Required("batchNo");
        books.StockFeed.Clear();
        foreach (var articleId in books.Articles.Keys)
        {
            books.StockFeed.Add(articleId);
        }

        books.Log("clearArticleBatch", parameters.Text("batchNo"), $"{books.Articles.Count} articles queued");
        return SpecterAnswer.Done(books.Articles.Count, "Kön återställd");
    }

    private static string StockText(SpecterBooks books, FeedPage<StockRow> page, string number)
    {
        if (page.Rows.Count == 0 && books.Switches.EmptyStockAnswerIsResultLine)
        {
            return "1;;Inga ändringar";
        }

        var text = new StringBuilder();
        if (books.Switches.StockHeaderRow)
        {
            text.Append("articleId;articleNo;noItemsAvailable;batchNo\r");
        }

        foreach (var row in page.Rows)
        {
            var available = row.Sites.Single(site => site.Site == books.DefaultSite).Available;
            text.Append(CultureInfo.InvariantCulture, $"{row.Article.Id};{row.Article.ArticleNo};{Figure(available, books.Switches)};{number}\r");
        }

        return text.ToString();
    }

    private static SpecterAnswer.Data StockXml(SpecterBooks books, FeedPage<StockRow> page, bool allSites) => new(
    [
        new XElement(
            "stockChanges",
            books.Options.StockSites.Where(site => allSites || site == books.DefaultSite).Select(site => new XElement(
                "stock",
                new XAttribute("id", site.Id),
                SpecterAnswer.Attribute("name", site.Name),
                new XElement("articles", page.Rows.Select(row => new XElement(
                    "article",
                    new XElement("articleId", row.Article.Id),
                    SpecterAnswer.TextNode("articleNo", row.Article.ArticleNo),
                    new XElement("noItemsAv", Figure(row.Sites.Single(entry => entry.Site == site).Available, books.Switches)))))))),
    ]);

    private static XElement Article(SpecterArticle article, SpecterSwitches switches)
    {
        var node = new XElement(
            "article",
            new XAttribute("priceExclVat", Comma(article.PriceExclVat)),
            new XAttribute("buyPrice", Comma(article.BuyPrice)),
            SpecterAnswer.Attribute("barCode", article.BarCode),
            new XAttribute("productWeight", Comma(article.Weight)),
            SpecterAnswer.TextNode("articleNo", article.ArticleNo),
            SpecterAnswer.TextNode("name", article.Name));
        if (switches.ArticleFeedVatAttribute.Length > 0)
        {
            node.Add(new XAttribute(switches.ArticleFeedVatAttribute, Comma(article.VatPercent)));
        }

        AddAssumed(node, article, switches.ArticleFeedNames);
        return node;
    }

    private static void AddAssumed(XElement node, SpecterArticle article, SpecterArticleFeedNames names)
    {
        foreach (var (name, value) in new[]
        {
            (names.Id, Plain(article.Id)), (names.Deleted, article.Deleted ? "1" : "0"), (names.FormerNumber, article.FormerArticleNo),
            (names.MainNumber, article.MainArticleNo), (names.SpecialPrice, article.SpecialPriceExclVat is { } special ? Comma(special) : ""),
        })
        {
            if (name.Length > 0)
            {
                node.Add(SpecterAnswer.Attribute(name, value));
            }
        }

        if (names.Description.Length > 0)
        {
            node.Add(SpecterAnswer.TextNode(names.Description, article.Description));
        }

        void Add(string name, string parent, IEnumerable<XElement> children)
        {
            if (name.Length > 0)
            {
                node.Add(new XElement(parent, children));
            }
        }

        Add(names.PriceList, $"{names.PriceList}s", article.PriceLists.Select(p =>
            new XElement(names.PriceList, SpecterAnswer.Attribute("name", p.Key), new XAttribute("priceExclVat", Comma(p.Value)))));
        Add(names.Category, "categories", article.Categories.Select(c => SpecterAnswer.TextNode(names.Category, c)));
        Add(names.VariantProperty, "variantProperties", article.VariantProperties.Select(p =>
        {
            var property = SpecterAnswer.TextNode(names.VariantProperty, p.Value);
            property.Add(SpecterAnswer.Attribute("name", p.Key));
            return property;
        }));
        Add(names.SetPart, $"{names.SetPart}s", article.SetParts.Select(p =>
            new XElement(names.SetPart, SpecterAnswer.Attribute("articleNo", p.ArticleNo), new XAttribute("noOfItems", Comma(p.Quantity)))));
    }

    private static XElement Order(OrderRow row, SpecterSwitches switches)
    {
        var (deliveryStatus, statusId) = row.Order.Status switch
        {
            SpecterOrderStatus.Open => (switches.DeliveryStatusNone, switches.StatusIdOpen),
            SpecterOrderStatus.PartlyDelivered => (switches.DeliveryStatusPartly, switches.StatusIdOpen),
            SpecterOrderStatus.Delivered => ("D", switches.StatusIdDelivered),
            SpecterOrderStatus.Cancelled => (row.Order.Deliveries.Count > 0 ? switches.DeliveryStatusPartly : switches.DeliveryStatusNone, "5"),
            _ => throw new System.Diagnostics.UnreachableException(row.Order.Status.ToString()),
        };
        statusId = row.Order.Status is SpecterOrderStatus.Cancelled ? statusId
            : row.Order.Credited && switches.StatusIdCredited.Length > 0 ? switches.StatusIdCredited
            : row.Order.Paid && switches.StatusIdPaid.Length > 0 ? switches.StatusIdPaid
            : row.Order.InvoiceNo is not null && switches.StatusIdInvoiced.Length > 0 ? switches.StatusIdInvoiced
            : statusId;
        var node = new XElement("order", new XAttribute("orderNo", row.Order.OrderNo));
        if (switches.OrderFeedExternalNumberAttribute.Length > 0)
        {
            node.Add(SpecterAnswer.Attribute(switches.OrderFeedExternalNumberAttribute, row.Order.ExternalOrderNo));
        }

        node.Add(
            new XElement("orderstatus", new XAttribute("deliveryStatus", deliveryStatus), new XAttribute("statusId", statusId)),
            new XElement(
                "deliveries",
                new XAttribute("updated", row.DeliveriesUpdated ? "1" : "0"),
                row.Order.Deliveries.Select(delivery => new XElement("delivery", SpecterAnswer.Attribute("trackingNo", delivery.TrackingNo)))));
        return node;
    }

    private static string Figure(decimal? available, SpecterSwitches switches)
    {
        if (available is not { } units)
        {
            return NoFigure;
        }

        var shown = units < 0 && switches.NegativeStockShownAsZero ? 0 : units;
        return switches.StockDecimalComma ? Comma(shown) : Plain(shown);
    }

    private static string Comma(decimal value) => Plain(value).Replace('.', ',');

    private static string Plain(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
