using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperExtremesTests
{
    private static readonly decimal[] Figures =
    [
        0m, 1m, -1m, 0.01m, 0.001m, 0.005m, 0.000001m, 99.99m, 100m, 1234.56m, 999_999_999m, 1_000_000_000m, -1_000_000_000m, 1_000_000_001m,
        decimal.MaxValue, decimal.MinValue, 1e-28m, 25m, 12m, 33.333333333333333333333333333m,
    ];

    [Fact]
    public void Whatever_figures_an_order_has_the_mapper_answers_and_never_loses_an_ore()
    {
        var random = new Random(99);
        var mapped = 0;
        for (var run = 0; run < 10_000; run++)
        {
            var order = Disturbed(random, Order(Row("A", 3m, 299.97m), Row("B", 999m, 1000m, 12m)).WithFreight(59m).WithFee(29m).WithDiscount(10m, 3m).WithGiftCard(100m));
            var settings = Settings with
            {
                OrderDiscounts = random.GetItems(Enum.GetValues<OrderDiscountPolicy>(), 1)[0],
                Rounding = random.GetItems(Enum.GetValues<RoundingPolicy>(), 1)[0],
                RoundingArticle = random.Next(2) == 0 ? "ROUND" : null,
                UnitPriceDecimals = random.Next(0, 5),
                ExplodePackages = true,
            };
            if (OrderMapper.Map(order, settings) is OrderMapping.Mapped { Draft: var draft })
            {
                mapped++;
                Assert.Equal(order.TotalIncVat - order.Payment.GiftCards.Sum(g => g.Amount), draft.TotalIncVat, 2);
                Assert.Equal(draft.TotalIncVat, draft.Rows.Sum(Sum));
            }
        }

        Assert.InRange(mapped, 500, 9_500);
    }

    /// <summary>One to three figures replaced by extreme ones; half of the time the total follows.</summary>
    private static ShopOrder Disturbed(Random random, ShopOrder order)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var figure = random.GetItems(Figures, 1)[0];
            var rows = order.Rows;
            var row = rows[0];
            order = random.Next(10) switch
            {
                0 => order with { Rows = rows.SetItem(0, row with { Quantity = figure }) },
                1 => order with { Rows = rows.SetItem(0, row with { TotalIncVat = figure, TotalExVat = Scaled(figure, 1.25m) }) },
                2 => order with { Rows = rows.SetItem(0, row with { VatPercent = figure }) },
                3 => order with { Rows = rows.SetItem(0, row with { DiscountIncVat = figure, DiscountName = "Rea" }) },
                4 => order with { Freight = order.Freight! with { TotalIncVat = figure, TotalExVat = Scaled(figure, 1.25m) } },
                5 => order with { Payment = order.Payment with { FeeIncVat = figure, FeeExVat = Scaled(figure, 1.25m) } },
                6 => order with { Payment = order.Payment with { GiftCards = [new ShopGiftCard("Kort", figure)] } },
                7 => order with { Discounts = [new ShopDiscount("Rabatt", figure, random.GetItems(Figures, 1)[0])] },
                8 => order with { TotalIncVat = figure },
                _ => order with
                {
                    Rows = rows.SetItem(0, row with { IsPackage = true, PackageParts = [new PackagePart("P1", 1m), new PackagePart("P2", figure)] }),
                },
            };
        }

        try
        {
            return random.Next(2) == 0
                ? order
                : order with
                {
                    TotalIncVat = decimal.Round(
                        order.Rows.Sum(r => r.TotalIncVat) + order.Freight!.TotalIncVat + order.Payment.FeeIncVat + order.Discounts.Sum(d => d.AmountIncVat),
                        2,
                        MidpointRounding.AwayFromZero),
                };
        }
        catch (OverflowException)
        {
            return order;
        }
    }

    private static decimal Scaled(decimal amount, decimal factor) => decimal.Round(amount / factor, 2);
}
