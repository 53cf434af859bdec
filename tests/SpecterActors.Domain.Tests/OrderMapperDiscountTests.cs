using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperDiscountTests
{
    private static readonly OrderMappingSettings Spread = Settings with { OrderDiscounts = OrderDiscountPolicy.Spread };
    private static readonly OrderMappingSettings PerRow = Settings with { OrderDiscounts = OrderDiscountPolicy.PercentPerRow };

    [Fact]
    public void A_discount_is_one_negative_row_for_each_rate_with_the_percentage_in_its_text()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m), Row("B", 1m, 50m, 12m), Row("C", 1m, 50m, 12m)).WithDiscount(20m, 10m));

        Assert.Equal(["1 DISCOUNT @-8.929 12%", "1 DISCOUNT @-8 25%"], draft.Rows.Skip(3).Select(Show));
        Assert.All(draft.Rows.Skip(3), r => Assert.Equal("Rabatt 10 %", r.Text));
        Assert.Equal(180m, draft.TotalIncVat);
    }

    [Fact]
    public void A_percentage_that_the_name_has_already_is_not_repeated()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m)).WithDiscount(10m, 10m, "Sommar 10 %"));
        Assert.Equal("Sommar 10 %", draft.Rows[^1].Text);
    }

    [Fact]
    public void Freight_does_not_share_in_a_discount_that_the_goods_can_bear()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m, 6m)).WithFreight(50m).WithDiscount(100m));
        Assert.Equal(6m, Assert.Single(draft.Rows, r => r.ArticleNumber == "DISCOUNT").VatPercent);
    }

    [Fact]
    public void A_discount_above_the_goods_is_borne_by_freight_too()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m, 6m)).WithFreight(50m).WithDiscount(150m));
        Assert.Equal([6m, 25m], draft.Rows.Where(r => r.ArticleNumber == "DISCOUNT").Select(r => r.VatPercent));
        Assert.Equal(0m, draft.TotalIncVat);
    }

    [Fact]
    public void Spreading_lowers_the_rows_and_adds_none()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m), Row("B", 1m, 100m), Row("C", 1m, 100m)).WithDiscount(10m), Spread);
        Assert.Equal(3, draft.Rows.Length);
        Assert.Equal([96.66m, 96.67m, 96.67m], draft.Rows.Select(Sum));
    }

    [Fact]
    public void A_full_discount_makes_every_row_free()
    {
        var draft = Mapped(Order(Row("A", 3m, 99.99m), Row("B", 7m, 0.01m, 6m)).WithDiscount(100m, 100m), Spread);
        Assert.All(draft.Rows, r => Assert.Equal(0m, r.UnitPriceExVat));
    }

    [Fact]
    public void The_percentage_stands_on_each_row_and_no_negative_row_goes()
    {
        var draft = Mapped(Order(Row("A", 2m, 250m), Row("B", 1m, 106m, 6m)).WithFreight(50m).WithDiscount(35.6m, 10m), PerRow);
        Assert.Equal(["2 A @90 25% -10%", "1 B @90 6% -10%", "1 FREIGHT @40 25%"], draft.Rows.Select(Show));
        Assert.Equal(370.4m, draft.Rows.Sum(Sum));
    }

    [Fact]
    public void A_full_discount_per_row_is_shown_as_such()
    {
        var draft = Mapped(Order(Row("A", 2m, 250m)).WithDiscount(250m, 100m), PerRow);
        Assert.Equal(["2 A @0 25% -100%"], draft.Rows.Select(Show));
        Assert.Equal(0m, draft.TotalIncVat);
    }

    [Theory]
    [InlineData(20, null)] // a fixed amount
    [InlineData(20, 10)] // ten percent of more than the goods
    public void What_is_no_percentage_of_the_goods_falls_back_to_a_negative_row(int amount, int? percent)
    {
        var draft = Mapped(Order(Row("A", 1m, 100m)).WithFreight(100m).WithDiscount(amount, percent), PerRow);
        Assert.Equal(["A", "FREIGHT", "DISCOUNT"], draft.Rows.Select(r => r.ArticleNumber));
        Assert.All(draft.Rows, r => Assert.Null(r.DiscountPercent));
    }

    [Fact]
    public void A_percentage_rides_on_the_rows_beside_a_fixed_amount_on_a_row_of_its_own()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m)).WithDiscount(10m, 10m).WithDiscount(5m), PerRow);
        Assert.Equal(["1 A @72 25% -10%", "1 DISCOUNT @-4 25%"], draft.Rows.Select(Show));
    }

    [Fact]
    public void The_shops_own_row_discount_is_shown_as_percentage_with_that_policy_only()
    {
        var row = Row("A", 1m, 75m) with { DiscountIncVat = 25m, DiscountName = "Rea" };
        Assert.Equal(["1 A @60 25% -25%"], Mapped(Order(row), PerRow).Rows.Select(Show));
        Assert.Equal(["1 A @60 25%"], Mapped(Order(row)).Rows.Select(Show));
    }

    [Fact]
    public void Percentages_are_spread_and_fixed_amounts_are_a_row_with_that_policy()
    {
        var draft = Mapped(
            Order(Row("A", 1m, 100m), Row("B", 1m, 50m)).WithDiscount(15m, 10m).WithDiscount(5m),
            Settings with { OrderDiscounts = OrderDiscountPolicy.SpreadPercentages });
        Assert.Equal(["1 A @72 25%", "1 B @36 25%", "1 DISCOUNT @-4 25%"], draft.Rows.Select(Show));
    }

    [Fact]
    public void By_setting_a_row_keeps_its_full_price_and_the_erp_deducts_the_percentage()
    {
        var draft = Mapped(
            Order(Row("A", 2m, 250m), Row("B", 1m, 106m, 6m)).WithDiscount(35.6m, 10m), PerRow with { RowPercentPrice = RowPercentPrice.BeforeDiscount });
        Assert.Equal(["2 A @100 25% -10%", "1 B @100 6% -10%"], draft.Rows.Select(Show));
        Assert.All(draft.Rows, r => Assert.True(r.ErpDeductsDiscount));
        Assert.Equal(320.4m, draft.TotalIncVat);
    }

    [Fact]
    public void A_gift_card_does_not_change_the_vat_base()
    {
        var order = Order(Row("A", 1m, 125m)).WithDiscount(25m);
        var with = Mapped(order.WithGiftCard(80m));
        Assert.Equal(Mapped(order).Rows.Select(Show), with.Rows.Where(r => r.ArticleNumber != "GIFT").Select(Show));
        Assert.Equal(0m, with.Rows.Single(r => r.ArticleNumber == "GIFT").VatPercent);
    }

    [Fact]
    public void Discounts_of_zero_leave_no_trace() =>
        Assert.Single(Mapped(Order(Row("A", 1m, 10m)).WithDiscount(0m, 10m), Settings with { DiscountArticle = null }).Rows);
}
