using System.Text;
using System.Xml.Linq;
using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>Whatever is sent, the core answers, in the announced form.</summary>
public sealed class SpecterFuzzTests
{
    private static readonly string[] Actions =
    [
        "newCustomerSubmit", "newOrderSubmit", "newArticleSubmit", "newDeliverySubmit", "newInvoiceSubmit", "checkAccountSettings",
        "getArticleExternalNeedUpdate", "updateArticlesFromBatch", "getArticleInfoExternalNeedUpdate", "updateArticleInfosFromBatch",
        "getOrdersExternalNeedUpdate", "updateOrdersFromBatch", "clearArticleBatch", "dance", "",
    ];

    private static readonly string[] Names =
    [
        "customerId", "externalOrderNo", "articleNo_1", "articleName_1", "priceExclVAT_1", "noOfItems_1", "vatPercent_1", "discount_1",
        "articleNo_2", "articleNo_0", "name_1", "name", "emailAddress", "orgNo", "orderId", "deliveryDate", "useArticleNoRowMapping",
        "batchNo", "date", "actionStockChange", "createArticleStock_1", "noItemsInStock_1", "stocksiteid", "typeInvoice", "barCode_1",
        "forceCustomerUpdate", "identifyByCustomerId", "useXML", "getMultipleStocksites", "productWeight_1",
    ];

    private static readonly string[] Values =
    [
        "", "1", "2", "-1", "0.5", "1e9", "999999999999999999999999999", "-999999999", "999999999", "ART-001", "B1", "B2", "2026-01-31",
        "http://127.0.0.1:9/x?$orderNo", "Å;\r'\"<&>]]>", "\0\u0001", "100", "25", "a@b.se", "101", "20001",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_requests_are_answered_and_never_thrown_at(int seed)
    {
        var random = new Random(seed);
        var wire = SpecterWire.New(new SpecterSwitches { OrderFeedExternalNumberAttribute = "externalOrderNo" });
        wire.Article("ART-001", 10);
        var succeeded = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var response = Send(wire, random);
            var text = SpecterWire.Text(response);
            Assert.Equal(200, response.Status);
            if (response.ContentType.StartsWith("text/xml", StringComparison.Ordinal))
            {
                using var body = new MemoryStream(response.Body.ToArray());
                _ = XDocument.Load(body);
            }

            succeeded += text.StartsWith("1;", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(succeeded > 10, $"Only {succeeded} requests got through: the test no longer reaches the functions");
        _ = System.Text.Json.JsonSerializer.Serialize(wire.System.State(), SandboxJson.Options);
        Assert.All(wire.System.Orders.Values, order => Assert.True(order.SumInclVat >= decimal.MinValue));
    }

    private static SandboxResponse Send(SpecterWire wire, Random random)
    {
        var action = Actions[random.Next(Actions.Length)];
        var pairs = new List<(string Name, string Value)>();
        foreach (var name in Names.Where(_ => random.Next(3) > 0))
        {
            var known = wire.System.Customers.Keys.Concat(wire.System.Orders.Keys).ToList();
            pairs.Add((name, known.Count > 0 && random.Next(6) == 0 ? $"{known[random.Next(known.Count)]}" : Values[random.Next(Values.Length)]));
        }

        string Value(string name) => pairs.Find(pair => pair.Name == name).Value ?? "";
        var entity = action switch
        {
            "newCustomerSubmit" => Value("name"),
            "newOrderSubmit" => Value("customerId"),
            "newArticleSubmit" => Value("articleNo_1"),
            "newDeliverySubmit" or "newInvoiceSubmit" => Value("orderId"),
            "checkAccountSettings" => Value("date"),
            _ => Value("batchNo"),
        };
        var path = action.StartsWith("new", StringComparison.Ordinal) ? "putInfo.asp" : "getInfo.asp";
        var body = SpecterWire.Encode([.. pairs, ("key", SpecterWire.Key(entity)), ("sbmId", "1234"), ("apiUserId", "55")]);
        if (random.Next(10) == 0)
        {
            body = body[..random.Next(body.Length)] + "%zz&=&&%";
        }

        return random.Next(2) == 0
            ? wire.Send("GET", path, $"action={action}&{body}")
            : wire.System.Handle(new SandboxRequest(
                "POST", path, $"action={action}", "application/x-www-form-urlencoded; charset=utf-8", Encoding.Latin1.GetBytes(body)));
    }
}
