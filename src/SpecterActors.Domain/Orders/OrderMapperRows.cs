using System.Collections.Immutable;
using System.Diagnostics;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Values;

namespace SpecterActors.Domain.Orders;

/// <summary>Finds the unit prices of all lines: one price, else by setting two rows or a rounding row, else the respective other way.</summary>
internal static class OrderMapperRows
{
    public static ImmutableArray<ErpOrderRow> Price(List<OrderMapperLine> lines, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var rows = ImmutableArray.CreateBuilder<ErpOrderRow>(lines.Count + 1);
        var residual = 0m;
        foreach (var line in lines)
        {
            if (FullPrice(line, settings) is { } full)
            {
                rows.Add(full);
            }
            else if (Hit(line, settings) is { } hit)
            {
                rows.AddRange(hit);
            }
            else if (!string.IsNullOrWhiteSpace(settings.RoundingArticle))
            {
                var near = Row(line, line.Quantity, RoundingSearch.NearestUnitPrice(line.Quantity, line.VatPercent, line.Sum, settings.UnitPriceDecimals));
                residual += line.Sum - Ore.RowSum(near.Quantity, near.UnitPriceExVat, near.VatPercent);
                rows.Add(near);
            }
            else
            {
                CannotHit(line, settings, problems);
            }
        }

        if (residual != 0m && OrderMapperLines.Article(settings.RoundingArticle, nameof(settings.RoundingArticle), "the rounding row", problems) is { } number)
        {
            rows.Add(new ErpOrderRow(number, "Öresutjämning", residual, 1m, 0m, IsStockArticle: false));
        }

        return rows.ToImmutable();
    }

    /// <summary>
    /// With the percentage for the ERP to deduct: the price before it that comes to the sum. Its steps are finer by the percentage, so it
    /// nearly always exists; otherwise the row keeps the price after the discount and only tells the percentage.
    /// </summary>
    private static ErpOrderRow? FullPrice(OrderMapperLine line, OrderMappingSettings settings)
    {
        if (settings.RowPercentPrice is not RowPercentPrice.BeforeDiscount || line.Percent is not (> 0m and < 100m) || line.Sum == 0m)
        {
            return null;
        }

        var percent = line.Percent.Value;
        var step = new decimal(1, 0, 0, false, (byte)settings.UnitPriceDecimals);
        var exact = line.Sum / (line.Quantity * (1m + (line.VatPercent / 100m)) * (1m - (percent / 100m)));
        var nearest = decimal.Round(exact, settings.UnitPriceDecimals, MidpointRounding.AwayFromZero);
        foreach (var price in (ReadOnlySpan<decimal>)[nearest, nearest - step, nearest + step])
        {
            var row = Row(line, line.Quantity, price) with { ErpDeductsDiscount = true };
            if (row.SumIncVat == line.Sum)
            {
                return row;
            }
        }

        return null;
    }

    private static IEnumerable<ErpOrderRow>? Hit(OrderMapperLine line, OrderMappingSettings settings)
    {
        if (RoundingSearch.UnitPrice(line.Quantity, line.VatPercent, line.Sum, settings.UnitPriceDecimals) is { } unit)
        {
            return [Row(line, line.Quantity, unit)];
        }

        var splits = settings.Rounding switch
        {
            RoundingPolicy.SplitRow => true,
            RoundingPolicy.RoundingRow => string.IsNullOrWhiteSpace(settings.RoundingArticle),
            _ => throw new UnreachableException(settings.Rounding.ToString()),
        };
        return splits && RoundingSearch.Split(line.Quantity, line.VatPercent, line.Sum, settings.UnitPriceDecimals) is { } split
            ? [Row(line, split.CheapQuantity, split.CheapUnitPrice), Row(line, split.DearQuantity, split.DearUnitPrice)]
            : null;
    }

    private static ErpOrderRow Row(OrderMapperLine line, decimal quantity, decimal unitPrice) =>
        new(line.ArticleNumber, line.Text, unitPrice, quantity, line.VatPercent, line.IsGoods, line.Percent);

    private static void CannotHit(OrderMapperLine line, OrderMappingSettings settings, OrderMapperProblems problems)
    {
        var unit = RoundingSearch.NearestUnitPrice(line.Quantity, line.VatPercent, line.Sum, settings.UnitPriceDecimals);
        problems.Add(
            ParkingCodes.SumMismatch,
            $"{line.ArticleNumber}: {line.Quantity:0.####} pieces at {unit} sum up to {OrderMapperProblems.Amount(Ore.RowSum(line.Quantity, unit, line.VatPercent))}, the shop's sum is {OrderMapperProblems.Amount(line.Sum)}",
            "Set orders.roundingArticle so that a rounding row can take up the difference, then retry.");
    }
}
