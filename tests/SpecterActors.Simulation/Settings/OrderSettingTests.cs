using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using ShopDiscount = SpecterActors.Sandbox.Abicart.Model.ShopDiscount;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>Each setting of an order: what it changes in the request to Specter (fields typed from specter.md section 5.2) and in the order there.</summary>
public sealed class OrderSettingTests
{
    [Fact]
    public void Before_any_setting_an_order_is_these_fields()
    {
        var stage = new SettingsStage().With();
        var order = stage.Order(stage.Draft());

        var sent = stage.SentOrder;
        Assert.Equal(
            "W" + "1001|SEK|SE||PSP-1|1001|0|0|webuser|401",
            string.Join('|', sent["externalOrderNo"], sent["currency"], sent["language"], sent["payTypeIdentifier"], sent["payTypeReference"], sent["internalComment"],
                sent["sendOrderMail"], sent["sendOrderMailToUser"], sent["userSource"], sent["externalDeliveryMethod"]));
        Assert.Equal(["MUGG En MUGG 100.000 1 25", "FRAKT Postpaket 40.000 1 25"], Rows(sent));
        Assert.DoesNotContain(sent.Keys, k => k is "webshopId" or "stocksiteid" or "publishedComment" or "customerOrderReference" or "articleComment_1" or "discount_1" or "isPrepayment");
        Assert.Equal("Postpaket", order.DeliveryMethod!.Name);
        Assert.Equal(175m, order.SumInclVat);
    }

    [Fact]
    public void A1_either_version_of_the_api_sends_the_same_but_for_user_and_key()
    {
        var sent = new[] { 1, 2 }.Select(version =>
        {
            var stage = new SettingsStage(version).With();
            stage.Order(stage.Draft());
            return stage.SentOrder;
        }).ToList();

        Assert.Equal(["apiUserId"], sent[1].Keys.Except(sent[0].Keys));
        Assert.Equal(sent[0].Where(f => f.Key != "key").OrderBy(f => f.Key, StringComparer.Ordinal), sent[1].Where(f => f.Key is not ("key" or "apiUserId")).OrderBy(f => f.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A8_and_A9_Specter_mails_and_each_mailbox_holds_exactly_one_confirmation()
    {
        var stage = new SettingsStage(shop: new Sandbox.Abicart.AbicartOptions { SendsConfirmation = false, SendsMerchantCopy = false });
        stage.With(stage.Orders with { ErpSendsConfirmation = true, ErpSendsCopyToAdministrator = true });
        stage.Order(stage.Draft());

        Assert.Equal(("1", "1"), (stage.SentOrder["sendOrderMail"], stage.SentOrder["sendOrderMailToUser"]));
        Assert.Equal(["order-confirmation anna@example.se", "administrator-copy ekonomi@merchant.example"], Mails(stage));
    }

    [Fact]
    public void A8_and_A9_off_the_shop_mails_and_each_mailbox_holds_exactly_one_confirmation()
    {
        var stage = new SettingsStage().With();
        stage.Order(stage.Draft());

        Assert.Equal(["order-confirmation anna@example.se", "merchant-copy admin@shop.example"], Mails(stage));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "FRAKT Postpaket 0.000 1 25")]
    public void A10_a_zero_row_for_free_freight(bool on, string row) =>
        Assert.Equal(row, Extra(o => o with { ZeroFreightRow = on }, d => d with { ShipmentIncVat = 0m }));

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "AVGIFT Kort 0.000 1 25")]
    public void A11_a_zero_row_for_a_payment_without_fee(bool on, string row) =>
        Assert.Equal(row, Extra(o => o with { ZeroPaymentFeeRow = on }, d => d with { ShipmentIncVat = 0m }));

