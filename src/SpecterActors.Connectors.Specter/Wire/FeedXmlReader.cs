namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>The feeds in XML, whatever the name of the root (specter.md sections 6.3 to 6.5).</summary>
internal static class FeedXmlReader
{
    private const int RawMax = 500;
    private const string NoFigure = "noItemsAvailable";

    public static FeedRead Read(ErpFeed feed, string text, SpecterOptions options)
    {
        if (WireXml.Read(text, out var reason) is not { } root)
        {
            return new FeedRead.Unreadable(reason);
        }

        if (SpecterReply.Inside(root, options.CreatedIdNodes) is { } reply and not SpecterReply.Success)
        {
            return new FeedRead.Reply(reply);
        }

        return feed switch
        {
            ErpFeed.Stock => Stock(root, options),
            ErpFeed.Articles => Articles(root),
            ErpFeed.Orders => Orders(root, options),
            _ => throw new System.Diagnostics.UnreachableException(feed.ToString()),
        };
    }

    /// <summary>One list per stock site; the figures of one article are summed up, sites without a figure do not count.</summary>
    private static FeedRead Stock(WireNode root, SpecterOptions options)
    {
        var rows = new List<FeedRow>();
        var order = new List<string>();
        var sums = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        var changes = root.ChildrenNamed("stockChanges").ToList();
        foreach (var article in changes.SelectMany(change => change.ChildrenNamed("stock")).SelectMany(ArticlesOf))
        {
            var number = TextOf(article, "articleNo");
            var figure = TextOf(article, "noItemsAv");
            if (number.Length == 0)
            {
                rows.Add(new FeedRow.Unreadable(article.Raw(RawMax), "no article number"));
                continue;
            }

            var none = figure.Length == 0 || figure.Equals(NoFigure, StringComparison.OrdinalIgnoreCase);
            var available = none ? null : WireNumber.Read(figure);
            if (!none && available is null)
            {
                rows.Add(new FeedRow.Unreadable(article.Raw(RawMax), "the quantity is not a number"));
                continue;
            }

            if (!sums.TryGetValue(number, out var before))
            {
                order.Add(number);
            }

            sums[number] = available is null ? before : (before ?? 0m) + available;
        }

        // An article with one unreadable site has no sum that could be trusted.
        var broken = rows.OfType<FeedRow.Unreadable>().Select(row => row.Raw).ToList();
        rows.AddRange(order
            .Where(number => !broken.Exists(raw => raw.Contains($">{number}<", StringComparison.Ordinal)))
            .Select(number => new FeedRow.Stock(number, sums[number])));
        return Known(root, changes.Count > 0, new FeedRead.Rows(rows, sums.Count >= options.StockAnswerLimit));
    }

    private static FeedRead Articles(WireNode root)
    {
        var lists = root.ChildrenNamed("articles").ToList();
        var rows = lists.SelectMany(list => list.ChildrenNamed("article")).Select(Article).ToList();
        var limit = WireNumber.Read(root.Child("responseMaxLimit")?.Text ?? "");
        return Known(root, lists.Count > 0 || root.Child("responseMaxLimit") is not null, new FeedRead.Rows(rows, limit > 0 && rows.Count >= limit));
    }

    private static FeedRow Article(WireNode article)
    {
        var number = TextOf(article, "articleNo");
        if (number.Length == 0)
        {
            return new FeedRow.Unreadable(article.Raw(RawMax), "no article number");
        }

        foreach (var name in (string[])["priceExclVat", "buyPrice", "productWeight"])
        {
            if (article.Attribute(name)?.Trim() is { Length: > 0 } value && WireNumber.Read(value) is null)
            {
                return new FeedRow.Unreadable(article.Raw(RawMax), $"{name} is not a number");
            }
        }

        var ean = article.Attribute("barCode")?.Trim();
        return new FeedRow.Article(
            number, TextOf(article, "name"), NumberOf(article, "priceExclVat"), NumberOf(article, "buyPrice"),
            string.IsNullOrEmpty(ean) ? null : ean, NumberOf(article, "productWeight"));
    }

    private static FeedRead Orders(WireNode root, SpecterOptions options)
    {
        var lists = root.ChildrenNamed("orders").ToList();
        var rows = lists.SelectMany(list => list.ChildrenNamed("order")).Select(order => Order(order, options)).ToList();
        var more = root.Child("moreInfoToFetch");
        return Known(root, lists.Count > 0 || more is not null, new FeedRead.Rows(rows, WireNumber.IsYes(more?.Text)));
    }

    /// <summary>
    /// <c>deliveries updated=1</c> alone is a partial delivery at least; only the delivery status says "wholly" (specter.md sections 6.5 and 15).
    /// </summary>
    private static FeedRow Order(WireNode order, SpecterOptions options)
    {
        var number = (order.Attribute("orderNo") ?? TextOf(order, "orderNo")).Trim();
        if (number.Length == 0)
        {
            return new FeedRow.Unreadable(order.Raw(RawMax), "no order number");
        }

        var status = order.ChildrenNamed("orderstatus").LastOrDefault();
        var delivered = status?.Attribute("deliveryStatus")?.Trim() is { } delivery && options.DeliveredStatuses.Contains(delivery);
        var cancelled = status?.Attribute("statusId")?.Trim() is { } id && options.CancelledStatusIds.Contains(id);
        var deliveries = order.ChildrenNamed("deliveries").ToList();
        var updated = deliveries.Exists(node => node.Attribute("updated")?.Trim() == "1");
        var tracking = deliveries
            .SelectMany(node => node.ChildrenNamed("delivery"))
            .Select(node => node.Attribute("trackingNo")?.Trim())
            .LastOrDefault(value => !string.IsNullOrEmpty(value));
        return new FeedRow.Order(number, ExternalNumber(order, options), delivered, updated && !delivered, cancelled, tracking);
    }

    private static string? ExternalNumber(WireNode order, SpecterOptions options)
    {
        var value = options.OrderFeedExternalNumberAttribute is { } name ? (order.Attribute(name) ?? order.Child(name)?.Text)?.Trim() : null;
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A root without children is an empty answer; one with children of which none is known is not taken for empty.</summary>
    private static FeedRead Known(WireNode root, bool hasList, FeedRead.Rows rows) =>
        hasList || root.Children.All(child => child.Is("APIresponse")) ? rows : new FeedRead.Unreadable("answer-of-unknown-shape");

    private static IEnumerable<WireNode> ArticlesOf(WireNode stock) =>
        stock.ChildrenNamed("articles").SelectMany(list => list.ChildrenNamed("article"));

    private static string TextOf(WireNode node, string name) => node.Child(name)?.Text.Trim() ?? "";

    private static decimal? NumberOf(WireNode node, string attribute) => WireNumber.Read(node.Attribute(attribute) ?? "");
}
