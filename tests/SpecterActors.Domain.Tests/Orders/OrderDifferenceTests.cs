using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>The rows of a supplementary order (A23, guarantee 5).</summary>
public sealed class OrderDifferenceTests
{
    [Fact]
    public void No_difference_has_no_rows() => Assert.Empty(Between([Row("A1", 2m, 250m)], [Row("A1", 2m, 250m)]));

    [Fact]
    public void Added_and_removed_units_are_rows_of_the_difference_in_quantity() =>
        Assert.Equal(["-1 A1 @100 25%", "2 B2 @80 25%"], Between([Row("A1", 3m, 375m)], [Row("A1", 2m, 250m), Row("B2", 2m, 200m)]));

    [Fact]
    public void A_changed_price_takes_the_row_away_and_adds_it_as_it_is_now() =>
        Assert.Equal(["-2 A1 @100 25%", "2 A1 @80 25%"], Between([Row("A1", 2m, 250m)], [Row("A1", 2m, 200m)]));

    [Fact]
    public void Removed_freight_is_a_negative_price_not_a_negative_quantity()
    {
        var had = Mapped(Order(Row("A1", 1m, 125m)).WithFreight(50m));
        var wanted = Mapped(Order(Row("A1", 1m, 125m)));
        Assert.Equal(["1 FREIGHT @-40 25%"], OrderDifference.Of(wanted, had).Select(Show));
        Assert.Equal(["1 FREIGHT @40 25%"], OrderDifference.Of(had, wanted).Select(Show));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sums_and_units_come_to_what_is_wanted_over_any_number_of_edits(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            // What is in the ERP, edit by edit, as main order and supplements.
            var erp = new List<ErpOrderDraft> { Mapped(Any(random)) };
            for (var edit = 0; edit < 4; edit++)
            {
                var wanted = Mapped(Any(random));
                var rest = wanted;
                foreach (var had in erp)
                {
                    var rows = OrderDifference.Of(rest, had);
                    rest = rest with { Rows = rows, TotalIncVat = OrderDifference.Sum(rows) };
                }

                if (!rest.Rows.IsEmpty)
                {
                    erp.Add(rest);
                }

                Assert.Equal(wanted.TotalIncVat, erp.Sum(e => OrderDifference.Sum(e.Rows)));
                Assert.Equal(OrderDifference.Units(wanted.Rows), OrderDifference.Units([.. erp.SelectMany(e => e.Rows)]));
            }
        }
    }

    private static ShopOrder Any(Random random)
    {
        decimal[] rates = [0m, 6m, 12m, 25m];
        var rows = Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            var quantity = random.Next(1, 9);
            return Row($"A{random.Next(4)}", quantity, Ore.Round(quantity * random.Next(1, 50_000) / 100m), rates[random.Next(rates.Length)]);
        });
        var order = Order([.. rows]);
        order = random.Next(2) == 0 ? order : order.WithFreight(random.Next(1, 100));
        return random.Next(3) == 0 && order.TotalIncVat > 20m ? order.WithDiscount(10m) : order;
    }

    private static IEnumerable<string> Between(ShopOrderRow[] had, ShopOrderRow[] wanted) => OrderDifference.Of(Mapped(Order(wanted)), Mapped(Order(had))).Select(Show);
}
