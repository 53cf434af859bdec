using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Connectors.Abicart.Orders;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>Orders as the system document describes them (sections 1.7 and 1.9), in the forms it leaves open.</summary>
public sealed class OrderJsonTests
{
    public const string Example =
        """
        {"uid":501,"orderNumber":"2044","ordered":"2026-03-01T10:00:00Z","changed":"2026-03-01T10:05:00+01:00","currency":"SEK","language":"sv",
         "customer":{"address":{"firstName":"Åsa","lastName":"Åberg","address":"Storgatan 1","address2":"","postcode":"111 22","town":"Malmö","country":"se","phoneDay":"","phoneMobile":"070-1","phoneNight":"040-2"},
                     "deliveryAddress":{"name":"Åberg Verkstad","address":"Hamngatan 2","address2":"Port 3","postcode":"222 33","town":"Lund","country":"SE","copyAddress":false},
                     "info":{"email":"Asa@Example.se","company":"Åbergs AB","companyNumber":"556036-0793","personalNumber":"","comment":"Ring först"},
                     "custom":{"Märkning":"Projekt 7","Tom":"","Antal":3}},
         "items":[{"uid":1,"article":{"uid":9,"type":"standard"},"articleNumber":"A-1","articleName":"Lampa","choices":{"quantity":3},
                   "costs":{"total":{"incVat":300.00,"exVat":240.00,"vat":60,"vatRate":0.25,"currency":"SEK"},"unit":{"incVat":100,"exVat":80,"vatRate":0.25}},
                   "discountInfo":{"discount":4,"name":"Rea","incVat":30,"exVat":24,"rate":0.1}},
                  {"uid":2,"article":{"uid":10,"type":"standard"},"articleNumber":"B-1","articleName":"Sylt","choices":[],
                   "costs":{"total":{"incVat":112,"exVat":100,"vatRate":0.12},"unit":{"incVat":56,"exVat":50,"vatRate":0.12}},"discountInfo":null},
                  {"uid":3,"article":null,"articleNumber":"","articleName":"Vår","choices":{},
                   "costs":{"total":{"incVat":-27,"exVat":-21.6,"vatRate":0.25},"unit":{"incVat":-27,"exVat":-21.6,"vatRate":0.25}},
                   "discountInfo":{"discount":5,"name":"Vår","incVat":27,"exVat":21.6,"rate":0.1}},
                  {"uid":4,"article":null,"articleNumber":"","articleName":"Vår","choices":{},
                   "costs":{"total":{"incVat":-11.2,"exVat":-10,"vatRate":0.12},"unit":{"incVat":-11.2,"exVat":-10,"vatRate":0.12}},
                   "discountInfo":{"discount":5,"name":"Vår","incVat":11.2,"exVat":10,"rate":0.1}}],
         "costs":{"cart":{"incVat":343.8,"exVat":284.4,"vatRate":null},"payment":{"incVat":29,"exVat":23.2,"vatRate":0.25},
                  "shipment":{"incVat":59,"exVat":47.2,"vatRate":0.25},"total":{"incVat":431.8,"exVat":354.8,"vatRate":null}},
         "payments":[{"uid":61,"method":{"uid":3,"name":{"sv":"Presentkort"},"type":"giftcard"},"externalRef":null,"status":"paid","amount":100},
                     {"uid":62,"method":{"uid":1,"name":{"sv":"Faktura","en":"Invoice"},"type":"invoice"},"externalRef":"K-99","status":"reserved","amount":331.8}],
         "delivery":{"method":{"uid":31,"name":{"sv":"Postpaket"}}},"deliveryStatus":"unsent","discarded":false,"externalOrderNumber":null}
        """;

    private static readonly AbicartOptions Options = new() { Webshop = 22222, Auth = "token" };

