using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>One line on its way to become one or two rows: its sum including VAT is fixed, its unit price is still to be found.</summary>
/// <param name="ArticleNumber">Legal number.</param>
/// <param name="Text">Row text.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="VatPercent">VAT percent.</param>
/// <param name="Sum">Sum including VAT, whole öre.</param>
/// <param name="IsGoods">It sells an article.</param>
/// <param name="Percent">Row discount percent to show, or null; the sum is after it.</param>
internal sealed record OrderMapperLine(
    string ArticleNumber, string Text, decimal Quantity, decimal VatPercent, decimal Sum, bool IsGoods, decimal? Percent = null)
{
    /// <summary>Tells lines apart independently of their place in the order.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ArticleNumber}\u001f{Text}\u001f{Quantity:0.############}");
}

/// <summary>Lines for articles, freight, fee and gift cards.</summary>
internal static class OrderMapperLines
{
    /// <summary>Lines before discounts, or null with a problem when the order's parts do not sum up to its total.</summary>
    public static List<OrderMapperLine>? Build(ShopOrder order, OrderMappingSettings settings, decimal total, OrderMapperProblems problems)
    {
        var lines = order.Rows.Select(r => new OrderMapperLine(r.ArticleNumber, Text(r.Name, r.ArticleNumber), r.Quantity, r.VatPercent, r.TotalIncVat, true)).ToList();
        AddFreight(lines, order.Freight, settings, problems);
        AddFee(lines, order.Payment, settings, problems);

        var parts = lines.Sum(l => l.Sum) + order.Discounts.Sum(d => d.AmountIncVat);
        if (!problems.Any && Ore.Round(parts) != total)
        {
            problems.SumMismatch(parts, total, "the total of the shop's order");
        }

        if (problems.Any)
        {
            return null;
        }

        // Discounts in fractions of an öre take part through the total that the lines before discounts must have.
        if (ToWholeOre(lines, total - order.Discounts.Sum(d => Ore.Round(d.AmountIncVat))) is not { } whole)
        {
            problems.SumMismatch(parts, total, "the total of the shop's order");
            return null;
        }

        return [.. whole.SelectMany((line, i) => i < order.Rows.Length ? Goods(line, order.Rows[i], settings) : [line])];
    }

    public static List<OrderMapperLine> GiftCards(ShopOrder order, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var lines = new List<OrderMapperLine>();
        foreach (var card in order.Payment.GiftCards.IsDefault ? [] : order.Payment.GiftCards)
        {
            if (card.Amount != 0m && Article(settings.GiftCardArticle, nameof(settings.GiftCardArticle), "a gift card", problems) is { } number)
            {
                lines.Add(new OrderMapperLine(number, Text(card.Name, number), 1m, 0m, -card.Amount, false));
            }
        }

        return lines;
    }

    /// <summary>The article number in a setting, or null with a problem when it is empty or illegal.</summary>
    public static string? Article(string? number, string setting, string neededFor, OrderMapperProblems problems)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            problems.SettingMissing(setting, neededFor);
            return null;
        }

        if (ArticleNumber.FaultOf(number) is { } fault)
        {
            problems.IllegalNumber(fault, $"the setting {setting}", $"Correct {setting}, then retry the order.");
            return null;
        }

        return number;
    }

    /// <summary>Row texts are one line; an empty text becomes the article number.</summary>
    public static string Text(string? text, string otherwise)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? otherwise : line;
    }

    private static void AddFreight(List<OrderMapperLine> lines, ShopFreight? freight, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (freight is null || (freight.TotalIncVat == 0m && !settings.ZeroFreightRow))
        {
            return;
        }

        if (Article(settings.FreightArticle, nameof(settings.FreightArticle), "the freight row", problems) is { } number)
        {
            lines.Add(new OrderMapperLine(number, Text(freight.Name, number), 1m, freight.VatPercent, freight.TotalIncVat, false));
        }
    }

    private static void AddFee(List<OrderMapperLine> lines, ShopPayment payment, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var (zeroRow, article, setting, what) = payment.CashOnDelivery
            ? (settings.ZeroCashOnDeliveryRow, settings.CashOnDeliveryArticle, nameof(settings.CashOnDeliveryArticle), "the cash-on-delivery row")
            : (settings.ZeroPaymentFeeRow, settings.PaymentFeeArticle, nameof(settings.PaymentFeeArticle), "the payment fee row");
        if (payment.FeeIncVat == 0m && !zeroRow)
        {
            return;
        }

        if (Article(article, setting, what, problems) is { } number)
        {
            lines.Add(new OrderMapperLine(number, Text(payment.Name, number), 1m, payment.FeeVatPercent, payment.FeeIncVat, false));
        }
    }

    /// <summary>
    /// Sums in fractions of an öre (net shops have them) become whole öre that meet the total: the largest fractions round up, sums that are
    /// whole already stay. Null when that cannot meet it.
    /// </summary>
    private static List<OrderMapperLine>? ToWholeOre(List<OrderMapperLine> lines, decimal total)
    {
        var whole = lines.Select(l => l with { Sum = Ore.Floor(l.Sum) }).ToList();
        var left = (total - whole.Sum(l => l.Sum)) * 100m;
        var fractional = Enumerable.Range(0, lines.Count)
            .Where(i => lines[i].Sum != whole[i].Sum)
            .OrderByDescending(i => lines[i].Sum - whole[i].Sum)
            .ThenBy(i => lines[i].Key, StringComparer.Ordinal)
            .ToList();
        if (left < 0m || left > fractional.Count)
        {
            return null;
        }

        foreach (var i in fractional.Take((int)left))
        {
            whole[i] = whole[i] with { Sum = whole[i].Sum + 0.01m };
        }

        return whole;
    }

    /// <summary>An article row as it is, or a package as its parts, the price spread over them by pieces (A30).</summary>
    private static IEnumerable<OrderMapperLine> Goods(OrderMapperLine line, ShopOrderRow row, OrderMappingSettings settings)
    {
        if (!row.IsPackage)
        {
            return [WithOwnPercent(line, row, settings)];
        }

        var shares = row.PackageParts.Select(p => new LargestRemainder.Share(p.Quantity, p.ArticleNumber)).ToList();
        var sums = LargestRemainder.Split(line.Sum, shares);
        return row.PackageParts.Select((part, i) =>
            line with { ArticleNumber = part.ArticleNumber, Text = $"{line.Text}: {part.ArticleNumber}", Quantity = row.Quantity * part.Quantity, Sum = sums[i] });
    }

    /// <summary>With A14 on, a discount the shop gave on this very row is shown as its percentage when it is one of at most two decimals.</summary>
    private static OrderMapperLine WithOwnPercent(OrderMapperLine line, ShopOrderRow row, OrderMappingSettings settings)
    {
        var full = line.Sum + row.DiscountIncVat;
        if (settings.OrderDiscounts is not OrderDiscountPolicy.PercentPerRow || row.DiscountIncVat <= 0m || full <= 0m)
        {
            return line;
        }

        var percent = Ore.Round(100m * row.DiscountIncVat / full);
        var meant = Math.Abs(Ore.Round(full * percent / 100m) - row.DiscountIncVat) <= 0.01m;
        return meant && percent is > 0m and <= 100m ? line with { Percent = percent } : line;
    }
}
