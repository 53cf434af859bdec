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
}

/// <summary>Makes what the shop's staff does during a run.</summary>
internal static class SampleShopLife
{
    public static IReadOnlyList<SampleShopWork> Make(
        SampleSize size, IReadOnlyList<SampleArticle> articles, IReadOnlyList<SampleOrder> orders, Random random)
    {
        var work = new List<SampleShopWork>();
        foreach (var article in articles.Where(a => a.Kind != SampleArticleKind.Sound && a.MendedNumber is not null && a.MendedNumber != a.Number))
        {
            var at = TimeSpan.FromMilliseconds(Math.Floor((size.Duration * (0.5 + (0.2 * random.NextDouble()))).TotalMilliseconds));
            work.Add(new SampleShopWork.NumberMended(at, article.Index));

            // A row keeps the number it was sold under; who shares a number sells under the right one all the time.
            work.AddRange(orders.Where(o => o.Rows.Any(r => r.Article == article.Index) && article.Kind != SampleArticleKind.NumberDuplicate)
                .Select(o => new SampleShopWork.RowRenewed(at + TimeSpan.FromMilliseconds(500), o.Number, article.Index)));
        }

        return [.. work.OrderBy(w => w.At)];
    }
}
