using System.Globalization;

namespace SpecterActors.Sandbox.Specter;

/// <summary>A row of the stock feed as it was when it was shown.</summary>
internal sealed record StockRow(SpecterArticle Article, IReadOnlyList<(SpecterStockSite Site, decimal? Available)> Sites);

/// <summary>A row of the order feed as it was when it was shown.</summary>
internal sealed record OrderRow(SpecterOrder Order, bool DeliveriesUpdated);

/// <summary>Everything the simulated account holds, and the rules by which stock and feeds follow what is done to it.</summary>
internal sealed class SpecterBooks
{
    private readonly TimeProvider time;
    private readonly Random numbers;
    private readonly Dictionary<string, int> articleIds = new(StringComparer.Ordinal);
    private readonly PriorityQueue<int, (DateTimeOffset Due, int Order)> lateStockChanges = new();
    private readonly List<int> setIds = [];
    private readonly List<SandboxEffect> effects = [];
    private int nextCustomerId;
    private int nextOrderNo;
    private int nextArticleId = 1;
    private int nextInvoiceNo = 70_001;
    private int lateOrder;

    public SpecterBooks(string name, SpecterOptions options, TimeProvider time, int seed)
    {
        this.time = time;
        numbers = new Random(seed);
        Options = options;
        Switches = options.Switches;
        Triggers = new SpecterTriggers(name);
        DeliveryMethods = [.. options.DeliveryMethods];
        nextCustomerId = 100 + numbers.Next(900);
        nextOrderNo = 20_000 + numbers.Next(10_000);
        StockFeed = new((id, _) => ShowStock(id), SpecterError.WrongStockBatch);
        ArticleFeed = new((id, _) => Articles.GetValueOrDefault(id), SpecterError.WrongBatch);
        OrderFeed = new((no, mark) => Orders.TryGetValue(no, out var order) ? new OrderRow(order, mark) : null, SpecterError.WrongBatch);
    }

    public SpecterOptions Options { get; }

    public SpecterSwitches Switches { get; set; }

    public SpecterTriggers Triggers { get; }

    public SortedDictionary<int, SpecterCustomer> Customers { get; } = [];

    public SortedDictionary<int, SpecterOrder> Orders { get; } = [];

    public List<SpecterOrder> DeletedOrders { get; } = [];

    public SortedDictionary<int, SpecterArticle> Articles { get; } = [];

    public List<SpecterDeliveryMethod> DeliveryMethods { get; }

    public List<SpecterMail> Mails { get; } = [];

    /// <summary>Order numbers by external order number, deleted orders excluded.</summary>
    public Dictionary<string, SortedSet<int>> OrdersByExternalNo { get; } = new(StringComparer.Ordinal);

    public CustomerIndex CustomerIndex { get; } = new();

    public ChangeFeed<StockRow> StockFeed { get; }

    /// <summary>Told of an article whenever its figure of that moment goes into the stock feed's batch.</summary>
    public Action<string>? StockShown { get; set; }

    public ChangeFeed<SpecterArticle> ArticleFeed { get; }

    public ChangeFeed<OrderRow> OrderFeed { get; }

    public IReadOnlyList<SandboxEffect> Effects => effects;

    public DateTimeOffset Now => time.GetUtcNow();

    public DateTimeOffset? NextDue => lateStockChanges.TryPeek(out _, out var first) ? first.Due : null;

    public SpecterStockSite DefaultSite => Options.StockSites[0];

    public int LateStockChanges => lateStockChanges.Count;

    public int NextCustomerId() => nextCustomerId++;

    /// <summary>Other people place orders too, so that numbers have gaps.</summary>
    public int NextOrderNo() => nextOrderNo += 1 + numbers.Next(3);

    public int NextInvoiceNo() => nextInvoiceNo++;

    public void Log(string kind, string key, string detail) => effects.Add(new SandboxEffect(effects.Count + 1, Now, kind, key, detail));

    /// <summary>Makes the changes that waited for time happen; begins an operation.</summary>
    public void CatchUp()
    {
        while (lateStockChanges.TryPeek(out var articleId, out var first) && first.Due <= Now)
        {
            lateStockChanges.Dequeue();
            Triggers.BeginOperation();
            EnterStockFeed(articleId);
        }

        Triggers.BeginOperation();
    }

    public SpecterArticle? FindArticle(string articleNo) =>
        articleIds.TryGetValue(articleNo, out var id) ? Articles[id]
        : Switches.ArticleNoIgnoresCase
            ? Articles.Values.FirstOrDefault(article => article.ArticleNo.Equals(articleNo, StringComparison.OrdinalIgnoreCase))
        : null;

    public SpecterArticle RequireArticle(string articleNo) =>
        FindArticle(articleNo) ?? throw new SpecterRefusalException(SpecterError.UnknownArticle, articleNo);

