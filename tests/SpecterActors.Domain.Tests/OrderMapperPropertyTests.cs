using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperPropertyTests
{
    /// <summary>50,000 orders; MAPPER_ORDERS asks for more (a million takes minutes).</summary>
    private static readonly int Orders = int.TryParse(Environment.GetEnvironmentVariable("MAPPER_ORDERS"), out var more) ? more : 50_000;

    [Fact]
    public void Money_is_conserved_to_the_ore_for_every_generated_order()
    {
        var random = new Random(20260318);
        for (var i = 0; i < Orders; i++)
        {
            var order = Generate(random);
            var settings = AnySettings(random);
            var draft = Mapped(order, settings);

            var due = order.TotalIncVat - order.Payment.GiftCards.Sum(g => g.Amount);
            Assert.Equal(due, draft.TotalIncVat);
            Assert.Equal(due, draft.Rows.Sum(Sum));
            Assert.All(draft.Rows, r => Assert.Equal(r.UnitPriceExVat, decimal.Round(r.UnitPriceExVat, 3)));
            Assert.Equal(order.Rows.Sum(r => r.Quantity), draft.Rows.Where(r => r.IsStockArticle).Sum(r => r.Quantity));
            if (settings.OrderDiscounts is not (OrderDiscountPolicy.PercentPerRow or OrderDiscountPolicy.SpreadPercentages) || -order.Discounts.Sum(d => d.AmountIncVat) <= order.Rows.Sum(r => r.TotalIncVat))
            {
                VatFollowsTheRule(order, draft, settings);
            }

            NoRateTurnsNegative(order, draft, settings);
        }
    }

    [Fact]
    public void Rows_without_order_discount_keep_the_shops_row_sums()
    {
        var random = new Random(5);
        for (var i = 0; i < 5_000; i++)
        {
            var order = Generate(random);
            order = order with { TotalIncVat = order.TotalIncVat - order.Discounts.Sum(d => d.AmountIncVat), Discounts = [] };
            var left = new Queue<ErpOrderRow>(Mapped(order).Rows);
            foreach (var row in order.Rows)
            {
                var (quantity, sum) = (0m, 0m);
                while (quantity < row.Quantity)
                {
                    var part = left.Dequeue();
                    Assert.Equal((row.ArticleNumber, row.VatPercent), (part.ArticleNumber, part.VatPercent));
                    (quantity, sum) = (quantity + part.Quantity, sum + Sum(part));
                }

                Assert.Equal((row.Quantity, row.TotalIncVat), (quantity, sum));
            }
        }
    }

    [Fact]
    public void What_a_row_bears_of_a_discount_does_not_depend_on_the_order_of_the_rows()
    {
        var random = new Random(6);
        for (var i = 0; i < 5_000; i++)
        {
            var order = Generate(random);
            var settings = Settings with { OrderDiscounts = random.GetItems(Enum.GetValues<OrderDiscountPolicy>(), 1)[0] };
            var shuffled = order.Rows.ToArray();
            random.Shuffle(shuffled);
            var other = order with { Rows = [.. shuffled] };
            Assert.Equal(
                Mapped(order, settings).Rows.Select(Show).Order(StringComparer.Ordinal),
                Mapped(other, settings).Rows.Select(Show).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Mapping_twice_gives_the_same()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var order = Generate(random);
            var (first, second) = (Mapped(order), Mapped(order));
            Assert.Equal(first.Rows.AsEnumerable(), second.Rows);
            Assert.Equal(first with { Rows = [], Flags = [] }, second with { Rows = [], Flags = [] });
        }
    }

    [Fact]
    public void A_net_shop_with_sums_in_fractions_of_an_ore_still_sums_up_to_what_was_paid()
    {
        var random = new Random(8);
        for (var i = 0; i < 10_000; i++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 9)).Select(n => NetRow(random, n)).ToArray();
            var order = Order(rows) with { TotalIncVat = Ore.Round(rows.Sum(r => r.TotalIncVat)) };
            var draft = Mapped(order, AnySettings(random));

            Assert.Equal(order.TotalIncVat, draft.Rows.Sum(Sum));
            foreach (var row in order.Rows)
            {
                // With a rounding row, what one row is off by stands there.
                Assert.InRange(draft.Rows.Where(r => r.ArticleNumber == row.ArticleNumber).Sum(Sum) - row.TotalIncVat, -0.01m - (0.001m * row.Quantity), 0.01m + (0.001m * row.Quantity));
            }
        }
    }

    [Fact]
    public void A_percentage_that_the_erp_deducts_comes_to_the_same_sums()
    {
        var random = new Random(9);
        var deducted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var order = Generate(random);
            var draft = Mapped(order, Settings with { OrderDiscounts = OrderDiscountPolicy.PercentPerRow, RowPercentPrice = RowPercentPrice.BeforeDiscount });

            Assert.Equal(order.TotalIncVat - order.Payment.GiftCards.Sum(g => g.Amount), draft.Rows.Sum(Sum));
            Assert.All(draft.Rows.Where(r => r.ErpDeductsDiscount), r => Assert.InRange(r.DiscountPercent!.Value, 0.01m, 99.99m));
            deducted += draft.Rows.Count(r => r.ErpDeductsDiscount);
        }

        Assert.True(deducted > 5_000, $"only {deducted} rows had a percentage to deduct");
    }

    /// <summary>The unit price is a whole öre without VAT, as a net shop has it; the sum including VAT is not.</summary>
    private static ShopOrderRow NetRow(Random random, int i)
    {
        var vat = random.GetItems([25m, 12m, 6m, 25.5m], 1)[0];
        var quantity = random.Next(5) == 0 ? random.Next(1, 1000) : random.Next(1, 6);
        var exVat = quantity * random.Next(1, 100_000) / 100m;
        return new ShopOrderRow($"A{i}", "9", $"Vara {i}", quantity, vat, exVat * (1m + (vat / 100m)), exVat);
    }

    private static void NoRateTurnsNegative(ShopOrder order, ErpOrderDraft draft, OrderMappingSettings settings) =>
        Assert.All(
            draft.Rows.Where(r => r.ArticleNumber is not ("GIFT" or "ROUND")).GroupBy(r => r.VatPercent),
            rate => Assert.InRange(rate.Sum(Sum), -0.01m * (order.Discounts.Length + 1) - RoundingOf(draft, settings), decimal.MaxValue));

    /// <summary>A rounding row moves half a last decimal per piece, and half an öre per row, out of its rate at most; moves may cancel each other and leave no row.</summary>
    private static decimal RoundingOf(ErpOrderDraft draft, OrderMappingSettings settings) => settings is { Rounding: RoundingPolicy.RoundingRow, RoundingArticle: not null }
        ? draft.Rows.Sum(r => 0.005m + (0.0005m * r.Quantity * (1m + (r.VatPercent / 100m))))
        : 0m;

    /// <summary>
    /// Sums including VAT per rate are the shop's, less that rate's share of the discounts (one öre per discount and rate of leeway for
    /// largest remainders); the net amount follows from them but for half a last decimal per piece.
    /// </summary>
    private static void VatFollowsTheRule(ShopOrder order, ErpOrderDraft draft, OrderMappingSettings settings)
    {
        var freight = order.Freight is { TotalIncVat: not 0m } f ? [(Vat: f.VatPercent, f.TotalIncVat)] : Array.Empty<(decimal Vat, decimal TotalIncVat)>();
        var parts = order.Rows.Select(r => (Vat: r.VatPercent, r.TotalIncVat))
            .Concat(freight)
            .Append((Vat: order.Payment.FeeVatPercent, TotalIncVat: order.Payment.FeeIncVat))
            .ToList();
        var discounts = order.Discounts.Sum(d => d.AmountIncVat);
        var goods = order.Rows.Sum(r => r.TotalIncVat);
        var basis = -discounts <= goods ? order.Rows.Select(r => (Vat: r.VatPercent, r.TotalIncVat)).ToList() : parts;
        var weight = basis.Sum(p => p.TotalIncVat);
        foreach (var rate in parts.Select(p => p.Vat).Distinct())
        {
            var share = weight == 0m ? 0m : discounts * basis.Where(p => p.Vat == rate).Sum(p => p.TotalIncVat) / weight;
            var rows = draft.Rows.Where(r => r.VatPercent == rate && r.ArticleNumber is not ("GIFT" or "ROUND")).ToList();
            var rounding = RoundingOf(draft, settings) + (0.01m * (order.Discounts.Length + 3));
            var sum = rows.Sum(Sum);
            Assert.InRange(sum - (parts.Where(p => p.Vat == rate).Sum(p => p.TotalIncVat) + share), -rounding, rounding);

            var net = rows.Sum(r => r.Quantity * r.NetUnitPrice);
            Assert.InRange(net - (sum / (1m + (rate / 100m))), -0.0051m * rows.Count, 0.0051m * rows.Count);
        }
    }

    private static OrderMappingSettings AnySettings(Random random) => Settings with
    {
        OrderDiscounts = random.GetItems(Enum.GetValues<OrderDiscountPolicy>(), 1)[0],
        Rounding = random.GetItems(Enum.GetValues<RoundingPolicy>(), 1)[0],
        RowPercentPrice = random.GetItems(Enum.GetValues<RowPercentPrice>(), 1)[0],
        RoundingArticle = random.Next(2) == 0 ? null : "ROUND",
        ZeroFreightRow = random.Next(2) == 0,
        ZeroPaymentFeeRow = random.Next(2) == 0,
        VatPercents = [0m, 6m, 12m, 25m, 25.5m],
    };

    private static ShopOrder Generate(Random random)
    {
        var rows = Enumerable.Range(0, random.Next(1, 9)).Select(i => AnyRow(random, i)).ToArray();
        var order = Order(rows);
        if (random.Next(3) > 0)
        {
            order = order.WithFreight(random.Next(3) == 0 ? 0m : random.Next(1, 30_000) / 100m, random.GetItems([25m, 12m, 6m], 1)[0]);
        }

        if (random.Next(3) == 0)
        {
            order = order.WithFee(random.Next(0, 5_000) / 100m, random.Next(2) == 0);
        }

        for (var n = random.Next(3); n > 0; n--)
        {
            order = AnyDiscount(order, random);
        }

        if (random.Next(4) == 0)
        {
            order = order.WithGiftCard(random.Next(0, (int)(order.TotalIncVat * 100m) + 1) / 100m);
        }

        return order;
    }

    private static ShopOrderRow AnyRow(Random random, int i)
    {
        var vat = random.GetItems([25m, 25m, 12m, 6m, 0m, 25.5m], 1)[0];
        var quantity = random.Next(10) switch
        {
            0 => random.Next(1, 1000),
            1 => random.Next(1, 4000) / 4m,
            2 => random.Next(10, 1000),
            _ => random.Next(1, 6),
        };
        var sum = random.Next(12) switch
        {
            0 => 0m,
            1 => random.Next(1, 20) / 100m,
            2 => random.Next(1, 100_000_000) / 100m,
            _ => Ore.Round(quantity * random.Next(1, 100_000) / 100m),
        };
        var row = Row($"A{i}", quantity, sum, vat);
        return random.Next(6) == 0 ? row with { DiscountName = "Rea", DiscountIncVat = Ore.Round(sum * random.Next(0, 50) / 100m) } : row;
    }

    private static ShopOrder AnyDiscount(ShopOrder order, Random random)
    {
        var goods = order.Rows.Sum(r => r.TotalIncVat);
        var percent = random.GetItems([5m, 10m, 12.5m, 33m, 50m, 100m], 1)[0];
        return random.Next(4) switch
        {
            0 => order.WithDiscount(Math.Min(Ore.Round(goods * percent / 100m), order.TotalIncVat), percent),
            1 => order.WithDiscount(order.TotalIncVat),
            2 => order.WithDiscount(Math.Min(Ore.Round((order.TotalIncVat) * percent / 100m), order.TotalIncVat), percent),
            _ => order.WithDiscount(random.Next(0, (int)Math.Min(order.TotalIncVat * 100m, 1_000_000m) + 1) / 100m),
        };
    }
}
