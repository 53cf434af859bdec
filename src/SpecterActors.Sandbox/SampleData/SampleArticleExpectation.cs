namespace SpecterActors.Sandbox.SampleData;

/// <summary>Computes what must become of the articles, from the specification alone: mission A2, A4, A24, A25, M3.</summary>
internal static class SampleArticleExpectation
{
    /// <summary>Every number that is sold at the end.</summary>
    /// <remarks>What the ERP did not have at the start is there once an order needed it, or at once when the whole range is exported.</remarks>
    public static IReadOnlyList<ExpectedArticle> Of(
        IReadOnlyList<SampleArticle> articles, IReadOnlyList<ErpStartArticle> atStart, IReadOnlyList<ExpectedOrder> orders, SampleSettings settings)
    {
        var needed = orders.Where(o => !o.DiscardedInShop).Select(o => o.Outcome).OfType<ExpectedOutcome.Sent>().SelectMany(s => s.Rows).Select(r => r.ArticleNumber)
            .Concat(atStart.Select(a => a.Number)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. articles.Where(a => a.IsSoundAtTheEnd).SelectMany(a => Numbers(a).Select((number, i) =>
            {
                var former = a.Kind == SampleArticleKind.Sound ? a.MendedNumber is null ? null : a.Number : null;
                // A number that is mended is a change, and goes by that (A25); of a pair with one number the one that keeps it did not change.
                var inErp = (settings.FirstExport && a.MendedNumber != a.Number) || (a.IsAdded && settings.Flow != SampleFlow.ErpLeads)
                    || needed.Contains(number) || (former is not null && needed.Contains(former));
                var fromShop = settings.Flow == SampleFlow.ErpLeads ? null : a.Change;
                var price = a.NewErpPrice ?? (fromShop?.PriceIncVat is { } incVat ? Ore(incVat / (1m + (a.VatPercent / 100m))) : a.PriceExVat);
                var shopPrice = a.NewErpPrice is null ? a.StoredExVat ?? a.Change?.PriceIncVat ?? a.PriceIncVat
                    : a.StoredExVat is not null ? price
                    : Ore(price * (1m + (a.VatPercent / 100m)));
                return new ExpectedArticle(
                    number, former, inErp, a.NewErpName ?? fromShop?.Name ?? a.Name, price, a.VatPercent, a.Variants.Count > 0 ? "" : fromShop?.Ean ?? a.Ean,
                    a.WeightInGrams / 1000m, a.Variants.Count > 0 ? null : shopPrice)
                {
                    ShopName = a.Variants.Count > 0 ? null : a.NewErpName ?? a.Change?.Name ?? a.Name,
                    ShopHidden = a.DeletedInErp && settings.Flow is (SampleFlow.Combined or SampleFlow.ErpLeads),
                    InShop = a.DeletedInShop ? ExpectedPresence.Not : ExpectedPresence.AsBefore,
                };
            })),
        ];
    }

    /// <summary>Articles that must not go as they are at the start: packages, and those with a faulty number.</summary>
    public static IReadOnlyList<RefusedArticle> Refused(IReadOnlyList<SampleArticle> articles) =>
    [
        .. articles.Where(a => a.Kind != SampleArticleKind.Sound).Select(a => new RefusedArticle(a.Number, a.Name, a.Kind switch
        {
            SampleArticleKind.Package => RefusalCodes.PackageNotExported,
            SampleArticleKind.NumberMissing => RefusalCodes.NumberMissing,
            SampleArticleKind.NumberIllegal => RefusalCodes.NumberIllegal,
            SampleArticleKind.NumberDuplicate => RefusalCodes.NumberDuplicate,
            _ => throw new System.Diagnostics.UnreachableException(a.Kind.ToString()),
        },
        a.MendedNumber is not null)),

        // While an article waits for its new number in the ERP, an export that comes then may say so.
        .. articles.Where(a => a is { Kind: SampleArticleKind.Sound, MendedNumber: not null }).Select(a =>
            new RefusedArticle(a.MendedNumber!, a.Name, RefusalCodes.Renamed, Mended: true)),
    ];

    private static decimal Ore(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static IEnumerable<string> Numbers(SampleArticle article) =>
        article.Variants.Count > 0 ? article.Variants.Select(v => v.Number) : [article.NumberAtTheEnd(null)];
}
