namespace SpecterActors.Sandbox.SampleData;

/// <summary>Makes what the shop's staff does during a run.</summary>
internal sealed class SampleShopLife(SampleSize size, IReadOnlyList<SampleArticle> articles, Random random)
{
    private readonly List<SampleShopWork> work = [];
    private readonly HashSet<string> discarded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SampleOrder> edited = new(StringComparer.Ordinal);

    /// <summary>The orders that are edited, as they are at the end, by number.</summary>
    public IReadOnlyDictionary<string, SampleOrder> Edited => edited;

    /// <summary>Numbers of the orders that are cancelled in the shop.</summary>
    public IReadOnlySet<string> Discarded => discarded;

    public IReadOnlyList<SampleShopWork> Make(IReadOnlyList<SampleOrder> orders)
    {
        MendNumbers(orders);
        foreach (var article in articles)
        {
            if (article.Change is not null)
            {
                work.Add(new SampleShopWork.ArticleChanged(Within(0.2, 0.8), article.Index));
            }

            if (article.IsAdded)
            {
                work.Add(new SampleShopWork.ArticleAdded(Within(0.1, 0.9), article.Index));
            }

            if (article is { Kind: SampleArticleKind.Sound, MendedNumber: not null } && !size.RenamesFromErp)
            {
                work.Add(new SampleShopWork.ArticleRenamed(Within(0.3, 0.8), article.Index));
            }
        }

        EditOrders(orders);
        return [.. work.OrderBy(w => w.At)];
    }

    private void MendNumbers(IReadOnlyList<SampleOrder> orders)
    {
        foreach (var article in articles.Where(a => a.Kind != SampleArticleKind.Sound && a.MendedNumber is not null && a.MendedNumber != a.Number))
        {
            var at = Within(0.5, 0.7);
            work.Add(new SampleShopWork.NumberMended(at, article.Index));

            // A row keeps the number it was sold under; who shares a number sells under the right one all the time.
            work.AddRange(orders.Where(o => o.Rows.Any(r => r.Article == article.Index) && article.Kind != SampleArticleKind.NumberDuplicate)
                .Select(o => new SampleShopWork.RowRenewed(at + TimeSpan.FromMilliseconds(500), o.Number, article.Index)));
        }
    }

    /// <summary>
    /// Edits of plain orders: without gift cards (staff would have to look after the payments) and rows with a discount of their own. Every
    /// fifth edit is a second one of the same order.
    /// </summary>
    private void EditOrders(IReadOnlyList<SampleOrder> orders)
    {
        var fit = orders.Where(o => o.GiftCards.Count == 0 && o.TotalDeviation == 0 && o.Rows.All(r => r.Discount is null && r.UnitIncVat > 0
            && articles[r.Article].Kind == SampleArticleKind.Sound) && o.Currency == "SEK" && o.VatPercent is null).ToArray();
        random.Shuffle(fit);
        var next = 0;
        for (var i = 0; i < size.OrderEdits && (next < fit.Length || i % 5 == 4); i++)
        {
            var order = i % 5 == 4 ? edited[fit[next - 1].Number] : fit[next++];
            var at = Rounded(order.At + (size.Duration * (0.05 + (0.1 * random.NextDouble()) + (i % 5 == 4 ? 0.15 : 0))));
            edited[order.Number] = Edit(i, order, at);
        }

        foreach (var order in fit.Skip(next).Take(size.ShopCancellations))
        {
            discarded.Add(order.Number);
            work.Add(new SampleShopWork.OrderDiscarded(Rounded(order.At + (size.Duration * 0.2 * random.NextDouble() * random.NextDouble())), order.Number));
        }
    }

    private SampleOrder Edit(int i, SampleOrder order, TimeSpan at)
    {
        var row = order.Rows[^1];
        switch (i % 4)
        {
            case 0:
                var more = row with { Quantity = row.Quantity + random.Next(1, 4) };
                work.Add(new SampleShopWork.QuantityChanged(at, order.Number, row, more.Quantity));
                return order with { Rows = [.. order.Rows.SkipLast(1), more] };
            case 1 when row.Quantity > 1:
                var fewer = row with { Quantity = row.Quantity - 1 };
                work.Add(new SampleShopWork.QuantityChanged(at, order.Number, row, fewer.Quantity));
                return order with { Rows = [.. order.Rows.SkipLast(1), fewer] };
            case 2 when order.Rows.Count > 1:
                work.Add(new SampleShopWork.RowRemoved(at, order.Number, row));
                return order with { Rows = [.. order.Rows.SkipLast(1)] };
            default:
                var article = articles.Where(a => a is { Kind: SampleArticleKind.Sound, Variants.Count: 0, MendedNumber: null, IsAdded: false }).ElementAt(random.Next(articles.Count / 2));
                var added = new SampleRow(article.Index, null, random.Next(1, 4), article.PriceIncVat, null);
                work.Add(new SampleShopWork.RowAdded(at, order.Number, added));
                return order with { Rows = [.. order.Rows, added] };
        }
    }

    private TimeSpan Within(double from, double to) => Rounded(size.Duration * (from + ((to - from) * random.NextDouble())));

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds));
}