    public SpecterOrder RequireOrder(int orderNo) => Orders.TryGetValue(orderNo, out var order)
        ? order
        : throw new SpecterRefusalException(SpecterError.UnknownOrder, orderNo.ToString(CultureInfo.InvariantCulture));

    public SpecterStockSite RequireSite(int? siteId) => siteId is not { } id
        ? DefaultSite
        : Options.StockSites.FirstOrDefault(site => site.Id == id)
            ?? throw new SpecterRefusalException(SpecterError.UnknownStockSite, id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the article under a new id with its initial stock at the default site.</summary>
    public SpecterArticle AddArticle(SpecterArticle article, decimal initialStock)
    {
        var added = article with
        {
            Id = nextArticleId++,
            Stocks = [.. Options.StockSites.Select(site => new SpecterStock(site.Id, site == DefaultSite ? initialStock : 0, 0))],
        };
        Articles.Add(added.Id, added);
        if (added.SetParts.Count > 0)
        {
            setIds.Add(added.Id);
        }

        articleIds.Add(added.ArticleNo, added.Id);
        return added;
    }

    /// <summary>Replaces the article, also under another number.</summary>
    public void ReplaceArticle(SpecterArticle article)
    {
        var before = Articles[article.Id];
        if (before.ArticleNo != article.ArticleNo)
        {
            articleIds.Add(article.ArticleNo, article.Id);
            articleIds.Remove(before.ArticleNo);
            foreach (var setId in setIds)
            {
                Articles[setId] = Articles[setId] with
                {
                    SetParts = [.. Articles[setId].SetParts.Select(
                        part => part.ArticleNo == before.ArticleNo ? part with { ArticleNo = article.ArticleNo } : part)],
                };
            }
        }

        Articles[article.Id] = article;
    }

    /// <summary>Units that can still be sold at the site; a SET has as many as its scarcest part allows. Null without stock keeping.</summary>
    public decimal? Available(SpecterArticle article, int siteId)
    {
        if (article.SetParts.Count > 0)
        {
            var perPart = article.SetParts
                .Select(part => FindArticle(part.ArticleNo) is { } found ? Available(found, siteId) / part.Quantity : 0)
                .Where(units => units is not null)
                .ToList();
            return perPart.Count == 0 ? null : decimal.Floor(perPart.Min()!.Value);
        }

        return article.IsStockArticle ? article.Stocks.Single(stock => stock.SiteId == siteId).Available : null;
    }

    /// <summary>Changes shelf and reservations; a SET's parts instead of the SET. Articles without stock keeping stay as they are.</summary>
    public void ChangeStock(int articleId, int siteId, decimal physical, decimal reserved)
    {
        var article = Articles[articleId];
        foreach (var part in article.SetParts)
        {
            if (FindArticle(part.ArticleNo) is { } found)
            {
                ChangeStock(found.Id, siteId, physical * part.Quantity, reserved * part.Quantity);
            }
        }

        if (article.SetParts.Count > 0 || !article.IsStockArticle)
        {
            return;
        }

        Articles[articleId] = article with
        {
            Stocks = [.. article.Stocks.Select(stock => stock.SiteId == siteId
                ? stock with { Physical = stock.Physical + physical, Reserved = stock.Reserved + reserved }
                : stock)],
        };
        QueueStock(articleId);
        foreach (var setId in setIds.Where(id => Articles[id].SetParts.Any(part => part.ArticleNo == article.ArticleNo)))
        {
            QueueStock(setId);
        }
    }

    public void QueueStock(int articleId)
    {
        if (Switches.StockChangeQueuedAfter > TimeSpan.Zero)
        {
            lateStockChanges.Enqueue(articleId, (Now + Switches.StockChangeQueuedAfter, lateOrder++));
        }
        else
        {
            EnterStockFeed(articleId);
        }
    }

    public void QueueArticle(int articleId)
    {
        ArticleFeed.Add(articleId);
        Triggers.Fire(SpecterTriggers.ArticleChange, Switches);
    }

    public void QueueOrder(int orderNo, bool deliveriesUpdated)
    {
        OrderFeed.Add(orderNo, deliveriesUpdated);
        Triggers.Fire(SpecterTriggers.OrderChange, Switches);
    }

    private void EnterStockFeed(int articleId)
    {
        StockFeed.Add(articleId);
        Triggers.Fire(SpecterTriggers.StockChange, Switches);
    }

    private StockRow? ShowStock(int articleId)
    {
        var article = Articles[articleId];
        StockShown?.Invoke(article.ArticleNo);
        var sites = Options.StockSites.Select(site => (site, Available(article, site.Id))).ToList();
        return Switches.StockFeedNamesArticlesWithoutStock || sites.Exists(site => site.Item2 is not null) ? new StockRow(article, sites) : null;
    }
}
