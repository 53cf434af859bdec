using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;

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
            ErpFeed.Articles => Articles(root, options.Articles),
            ErpFeed.Orders => Orders(root, options),
            _ => throw new System.Diagnostics.UnreachableException(feed.ToString()),
        };
    }

    /// <summary>
    /// One list per stock site; figures are absolute, so within a site the last counts, and sites are summed up. A site without a figure
    /// does not count; an article with an unreadable one has no sum that could be trusted.
    /// </summary>
    private static FeedRead Stock(WireNode root, SpecterOptions options)
    {
        var rows = new List<FeedRow>();
        var broken = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<string>();
        var figures = new Dictionary<string, SortedDictionary<string, decimal?>>(StringComparer.Ordinal);
        var changes = root.ChildrenNamed("stockChanges").ToList();
        foreach (var (site, article) in changes.SelectMany(BySite))
        {
            var number = TextOf(article, "articleNo");
            var figure = TextOf(article, "noItemsAv");
            var none = figure.Length == 0 || figure.Equals(NoFigure, StringComparison.OrdinalIgnoreCase);
            var available = none ? null : WireNumber.Read(figure);
            if (number.Length == 0 || (!none && available is null))
            {
                broken.Add(number);
                rows.Add(new FeedRow.Unreadable(article.Raw(RawMax), number.Length == 0 ? "no article number" : "the quantity is not a number"));
                continue;
            }

            if (!figures.TryGetValue(number, out var bySite))
            {
                order.Add(number);
                figures[number] = bySite = new SortedDictionary<string, decimal?>(StringComparer.Ordinal);
            }

            bySite[site] = available;
        }

        rows.AddRange(order.Where(number => !broken.Contains(number)).Select(number => new FeedRow.Stock(number, Sum(figures[number].Values))
        {
            Sites = options.StockFeed == StockFeedForm.XmlAllSites
                ? figures[number].Where(s => s.Value is not null).ToImmutableSortedDictionary(s => s.Key, s => s.Value!.Value, StringComparer.Ordinal)
                : null,
        }));
        return Known(root, changes.Count > 0, new FeedRead.Rows(rows, rows.Count >= options.StockAnswerLimit));
    }

    /// <summary>The articles of each site; attributes of a site are not known for certain, so its place in the list stands in for its id.</summary>
    private static IEnumerable<(string Site, WireNode Article)> BySite(WireNode change) =>
        change.ChildrenNamed("stock").SelectMany((stock, place) =>
        {
            var site = stock.Attribute("id") ?? stock.Attribute("stocksiteid") ?? $"#{place}";
            return stock.ChildrenNamed("articles").SelectMany(list => list.ChildrenNamed("article")).Select(article => (site, article));
        });

    private static decimal? Sum(IEnumerable<decimal?> figures)
    {
        var known = figures.OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    private static FeedRead Articles(WireNode root, SpecterArticleNames names)
    {
        var lists = root.ChildrenNamed("articles").ToList();
        var rows = lists.SelectMany(list => list.ChildrenNamed("article")).Select(article => Article(article, names)).ToList();
        var limit = WireNumber.Read(root.Child("responseMaxLimit")?.Text ?? "");
        return Known(root, lists.Count > 0 || root.Child("responseMaxLimit") is not null, new FeedRead.Rows(rows, limit > 0 && rows.Count >= limit));
    }

    private static FeedRow Article(WireNode article, SpecterArticleNames names)
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
            string.IsNullOrEmpty(ean) ? null : ean, NumberOf(article, "productWeight"))
        {
            VatPercent = WireNumber.Read(Either(article, names.FeedVat) ?? ""),
            Description = Either(article, names.FeedDescription) is { Length: > 0 } description ? description : null,
            Deleted = Either(article, names.FeedDeleted) is { Length: > 0 } deleted ? WireNumber.IsYes(deleted) : null,
            PriceLists = PriceLists(article, names.FeedPriceList),
            SpecialPrice = names.FeedSpecialPrice is { } field && Either(article, field) is { } special ? special.Length == 0 ? 0m : WireNumber.Read(special) : null,
            FormerNumber = names.FeedFormerNumber is { } former && Either(article, former) is { Length: > 0 } before ? before : null,
            MainNumber = Either(article, names.FeedMainNumber) is { Length: > 0 } main ? main : null,
            Parts = Parts(article, names.FeedSetPart),
        };
    }

    /// <summary>An attribute, or a child of that name.</summary>
    private static string? Either(WireNode node, string name) => (node.Attribute(name) ?? node.Child(name)?.Text)?.Trim();

    private static ImmutableSortedDictionary<string, decimal> PriceLists(WireNode article, string name) =>
        article.Child($"{name}s") is not { Children.Count: > 0 } lists ? ImmutableSortedDictionary<string, decimal>.Empty : lists.ChildrenNamed(name)
            .Select(list => (Name: Either(list, "name") ?? "", Price: WireNumber.Read(Either(list, "priceExclVat") ?? "")))
            .Where(list => list.Name.Length > 0 && list.Price is not null)
            .GroupBy(list => list.Name, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, g => g.Last().Price!.Value, StringComparer.Ordinal);

    /// <summary>The parts of a SET; a list with a part that cannot be read is no list: half a SET would be worse than none.</summary>
    private static ImmutableSortedDictionary<string, decimal>? Parts(WireNode article, string name)
    {
        if (article.Child($"{name}s") is not { } list)
        {
            return null;
        }

        var parts = list.ChildrenNamed(name).Select(part => (Number: Either(part, "articleNo") ?? "", Units: WireNumber.Read(Either(part, "noOfItems") ?? ""))).ToList();
        return parts.TrueForAll(part => part.Number.Length > 0 && part.Units > 0m)
            ? parts.GroupBy(part => part.Number, StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(part => part.Units!.Value), StringComparer.Ordinal)
            : null;
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
        var deliveries = order.ChildrenNamed("deliveries").ToList();
        var marks = MarksOf(status, options) | (deliveries.Exists(node => node.Attribute("updated")?.Trim() == "1") ? ErpOrderMarks.PartlyDelivered : ErpOrderMarks.None);
        var tracking = deliveries
            .SelectMany(node => node.ChildrenNamed("delivery"))
            .Aggregate("", (all, node) => ErpOrderFacts.Join(all, node.Attribute("trackingNo")));
        // Wholly delivered says all that partly says.
        marks = marks.HasFlag(ErpOrderMarks.Delivered) ? marks & ~ErpOrderMarks.PartlyDelivered : marks;
        return new FeedRow.Order(number, ExternalNumber(order, options), marks, tracking.Length == 0 ? null : tracking);
    }

    private static ErpOrderMarks MarksOf(WireNode? status, SpecterOptions options)
    {
        var (delivery, id) = (status?.Attribute("deliveryStatus")?.Trim() ?? "", status?.Attribute("statusId")?.Trim() ?? "");
        return Mark(options.DeliveredStatuses, delivery, ErpOrderMarks.Delivered)
            | Mark(options.PartlyDeliveredStatuses, delivery, ErpOrderMarks.PartlyDelivered)
            | Mark(options.CancelledStatusIds, id, ErpOrderMarks.Cancelled)
            | Mark(options.InvoicedStatusIds, id, ErpOrderMarks.Invoiced)
            | Mark(options.PaidStatusIds, id, ErpOrderMarks.Paid)
            | Mark(options.CreditedStatusIds, id, ErpOrderMarks.Credited);
    }

    private static ErpOrderMarks Mark(ImmutableSortedSet<string> values, string value, ErpOrderMarks mark) => values.Contains(value) ? mark : ErpOrderMarks.None;

    private static string? ExternalNumber(WireNode order, SpecterOptions options)
    {
        var value = options.OrderFeedExternalNumberAttribute is { } name ? (order.Attribute(name) ?? order.Child(name)?.Text)?.Trim() : null;
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A root without children is an empty answer; one with children of which none is known is not taken for empty.</summary>
    private static FeedRead Known(WireNode root, bool hasList, FeedRead.Rows rows) =>
        hasList || root.Children.All(child => child.Is("APIresponse")) ? rows : new FeedRead.Unreadable("answer-of-unknown-shape");

    private static string TextOf(WireNode node, string name) => node.Child(name)?.Text.Trim() ?? "";

    private static decimal? NumberOf(WireNode node, string attribute) => WireNumber.Read(node.Attribute(attribute) ?? "");
}
