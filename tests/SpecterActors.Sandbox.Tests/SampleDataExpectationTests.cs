using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.SampleData;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Expected sums typed by hand, and against what the shop itself shows.</summary>
public class SampleDataExpectationTests
{
    private static readonly SampleArticle[] Articles =
    [
        new(0, SampleArticleKind.Sound, "HEM-1", "Mugg", 100m, 25m, 5m, []),
        new(1, SampleArticleKind.Sound, "MAT-1", "Sylt", 33.60m, 12m, 5m, []),
        new(2, SampleArticleKind.Sound, "KLA-1", "Tröja", 200m, 25m, null, [new("S", "KLA-1-S", 1m), new("M", "KLA-1-M", 1m)]),
        new(3, SampleArticleKind.NumberIllegal, "Å 1", "Ål", 10m, 25m, 1m, []),
        new(4, SampleArticleKind.NumberMissing, "", "Okänd", 10m, 25m, 1m, []),
    ];

    private static readonly SampleOrder Order = new()
    {
        At = TimeSpan.Zero,
        Number = "1001",
        Buyer = new ShopBuyer(" Anna@Example.se", "Åkeri AB", "556012-3456", new ShopAddress("Anna", "Ek", "Ågatan 1", "111 22", "Umeå", "SE"), null),
        BuyerKey = "anna@example.se",
        Rows = [new(0, null, 2m, 100m, null), new(1, null, 3m, 33.60m, null), new(2, 1, 1m, 200m, null)],
        Payment = SamplePayment.Card,
        Delivery = SampleDelivery.Parcel,
        FreightIncVat = 0m,
        FeeIncVat = 0m,
    };

    [Fact]
    public void Plain_rows_are_product_rows_and_zero_charges_make_none()
    {
        var sent = Sent(Order);

        Assert.Equal("HEM-1 25 2 200 | MAT-1 12 3 100.80 | KLA-1-M 25 1 200", Rows(sent));
        Assert.Equal(500.80m, sent.TotalIncVat);
        Assert.Equal(new ExpectedAddress("Åkeri AB", "Ågatan 1", "", "111 22", "Umeå", "SE"), sent.Invoice);
        Assert.Equal(sent.Invoice, sent.Delivery);
    }

    [Fact]
    public void Freight_and_fee_are_rows_of_their_own() =>
        Assert.EndsWith("FRAKT 25 1 59 | AVGIFT 25 1 29", Rows(Sent(Order with { FreightIncVat = 59m, FeeIncVat = 29m, Payment = SamplePayment.Invoice })), StringComparison.Ordinal);

    [Fact]
    public void The_fee_of_cash_on_delivery_has_its_own_article() =>
        Assert.EndsWith("| POSTFORSKOTT 25 1 45", Rows(Sent(Order with { FeeIncVat = 45m, Payment = SamplePayment.CashOnDelivery })), StringComparison.Ordinal);

    [Theory]
    [InlineData(SamplePayment.Card, "| FRAKT 25 1 0 | AVGIFT 25 1 0")]
    [InlineData(SamplePayment.CashOnDelivery, "| FRAKT 25 1 0 | POSTFORSKOTT 25 1 0")]
    public void Zero_rows_come_by_setting(SamplePayment payment, string end) => Assert.EndsWith(
        end,
        Rows(Sent(Order with { Payment = payment }, new SampleSettings { ZeroFreightRow = true, ZeroFeeRow = true, ZeroCashOnDeliveryRow = true })),
        StringComparison.Ordinal);

    [Fact]
    public void A_percentage_on_the_order_is_taken_off_each_vat_rate()
    {
        var sent = Sent(Order with { Discount = new ShopDiscount.Percent(1, "12,5 %", 0.125m) });

        Assert.EndsWith("| RABATT 25 - -50.00 | RABATT 12 - -12.60", Rows(sent), StringComparison.Ordinal);
        Assert.Equal(438.20m, sent.TotalIncVat);
    }

    [Fact]
    public void A_fixed_discount_on_the_order_is_shared_by_the_goods_of_each_rate()
    {
        var sent = Sent(Order with { Discount = new ShopDiscount.Fixed(1, "Kod", 49.90m) });

        Assert.EndsWith("| RABATT 25 - -39.86 | RABATT 12 - -10.04", Rows(sent), StringComparison.Ordinal);
        Assert.Equal(450.90m, sent.TotalIncVat);
    }

    [Theory]
    [InlineData(RowDiscountForm.InRow, "HEM-1 25 2 170.00")]
    [InlineData(RowDiscountForm.OwnRow, "HEM-1 25 2 200 | RABATT 25 - -30.00")]
    public void A_discount_on_a_row_stands_as_the_setting_says(RowDiscountForm form, string rows)
    {
        var order = Order with { Rows = [new(0, null, 2m, 100m, new ShopDiscount.Percent(1, "15 %", 0.15m))] };

        var sent = Sent(order, new SampleSettings { RowDiscounts = form });

        Assert.Equal(rows, Rows(sent));
        Assert.Equal(170m, sent.TotalIncVat);
    }

    [Fact]
    public void Gift_cards_are_negative_rows_without_vat()
    {
        var sent = Sent(Order with { GiftCards = [100m, 50.50m] });

        Assert.EndsWith("| PRESENTKORT 0 - -150.50", Rows(sent), StringComparison.Ordinal);
        Assert.Equal(350.30m, sent.TotalIncVat);
    }

