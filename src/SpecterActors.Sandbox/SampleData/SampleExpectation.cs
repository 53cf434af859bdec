using SpecterActors.Sandbox.Abicart.Model;

namespace SpecterActors.Sandbox.SampleData;

/// <summary>
/// Computes what must become of an order, from the specification alone: mission A2, A3, A10 to A12, A21, A22 and A30. It uses
/// neither the engine nor the shop's own arithmetic.
/// </summary>
public static class SampleExpectation
{
    /// <summary>What must become of the order.</summary>
    public static ExpectedOrder Of(SampleOrder order, IReadOnlyList<SampleArticle> articles, SampleSettings settings) => new(
        order.Number, settings.OrderPrefix + order.Number, order.BuyerKey,
        RefusalOf(order, articles, settings) is { } code ? new ExpectedOutcome.Refused(code, Held(order, articles)) : Sent(order, articles, settings));

    /// <summary>Pieces that a refused order keeps sold: the shop gave them away, and no other system knows.</summary>
    private static SortedDictionary<string, decimal> Held(SampleOrder order, IReadOnlyList<SampleArticle> articles)
    {
        var held = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var row in order.Rows)
        {
            var number = articles[row.Article].NumberAtTheEnd(row.Variant);
            held[number] = held.GetValueOrDefault(number) + row.Quantity;
        }

