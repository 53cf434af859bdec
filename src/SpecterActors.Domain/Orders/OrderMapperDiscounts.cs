using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>
/// Discounts on the whole order, by policy. Each lowers the VAT base of every rate in proportion to the goods of that rate, by largest
/// remainder, so that the parts sum exactly. Freight and fees share in it only when the discounts exceed the goods.
/// </summary>
internal static class OrderMapperDiscounts
{
    public static List<OrderMapperLine> Apply(
        List<OrderMapperLine> lines, ImmutableArray<ShopDiscount> discounts, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var left = discounts
            .Select(d => d with { AmountIncVat = Ore.Round(d.AmountIncVat) })
            .Where(d => d.AmountIncVat != 0m)
            .ToList();
        if (left.Count == 0)
        {
            return lines;
        }

        var basis = Basis.Of(lines, left);
        if (basis.Sum < basis.Discounts)
        {
            problems.SumMismatch(basis.Sum, basis.Discounts, "the sum of all discounts");
            return lines;
        }

        switch (settings.OrderDiscounts)
        {
            case OrderDiscountPolicy.Spread:
                return Spread(lines, basis, -basis.Discounts, null);
            case OrderDiscountPolicy.PercentPerRow when left.Find(d => IsPercentOf(d, lines)) is { } percent:
                lines = Spread(lines, new Basis(lines, WithFreight: false, -percent.AmountIncVat), percent.AmountIncVat, percent.Percent);
                left.Remove(percent);
                // What comes on top is borne by what the percentage left over.
                return [.. lines, .. NegativeLines(Basis.Of(lines, left), left, settings, problems)];
            case OrderDiscountPolicy.SpreadPercentages when left.Exists(d => d.Percent is not null):
                var percentages = left.Where(d => d.Percent is not null).ToList();
                left = [.. left.Where(d => d.Percent is null)];
                lines = Spread(lines, Basis.Of(lines, percentages), percentages.Sum(d => d.AmountIncVat), null);
                return [.. lines, .. NegativeLines(Basis.Of(lines, left), left, settings, problems)];
            case OrderDiscountPolicy.SpreadPercentages:
            case OrderDiscountPolicy.PercentPerRow:
            case OrderDiscountPolicy.NegativeRow:
                return [.. lines, .. NegativeLines(basis, left, settings, problems)];
            default:
                throw new UnreachableException(settings.OrderDiscounts.ToString());
        }
    }

    /// <summary>Whether the amount really is that percentage of the goods; a capped one, or one on freight too, is not and keeps a row of its own.</summary>
    private static bool IsPercentOf(ShopDiscount discount, List<OrderMapperLine> lines)
    {
        var goods = new Basis(lines, WithFreight: false, 0m).Sum;
        return discount.Percent is > 0m and <= 100m
            && -discount.AmountIncVat <= goods
            && Math.Abs((goods * discount.Percent.Value / 100m) + discount.AmountIncVat) <= 0.01m * (lines.Count + 1);
    }

    private static List<OrderMapperLine> Spread(List<OrderMapperLine> lines, Basis basis, decimal amount, decimal? percent)
    {
        var result = lines.ToList();
        foreach (var (rate, share) in basis.PerRate(amount))
        {
            var members = Enumerable.Range(0, lines.Count).Where(i => basis.Carries(lines[i]) && lines[i].VatPercent == rate).ToList();
            var parts = LargestRemainder.Split(share, [.. members.Select(i => new LargestRemainder.Share(lines[i].Sum, lines[i].Key))]);
            foreach (var (i, part) in members.Zip(parts))
            {
                // A percentage of the row's own does not tell the whole discount any more.
                result[i] = lines[i] with { Sum = lines[i].Sum + part, Percent = percent };
            }
        }

        return result;
    }

    private static IEnumerable<OrderMapperLine> NegativeLines(
        Basis basis, List<ShopDiscount> discounts, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        if (discounts.Count == 0
            || OrderMapperLines.Article(settings.DiscountArticle, nameof(settings.DiscountArticle), "a discount row", problems) is not { } number)
        {
            return [];
        }

        return
        [
            .. from discount in discounts
               from share in basis.PerRate(discount.AmountIncVat)
               where share.Amount != 0m
               select new OrderMapperLine(number, Text(discount, number), 1m, share.Rate, share.Amount, false),
        ];
    }

    /// <summary>The discount's name with its percentage, once (A14 off).</summary>
    private static string Text(ShopDiscount discount, string number)
    {
        var name = OrderMapperLines.Text(discount.Name, number);
        if (discount.Percent is not { } percent)
        {
            return name;
        }

        var figure = percent.ToString("0.##", CultureInfo.InvariantCulture);
        return name.Contains($"{figure} %", StringComparison.Ordinal) || name.Contains($"{figure}%", StringComparison.Ordinal) ? name : $"{name} {figure} %";
    }

    /// <summary>The lines that bear discounts of so much together: the goods, or everything when the goods are not enough.</summary>
    private sealed record Basis(List<OrderMapperLine> Lines, bool WithFreight, decimal Discounts)
    {
        public decimal Sum => Lines.Where(Carries).Sum(l => l.Sum);

        public static Basis Of(List<OrderMapperLine> lines, List<ShopDiscount> discounts)
        {
            var goods = new Basis(lines, WithFreight: false, -discounts.Sum(d => d.AmountIncVat));
            return goods with { WithFreight = goods.Sum < goods.Discounts };
        }

        public bool Carries(OrderMapperLine line) => line.Sum > 0m && (line.IsGoods || WithFreight);

        public List<(decimal Rate, decimal Amount)> PerRate(decimal amount)
        {
            var rates = Lines.Where(Carries).GroupBy(l => l.VatPercent).OrderBy(g => g.Key).Select(g => (Rate: g.Key, Sum: g.Sum(l => l.Sum))).ToList();
            var parts = LargestRemainder.Split(
                amount, [.. rates.Select(r => new LargestRemainder.Share(r.Sum, r.Rate.ToString("000.####", CultureInfo.InvariantCulture)))]);
            return [.. rates.Select((r, i) => (r.Rate, parts[i]))];
        }
    }
}
