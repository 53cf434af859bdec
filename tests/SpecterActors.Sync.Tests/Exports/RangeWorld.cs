using System.Collections.Immutable;
using System.Globalization;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;

namespace SpecterActors.Sync.Tests.Exports;

/// <summary>
/// A shop with a range and an ERP with its books, as plain data under virtual time. Calls take a varying time on their way and are executed in
/// the world, not in the engine's node: a crash does not take back what was sent. Thread-safe.
/// </summary>
/// <param name="time">Clock of the world.</param>
/// <param name="complete">Completes an answer where the engine's continuations may start.</param>
/// <param name="seed">Seed of the delays.</param>
internal sealed class RangeWorld(TimeProvider time, Action<Action> complete, int seed)
{
    private readonly Lock gate = new();
    /// <summary>Articles on one page of the shop's catalogue.</summary>
    public const int PageSize = 100;

    /// <summary>Rows in one batch of an ERP feed.</summary>
    private const int BatchRows = 500;

    /// <summary>By then an answer is back, and what it says is stored.</summary>
    private static readonly TimeSpan AnswerStoredAfter = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly Random latency = new(seed);
    private readonly SortedDictionary<ErpFeed, List<FeedRow>> queued = new() { [ErpFeed.Stock] = [], [ErpFeed.Articles] = [], [ErpFeed.Orders] = [] };
    private readonly SortedDictionary<ErpFeed, (string No, List<FeedRow> Rows)> open = [];

    public TimeProvider Time => time;

    public List<ShopArticle> Catalogue { get; } = [];

    public List<(ShopOrder Order, Buyer Buyer)> Orders { get; } = [];

    /// <summary>The shop's registered customers.</summary>
    public List<ShopCustomerRead> Customers { get; } = [];

    /// <summary>The ERP's articles by number.</summary>
    public SortedDictionary<string, ErpArticleDraft> Books { get; } = new(StringComparer.Ordinal);

