using System.Text.Json;
using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.Abicart;

/// <summary>The life operations as the inspection API offers them: names, JSON bodies, results.</summary>
internal static class AbicartOperations
{
    private const int ArticlesMax = 200_000;

    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["place-order"] =
            """{"rows": [{"articleNumber", "quantity", "unitIncVat"?}], "email"?, "firstName"?, "lastName"?, "company"?, "number"?, "address"?, "postcode"?, "town"?, "paymentType"?, "deliveryMethod"?: uid, "giftCard"?: amount, "orderNumber"?}: a buyer orders""",
        ["discard"] = """{"orderNumber"}: cancelled in the shop""",
        ["note"] = """{"orderNumber", "text"}: staff writes a note""",
        ["add-row"] = """{"orderNumber", "articleNumber", "quantity"}: one more row on a placed order""",
        ["remove-row"] = """{"orderNumber", "articleNumber"}: takes the rows with that number off""",
        ["change-quantity"] = """{"orderNumber", "articleNumber", "quantity"}: on the first row with that number""",
        ["stock"] = """{"articleNumber", "stock": number or null}: set by hand; null ends stock control""",
        ["add-article"] = """{"articleNumber", "name", "priceIncVat", "vatPercent"?, "stock"?, "package"?}""",
        ["add-articles"] = """{"count", "prefix", "stock"?}: so many articles with the numbers PREFIX-1, PREFIX-2 and on, at prices of their own""",
        ["delete-article"] = """{"articleNumber"}: deletes the article with its variants; nothing tells of it""",
        ["change-article"] = """{"articleNumber", "newArticleNumber"?, "name"?, "priceIncVat"?, "vatPercent"?, "hidden"?}""",
    };

    public static object Execute(AbicartSystem shop, string operation, JsonElement body)
    {
        try
        {
            return Run(shop, operation, body);
        }
        catch (KeyNotFoundException missing)
        {
            throw new SandboxOperationException($"{operation}: {missing.Message}", missing);
        }
    }

    private static object Run(AbicartSystem shop, string operation, JsonElement body) => operation switch
    {
        "place-order" => AbicartOrderOperations.Place(shop, AbicartOrderOperations.PlaceBody(operation, body)),
        "discard" => shop.Life.Discard(OrderOf(shop, new OperationBody(operation, body, "orderNumber")).Uid),
        "note" => Note(shop, new OperationBody(operation, body, "orderNumber", "text")),
        "add-row" => AddRow(shop, new OperationBody(operation, body, "orderNumber", "articleNumber", "quantity")),
        "remove-row" => RemoveRows(shop, new OperationBody(operation, body, "orderNumber", "articleNumber")),
        "change-quantity" => ChangeQuantity(shop, new OperationBody(operation, body, "orderNumber", "articleNumber", "quantity")),
        "stock" => Stock(shop, new OperationBody(operation, body, "articleNumber", "stock")),
        "add-article" => AddArticle(
            shop, new OperationBody(operation, body, "articleNumber", "name", "priceIncVat", "vatPercent", "stock", "package")),
        "add-articles" => AddArticles(shop, new OperationBody(operation, body, "count", "prefix", "stock")),
        "delete-article" => DeleteArticle(shop, new OperationBody(operation, body, "articleNumber")),
        "change-article" => ChangeArticle(
            shop, new OperationBody(operation, body, "articleNumber", "newArticleNumber", "name", "priceIncVat", "vatPercent", "hidden")),
        _ => throw new SandboxOperationException(
            $"Abicart has no operation '{operation}'; it has {string.Join(", ", Descriptions.Keys)}"),
    };

    /// <summary>The article, and the variant if the number is one's, with this number.</summary>
    internal static (ShopArticle Article, ShopVariant? Variant) Require(AbicartSystem shop, string number)
    {
        var variant = shop.Content.Variants.All.FirstOrDefault(v => v.Number == number);
        var article = variant is not null
            ? shop.Content.Articles.Get(variant.Article)
            : shop.Content.Articles.All.FirstOrDefault(a => a.Number == number)
                ?? throw new SandboxOperationException($"No article has the number '{number}'");
        return (article, variant);
    }

    private static ShopOrder OrderOf(AbicartSystem shop, OperationBody body) =>
        shop.Content.OrderByNumber(body.Text("orderNumber"))
        ?? throw new SandboxOperationException($"No order has the number '{body.Text("orderNumber")}'");

    private static ShopOrder Note(AbicartSystem shop, OperationBody body)
    {
        var text = body.Text("text");
        return shop.Life.ChangeOrder(OrderOf(shop, body).Uid, o => o with { Note = text });
    }

    private static ShopOrder AddRow(AbicartSystem shop, OperationBody body)
    {
        var (article, variant) = Require(shop, body.Text("articleNumber"));
        return shop.Life.AddRow(OrderOf(shop, body).Uid, new RowDraft(article.Uid, variant?.Uid, body.Number("quantity")));
    }

    private static ShopOrder RemoveRows(AbicartSystem shop, OperationBody body)
    {
        var order = OrderOf(shop, body);
        foreach (var row in RowsOf(order, body))
        {
            order = shop.Life.RemoveRow(order.Uid, row.Uid);
        }

        return order;
    }

    private static ShopOrder ChangeQuantity(AbicartSystem shop, OperationBody body)
    {
        var order = OrderOf(shop, body);
        return shop.Life.ChangeQuantity(order.Uid, RowsOf(order, body)[0].Uid, body.Number("quantity"));
    }

    private static List<ShopOrderRow> RowsOf(ShopOrder order, OperationBody body)
    {
        var number = body.Text("articleNumber");
        var rows = order.Rows.Where(r => r.Article is not null && r.ArticleNumber == number).ToList();
        return rows.Count > 0 ? rows : throw new SandboxOperationException($"Order {order.OrderNumber} has no row with '{number}'");
    }

    private static object Stock(AbicartSystem shop, OperationBody body)
    {
        var (article, variant) = Require(shop, body.Text("articleNumber"));
        shop.Life.SetStockByHand(article.Uid, variant?.Uid, body.OptionalNumber("stock"));
        return variant is null ? shop.Content.Articles.Get(article.Uid) : shop.Content.Variants.Get(variant.Uid);
    }

    private static ShopArticle AddArticle(AbicartSystem shop, OperationBody body) => shop.Life.AddArticle(new ShopArticle
    {
        Uid = 0,
        Number = body.Text("articleNumber"),
        Name = Names(shop, body.Text("name")),
        PriceIncVat = body.Number("priceIncVat"),
        VatRate = (body.OptionalNumber("vatPercent") ?? 25m) / 100m,
        Stock = body.OptionalNumber("stock"),
        IsPackage = body.OptionalFlag("package") ?? false,
    });

    private static object AddArticles(AbicartSystem shop, OperationBody body)
    {
        var (count, prefix, stock) = (body.Integer("count"), body.Text("prefix"), body.OptionalNumber("stock"));
        if (count is < 1 or > ArticlesMax)
        {
            throw new SandboxOperationException($"add-articles: count must be between 1 and {ArticlesMax}");
        }

        for (var i = 1; i <= count; i++)
        {
            shop.Life.AddArticle(new ShopArticle
            {
                Uid = 0, Number = $"{prefix}-{i}", Name = Names(shop, $"Vara {prefix} {i}"), PriceIncVat = 10m + (i % 9_000 / 10m), VatRate = 0.25m, Stock = stock,
            });
        }

        return new { added = count };
    }

    private static ShopArticle DeleteArticle(AbicartSystem shop, OperationBody body)
    {
        var (article, _) = Require(shop, body.Text("articleNumber"));
        shop.Life.DeleteArticle(article.Uid);
        return article;
    }

    private static ShopArticle ChangeArticle(AbicartSystem shop, OperationBody body)
    {
        var (article, variant) = Require(shop, body.Text("articleNumber"));
        var number = body.OptionalText("newArticleNumber");
        if (variant is not null && number is not null)
        {
            shop.Life.ChangeVariant(variant.Uid, v => v with { Number = number });
        }

        return shop.Life.ChangeArticle(article.Uid, a => a with
        {
            Number = variant is null ? number ?? a.Number : a.Number,
            Name = body.OptionalText("name") is { } name ? Names(shop, name) : a.Name,
            PriceIncVat = body.OptionalNumber("priceIncVat") ?? a.PriceIncVat,
            VatRate = body.OptionalNumber("vatPercent") is { } percent ? percent / 100m : a.VatRate,
            Hidden = body.OptionalFlag("hidden") ?? a.Hidden,
        });
    }

    private static SortedDictionary<string, string> Names(AbicartSystem shop, string name) =>
        new(StringComparer.Ordinal) { [shop.Options.Languages[0]] = name };
}
