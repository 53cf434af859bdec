using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Tenants;

namespace SpecterActors.Host.Tests;

public sealed class TenantSettingsTests
{
    [Fact]
    public void Settings_are_read_with_defaults_for_what_is_not_said()
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element());

        Assert.Empty(problems);
        Assert.Equal(5, settings!.Erp.Lane.Calls);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.Pace.Poll);
        Assert.Equal(new PaceSettings().Settle, settings.Pace.Settle);
        var shop = Assert.Single(settings.Shops);
        Assert.Equal(("main", 1.5m, OrderDiscountPolicy.Spread), (shop.Id, shop.StockBuffer, shop.Orders.OrderDiscounts));
        Assert.Equal([ErpOrderStatus.Delivered], shop.StatusToShop);
        Assert.Equal([0m, 25m], shop.Orders.VatPercents);
        Assert.Equal(3, settings.Secrets.Value!.Values.Count);
    }

    [Fact]
    public void What_is_written_can_be_read_back_and_carries_no_secret()
    {
        var (settings, _) = TenantSettingsReader.Read("demo", SettingsText.Element());

        var written = TenantSettingsWriter.Write(settings!);
        var (again, problems) = TenantSettingsReader.Read("demo", JsonSerializer.SerializeToElement(written));

        Assert.Empty(problems);
        Assert.DoesNotContain(SettingsText.Canary, written.ToJsonString());
        Assert.Equal(written.ToJsonString(), TenantSettingsWriter.Write(again!).ToJsonString());
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "erp", """{"system":"visma"}""", "erp.system" },
        { "erp", """{"system":"specter","baseUrl":"ftp://x","account":"1"}""", "erp.baseUrl" },
        { "erp", """{"system":"specter","baseUrl":"http://api.specter.example/","account":"1"}""", "erp.baseUrl" },
        { "erp", """{"system":"specter","baseUrl":"https://user:pw@api.specter.example/","account":"1"}""", "erp.baseUrl" },
        { "erp", """{"system":"specter","baseUrl":"https://api.specter.example/"}""", "erp.account" },
        { "erp", "7", "erp" },
        { "shops", "{}", "shops" },
        { "shops", """{"Main Shop":{"system":"abicart","baseUrl":"https://s.example/","account":"1"}}""", "shops.Main Shop.id" },
        { "pace", """{"poll":"60"}""", "pace.poll" },
        { "pace", """{"poll":60}""", "pace.poll" },
        { "pace", """{"poll":"2 days ago"}""", "pace.poll" },
        { "pace", """{"pool":"1 s"}""", "pace.pool" },
        { "shops", """{"main":{"stockSites":["1,2"]}}""", "shops.main.stockSites" },
        { "reconciliation", """{"interval":"1 m"}""", "reconciliation.interval" },
        { "reconciliation", """{"fromHour":24}""", "reconciliation.fromHour" },
        { "reconciliation", """{"changeShareMax":101}""", "reconciliation.changeShareMax" },
        { "reconciliation", """{"share":5}""", "reconciliation.share" },
        { "erp", """{"system":"specter","baseUrl":"https://api.specter.example/","account":"1","lane":{"jitter":"-1 s"}}""", "erp.lane.jitter" },
        { "customers", """{"forceUpdate":"perhaps"}""", "customers.forceUpdate" },
        { "colour", "1", "colour" },
        { "shops", Shop("{\"flow\":\"both\"}"), "shops.main.articles.flow" },
        { "shops", Shop("{\"masters\":{\"stock\":\"shop\"}}"), "shops.main.articles.masters.stock" },
        { "shops", Shop("{\"prices\":{\"shopPriceStep\":0}}"), "shops.main.articles.prices.shopPriceStep" },
        { "shops", Shop("{\"sets\":{\"S1\":\"A1\"}}"), "shops.main.articles.sets.S1" },
        { "shops", Shop("{\"newArticles\":\"createHidden\"}"), "shops.main.articles.newArticles" },
        { "shops", Shop("{\"newArticles\":\"always\",\"importFromErp\":true}"), "shops.main.articles.newArticles" },
        { "shops", Shop("{\"onSwitch\":\"push\"}"), "shops.main.articles.onSwitch" },
        { "shops", Shop("{\"prices\":{\"specialPriceField\":true,\"specialPriceList\":\"Kampanj\"}}"), "shops.main.articles.prices.specialPriceField" },
        { "secrets", """{"erp.apiUserKey":"x"}""", "secrets.erp.integrationKey" },
        { "secrets", """{"erp.apiUserKay":"x","erp.apiUserKey":"x","erp.integrationKey":"x","shop.main.auth":"x"}""", "secrets.erp.apiUserKay" },
    };

    private static string Shop(string articles) => $$$"""{"main":{"system":"abicart","baseUrl":"https://s.example/","account":"1","articles":{{{articles}}}}}""";

    [Fact]
    public void The_articles_of_a_shop_are_read_whole()
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s["shops"] = JsonNode.Parse(Shop(
            """{"flow":"erpLeads","masters":{"price":"shop"},"exportTrigger":"inactive","importFromErp":true,"sets":{"S1":"A1=2,B2=1"},"prices":{"shopPriceStep":1,"specialPriceField":true},"newArticles":"createVisible","newArticlesCategory":"9001","setsFromErp":true,"onSwitch":"leave"}"""))));

        Assert.Empty(problems);
        var articles = Assert.Single(settings!.Shops).Articles;
        Assert.Equal((ArticleFlow.ErpLeads, FacetMaster.Shop, ProductExportTrigger.Inactive, true, 1m),
            (articles.Flow, articles.Masters.Price, articles.ExportTrigger, articles.ImportFromErp, articles.Prices.ShopPriceStep));
        Assert.Equal("A1=2,B2=1", articles.Sets["S1"]);
        Assert.Equal((NewErpArticles.CreateVisible, "9001", true, SwitchedFlow.Leave, true),
            (articles.NewArticles, articles.NewArticlesCategory, articles.SetsFromErp, articles.OnSwitch, articles.Prices.SpecialPriceField));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_names_its_field_and_a_remedy(string group, string json, string field)
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s[group] = JsonNode.Parse(json)));

        Assert.Null(settings);
        Assert.Contains(problems, problem => problem.Field == field && problem.Remedy.Length > 0);
    }

    [Fact]
    public void Settings_without_any_secret_are_fine_and_keep_what_is_stored()
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s.Remove("secrets")));

        Assert.Empty(problems);
        Assert.Empty(settings!.Secrets.Value!.Values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Demo")]
    [InlineData("1demo")]
    [InlineData("demo/x")]
    [InlineData("_installation")]
    public void An_impossible_id_is_refused(string id)
    {
        var (settings, problems) = TenantSettingsReader.Read(id, SettingsText.Element());

        Assert.Null(settings);
        Assert.Equal("id", Assert.Single(problems).Field);
    }

    [Fact]
    public void Tables_of_an_order_are_read_and_written_back_as_they_were()
    {
        var (settings, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s["shops"]!["main"]!["orders"] = JsonNode.Parse(
            """
            {"orderPrefix":"A1-","sendCustomFields":true,"customFields":{"Er referens":"customerReference","Färg":"row-comment"},"otherCustomFields":"notSent",
             "deliveryMethods":{"401":"401"},"unlinkedDelivery":"park","paymentReferencePrefixes":{"KG":"K-"},"paySystemUsers":{"KG":"eid"},
             "rowPercentPrice":"beforeDiscount","orderDiscounts":"spreadPercentages","vatPercentsByCountry":{"FI":[10,25.5]},"commentLengthMax":255}
            """)));

        Assert.Empty(problems);
        var orders = settings!.Shops[0].Orders;
        Assert.Equal(
            [CustomFieldTarget.CustomerReference, CustomFieldTarget.RowComment, CustomFieldTarget.NotSent],
            [orders.CustomFields["Er referens"], orders.CustomFields["Färg"], orders.OtherCustomFields]);
        Assert.Equal(("401", UnlinkedMethod.Park, "K-", "eid", 255), (orders.DeliveryMethods["401"], orders.UnlinkedDelivery, orders.PaymentReferencePrefixes["KG"], orders.PaySystemUsers["KG"], orders.CommentLengthMax));
        Assert.Equal((RowPercentPrice.BeforeDiscount, OrderDiscountPolicy.SpreadPercentages), (orders.RowPercentPrice, orders.OrderDiscounts));
        Assert.True(orders.AcceptsVat(25.5m, "FI"));

        var written = JsonSerializer.SerializeToElement(TenantSettingsWriter.Write(settings));
        var (again, none) = TenantSettingsReader.Read("demo", written);
        Assert.Empty(none);
        Assert.Equal(JsonSerializer.Serialize(orders), JsonSerializer.Serialize(again!.Shops[0].Orders));
    }

    [Theory]
    [InlineData("""{"customFields":{"Färg":"somewhere"}}""", "shops.main.orders.customFields.Färg")]
    [InlineData("""{"vatPercentsByCountry":{"Finland":[10]}}""", "shops.main.orders.vatPercentsByCountry.Finland")]
    [InlineData("""{"vatPercentsByCountry":{"FI":[101]}}""", "shops.main.orders.vatPercentsByCountry.FI")]
    [InlineData("""{"unlinkedDelivery":"perhaps"}""", "shops.main.orders.unlinkedDelivery")]
    [InlineData("""{"customerReferenceLengthMax":0}""", "shops.main.orders.customerReferenceLengthMax")]
    public void A_fault_in_a_table_names_its_entry(string orders, string field)
    {
        var (_, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(s => s["shops"]!["main"]!["orders"] = JsonNode.Parse(orders)));

        Assert.Contains(problems, problem => problem.Field == field && problem.Remedy.Length > 0);
    }

    [Fact]
    public void Two_shops_with_one_order_prefix_are_refused()
    {
        var (_, problems) = TenantSettingsReader.Read("demo", SettingsText.Element(
            s => s.Remove("secrets"),
            s => s["shops"]!["second"] = JsonNode.Parse("""{"system":"abicart","baseUrl":"https://s.example/","account":"2","orders":{"orderPrefix":"A1-"}}""")));

        Assert.Contains("orders.orderPrefix", Assert.Single(problems).Remedy);
    }
}
