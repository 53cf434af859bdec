using System.Collections.Immutable;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Specter;
using ShopDiscount = SpecterActors.Sandbox.Abicart.Model.ShopDiscount;
using Xunit;

namespace SpecterActors.Simulation.Settings;

/// <summary>
/// Settings of orders turned on a tenant that runs: the order before goes as it was, the next one by the new setting, and turned back the one
/// after that as the first. Seen in the request to Specter and in the order there.
/// </summary>
public sealed class RunningSettingTests
{
    private static readonly ShopBuyer Firm = SettingsStage.Answering(SettingsStage.Company, "Lisa");

    /// <summary>Mission row, setting, what is looked at, as it is before and after.</summary>
    private static readonly (string Row, Func<OrderMappingSettings, OrderMappingSettings> Turn, Func<OrderDraft, SettingsStage, OrderDraft> Draft, Func<IReadOnlyDictionary<string, string>, SpecterOrder, string> See, string Off, string On)[] Turns =
    [
        ("A8", o => o with { ErpSendsConfirmation = true }, (d, _) => d, (sent, _) => sent["sendOrderMail"], "0", "1"),
        ("A9", o => o with { ErpSendsCopyToAdministrator = true }, (d, _) => d, (sent, _) => sent["sendOrderMailToUser"], "0", "1"),
        ("A10", o => o with { ZeroFreightRow = true }, Free, (_, order) => Articles(order), "MUGG", "MUGG FRAKT"),
        ("A11", o => o with { ZeroPaymentFeeRow = true }, Free, (_, order) => Articles(order), "MUGG", "MUGG AVGIFT"),
        ("A12", o => o with { ZeroCashOnDeliveryRow = true }, (d, s) => Free(d, s) with { PaymentMethod = s.CashOnDelivery.Uid }, (_, order) => Articles(order), "MUGG", "MUGG POSTFORSKOTT"),
        ("A13", o => o with { SendCustomFields = true, OtherCustomFields = CustomFieldTarget.CustomerReference }, (d, _) => d,
            (sent, order) => $"{sent.GetValueOrDefault("customerOrderReference")}|{order.Fields.GetValueOrDefault("customerOrderReference")}", "|", "Er referens: Lisa|Er referens: Lisa"),
        ("A14", o => o with { OrderDiscounts = OrderDiscountPolicy.PercentPerRow }, (d, s) => Free(d, s) with { Discount = new ShopDiscount.Percent(1, "Vår", 0.10m) },
            (_, order) => $"{Articles(order)} {order.SumInclVat:0.00}", "MUGG RABATT 112.50", "MUGG 112.50"),
        ("A15", o => o with { CompanyIntoAddressLine1 = true }, (d, _) => d, (_, order) => order.InvoiceAddress.Address, "Vägen 2", "Firma AB"),
        ("A16", o => o with { FreightArticle = "AVRUNDNING" }, (d, _) => d, (_, order) => Articles(order), "MUGG FRAKT", "MUGG AVRUNDNING"),
        ("A27", o => o with { DeliveryMethods = o.DeliveryMethods.SetItem(o.DeliveryMethods.Keys.First(), "402") }, (d, _) => d, (sent, _) => sent["externalDeliveryMethod"], "401", "402"),
        ("payment", o => o with { PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("card", "KG") }, (d, _) => d, (sent, _) => sent["payTypeIdentifier"], "", "KG"),
        ("language", o => o with { Languages = o.Languages.SetItem("sv", "FI") }, (d, _) => d, (sent, order) => $"{sent["language"]} {order.Fields["language"]}", "SE SE", "FI FI"),
        ("delivery by payment", o => o with { DeliveryKeyIsPaymentMethod = true }, (d, _) => d, (sent, _) => sent["externalDeliveryMethod"], "401", "301"),
        ("decimals", o => o with { UnitPriceDecimals = 2 }, Uneven, (_, order) => $"{Articles(order)} {order.SumInclVat:0.00}", "MUGG 99.99", "MUGG MUGG 99.99"),
        ("rounding", o => o with { UnitPriceDecimals = 2, Rounding = RoundingPolicy.RoundingRow, RoundingArticle = "AVRUNDNING" }, Uneven, (_, order) => $"{Articles(order)} {order.SumInclVat:0.00}", "MUGG 99.99", "MUGG AVRUNDNING 99.99"),
        ("V12", o => o with { OrderNumberInPublishedComment = true }, (d, _) => d, (sent, _) => sent.ContainsKey("publishedComment").ToString(), "False", "True"),
        ("V16", o => o with { StockSiteId = 1 }, (d, _) => d, (sent, _) => sent.GetValueOrDefault("stocksiteid", "none"), "none", "1"),
        ("V17", o => o with { WebshopId = 2 }, (d, _) => d, (sent, _) => sent.GetValueOrDefault("webshopId", "none"), "none", "2"),
    ];

