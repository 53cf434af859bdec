namespace SpecterActors.Sandbox.SampleData;

/// <summary>Something that people do in the ERP during the run.</summary>
public abstract record SampleOperation
{
    private SampleOperation(TimeSpan at) => At = at;

    /// <summary>When, from the start of the run; one on an order waits until the order is in the ERP.</summary>
    public TimeSpan At { get; }

    /// <summary>Goods arrive or are written off.</summary>
    public sealed record GoodsMoved(TimeSpan At, string ArticleNumber, decimal Delta) : SampleOperation(At);

    /// <summary>Sold over the counter.</summary>
    public sealed record SoldAtTill(TimeSpan At, string ArticleNumber, decimal Quantity) : SampleOperation(At);

    /// <summary>The shelf is counted.</summary>
    public sealed record Counted(TimeSpan At, string ArticleNumber, decimal OnShelf) : SampleOperation(At);

    /// <summary>The order with this external number is delivered whole.</summary>
    public sealed record Delivered(TimeSpan At, string ExternalNumber, string TrackingNumber) : SampleOperation(At);

    /// <summary>The order with this external number is cancelled.</summary>
    public sealed record Cancelled(TimeSpan At, string ExternalNumber) : SampleOperation(At);
}

/// <summary>Makes the operations of a run.</summary>
internal static class SampleLife
{
    public static IReadOnlyList<SampleOperation> Make(
        SampleSize size, IReadOnlyList<ErpStartArticle> erpArticles, IReadOnlyList<SampleOrder> orders, IReadOnlyList<ExpectedOrder> expected,
        Random random)
    {
        var operations = new List<SampleOperation>();
        var stocked = erpArticles.Where(a => a.Stock is not null).ToList();
        for (var i = 0; i < size.StockChanges; i++)
        {
            operations.Add(StockChange(i, stocked[random.Next(stocked.Count)].Number, At(size.Duration * random.NextDouble()), random));
        }

        var sent = orders.Zip(expected).Where(p => p.Second.Outcome is ExpectedOutcome.Sent).ToArray();
        random.Shuffle(sent);
        foreach (var (order, expectation) in sent.Take(size.Deliveries))
        {
            operations.Add(new SampleOperation.Delivered(
                Later(order, size, random), expectation.ExternalNumber, random.Next(5) == 0 ? "" : $"SE{random.Next(10_000_000, 99_999_999)}"));
        }

        foreach (var (order, expectation) in sent.Skip(size.Deliveries).Take(size.Cancellations))
        {
            operations.Add(new SampleOperation.Cancelled(Later(order, size, random), expectation.ExternalNumber));
        }

        return [.. operations.OrderBy(o => o.At)];
    }

    private static SampleOperation StockChange(int i, string number, TimeSpan at, Random random) => (i % 3) switch
    {
        0 => new SampleOperation.GoodsMoved(at, number, random.Next(4) == 0 ? -random.Next(1, 10) : random.Next(1, 100)),
        1 => new SampleOperation.SoldAtTill(at, number, random.Next(1, 6)),
        _ => new SampleOperation.Counted(at, number, random.Next(0, 300)),
    };

    private static TimeSpan Later(SampleOrder order, SampleSize size, Random random) =>
        At(order.At + (size.Duration * (0.05 + (0.15 * random.NextDouble()))));

    private static TimeSpan At(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds));
}
