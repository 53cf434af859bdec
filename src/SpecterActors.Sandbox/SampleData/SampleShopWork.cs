namespace SpecterActors.Sandbox.SampleData;

/// <summary>Something that the shop's staff does during the run.</summary>
public abstract record SampleShopWork
{
    private SampleShopWork(TimeSpan at) => At = at;

    /// <summary>When, from the start of the run; work on an order waits until the order is placed.</summary>
    public TimeSpan At { get; }

    /// <summary>An article whose number was missing, illegal or another's gets the number it ought to have.</summary>
    public sealed record NumberMended(TimeSpan At, int Article) : SampleShopWork(At);

    /// <summary>The row of an order that names this article is put there anew, so that it names the article's number of now.</summary>
    public sealed record RowRenewed(TimeSpan At, string OrderNumber, int Article) : SampleShopWork(At);

    /// <summary>An article gets another name and EAN, some another price.</summary>
    public sealed record ArticleChanged(TimeSpan At, int Article) : SampleShopWork(At);

    /// <summary>An article is added.</summary>
    public sealed record ArticleAdded(TimeSpan At, int Article) : SampleShopWork(At);

    /// <summary>An article is deleted.</summary>
    public sealed record ArticleDeleted(TimeSpan At, int Article) : SampleShopWork(At);

    /// <summary>An article gets another number.</summary>
    public sealed record ArticleRenamed(TimeSpan At, int Article) : SampleShopWork(At);

    /// <summary>A row is put on the order with this number.</summary>
    public sealed record RowAdded(TimeSpan At, string OrderNumber, SampleRow Row) : SampleShopWork(At);

    /// <summary>A row is taken off the order with this number.</summary>
    public sealed record RowRemoved(TimeSpan At, string OrderNumber, SampleRow Row) : SampleShopWork(At);

    /// <summary>The order with this number is cancelled.</summary>
    public sealed record OrderDiscarded(TimeSpan At, string OrderNumber) : SampleShopWork(At);

    /// <summary>A row of the order with this number gets another quantity.</summary>
    public sealed record QuantityChanged(TimeSpan At, string OrderNumber, SampleRow Row, decimal Quantity) : SampleShopWork(At);
}