    public static TheoryData<string> Rows => [.. Turns.Select(t => t.Row)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_setting_turned_while_the_tenant_runs_counts_from_the_next_order(string row)
    {
        var (_, turn, draft, see, off, on) = Turns.Single(t => t.Row == row);
        var stage = new SettingsStage().With();
        var seen = new List<string>();
        foreach (var settings in new[] { stage.Orders, turn(stage.Orders), stage.Orders })
        {
            stage.With(settings);
            var order = stage.Order(draft(stage.Draft(Firm), stage));
            seen.Add(see(stage.SentOrder, order));
        }

        Assert.Equal([off, on, off], seen);
    }

    [Theory]
    [InlineData(CustomFieldTarget.PublishedComment)]
    [InlineData(CustomFieldTarget.InternalComment)]
    [InlineData(CustomFieldTarget.CustomerReference)]
    [InlineData(CustomFieldTarget.RowComment)]
    public void A13_too_long_for_where_it_goes_the_order_is_parked_and_goes_whole_once_there_is_room(CustomFieldTarget target)
    {
        var stage = new SettingsStage();
        var settings = stage.Orders with { SendCustomFields = true, OtherCustomFields = target, CommentLengthMax = 20, CustomerReferenceLengthMax = 20 };
        stage.With(settings);
        var answer = new string('x', 30);
        var waiting = stage.Parked(stage.Draft(SettingsStage.Answering(Firm, answer)));
        Assert.Equal(ParkingCodes.FieldInvalid, waiting.Code);
        Assert.DoesNotContain(answer, waiting.Cause, StringComparison.Ordinal);
        Assert.Empty(stage.Specter.Orders);

        stage.With(settings with { CommentLengthMax = 100, CustomerReferenceLengthMax = 50 });
        Assert.True(stage.Do(() => stage.Engine.Admin.RetryAsync(waiting.PersistenceId, SettingsStage.By, CancellationToken.None)).Ok);
        stage.Until(() => stage.Specter.Orders.Count == 1, "the order with the whole answer");
        Assert.Equal(1, stage.SentOrder.Values.Count(v => v.Contains(answer, StringComparison.Ordinal)));
    }

    [Fact]
    public void Matching_turned_while_the_tenant_runs_counts_from_the_next_order()
    {
        var stage = new SettingsStage().With();
        var first = stage.Order(stage.Draft());
        Assert.Equal(first.CustomerId, stage.Order(stage.Draft()).CustomerId);
        stage.With(customers: new CustomerPolicy { IgnoreEmail = true, IgnoreOrganisationNumber = true });
        Assert.NotEqual(first.CustomerId, stage.Order(stage.Draft()).CustomerId);
        stage.With(customers: new CustomerPolicy { IgnoreOrganisationNumber = true, Conflicts = CustomerConflict.PreferEmail });
        stage.Order(stage.Draft());
        Assert.Equal(2, stage.Specter.Customers.Count);
    }

    [Fact]
    public void Customers_stand_in_the_group_of_their_kind()
    {
        var stage = new SettingsStage().With(customers: new CustomerPolicy { CompanyGroupId = 7, PrivateGroupId = 8 });
        foreach (var (buyer, group) in new[] { (SettingsStage.Company, "7"), (SettingsStage.Anna, "8") })
        {
            var order = stage.Order(stage.Draft(buyer));
            Assert.Equal((group, group), (stage.Network.Last("newCustomerSubmit")["customerGroupId"], stage.Specter.Customers[order.CustomerId].Fields["customerGroupId"]));
        }

        stage.With();
        stage.Order(stage.Draft());
        Assert.False(stage.Network.Last("newCustomerSubmit").ContainsKey("customerGroupId"));
    }

    [Theory]
    [InlineData("rate")]
    [InlineData("rate of the country")]
    [InlineData("payment")]
    public void What_the_settings_do_not_know_is_parked_and_goes_once_they_do(string what)
    {
        var stage = new SettingsStage();
        var start = what == "payment" ? stage.Orders with { UnmappedPayment = UnlinkedMethod.Park } : stage.Orders;
        stage.With(start);
        var row = stage.Row("MUGG") with { VatRate = what == "payment" ? null : 0.19m };
        var berlin = SettingsStage.Anna with { Address = SettingsStage.Anna.Address with { Country = "DE", Postcode = "10115", Town = "Berlin" } };
        var waiting = stage.Parked(stage.Draft(berlin, row) with { ShipmentIncVat = 0m });
        Assert.Equal(what == "payment" ? ParkingCodes.PaymentMethodUnmapped : ParkingCodes.VatRateUnknown, waiting.Code);
        Assert.Empty(stage.Specter.Orders);

        stage.With(what switch
        {
            "rate" => start with { VatPercents = start.VatPercents.Add(19m) },
            "rate of the country" => start with { VatPercentsByCountry = start.VatPercentsByCountry.Add("DE", [19m]) },
            _ => start with { PaymentCodes = ImmutableSortedDictionary<string, string>.Empty.Add("card", "KG") },
        });
        stage.Until(() => stage.Specter.Orders.Count == 1, "the order once the settings know it");
        Assert.Equal((what == "payment" ? "25" : "19", what == "payment" ? "KG" : ""), (stage.SentOrder["vatPercent_1"], stage.SentOrder["payTypeIdentifier"]));
        Assert.Empty(stage.Waiting());
    }

    /// <summary>Three pieces at a price that two decimals without VAT cannot hit.</summary>
    private static OrderDraft Uneven(OrderDraft draft, SettingsStage stage) => Free(draft, stage) with { Rows = [stage.Row("MUGG", 3m) with { UnitIncVat = 33.33m }] };

    private static OrderDraft Free(OrderDraft draft, SettingsStage stage) => draft with { ShipmentIncVat = 0m };

    private static string Articles(SpecterOrder order) => string.Join(' ', order.Rows.Select(r => r.ArticleNo));
}