    [Fact]
    public void Free_items_count_as_pieces() => Assert.Equal(
        "HEM-1 25 3 200", Rows(Sent(Order with { Rows = [new(0, null, 2m, 100m, null), new(0, null, 1m, 0m, null)] })));

    [Fact]
    public void What_must_not_be_sent_has_its_code()
    {
        Assert.Equal("article-number-illegal", Refused(Order with { Rows = [.. Order.Rows, new(3, null, 1m, 10m, null)] }));
        Assert.Equal("article-number-missing", Refused(Order with { Rows = [.. Order.Rows, new(4, null, 1m, 10m, null)] }));
        Assert.Equal("currency-not-supported", Refused(Order with { Currency = "EUR" }));
        Assert.Equal("sum-mismatch", Refused(Order with { TotalDeviation = 0.01m }));
    }

    [Fact]
    public void A_package_goes_as_its_parts_which_bear_the_price_by_pieces()
    {
        SampleArticle[] articles = [Articles[0], Articles[1] with { VatPercent = 25m }, new(2, SampleArticleKind.Package, "PAKET-1", "Paket", 100m, 25m, null, []) { Parts = [(0, 2m), (1, 1m)] }];
        var order = Order with { Rows = [new(2, null, 2m, 100m, null)] };

        var sent = Assert.IsType<ExpectedOutcome.Sent>(SampleExpectation.Of(order, articles, new SampleSettings { ExplodePackages = true }).Outcome);

        Assert.Equal("HEM-1 25 4 133.33 | MAT-1 25 2 66.67", Rows(sent));
        Assert.Equal("setting-missing", Assert.IsType<ExpectedOutcome.Refused>(SampleExpectation.Of(order, articles, new SampleSettings()).Outcome).Code);
    }

    [Fact]
    public void A_buyer_abroad_pays_that_countrys_vat_on_everything()
    {
        var order = Order with { VatPercent = 19m, FreightIncVat = 149m, Currency = "NOK" };

        var sent = Sent(order, new SampleSettings { VatPercents = [19m], OtherCurrencies = ["NOK"] });

        Assert.Equal("HEM-1 19 2 200 | MAT-1 19 3 100.80 | KLA-1-M 19 1 200 | FRAKT 19 1 149", Rows(sent));
        Assert.Equal("NOK", sent.Currency);
        Assert.Equal("vat-rate-unknown", Refused(order with { Currency = "SEK" }));
    }

    [Fact]
    public void The_shop_shows_the_same_total_for_every_order_of_the_full_world()
    {
        var sandbox = new SampleDataSandbox(SampleWorld.Generate(7, SampleSize.Full with { OrderEdits = 0 }, SampleSettings.Demo));
        var query = $"?webshop={sandbox.Abicart.Credentials["webshop"]}&auth={sandbox.Abicart.Credentials["auth"]}";
        foreach (var (order, expected) in sandbox.World.Orders.Zip(sandbox.World.Expectations.Orders))
        {
            var uid = sandbox.Shop.Place(order).Uid;
            if (expected.Outcome is not ExpectedOutcome.Sent sent)
            {
                continue;
            }

            var json = Get(sandbox, query, uid);
            var total = (decimal)json["costs"]!["total"]!["incVat"]!;
            Assert.True(total == sent.TotalIncVat + order.GiftCards.Sum(), $"order {order.Number}: {total} in the shop, {sent.TotalIncVat} expected");
            Assert.Equal(total, json["payments"]!.AsArray().Sum(p => (decimal)p!["amount"]!));
            var rows = json["items"]!.AsArray().Sum(i => (decimal)i!["costs"]!["total"]!["incVat"]!
                - (i["article"] is not null && i["discountInfo"] is { } d ? (decimal)d["incVat"]! : 0m));
            Assert.Equal((decimal)json["costs"]!["cart"]!["incVat"]!, rows);
        }
    }

    private static JsonNode Get(SampleDataSandbox sandbox, string query, int uid)
    {
        var body = $$"""{"jsonrpc":"2.0","method":"Order.get","params":[{{uid}},{"costs":true,"payments":{"amount":true},"items":{} }],"id":1}""";
        var request = new SandboxRequest("POST", "backend/jsonrpc/v1/", query, "application/json", System.Text.Encoding.UTF8.GetBytes(body));
        return JsonNode.Parse(sandbox.Abicart.Handle(request).Body.Span)!["result"]!;
    }

    private static ExpectedOutcome.Sent Sent(SampleOrder order, SampleSettings? settings = null) =>
        Assert.IsType<ExpectedOutcome.Sent>(SampleExpectation.Of(order, Articles, settings ?? new SampleSettings()).Outcome);

    private static string Refused(SampleOrder order) =>
        Assert.IsType<ExpectedOutcome.Refused>(SampleExpectation.Of(order, Articles, new SampleSettings()).Outcome).Code;

    private static string Rows(ExpectedOutcome.Sent sent) => string.Join(
        " | ", sent.Rows.Select(r => $"{r.ArticleNumber} {r.VatPercent:0.##} {(r.Quantity is { } q ? $"{q:0.##}" : "-")} {r.SumIncVat}"));
}
