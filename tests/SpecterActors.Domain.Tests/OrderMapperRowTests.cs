using SpecterActors.Domain.Failures;
using System.Collections.Immutable;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.OrderMapperOrders;

namespace SpecterActors.Domain.Tests;

public sealed class OrderMapperRowTests
{
    [Fact]
    public void An_order_becomes_article_freight_fee_and_gift_card_rows()
    {
        var draft = Mapped(Order(Row("A", 2m, 250m), Row("B", 1m, 106m, 6m)).WithFreight(49m).WithFee(25m).WithGiftCard(100m));

        Assert.Equal(["2 A @100 25%", "1 B @100 6%", "1 FREIGHT @39.2 25%", "1 FEE @20 25%", "1 GIFT @-100 0%"], draft.Rows.Select(Show));
        Assert.Equal([true, true, false, false, false], draft.Rows.Select(r => r.IsStockArticle));
        Assert.Equal(330m, draft.TotalIncVat);
        Assert.Equal(["Vara A", "Vara B", "Postpaket", "Faktura", "Presentkort"], draft.Rows.Select(r => r.Text));
    }

    [Fact]
    public void The_head_follows_order_and_settings()
    {
        var settings = Settings with { WebshopId = 4, StockSiteId = 2, ErpSendsConfirmation = true, ErpSendsCopyToAdministrator = true };
        var order = Order(Row("A", 1m, 10m)).WithFreight(0m) with
        {
            Language = "EN",
            Payment = Invoice with { Type = "prepay", Reference = " R-1 " },
        };
        var draft = Mapped(order, settings);

        Assert.Equal(
            ("W1001", 4, "SEK", "EN", "PP", "R-1", true),
            (draft.ExternalOrderNo, draft.WebshopId!.Value, draft.Currency, draft.Language, draft.PayTypeIdentifier, draft.PayTypeReference, draft.IsPrepayment));
        Assert.Equal(
            ("31", 2, true, true, "1001"),
            (draft.DeliveryMethodKey, draft.StockSiteId!.Value, draft.SendConfirmation, draft.SendCopyToAdministrator, draft.InternalComment));
    }

    [Fact]
    public void Unknown_payment_type_and_language_fall_back()
    {
        var draft = Mapped(Order(Row("A", 1m, 10m)) with { Language = "sq", Payment = Invoice with { Type = "barter" } });
        Assert.Equal(("", "SE", false, null), (draft.PayTypeIdentifier, draft.Language, draft.IsPrepayment, draft.PayTypeReference));
    }

    [Theory]
    [InlineData(false, false, false, false, "")]
    [InlineData(true, false, false, false, "FREIGHT")]
    [InlineData(false, true, false, false, "FEE")]
    [InlineData(false, false, true, false, "")]
    [InlineData(false, false, true, true, "COD")]
    [InlineData(false, true, false, true, "")]
    [InlineData(true, true, true, false, "FREIGHT FEE")]
    [InlineData(true, true, true, true, "FREIGHT COD")]
    public void Zero_rows_go_by_setting_and_cash_on_delivery_only_with_that_method(bool freight, bool fee, bool cod, bool paysCod, string expected)
    {
        var settings = Settings with { ZeroFreightRow = freight, ZeroPaymentFeeRow = fee, ZeroCashOnDeliveryRow = cod };
        var draft = Mapped(Order(Row("A", 1m, 10m)).WithFreight(0m).WithFee(0m, paysCod), settings);

        Assert.Equal(expected, string.Join(' ', draft.Rows.Skip(1).Select(r => r.ArticleNumber)));
        Assert.All(draft.Rows.Skip(1), r => Assert.Equal(0m, r.UnitPriceExVat));
    }

    [Fact]
    public void An_amount_goes_whatever_the_zero_row_settings_say_and_only_once()
    {
        var zeroRows = Settings with { ZeroFreightRow = true, ZeroPaymentFeeRow = true, ZeroCashOnDeliveryRow = true };
        foreach (var settings in new[] { Settings, zeroRows })
        {
            var draft = Mapped(Order(Row("A", 1m, 10m)).WithFreight(50m).WithFee(25m, cashOnDelivery: true), settings);
            Assert.Equal(["A", "FREIGHT", "COD"], draft.Rows.Select(r => r.ArticleNumber));
        }
    }

