namespace SpecterActors.Sandbox.SampleData;

/// <summary>Something that people do in the ERP during the run.</summary>
public abstract record SampleOperation
{
    private SampleOperation(TimeSpan at) => At = at;

    /// <summary>When, from the start of the run; one on an order waits until the order is in the ERP.</summary>
    public TimeSpan At { get; }

    /// <summary>An article is entered.</summary>
    public sealed record ArticleBegun(TimeSpan At, SampleErpArticle Article) : SampleOperation(At);

    /// <summary>Goods arrive or are written off.</summary>
    public sealed record GoodsMoved(TimeSpan At, string ArticleNumber, decimal Delta) : SampleOperation(At);

    /// <summary>Sold over the counter.</summary>
    public sealed record SoldAtTill(TimeSpan At, string ArticleNumber, decimal Quantity) : SampleOperation(At);

    /// <summary>The shelf is counted.</summary>
    public sealed record Counted(TimeSpan At, string ArticleNumber, decimal OnShelf) : SampleOperation(At);

    /// <summary>An article gets another sales price without VAT.</summary>
    public sealed record PriceChanged(TimeSpan At, string ArticleNumber, decimal PriceExVat) : SampleOperation(At);

    /// <summary>An article gets another name.</summary>
    public sealed record NameChanged(TimeSpan At, string ArticleNumber, string Name) : SampleOperation(At);

    /// <summary>An article is marked as deleted.</summary>
    public sealed record Deleted(TimeSpan At, string ArticleNumber) : SampleOperation(At);

    /// <summary>Somebody gives the article the number in the ERP that it got in the shop; not needed when the engine did.</summary>
    public sealed record Renamed(TimeSpan At, string From, string To) : SampleOperation(At);

    /// <summary>The order with this external number is delivered whole.</summary>
    public sealed record Delivered(TimeSpan At, string ExternalNumber, string TrackingNumber) : SampleOperation(At);

    /// <summary>A piece of the order with this external number is delivered, the rest stays.</summary>
    public sealed record PartlyDelivered(TimeSpan At, string ExternalNumber, string TrackingNumber) : SampleOperation(At);

    /// <summary>The order with this external number is cancelled.</summary>
    public sealed record Cancelled(TimeSpan At, string ExternalNumber) : SampleOperation(At);

    /// <summary>The delivered order with this external number comes back: it is credited, and a piece of each row goes on the shelf again.</summary>
    public sealed record Returned(TimeSpan At, string ExternalNumber) : SampleOperation(At);
}