        return held;
    }

    private static string? RefusalOf(SampleOrder order, IReadOnlyList<SampleArticle> articles, SampleSettings settings)
    {
        if (order.Currency != "SEK" && !settings.OtherCurrencies.Contains(order.Currency))
        {
            return RefusalCodes.CurrencyNotSupported;
        }

        if (order.TotalDeviation != 0)
        {
            return RefusalCodes.SumMismatch;
        }

        if (order.VatPercent is { } vat && !settings.VatPercents.Contains(vat))
        {
            return RefusalCodes.VatRateUnknown;
        }

        var stops = order.Rows.Select(r => articles[r.Article]).FirstOrDefault(a => !a.IsSoundAtTheEnd && !(GoesAsParts(a, settings)));
        return stops?.Kind switch
        {
            null => null,
            SampleArticleKind.Package => settings.ExplodePackages ? RefusalCodes.PackageUnknown : RefusalCodes.PackagesOff,
            SampleArticleKind.NumberMissing => RefusalCodes.NumberMissing,
            SampleArticleKind.NumberIllegal => RefusalCodes.NumberIllegal,
            SampleArticleKind.NumberDuplicate => RefusalCodes.NumberDuplicate,
            var kind => throw new System.Diagnostics.UnreachableException(kind.ToString()),
        };
    }

    private static bool GoesAsParts(SampleArticle article, SampleSettings settings) => settings.ExplodePackages && article.Parts.Count > 0;

    private static ExpectedOutcome.Sent Sent(SampleOrder order, IReadOnlyList<SampleArticle> articles, SampleSettings settings)
    {
        var rows = new List<ExpectedRow>();
        foreach (var row in order.Rows)
        {
            var article = articles[row.Article];
            var vat = order.VatPercent ?? article.VatPercent;
            var full = row.UnitIncVat * row.Quantity;
            var off = Off(row.Discount, full);
            var inRow = settings.RowDiscounts == RowDiscountForm.InRow;
            rows.AddRange(Goods(row, article, articles, new ExpectedRow(article.NumberAtTheEnd(row.Variant), vat, row.Quantity, inRow ? full - off : full)));
            if (!inRow && off > 0)
            {
                rows.Add(new ExpectedRow(settings.DiscountArticle, vat, null, -off));
            }
        }

        rows.AddRange(OrderDiscount(order, articles, settings));
        rows.AddRange(Charges(order, settings));
        rows.AddRange(order.GiftCards.Select(amount => new ExpectedRow(settings.GiftCardArticle, 0m, null, -amount)));
        var buyer = order.Buyer;
        var name = buyer.IsCompany ? buyer.Company : $"{buyer.Address.FirstName} {buyer.Address.LastName}";
        var invoice = new ExpectedAddress(
            name, buyer.Address.Address, buyer.Address.Address2, buyer.Address.Postcode, buyer.Address.Town, buyer.Address.Country);
        var delivery = buyer.Delivery is { } d
            ? new ExpectedAddress(d.Name, d.Address, d.Address2, d.Postcode, d.Town, d.Country)
            : invoice;
        return new ExpectedOutcome.Sent(Merge(rows), rows.Sum(r => r.SumIncVat), invoice, delivery) 
        {
            Currency = order.Currency,
            Payment = settings.PaymentCodes.Count == 0 ? null : PaymentOf(order, rows.Sum(r => r.SumIncVat), settings),
            Comments = settings.SendCustomFields ? [.. buyer.Custom.Select(c => $"{c.Key}: {c.Value}")] : [],
        };
    }

    /// <summary>When gift cards cover everything there is no other payment, and a gift card has no code.</summary>
    private static ExpectedPayment PaymentOf(SampleOrder order, decimal due, SampleSettings settings) => due == 0 && order.GiftCards.Count > 0
        ? new ExpectedPayment("", "")
        : new ExpectedPayment(settings.PaymentCodes.GetValueOrDefault(order.Payment.TypeName(), ""), order.PaymentReference);

    /// <summary>A row as it is, or the parts of a package: each bears the price by its pieces, an öre up or down.</summary>
    private static IEnumerable<ExpectedRow> Goods(SampleRow row, SampleArticle article, IReadOnlyList<SampleArticle> articles, ExpectedRow whole)
    {
        if (article.Kind != SampleArticleKind.Package)
        {
            return [whole];
        }

        var pieces = article.Parts.Sum(p => p.Quantity);
        var parts = article.Parts.Select(p => new ExpectedRow(
            articles[p.Article].Number, whole.VatPercent, row.Quantity * p.Quantity, Ore(whole.SumIncVat * p.Quantity / pieces)) { Tolerance = 0.01m }).ToList();
        parts[0] = parts[0] with { SumIncVat = parts[0].SumIncVat + whole.SumIncVat - parts.Sum(p => p.SumIncVat), Tolerance = 0.02m };
        return parts;
    }

    /// <summary>Freight, and the fee as cash-on-delivery row when that method was used; zero rows by setting only.</summary>
    private static IEnumerable<ExpectedRow> Charges(SampleOrder order, SampleSettings settings)
    {
        if (order.FreightIncVat != 0 || settings.ZeroFreightRow)
        {
            yield return new ExpectedRow(settings.FreightArticle, order.VatPercent ?? 25m, 1m, order.FreightIncVat);
        }

        var onDelivery = order.Payment == SamplePayment.CashOnDelivery;
        if (order.FeeIncVat != 0 || (onDelivery ? settings.ZeroCashOnDeliveryRow : settings.ZeroFeeRow))
        {
            yield return new ExpectedRow(onDelivery ? settings.CashOnDeliveryArticle : settings.FeeArticle, order.VatPercent ?? 25m, 1m, order.FeeIncVat);
        }
    }

    /// <summary>
    /// A discount on the whole order takes off the goods of each VAT rate: a percentage of them, or of a fixed amount the share
    /// in proportion to them, where the highest rate takes what rounding leaves.
    /// </summary>
    private static IEnumerable<ExpectedRow> OrderDiscount(SampleOrder order, IReadOnlyList<SampleArticle> articles, SampleSettings settings)
    {
        if (order.Discount is null)
        {
            return [];
        }

        var goods = order.Rows.GroupBy(r => order.VatPercent ?? articles[r.Article].VatPercent).OrderByDescending(g => g.Key)
            .Select(g => (Vat: g.Key, Sum: g.Sum(r => (r.UnitIncVat * r.Quantity) - Off(r.Discount, r.UnitIncVat * r.Quantity))))
            .Where(g => g.Sum > 0).ToList();
        var all = goods.Sum(g => g.Sum);
        var parts = order.Discount switch
        {
            ShopDiscount.Percent p => goods.ConvertAll(g => Ore(g.Sum * p.Rate)),
            ShopDiscount.Fixed f => goods.ConvertAll(g => Ore(Math.Min(f.IncVat, all) * g.Sum / all)),
            _ => throw new System.Diagnostics.UnreachableException(order.Discount.GetType().Name),
        };
        if (order.Discount is ShopDiscount.Fixed whole && parts.Count > 0)
        {
            parts[0] += Math.Min(whole.IncVat, all) - parts.Sum();
        }

        return goods.Zip(parts).Where(p => p.Second != 0)
            .Select(p => new ExpectedRow(settings.DiscountArticle, p.First.Vat, null, -p.Second));
    }

    private static List<ExpectedRow> Merge(List<ExpectedRow> rows) =>
    [
        .. rows.GroupBy(r => (r.ArticleNumber, r.VatPercent)).Select(g => new ExpectedRow(
            g.Key.ArticleNumber, g.Key.VatPercent, g.Any(r => r.Quantity is null) ? null : g.Sum(r => r.Quantity), g.Sum(r => r.SumIncVat))
        {
            Tolerance = g.Sum(r => r.Tolerance),
        }),
    ];

    private static decimal Off(ShopDiscount? discount, decimal on) => discount switch
    {
        null => 0m,
        ShopDiscount.Percent p => Ore(on * p.Rate),
        ShopDiscount.Fixed f => Math.Min(f.IncVat, on),
        _ => throw new System.Diagnostics.UnreachableException(discount.GetType().Name),
    };

    private static decimal Ore(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
