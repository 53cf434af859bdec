using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperRoundingTests
{
    private static readonly OrderMappingSettings RoundingRow = Settings with { Rounding = RoundingPolicy.RoundingRow, RoundingArticle = "ROUND" };

    private int wide;

    [Fact]
    public void Every_quantity_to_999_hits_every_sum_at_three_decimals()
    {
        var random = new Random(11);
        var splits = 0;
        foreach (var vat in (decimal[])[25m, 12m, 6m, 0m, 25.5m, 19m])
        {
            for (var quantity = 1m; quantity <= 999m; quantity++)
            {
                for (var run = 0; run < 24; run++)
                {
                    // The first runs walk through all öre of one piece at a low price, the others are anywhere.
                    var sum = run < 12 ? run / 100m : random.Next(1, 100_000_000) / 100m;
                    splits += Hits(quantity, vat, sum, 3) ? 1 : 0;
                }
            }
        }

        Assert.InRange(splits, 100_000, 140_000);
        Assert.InRange(wide, 0, splits / 1_000);
    }

    [Fact]
    public void Fractional_quantities_hit_as_well()
    {
        var random = new Random(12);
        for (var run = 0; run < 40_000; run++)
        {
            var scale = (decimal)Math.Pow(10, random.Next(1, 4));
            var quantity = random.Next(1, (int)(999 * scale)) / scale;
            Hits(quantity, random.GetItems([25m, 12m, 6m], 1)[0], random.Next(1, 10_000_000) / 100m, 3);
        }
    }

    [Fact]
    public void A_single_price_is_taken_whenever_one_hits()
    {
        for (var ore = 1; ore <= 20_000; ore++)
        {
            var unit = RoundingSearch.UnitPrice(8m, 25m, ore / 100m, 3);
            Assert.NotNull(unit);
            Assert.Equal(ore / 100m, Ore.RowSum(8m, unit.Value, 25m));
        }
    }

    [Fact]
    public void A_sum_between_two_prices_becomes_two_rows_one_last_decimal_apart()
    {
        var order = Order(Row("A", 999m, 1000m, 12m));
        var rows = Mapped(order).Rows;

        Assert.Equal(2, rows.Length);
        Assert.Equal(0.001m, rows[1].UnitPriceExVat - rows[0].UnitPriceExVat);
        Assert.Equal(999m, rows.Sum(r => r.Quantity));
        Assert.Equal(1000m, rows.Sum(Sum));
    }

    [Fact]
    public void With_that_setting_one_rounding_row_takes_up_all_differences()
    {
        var order = Order(Row("A", 999m, 1000m, 12m), Row("B", 997m, 1000m, 6m));
        var rows = Mapped(order, RoundingRow).Rows;

        Assert.Equal(["A", "B", "ROUND"], rows.Select(r => r.ArticleNumber));
        Assert.Equal((0m, 1m, false), (rows[2].VatPercent, rows[2].Quantity, rows[2].IsStockArticle));
        Assert.Equal(2000m, rows.Sum(Sum));
    }

    [Fact]
    public void A_rounding_row_is_the_way_out_when_splitting_cannot_hit()
    {
        // One piece, two decimals, 25 %: 10.05 comes to 12.56 and 10.06 to 12.58.
        var order = Order(Row("A", 1m, 12.57m)) with { TotalIncVat = 12.57m };
        var settings = Settings with { UnitPriceDecimals = 2 };
        Assert.Null(RoundingSearch.UnitPrice(1m, 25m, 12.57m, 2));

        var parking = Rejected(order, settings);
        Assert.Equal(ParkingCodes.SumMismatch, parking.Code);
        Assert.Contains("12.57", parking.Cause, StringComparison.Ordinal);
        Assert.Contains("orders.roundingArticle", parking.Remedy, StringComparison.Ordinal);

        Assert.Equal(12.57m, Mapped(order, settings with { RoundingArticle = "ROUND" }).Rows.Sum(Sum));
    }

    [Fact]
    public void Without_a_rounding_article_rows_are_split_even_when_rounding_rows_were_wanted() =>
        Assert.Equal(["A", "A"], Mapped(Order(Row("A", 999m, 1000m, 12m)), Settings with { Rounding = RoundingPolicy.RoundingRow }).Rows.Select(r => r.ArticleNumber));

    private bool Hits(decimal quantity, decimal vat, decimal sum, int decimals)
    {
        if (RoundingSearch.UnitPrice(quantity, vat, sum, decimals) is { } unit)
        {
            Assert.Equal(sum, Ore.RowSum(quantity, unit, vat));
            return false;
        }

        var split = RoundingSearch.Split(quantity, vat, sum, decimals);
        Assert.True(split is not null, $"no split: {quantity} pieces, {vat} %, sum {sum}");
        Assert.Equal(quantity, split.CheapQuantity + split.DearQuantity);
        Assert.True(split is { CheapQuantity: > 0m, DearQuantity: > 0m });
        var gap = (split.DearUnitPrice - split.CheapUnitPrice) * 1000m;
        Assert.InRange(gap, 1m, 3m);
        wide += gap > 1m ? 1 : 0;
        Assert.Equal(sum, Ore.RowSum(split.CheapQuantity, split.CheapUnitPrice, vat) + Ore.RowSum(split.DearQuantity, split.DearUnitPrice, vat));
        return true;
    }
}