/// <summary>Makes what happens in the ERP during a run.</summary>
internal sealed class SampleLife(
    SampleSize size, IReadOnlyList<SampleArticle> articles, IReadOnlyList<ErpStartArticle> erpArticles, IReadOnlyList<SampleOrder> orders,
    IReadOnlyList<ExpectedOrder> expected, SampleSettings settings, Random random)
{
    /// <param name="isEdited">By order number; what is edited in the shop is neither delivered nor cancelled.</param>
    public IReadOnlyList<SampleOperation> Make(Func<string, bool> isEdited)
    {
        var operations = new List<SampleOperation>();
        var stocked = erpArticles.Where(a => a.Stock is not null).ToList();
        var hot = Math.Min(stocked.Count, 4 * size.ArticlesWithVariants);
        for (var i = 0; i < size.StockChanges; i++)
        {
            var article = size.HotArticles > 0 && random.Next(2) == 0
                ? stocked[Math.Min(stocked.Count - 1, hot + random.Next(size.HotArticles))]
                : stocked[random.Next(stocked.Count)];
            operations.Add(StockChange(i, article.Number, At(size.Duration * random.NextDouble())));
        }

        operations.AddRange(articles.Where(a => a.NewErpPrice is not null).Select(a => new SampleOperation.PriceChanged(
            At(size.Duration * (0.2 + (0.6 * random.NextDouble()))), a.Number, a.NewErpPrice!.Value)));
        operations.AddRange(articles.Where(a => a is { Kind: SampleArticleKind.Sound, MendedNumber: not null }).Select(a => new SampleOperation.Renamed(
            At(size.Duration * (size.RenamesFromErp ? 0.2 + (0.6 * random.NextDouble()) : 0.85 + (0.1 * random.NextDouble()))), a.Number, a.MendedNumber!)));
        operations.AddRange(articles.Where(a => a.NewErpName is not null).Select(a => new SampleOperation.NameChanged(
            At(size.Duration * (0.2 + (0.6 * random.NextDouble()))), a.Number, a.NewErpName!)));
        operations.AddRange(articles.Where(a => a.DeletedInErp).Select(a => new SampleOperation.Deleted(At(size.Duration * (0.5 + (0.4 * random.NextDouble()))), a.Number)));
        if (settings.Flow != SampleFlow.ErpLeads)
        {
            operations.AddRange(articles.Where(a => a.IsAdded).Select(a => new SampleOperation.Counted(At(size.Duration * (0.9 + (0.1 * random.NextDouble()))), a.Number, random.Next(1, 90))));
        }

        if (settings.FirstExport)
        {
            operations.AddRange(ExportedWithoutStock().Select(number => new SampleOperation.Counted(
                At(size.Duration * (0.3 + (0.6 * random.NextDouble()))), number, 5000 + random.Next(500))));
        }

        var sent = orders.Zip(expected).Where(p => p.Second.Outcome is ExpectedOutcome.Sent && !isEdited(p.First.Number)).ToArray();
        random.Shuffle(sent);
        operations.AddRange(sent.Take(size.Deliveries).SelectMany((p, i) => Deliveries(i, p.First, p.Second.ExternalNumber)));
        foreach (var (order, expectation) in sent.Skip(size.Deliveries).Take(size.Cancellations))
        {
            operations.Add(new SampleOperation.Cancelled(Later(order), expectation.ExternalNumber));
        }

        operations.AddRange([.. operations.OfType<SampleOperation.Delivered>().Take(size.Returns)
            .Select(d => new SampleOperation.Returned(At(d.At + (size.Duration * (0.05 + (0.2 * random.NextDouble())))), d.ExternalNumber))]);
        return [.. operations.OrderBy(o => o.At)];
    }

    /// <summary>
    /// Articles that the export makes in the ERP stand there with nothing on the shelf until somebody counts it. One that an order alone
    /// needed is not meant: what is below zero there was sold.
    /// </summary>
    private IEnumerable<string> ExportedWithoutStock()
    {
        var known = erpArticles.Select(a => a.Number).ToHashSet(StringComparer.Ordinal);
        return articles.Where(a => a.IsSoundAtTheEnd && !a.IsAdded && a.MendedNumber != a.Number).SelectMany(a => a.Variants.Count > 0
            ? a.Variants.Where(v => v.ShopStock is not null).Select(v => v.Number)
            : a.ShopStock is null || known.Contains(a.Number) ? [] : new[] { a.NumberAtTheEnd(null) }).Where(n => !known.Contains(n));
    }

    /// <summary>Whole; or a piece first, and the rest later for every other one of these.</summary>
    private IEnumerable<SampleOperation> Deliveries(int i, SampleOrder order, string externalNumber)
    {
        var at = Later(order);
        if (i < size.PartialDeliveries)
        {
            yield return new SampleOperation.PartlyDelivered(at, externalNumber, Tracking());
            at += At(size.Duration * 0.1);
        }

        if (i >= size.PartialDeliveries || i % 2 == 0)
        {
            yield return new SampleOperation.Delivered(at, externalNumber, random.Next(5) == 0 ? "" : Tracking());
        }
    }

    private string Tracking() => $"SE{random.Next(10_000_000, 99_999_999)}";

    private SampleOperation StockChange(int i, string number, TimeSpan at) => (i % 3) switch
    {
        0 => new SampleOperation.GoodsMoved(at, number, random.Next(4) == 0 ? -random.Next(1, 10) : random.Next(1, 100)),
        1 => new SampleOperation.SoldAtTill(at, number, random.Next(1, 6)),
        _ => new SampleOperation.Counted(at, number, random.Next(0, 300)),
    };

    private TimeSpan Later(SampleOrder order) => At(order.At + (size.Duration * (0.05 + (0.15 * random.NextDouble()))));

    private static TimeSpan At(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds));
}
