using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperRejectionTests
{
    private static readonly ShopOrder Plain = Order(Row("A", 1m, 100m));

    public static TheoryData<string, string, string> Cases => new()
    {
        { "missing number", ParkingCodes.ArticleNumberMissing, "row 2" },
        { "illegal number", ParkingCodes.ArticleNumberIllegal, "BLÅ 1" },
        { "currency", ParkingCodes.CurrencyNotSupported, "NOK" },
        { "vat rate", ParkingCodes.VatRateUnknown, "19" },
        { "wrong vat rate", ParkingCodes.VatRateUnknown, "row 1" },
        { "sum", ParkingCodes.SumMismatch, "100.00" },
        { "negative", ParkingCodes.SumMismatch, "-100.00" },
        { "gift card above total", ParkingCodes.SumMismatch, "-50.00" },
        { "discount above all", ParkingCodes.SumMismatch, "-20.00" },
        { "no rows", ParkingCodes.FieldInvalid, "no article row" },
        { "no number", ParkingCodes.FieldInvalid, "no number" },
        { "quantity", ParkingCodes.FieldInvalid, "row 1" },
        { "surcharge", ParkingCodes.FieldInvalid, "5.00" },
        { "gift card in fractions", ParkingCodes.FieldInvalid, "1.001" },
        { "huge", ParkingCodes.FieldInvalid, "row 1" },
        { "package", ParkingCodes.SettingMissing, "SET" },
        { "freight article", ParkingCodes.SettingMissing, "orders.freightArticle" },
        { "fee article", ParkingCodes.SettingMissing, "orders.paymentFeeArticle" },
        { "cod article", ParkingCodes.SettingMissing, "orders.cashOnDeliveryArticle" },
        { "discount article", ParkingCodes.SettingMissing, "orders.discountArticle" },
        { "gift card article", ParkingCodes.SettingMissing, "orders.giftCardArticle" },
        { "illegal setting", ParkingCodes.ArticleNumberIllegal, "FreightArticle" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_cannot_go_is_rejected_with_code_cause_and_remedy(string name, string code, string named)
    {
        var (order, settings) = Case(name);
        var parking = Rejected(order, settings);

        Assert.Equal(code, parking.Code);
        Assert.Contains(named, parking.Cause, StringComparison.Ordinal);
        Assert.NotEmpty(parking.Remedy);
        Assert.Equal(FailureClass.Refused, parking.Class);
    }

    [Fact]
    public void All_offending_rows_are_named_at_once()
    {
        var parking = Rejected(Order(Row("", 1m, 10m), Row("OK", 1m, 10m), Row("Ö", 1m, 10m)));
        Assert.Equal(ParkingCodes.ArticleNumberMissing, parking.Code);
        Assert.Contains("row 1", parking.Cause, StringComparison.Ordinal);
        Assert.Contains("row 3", parking.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("row 2", parking.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_sums_are_shown()
    {
        var parking = Rejected(Plain with { TotalIncVat = 100.01m });
        Assert.Contains("100.00", parking.Cause, StringComparison.Ordinal);
        Assert.Contains("100.01", parking.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_without_known_parts_or_with_an_illegal_part_is_rejected()
    {
        var explode = Settings with { ExplodePackages = true };
        var package = Row("SET", 1m, 100m) with { IsPackage = true };
        Assert.Equal(ParkingCodes.FieldInvalid, Rejected(Order(package), explode).Code);
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, Rejected(Order(package with { PackageParts = [new PackagePart("P 1", 1m)] }), explode).Code);
        Assert.Equal(ParkingCodes.FieldInvalid, Rejected(Order(package with { PackageParts = [new PackagePart("P1", 0m)] }), explode).Code);
    }

    private static (ShopOrder Order, OrderMappingSettings Settings) Case(string name) => name switch
    {
        "missing number" => (Order(Row("A", 1m, 10m), Row(" ", 1m, 10m)), Settings),
        "illegal number" => (Order(Row("BLÅ 1", 1m, 10m)), Settings),
        "currency" => (Plain with { Currency = "NOK" }, Settings),
        "vat rate" => (Order(Row("A", 1m, 119m, 19m)), Settings),
        "wrong vat rate" => (Order(Row("A", 1m, 125m) with { TotalExVat = 111.61m }), Settings),
        "sum" => (Plain with { TotalIncVat = 90m }, Settings),
        "negative" => (Order(Row("A", 1m, -100m)), Settings),
        "gift card above total" => (Plain.WithGiftCard(150m), Settings),
        "discount above all" => (Plain.WithDiscount(120m), Settings),
        "no rows" => (Order(), Settings),
        "no number" => (Plain with { Number = " " }, Settings),
        "quantity" => (Order(Row("A", 0m, 10m)), Settings),
        "surcharge" => (Plain.WithDiscount(-5m), Settings),
        "gift card in fractions" => (Plain.WithGiftCard(1.001m), Settings),
        "huge" => (Order(Row("A", 1m, 10m) with { TotalIncVat = decimal.MaxValue, TotalExVat = decimal.MaxValue }) with { TotalIncVat = 10m }, Settings),
        "package" => (Order(Row("SET", 1m, 10m) with { IsPackage = true }), Settings),
        "freight article" => (Plain.WithFreight(10m), Settings with { FreightArticle = null }),
        "fee article" => (Plain.WithFee(10m), Settings with { PaymentFeeArticle = "" }),
        "cod article" => (Plain.WithFee(10m, cashOnDelivery: true), Settings with { CashOnDeliveryArticle = null }),
        "discount article" => (Plain.WithDiscount(10m), Settings with { DiscountArticle = null }),
        "gift card article" => (Plain.WithGiftCard(10m), Settings with { GiftCardArticle = null }),
        "illegal setting" => (Plain.WithFreight(10m), Settings with { FreightArticle = "FRA KT" }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown case"),
    };
}