    [Theory]
    [InlineData(false, true, "")]
    [InlineData(true, true, "POSTFORSKOTT Postförskott 0.000 1 25")]
    [InlineData(true, false, "")]
    public void A12_a_zero_row_for_cash_on_delivery_when_that_method_is_used(bool on, bool used, string row)
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { ZeroCashOnDeliveryRow = on });
        stage.Order(stage.Draft() with { ShipmentIncVat = 0m, PaymentMethod = used ? stage.CashOnDelivery.Uid : stage.Card.Uid });
        Assert.Equal(row, string.Join(',', Rows(stage.SentOrder).Skip(1)));
    }

    [Theory]
    [InlineData(CustomFieldTarget.PublishedComment, "publishedComment", "Er referens: Lisa")]
    [InlineData(CustomFieldTarget.InternalComment, "internalComment", "1001\r\nEr referens: Lisa")]
    [InlineData(CustomFieldTarget.CustomerReference, "customerOrderReference", "Er referens: Lisa")]
    [InlineData(CustomFieldTarget.RowComment, "articleComment_1", "Er referens: Lisa")]
    public void A13_a_checkout_field_goes_where_its_setting_says(CustomFieldTarget target, string field, string value)
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { SendCustomFields = true, CustomFields = ImmutableSortedDictionary<string, CustomFieldTarget>.Empty.Add("Er referens", target) });
        var order = stage.Order(stage.Draft(SettingsStage.Answering(SettingsStage.Anna, "Lisa")));

        var sent = stage.SentOrder;
        Assert.Equal(value, sent[field]);
        Assert.Equal(1, sent.Values.Count(v => v.Contains("Lisa", StringComparison.Ordinal)));
        Assert.Equal(value, field == "articleComment_1" ? order.Rows[0].Comment : order.Fields[field]);
    }

    [Fact]
    public void A13_off_no_checkout_field_goes_and_one_too_long_is_parked_and_never_cut()
    {
        var stage = new SettingsStage().With();
        stage.Order(stage.Draft(SettingsStage.Answering(SettingsStage.Anna, "Lisa")));
        Assert.DoesNotContain(stage.SentOrder.Values, v => v.Contains("Lisa", StringComparison.Ordinal));

        stage.With(stage.Orders with { SendCustomFields = true, OtherCustomFields = CustomFieldTarget.CustomerReference });
        var row = stage.Parked(stage.Draft(SettingsStage.Answering(SettingsStage.Anna, new string('x', 60))));
        Assert.Equal(ParkingCodes.FieldInvalid, row.Code);
        Assert.Contains("73 characters, the ERP takes 50", row.Cause, StringComparison.Ordinal);
        Assert.Equal(1, stage.Network.ToSpecter.Count(f => f["action"] == "newOrderSubmit"));
    }

    [Fact]
    public void A14_off_one_negative_row_with_the_percentage_in_its_text()
    {
        Assert.Equal(
            "RABATT Vår 10 % -10.000 1 25",
            Extra(o => o, d => d with { ShipmentIncVat = 0m, Discount = new ShopDiscount.Percent(1, "Vår", 0.10m) }));
    }

    [Theory]
    [InlineData(RowPercentPrice.AfterDiscount, "MUGG En MUGG 90.000 1 25", "Rabatt 10 %", null)]
    [InlineData(RowPercentPrice.BeforeDiscount, "MUGG En MUGG 100.000 1 25", null, "10")]
    public void A14_on_the_percentage_on_the_row_and_no_negative_row(RowPercentPrice price, string row, string? comment, string? discount)
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { OrderDiscounts = OrderDiscountPolicy.PercentPerRow, RowPercentPrice = price });
        var order = stage.Order(stage.Draft() with { ShipmentIncVat = 0m, Discount = new ShopDiscount.Percent(1, "Vår", 0.10m) });

        var sent = stage.SentOrder;
        Assert.Equal([row], Rows(sent));
        Assert.Equal((comment, discount), (sent.GetValueOrDefault("articleComment_1"), sent.GetValueOrDefault("discount_1")));
        Assert.Equal(112.5m, order.SumInclVat);
    }

    [Theory]
    [InlineData(OrderDiscountPolicy.Spread, "MUGG 90.000|BOK 90.000")]
    [InlineData(OrderDiscountPolicy.SpreadPercentages, "MUGG 90.000|BOK 90.000")]
    [InlineData(OrderDiscountPolicy.NegativeRow, "MUGG 100.000|BOK 100.000|RABATT -10.000|RABATT -10.000")]
    public void A_discount_over_two_rates_goes_by_its_policy(OrderDiscountPolicy policy, string rows)
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { OrderDiscounts = policy });
        var order = stage.Order(stage.Draft(null, stage.Row("MUGG"), stage.Row("BOK")) with { ShipmentIncVat = 0m, Discount = new ShopDiscount.Percent(1, "Vår", 0.10m) });

        Assert.Equal(rows, string.Join('|', order.Rows.Select(r => FormattableString.Invariant($"{r.ArticleNo} {r.PriceExclVat:0.000}"))));
        Assert.Equal(207.9m, order.SumInclVat);
    }

    [Theory]
    [InlineData(false, "Vägen 2", "")]
    [InlineData(true, "Firma AB", "Vägen 2")]
    public void A15_the_companys_name_into_address_line_1(bool on, string first, string second)
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { CompanyIntoAddressLine1 = on });
        var order = stage.Order(stage.Draft(SettingsStage.Company));

        var sent = stage.Network.Last("newCustomerSubmit");
        Assert.Equal((first, second, first, second), (sent["address"], sent["addressRow2"], sent["deliveryAddress"], sent["deliveryAddressRow2"]));
        Assert.Equal("C", sent["customerOrganizationalForm"]);
        Assert.Equal(first, order.InvoiceAddress.Address);
    }

    [Theory]
    [InlineData("freight", "AVRUNDNING Postpaket 40.000 1 25")]
    [InlineData("fee", "AVRUNDNING Kort 20.000 1 25")]
    [InlineData("cash on delivery", "AVRUNDNING Postförskott 36.000 1 25")]
    [InlineData("discount", "AVRUNDNING Vår 10 % -10.000 1 25")]
    [InlineData("gift card", "AVRUNDNING Presentkort -50.000 1 0")]
    public void A16_the_article_numbers_of_special_rows_are_those_of_the_settings(string special, string row)
    {
        var stage = new SettingsStage();
        const string Number = "AVRUNDNING";
        stage.With(special switch
        {
            "freight" => stage.Orders with { FreightArticle = Number },
            "fee" => stage.Orders with { PaymentFeeArticle = Number },
            "cash on delivery" => stage.Orders with { CashOnDeliveryArticle = Number },
            "discount" => stage.Orders with { DiscountArticle = Number },
            _ => stage.Orders with { GiftCardArticle = Number },
        });
        var free = stage.Draft() with { ShipmentIncVat = 0m };
        var order = stage.Order(special switch
        {
            "freight" => stage.Draft(),
            "fee" => free with { PaymentFeeIncVat = 25m },
            "cash on delivery" => free with { PaymentFeeIncVat = 45m, PaymentMethod = stage.CashOnDelivery.Uid },
            "discount" => free with { Discount = new ShopDiscount.Percent(1, "Vår", 0.10m) },
            _ => free with { GiftCards = [50m] },
        });
        Assert.Equal([row], Rows(stage.SentOrder).Skip(1));
        Assert.Equal(["MUGG", Number], order.Rows.Select(r => r.ArticleNo));
    }

    [Fact]
    public void A16_a_row_whose_article_is_not_set_parks_the_order_until_it_is()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with { FreightArticle = null });
        var row = stage.Parked(stage.Draft());
        Assert.Equal(ParkingCodes.SettingMissing, row.Code);

        stage.With();
        stage.Until(() => stage.Specter.FindOrders("W1001").Count == 1, "order W1001 after the setting was made");
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public void A17_orders_go_or_stay_and_those_before_the_start_date_stay(bool exports, bool startsLater, int orders)
    {
        var stage = new SettingsStage();
        var settings = stage.Settings();
        settings = settings with { Shops = [settings.Shops[0] with { ExportOrders = exports, ExportFrom = startsLater ? stage.Dispatcher.Now.AddDays(1) : null }] };
        Assert.True(stage.Do(() => stage.Engine.Admin.ConfigureTenantAsync(settings, skipChecks: false, SettingsStage.By, CancellationToken.None)).Ok);
        stage.Place(stage.Draft());
        stage.Dispatcher.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(orders, stage.Specter.Orders.Count);
    }

    [Fact]
    public void A20_the_shops_order_shows_the_erps_number()
    {
        var stage = new SettingsStage().With();
        var order = stage.Order(stage.Draft());
        Assert.Equal(order.OrderNo.ToString(System.Globalization.CultureInfo.InvariantCulture), stage.Abicart.Content.OrderByNumber("1001")!.ExternalOrderNumber);
    }

    [Fact]
    public void A22_each_gift_card_is_a_row_of_its_own()
    {
        Assert.Equal(
            "PRESENTKORT Presentkort -50.000 1 0,PRESENTKORT Presentkort -25.000 1 0",
            Extra(o => o, d => d with { ShipmentIncVat = 0m, GiftCards = [50m, 25m] }));
    }

    [Theory]
    [InlineData(UnknownDeliveryMethodAnswer.AcceptWithout)]
    [InlineData(UnknownDeliveryMethodAnswer.Fail)]
    public void A27_an_unlinked_method_is_flagged_or_parked_and_never_passes_unseen(UnknownDeliveryMethodAnswer answer)
    {
        var stage = new SettingsStage(specter: new SpecterSwitches { UnknownDeliveryMethod = answer });
        var other = stage.Abicart.Life.AddDeliveryMethod("Budbil", 129m, null);
        // Entered nowhere: neither in the settings nor in Specter, whose own methods have the keys 401 to 403.
        while (other.Uid <= 403)
        {
            other = stage.Abicart.Life.AddDeliveryMethod("Budbil", 129m, null);
        }

        stage.With();
        var row = stage.Parked(stage.Draft() with { DeliveryMethod = other.Uid });

        if (answer == UnknownDeliveryMethodAnswer.AcceptWithout)
        {
            Assert.Equal(ParkingCodes.DeliveryMethodUnlinked, row.Code);
            stage.Until(() => stage.Specter.FindOrders("W1001").Count == 1, "the order, which goes all the same");
            Assert.Null(stage.Specter.FindOrders("W1001")[0].DeliveryMethod);

            // A person sets the method in the ERP and says so.
            Assert.True(stage.Do(() => stage.Engine.Admin.DoneByHandAsync(row.PersistenceId, SettingsStage.By, CancellationToken.None)).Ok);
            Assert.Empty(stage.Waiting());
            Assert.False(stage.Do(() => stage.Engine.Admin.DoneByHandAsync(row.PersistenceId, SettingsStage.By, CancellationToken.None)).Ok);
        }
        else
        {
            stage.Until(() => stage.Waiting().Any(r => r.Code == "specter-34"), "Specter's refusal of the key");
            Assert.Empty(stage.Specter.FindOrders("W1001"));
        }

        Assert.Equal("404", stage.SentOrder["externalDeliveryMethod"]);
    }

    [Fact]
    public void A27_a_linked_method_goes_by_its_key_and_Specter_recognises_it()
    {
        var stage = new SettingsStage();
        stage.Specter.LinkDeliveryMethod(9, "Bud", "snabbt");
        stage.With(stage.Orders with { DeliveryMethods = ImmutableSortedDictionary<string, string>.Empty.Add("401", "snabbt") });
        Assert.Equal("Bud", stage.Order(stage.Draft()).DeliveryMethod!.Name);
        Assert.Empty(stage.Waiting());
    }

    [Fact]
    public void V16_V17_and_payments_go_as_set()
    {
        var stage = new SettingsStage();
        stage.With(stage.Orders with
        {
            WebshopId = 2, StockSiteId = 1, OrderNumberInPublishedComment = true,
            PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("card", "KG"),
            PaymentReferencePrefixes = ImmutableSortedDictionary<string, string>.Empty.Add("KG", "K-"),
            PaySystemUsers = ImmutableSortedDictionary<string, string>.Empty.Add("KG", "eid7"),
        });
        stage.Order(stage.Draft());

        var sent = stage.SentOrder;
        Assert.Equal(
            ("2", "1", "KG", "K-PSP-1", "eid7", "1001"),
            (sent["webshopId"], sent["stocksiteid"], sent["payTypeIdentifier"], sent["payTypeReference"], sent["payTypeIdentifierPaySystemUser"], sent["publishedComment"]));
    }

    [Fact]
    public void A3_another_currency_is_parked_until_it_is_accepted()
    {
        var stage = new SettingsStage().With();
        Assert.Equal(ParkingCodes.CurrencyNotSupported, stage.Parked(stage.Draft() with { Currency = "EUR" }).Code);

        stage.With(stage.Orders with { OtherCurrencies = ["EUR"] });
        stage.Order(stage.Draft() with { Currency = "EUR" });
        Assert.Equal("EUR", stage.SentOrder["currency"]);
    }

    [Fact]
    public void A_sum_that_cannot_be_right_is_parked_with_both_sums()
    {
        var stage = new SettingsStage().With();
        var row = stage.Parked(stage.Draft() with { TotalDeviation = 1m });
        Assert.Equal(ParkingCodes.SumMismatch, row.Code);
        Assert.Contains("175.00", row.Cause, StringComparison.Ordinal);
        Assert.Contains("176.00", row.Cause, StringComparison.Ordinal);
    }

    /// <summary>The rows behind the first of an order under changed settings.</summary>
    private static string Extra(Func<OrderMappingSettings, OrderMappingSettings> change, Func<OrderDraft, OrderDraft> draft)
    {
        var stage = new SettingsStage();
        stage.With(change(stage.Orders));
        stage.Order(draft(stage.Draft()));
        return string.Join(',', Rows(stage.SentOrder).Skip(1));
    }

    private static IEnumerable<string> Rows(IReadOnlyDictionary<string, string> sent) => Enumerable.Range(1, sent.Keys.Count(k => k.StartsWith("articleNo_", StringComparison.Ordinal)))
        .Select(n => $"{sent[$"articleNo_{n}"]} {sent[$"articleName_{n}"]} {sent[$"priceExclVAT_{n}"]} {sent[$"noOfItems_{n}"]} {sent[$"vatPercent_{n}"]}");

    private static IEnumerable<string> Mails(SettingsStage stage) =>
        [.. stage.Specter.Mails.Select(m => $"{m.Kind} {m.To}"), .. stage.Abicart.Content.Mails.Select(m => $"{m.Kind} {m.To}")];
}