    /// <summary>External number of each order in the ERP, with when it came.</summary>
    public SortedDictionary<string, DateTimeOffset> ErpOrders { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each number was submitted.</summary>
    public SortedDictionary<string, int> Submissions { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers in calls whose answer the engine has not had time to store.</summary>
    public List<IReadOnlyList<string>> UnderWay { get; } = [];

    /// <summary>Calls of the ERP that carried articles.</summary>
    public int SubmitCalls { get; private set; }

    public int CataloguePagesRead { get; private set; }

    /// <summary>Articles on all pages read.</summary>
    public int CatalogueRowsRead { get; private set; }

    public List<(string Uid, decimal Stock)> StockWrites { get; } = [];

    /// <summary>The ERP answers nobody who sends articles.</summary>
    public bool ErpIsDown { get; set; }

    /// <summary>Numbers that the ERP refuses.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Time of each call on its way there, and again back; null for one that varies.</summary>
    public TimeSpan? Latency { get; set; }

    /// <summary>Calls, by what they are, that end without an answer and without effect.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>A call that waits in the lane, travels, is executed here, and travels back.</summary>
    public Task<Outcome<T>> CallAsync<T>(OutboundLane lane, string action, CallOptions options, Func<Outcome<T>> execute, CancellationToken cancellationToken) =>
        lane.RunAsync(action, options, _ => OnItsWayAsync(() => Fails(action) ? new Outcome<T>.Ambiguous("no answer") : execute()), cancellationToken);

    public Outcome<Page<ShopArticle>> ReadCatalogue(DateTimeOffset since, string? token)
    {
        CataloguePagesRead++;
        var from = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var changed = since <= DateTimeOffset.UnixEpoch ? Catalogue : Catalogue.FindAll(a => a.ChangedAt >= since);
        var page = changed.Skip(from).Take(PageSize).ToList();
        CatalogueRowsRead += page.Count;
        return new Outcome<Page<ShopArticle>>.Done(
            new Page<ShopArticle>(page, from + page.Count < changed.Count ? (from + page.Count).ToString(CultureInfo.InvariantCulture) : null));
    }

    public Outcome<Page<ShopOrderRead>> ReadOrders(DateTimeOffset since) => new Outcome<Page<ShopOrderRead>>.Done(
        new Page<ShopOrderRead>([.. Orders.Where(o => o.Order.ChangedAt >= since).Select(o => new ShopOrderRead.Readable(o.Order, o.Buyer))], null));

    public Outcome<Page<ShopCustomerRead>> ReadCustomers(DateTimeOffset since, string? token)
    {
        var from = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var changed = Customers.FindAll(c => c.ChangedAt >= since);
        return new Outcome<Page<ShopCustomerRead>>.Done(
            new Page<ShopCustomerRead>([.. changed.Skip(from).Take(PageSize)], from + PageSize < changed.Count ? (from + PageSize).ToString(CultureInfo.InvariantCulture) : null));
    }

    public Outcome<ShopStock> ReadStock(ShopArticleRef article) =>
        Catalogue.Find(a => a.Ref == article) is { } found ? new Outcome<ShopStock>.Done(new ShopStock(found.Stock, found.Number)) : new Outcome<ShopStock>.Refused("gone", "there is no such article");

    public Outcome<Unit> WriteStock(ShopArticleRef article, decimal stock)
    {
        StockWrites.Add((article.Uid, stock));
        var at = Catalogue.FindIndex(a => a.Ref == article);
        Catalogue[at] = Catalogue[at] with { Stock = stock };
        return new Outcome<Unit>.Done(Unit.Value);
    }

    public Outcome<Unit> Submit(IReadOnlyList<ErpArticleDraft> articles, bool update)
    {
        if (ErpIsDown)
        {
            return new Outcome<Unit>.NotSent("down");
        }

        SubmitCalls++;
        IReadOnlyList<string> numbers = [.. articles.Select(a => a.Number)];
        UnderWay.Add(numbers);
        After(AnswerStoredAfter, () => Done(numbers));
        if (articles.FirstOrDefault(a => Refused.Contains(a.Number)) is { } bad)
        {
            return new Outcome<Unit>.Refused("erp-7", $"article {bad.Number} is not wanted");
        }

        foreach (var article in articles)
        {
            Submissions[article.Number] = Submissions.GetValueOrDefault(article.Number) + 1;
            if (!Books.ContainsKey(article.Number))
            {
                queued[ErpFeed.Stock].Add(new FeedRow.Stock(article.Number, article.InitialStock ?? 0m));
            }
            else if (!update)
            {
                continue;
            }

            Books[article.Number] = article;
        }

        return new Outcome<Unit>.Done(Unit.Value);
    }

    private void Done(IReadOnlyList<string> numbers)
    {
        lock (gate)
        {
            UnderWay.Remove(numbers);
        }
    }

    /// <summary>A buyer places an order of one unit of an article.</summary>
    public string Place(int number, int article = 1)
    {
        var now = time.GetUtcNow();
        var order = new ShopOrder(
            $"o{number}", $"{1_000 + number}", now, now, "SEK", "sv", [new ShopOrderRow($"A{article}", $"{article}", $"Vara {article}", 1m, 25m, 101m, 80.8m)], null,
            new ShopPayment("7", "Faktura", "invoice", null, 0m, 0m, 25m, false, []), [], 101m, false, false, null);
        var buyer = new Buyer(
            null, "Eva", "Ek", null, $"eva{number}@example.se", null, null, new PostalAddress(null, null, "Gatan 1", null, "11122", "Umeå", "SE"), null, null,
            ImmutableSortedDictionary<string, string>.Empty);
        lock (gate)
        {
            Orders.Add((order, buyer));
        }

        return $"W-{order.Number}";
    }

    /// <summary>Whether the ERP has the order.</summary>
    public bool HasOrder(string externalNo)
    {
        lock (gate)
        {
            return ErpOrders.ContainsKey(externalNo);
        }
    }

    /// <summary>Every article of the shop gets another name.</summary>
    public void ChangeAll()
    {
        lock (gate)
        {
            for (var i = 0; i < Catalogue.Count; i++)
            {
                Catalogue[i] = Catalogue[i] with { Name = Catalogue[i].Name + " ny", ChangedAt = time.GetUtcNow() };
            }
        }
    }

    public int OrdersInErp
    {
        get
        {
            lock (gate)
            {
                return ErpOrders.Count;
            }
        }
    }

    /// <summary>Articles whose stock in the shop is as asked.</summary>
    public int Showing(Func<decimal?, bool> asAsked)
    {
        lock (gate)
        {
            return Catalogue.Count(article => asAsked(article.Stock));
        }
    }

    public Outcome<OrderSubmitted> SubmitOrder(ErpOrderDraft draft)
    {
        if (!ErpOrders.TryAdd(draft.ExternalOrderNo, time.GetUtcNow()))
        {
            return new Outcome<OrderSubmitted>.Done(new OrderSubmitted($"E{draft.ExternalOrderNo}", Existing: true));
        }

        return new Outcome<OrderSubmitted>.Done(new OrderSubmitted($"E{draft.ExternalOrderNo}", Existing: false));
    }

    /// <summary>The ERP's figure of an article changes, or all of them are queued again.</summary>
    public void QueueStock(params IEnumerable<(string Number, decimal Available)> figures)
    {
        lock (gate)
        {
            queued[ErpFeed.Stock].AddRange(figures.Select(f => new FeedRow.Stock(f.Number, f.Available)));
        }
    }

    /// <summary>Told before each read of an ERP feed is executed.</summary>
    public Action<ErpFeed, string> Reading { get; set; } = (_, _) => { };

    /// <summary>Told before each acknowledgement is executed.</summary>
    public Action<ErpFeed, string> Acknowledging { get; set; } = (_, _) => { };

    /// <summary>Rows in batches of the ERP's feeds that were read and not closed.</summary>
    public int Unclosed => open.Values.Sum(batch => batch.Rows.Count);

    /// <summary>A batch that is read again takes in what has come since.</summary>
    public bool RepeatsExtend { get; init; }

    /// <summary>A number under which rows were acknowledged is taken for no other batch.</summary>
    public bool RefusesUsedNumbers { get; set; }

    public Outcome<FeedAnswer> ReadFeed(ErpFeed feed, string batchNo)
    {
        Reading(feed, batchNo);
        if (RefusesUsedNumbers && used.Contains(batchNo))
        {
            return new Outcome<FeedAnswer>.Refused("98", $"the number '{batchNo}' was used");
        }

        if (open.TryGetValue(feed, out var batch) && batch.No != batchNo)
        {
            return new Outcome<FeedAnswer>.Done(new FeedAnswer.OtherBatchOpen(batch.No));
        }

        if (batch.Rows is null || RepeatsExtend)
        {
            var rows = queued[feed].Take(BatchRows).ToList();
            if (rows.Count > 0)
            {
                queued[feed].RemoveRange(0, rows.Count);
                open[feed] = batch = (batchNo, [.. batch.Rows ?? [], .. rows]);
            }
        }

        return new Outcome<FeedAnswer>.Done(new FeedAnswer.Batch(batch.Rows ?? [], false));
    }

    public Outcome<Unit> Acknowledge(ErpFeed feed, string batchNo)
    {
        Acknowledging(feed, batchNo);
        if (open.TryGetValue(feed, out var batch) && batch.No == batchNo)
        {
            open.Remove(feed);
            used.Add(batchNo);
        }

        return new Outcome<Unit>.Done(Unit.Value);
    }

    private Task<Outcome<T>> OnItsWayAsync<T>(Func<Outcome<T>> execute)
    {
        var answer = new TaskCompletionSource<Outcome<T>>();
        After(Latency ?? Delay(2, 40), () =>
        {
            Outcome<T> outcome;
            lock (gate)
            {
                outcome = execute();
            }

            After(Latency ?? Delay(1, 20), () => complete(() => answer.TrySetResult(outcome)));
        });
        return answer.Task;
    }

    private TimeSpan Delay(int least, int most)
    {
        lock (gate)
        {
            return TimeSpan.FromMilliseconds(latency.Next(least, most));
        }
    }

    private void After(TimeSpan wait, Action work)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                work();
            },
            null, wait, Timeout.InfiniteTimeSpan);
    }
}