    [Fact]
    public void The_order_is_read_whole()
    {
        var (order, _) = Read(Example);

        Assert.Equal(
            ("501", "2044", "SEK", "sv", 431.8m, false, false, null),
            (order.Uid, order.Number, order.Currency, order.Language, order.TotalIncVat, order.Discarded, order.Delivered, order.ExternalOrderNumber));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 5, 0, TimeSpan.Zero), order.ChangedAt);
        Assert.Equal(
            [
                new ShopOrderRow("A-1", "9", "Lampa", 3m, 25m, 270m, 216m, "Rea", 30m),
                new ShopOrderRow("B-1", "10", "Sylt", 2m, 12m, 112m, 100m),
            ],
            order.Rows);
        Assert.Equal([new ShopDiscount("Vår", -38.2m, 10m)], order.Discounts);
        Assert.Equal(new ShopFreight("31", "Postpaket", 25m, 59m, 47.2m), order.Freight);
        Assert.Equal(("1", "Faktura", "invoice", "K-99", 29m, 23.2m, 25m, false), (order.Payment.MethodId, order.Payment.Name, order.Payment.Type, order.Payment.Reference, order.Payment.FeeIncVat, order.Payment.FeeExVat, order.Payment.FeeVatPercent, order.Payment.CashOnDelivery));
        Assert.Equal([new ShopGiftCard("Presentkort", 100m)], order.Payment.GiftCards);
    }

    [Fact]
    public void The_buyer_is_read_whole()
    {
        var (_, buyer) = Read(Example);

        Assert.Equal(("Åbergs AB", "Åsa", "Åberg", "556036-0793", "Asa@Example.se", "040-2", "070-1", "Ring först"), (buyer.Company, buyer.FirstName, buyer.LastName, buyer.OrganisationNumber, buyer.Email, buyer.Phone, buyer.Mobile, buyer.Comment));
        Assert.Equal(new PostalAddress("Åsa Åberg", "Åbergs AB", "Storgatan 1", null, "111 22", "Malmö", "SE"), buyer.Invoice);
        Assert.Equal(new PostalAddress("Åberg Verkstad", null, "Hamngatan 2", "Port 3", "222 33", "Lund", "SE"), buyer.Delivery);
        Assert.Equal(["Antal=3", "Märkning=Projekt 7"], buyer.CustomFields.Select(f => $"{f.Key}={f.Value}"));
    }

    [Fact]
    public void A_private_person_gives_the_personal_number()
    {
        var (_, buyer) = Read(Changed(o =>
        {
            var info = o["customer"]!["info"]!;
            (info["company"], info["companyNumber"], info["personalNumber"]) = ("", "", "19900101-0017");
            o["customer"]!["deliveryAddress"]!["copyAddress"] = true;
        }));
        Assert.Equal((null, "19900101-0017", false, null), (buyer.Company, buyer.OrganisationNumber, buyer.IsCompany, buyer.Delivery));
    }

    [Fact]
    public void A_cart_is_no_order()
    {
        using var document = JsonDocument.Parse(Changed(o => o["ordered"] = null));
        Assert.Null(OrderReader.Read(document.RootElement, Options));
    }

    [Theory]
    [InlineData("""{"4":41}""", """[{"uid":901,"definedBy":{"4":40}},{"uid":902,"definedBy":{"4":41}}]""", "902")]
    [InlineData("""{"4":41,"quantity":2}""", """[{"uid":902,"definedBy":{"4":41}}]""", "902")]
    [InlineData("""{"4":41,"8":"Till Eva"}""", """[{"uid":902,"definedBy":{"4":41}}]""", "902")]
    [InlineData("""{"4":49}""", """[{"uid":902,"definedBy":{"4":41}}]""", null)]
    [InlineData("""{"4":41}""", "null", null)]
    [InlineData("""{"8":"Till Eva"}""", "[]", "9")]
    [InlineData("""{"quantity":2}""", "null", "9")]
    [InlineData("[]", """[{"uid":902,"definedBy":{"4":41}}]""", "9")]
    public void What_was_sold_is_the_article_or_the_variant_that_the_choices_make_of_it_or_unknown(string choices, string variants, string? uid)
    {
        var (order, _) = Read(Changed(o =>
        {
            o["items"]![0]!["choices"] = JsonNode.Parse(choices);
            o["items"]![0]!["article"]!["variants"] = JsonNode.Parse(variants);
        }));
        Assert.Equal(uid, order.Rows[0].ArticleUid);
    }

    [Fact]
    public void Costs_that_contain_the_discount_are_recognised_by_the_cart_sum()
    {
        var (order, _) = Read(Changed(o =>
        {
            var total = o["items"]![0]!["costs"]!["total"]!;
            (total["incVat"], total["exVat"]) = (270m, 216m);
        }));
        Assert.Equal((270m, 216m, 30m), (order.Rows[0].TotalIncVat, order.Rows[0].TotalExVat, order.Rows[0].DiscountIncVat));
    }

    [Fact]
    public void Both_readings_of_discounted_costs_can_be_fixed_by_option()
    {
        Assert.Equal(270m, Read(Example, Options with { RowCosts = AbicartRowCosts.BeforeDiscount }).Order.Rows[0].TotalIncVat);
        Assert.Equal(300m, Read(Example, Options with { RowCosts = AbicartRowCosts.AfterDiscount }).Order.Rows[0].TotalIncVat);
    }

    [Theory]
    [InlineData(100.00, 33.33, 3)]
    [InlineData(99.99, 33.33, 3)]
    [InlineData(1.00, 0.33, 3)]
    [InlineData(999.00, 1.00, 999)]
    [InlineData(250.00, 100.00, 2.5)]
    public void The_quantity_follows_from_total_and_unit_when_it_is_not_told(double total, double unit, double quantity)
    {
        var (order, _) = Read(Changed(o =>
        {
            var item = o["items"]![1]!;
            item["costs"]!["total"] = JsonNode.Parse(FormattableString.Invariant($$"""{"incVat":{{total}},"exVat":{{total}},"vatRate":0}"""));
            item["costs"]!["unit"] = JsonNode.Parse(FormattableString.Invariant($$"""{"incVat":{{unit}},"exVat":{{unit}},"vatRate":0}"""));
        }));
        Assert.Equal((decimal)quantity, order.Rows[1].Quantity);
    }

    [Theory]
    [InlineData("currency", "null", "a currency was expected at /currency")]
    [InlineData("changed", "\"yesterday\"", "a time was expected at /changed")]
    [InlineData("items", "[17]", "an expanded row was expected at /items/0")]
    [InlineData("payments", "[17]", "an expanded payment was expected at /payments/0")]
    [InlineData("costs", "{}", "a number was expected at /costs/cart/incVat")]
    [InlineData("customer", "5", "an object was expected")]
    public void What_cannot_be_understood_is_told_with_its_place(string member, string value, string reason)
    {
        using var document = JsonDocument.Parse(Changed(o => o[member] = JsonNode.Parse(value)));
        var unreadable = Assert.IsType<ShopOrderRead.Unreadable>(OrderReader.Read(document.RootElement, Options));
        Assert.Equal(("501", "2044"), (unreadable.Uid, unreadable.Number));
        Assert.StartsWith(reason, unreadable.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_row_without_quantity_is_not_guessed()
    {
        using var document = JsonDocument.Parse(Changed(o =>
        {
            var item = o["items"]![1]!;
            item["costs"] = JsonNode.Parse("""{"total":{"incVat":0,"exVat":0,"vatRate":0.25},"unit":{"incVat":0,"exVat":0,"vatRate":0.25}}""");
        }));
        Assert.Equal("the quantity of row 2 is not told", Assert.IsType<ShopOrderRead.Unreadable>(OrderReader.Read(document.RootElement, Options)).Reason);
    }

    [Fact]
    public void The_row_of_a_deleted_article_is_no_discount()
    {
        var (order, _) = Read(Changed(o => o["items"]![1]!["article"] = null));
        Assert.Equal(("B-1", null), (order.Rows[1].ArticleNumber, order.Rows[1].ArticleUid));
    }

    [Fact]
    public void A_package_carries_its_parts_when_they_are_set()
    {
        var packages = System.Collections.Immutable.ImmutableSortedDictionary<string, System.Collections.Immutable.ImmutableArray<PackagePart>>.Empty
            .Add("B-1", [new PackagePart("P-1", 2m)]);
        var json = Changed(o => o["items"]![1]!["article"]!["type"] = "package");

        Assert.True(Read(json).Order.Rows[1] is { IsPackage: true, PackageParts.IsEmpty: true });
        Assert.Equal([new PackagePart("P-1", 2m)], Read(json, Options with { Packages = packages }).Order.Rows[1].PackageParts);
    }

    [Fact]
    public void A_cancelled_gift_card_does_not_count_and_a_cancelled_payment_is_not_the_main_one()
    {
        var (order, _) = Read(Changed(o =>
        {
            o["payments"]![0]!["status"] = "cancelled";
            o["payments"]!.AsArray().Add(JsonNode.Parse("""{"uid":63,"method":{"uid":2,"name":{"sv":"Kort"},"type":"card"},"status":"error","amount":999}"""));
        }));
        Assert.Equal(("invoice", 0), (order.Payment.Type, order.Payment.GiftCards.Length));
    }

    [Fact]
    public void Noise_of_binary_floating_point_goes_away()
    {
        var (order, _) = Read(Example.Replace("\"incVat\":431.8,", "\"incVat\":431.80000000000001,", StringComparison.Ordinal));
        Assert.Equal(431.8m, order.TotalIncVat);
    }

    private static (ShopOrder Order, Buyer Buyer) Read(string json, AbicartOptions? options = null)
    {
        using var document = JsonDocument.Parse(json);
        var read = OrderReader.Read(document.RootElement, options ?? Options);
        return read is ShopOrderRead.Readable readable ? (readable.Order, readable.Buyer) : throw new Xunit.Sdk.XunitException($"{read}");
    }

    private static string Changed(Action<JsonNode> change)
    {
        var order = JsonNode.Parse(Example)!;
        change(order);
        return order.ToJsonString();
    }
}