    [Fact]
    public void An_order_without_delivery_method_has_no_freight_row_and_no_key()
    {
        var draft = Mapped(Order(Row("A", 1m, 10m)), Settings with { ZeroFreightRow = true });
        Assert.Null(draft.DeliveryMethodKey);
        Assert.Single(draft.Rows);
    }

    [Fact]
    public void Free_items_and_several_gift_cards_travel()
    {
        var draft = Mapped(Order(Row("A", 1m, 100m), Row("FREE", 3m, 0m)).WithGiftCard(60m).WithGiftCard(40m));
        Assert.Equal(["1 A @80 25%", "3 FREE @0 25%", "1 GIFT @-60 0%", "1 GIFT @-40 0%"], draft.Rows.Select(Show));
        Assert.Equal(0m, draft.TotalIncVat);
    }

    [Fact]
    public void A_package_goes_as_its_parts_when_the_setting_is_on()
    {
        var package = Row("SET", 2m, 100m) with { IsPackage = true, PackageParts = [new PackagePart("P1", 1m), new PackagePart("P2", 2m)] };
        var draft = Mapped(Order(package), Settings with { ExplodePackages = true });

        Assert.Equal([("P1", 2m), ("P2", 4m)], draft.Rows.GroupBy(r => r.ArticleNumber).Select(g => (g.Key, g.Sum(r => r.Quantity))));
        Assert.Equal(100m, draft.Rows.Sum(Sum));
        Assert.All(draft.Rows, r => Assert.True(r.IsStockArticle));
    }

    [Fact]
    public void Row_texts_are_one_line_and_never_empty()
    {
        var draft = Mapped(Order(Row("A", 1m, 10m) with { Name = " Två\r\n  rader " }, Row("B", 1m, 10m) with { Name = " " }));
        Assert.Equal(["Två rader", "B"], draft.Rows.Select(r => r.Text));
    }

    [Fact]
    public void Sums_in_fractions_of_an_ore_meet_the_total()
    {
        var order = Order(Row("A", 1m, 10.004m), Row("B", 1m, 10.004m), Row("C", 1m, 10.004m)) with { TotalIncVat = 30.01m };
        Assert.Equal(30.01m, Mapped(order).Rows.Sum(Sum));
    }

    [Fact]
    public void A_rate_of_one_country_goes_there_and_nowhere_else()
    {
        var settings = Settings with { VatPercents = [25m], VatPercentsByCountry = ImmutableSortedDictionary<string, ImmutableSortedSet<decimal>>.Empty.Add("FI", [25.5m, 14m]) };
        var order = Order(Row("A", 1m, 125.5m, 25.5m), Row("B", 1m, 125m));

        Assert.Equal([25.5m, 25m], Mapped(order with { DeliveryCountry = "fi" }, settings).Rows.Select(r => r.VatPercent));
        var parking = Rejected(order with { DeliveryCountry = "SE" }, settings);
        Assert.Equal(ParkingCodes.VatRateUnknown, parking.Code);
        Assert.Contains("goes to SE; known are 25", parking.Cause, StringComparison.Ordinal);
        Assert.Contains("known are 14, 25, 25.5", Rejected(Order(Row("A", 1m, 110m, 10m)) with { DeliveryCountry = "FI" }, settings).Cause, StringComparison.Ordinal);
        Rejected(order, settings);
    }

    [Fact]
    public void A_foreign_rate_and_currency_go_once_they_are_allowed()
    {
        var order = Order(Row("A", 1m, 125.5m, 25.5m)) with { Currency = "EUR" };
        var draft = Mapped(order, Settings with { OtherCurrencies = ImmutableSortedSet.Create("EUR"), VatPercents = [25.5m] });
        Assert.Equal(("EUR", 125.5m), (draft.Currency, draft.TotalIncVat));
    }
}
