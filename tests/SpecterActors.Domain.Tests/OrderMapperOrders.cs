using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Values;
using Xunit;

namespace SpecterActors.Domain.Tests;

/// <summary>Orders and settings for the tests of the mapper.</summary>
internal static class OrderMapperOrders
{
    public static readonly OrderMappingSettings Settings = new()
    {
        OrderPrefix = "W",
        FreightArticle = "FREIGHT",
        PaymentFeeArticle = "FEE",
        CashOnDeliveryArticle = "COD",
        DiscountArticle = "DISCOUNT",
        GiftCardArticle = "GIFT",
        PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("invoice", "I").Add("prepay", "PP").Add("cod", "P"),
        VatPercents = [0m, 6m, 12m, 25m, 25.5m],
    };

    public static readonly ShopPayment Invoice = new("7", "Faktura", "invoice", null, 0m, 0m, 25m, false, []);

    public static ShopOrderRow Row(string number, decimal quantity, decimal sumIncVat, decimal vat = 25m) =>
        new(number, "9", $"Vara {number}", quantity, vat, sumIncVat, Ore.Round(sumIncVat / (1m + (vat / 100m))));

    public static ShopOrder Order(params ShopOrderRow[] rows) =>
        new("500", "1001", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "SEK", "sv", [.. rows], null, Invoice, [], rows.Sum(r => r.TotalIncVat), false, false, null);

    public static ShopOrder WithFreight(this ShopOrder order, decimal incVat, decimal vat = 25m) => order with
    {
        Freight = new ShopFreight("31", "Postpaket", vat, incVat, Ore.Round(incVat / (1m + (vat / 100m)))),
        TotalIncVat = order.TotalIncVat + incVat,
    };

    public static ShopOrder WithFee(this ShopOrder order, decimal incVat, bool cashOnDelivery = false) => order with
    {
        Payment = order.Payment with { FeeIncVat = incVat, FeeExVat = Ore.Round(incVat / 1.25m), CashOnDelivery = cashOnDelivery },
        TotalIncVat = order.TotalIncVat + incVat,
    };

    public static ShopOrder WithDiscount(this ShopOrder order, decimal amount, decimal? percent = null, string name = "Rabatt") => order with
    {
        Discounts = order.Discounts.Add(new ShopDiscount(name, -amount, percent)),
        TotalIncVat = order.TotalIncVat - amount,
    };

    public static ShopOrder WithGiftCard(this ShopOrder order, decimal amount) =>
        order with { Payment = order.Payment with { GiftCards = order.Payment.GiftCards.Add(new ShopGiftCard("Presentkort", amount)) } };

    public static ErpOrderDraft Mapped(ShopOrder order, OrderMappingSettings? settings = null)
    {
        var mapping = OrderMapper.Map(order, settings ?? Settings);
        return mapping is OrderMapping.Mapped mapped ? mapped.Draft : throw new Xunit.Sdk.XunitException(((OrderMapping.Rejected)mapping).Parking.ToString());
    }

    public static Failures.Parking Rejected(ShopOrder order, OrderMappingSettings? settings = null) =>
        Assert.IsType<OrderMapping.Rejected>(OrderMapper.Map(order, settings ?? Settings)).Parking;

    /// <summary>Sum of a row by the ERP's rule, written out a second time.</summary>
    public static decimal Sum(ErpOrderRow row) => decimal.Round(
        row.Quantity * row.UnitPriceExVat * (row.ErpDeductsDiscount ? 100m - row.DiscountPercent!.Value : 100m) / 100m * (100m + row.VatPercent) / 100m,
        2, MidpointRounding.AwayFromZero);

    public static string Show(ErpOrderRow row) => FormattableString.Invariant(
        $"{row.Quantity:0.###} {row.ArticleNumber} @{row.UnitPriceExVat:0.###} {row.VatPercent:0.##}%{(row.DiscountPercent is { } d ? FormattableString.Invariant($" -{d:0.##}%") : "")}");
}
