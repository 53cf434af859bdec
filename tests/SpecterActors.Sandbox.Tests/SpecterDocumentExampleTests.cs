using SpecterActors.Sandbox.Specter;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>The exchanges of specter.md section 14, with requests and keys typed from the document.</summary>
public sealed class SpecterDocumentExampleTests
{
    [Fact]
    public void Callbacks_are_registered_as_in_14_1()
    {
        var wire = Wire();

        var answer = SpecterWire.Text(wire.Send(
            "GET",
            "getInfo.asp",
            "?Action=checkAccountSettings&sbmId=1234&apiUserId=55&useXML=1&date=2024-01-31&key=d48f6194bc8c7afbc7779a9885ec16de"
            + "&actionStockChange=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Fstock"
            + "&actionNewInvoice=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Finvoice%3ForderId%3D%24orderId%26invoiceId%3D%24invoiceId"
            + "&actionRemoveOrder=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Fremove%3ForderNo%3D%2524orderNo&actionArticleChange="));

        Assert.StartsWith("1;", answer);
        Assert.Equal(["actionNewInvoice", "actionRemoveOrder", "actionStockChange"], wire.System.Triggers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("https://sync.example/cb/TOKEN/remove?orderNo=%24orderNo", wire.System.Triggers["actionRemoveOrder"]);
    }

    [Fact]
    public void A_company_and_its_order_are_created_as_in_14_2_and_14_3()
    {
        var wire = Wire();
        foreach (var number in new[] { "ART-001", "FRAKT", "RABATT" })
        {
            wire.Article(number, 10);
        }

        var customer = SpecterWire.Text(wire.Post(
            "putInfo.asp",
            "action=newCustomerSubmit&sbmId=1234&apiUserId=55&useXML=1&forceCustomerUpdate=1",
            "&name=%C5kesson+S%F6ner+AB&customerOrganizationalForm=C&orgNo=556677-8899&emailAddress=info%40akesson.example&language=SE"
            + "&currency=SEK&contactPerson=%C5ke+%C5kesson&invoiceCompanyName=%C5kesson+S%F6ner+AB&address=Storgatan+1&zipCodeEng=702+10"
            + "&city=%D6rebro&countryCode=SE&deliveryCompanyName=%C5kesson+lager&deliveryAddress=Hamngatan+2&deliveryZipCodeEng=602+20"
            + "&deliveryCity=Norrk%F6ping&deliveryCountryCode=SE&key=9a205ee7801e6259aa4f936ef0176993"));
        var order = SpecterWire.Text(wire.Post(
            "putInfo.asp",
            "action=newOrderSubmit&sbmId=1234&apiUserId=55&useXML=1&webshopId=2",
            "customerId=109&externalOrderNo=W100045&currency=SEK&stocksiteid=1&language=SE&payTypeIdentifier=KG&payTypeReference=r-1"
            + "&sendOrderMail=0&sendOrderMailToUser=0&userSource=webuser&externalDeliveryMethod=12"
            + "&articleNo_1=ART-001&articleName_1=R%F6d+hatt&priceExclVAT_1=79.200&noOfItems_1=2&vatPercent_1=25"
            + "&articleNo_2=FRAKT&articleName_2=Frakt&priceExclVAT_2=39.20&noOfItems_2=1&vatPercent_2=25"
            + "&articleNo_3=RABATT&articleName_3=Rabatt&priceExclVAT_3=-16.00&noOfItems_3=1&vatPercent_3=25"
            + "&key=472b175b726bbec0f79f01cbf23429f7"));

        Assert.StartsWith("1;109;", customer);
        var stored = wire.System.Orders[SpecterWire.Id(order)];
        Assert.Equal(("W100045", 109), (stored.ExternalOrderNo, stored.CustomerId));
        Assert.Equal(("2", "KG"), (stored.Fields["webshopId"], stored.Fields["payTypeIdentifier"]));
        Assert.Equal((181.6m, 227m), (stored.SumExclVat, stored.SumInclVat));
        Assert.Equal(("Örebro", "Norrköping"), (stored.InvoiceAddress.City, stored.DeliveryAddress.City));
        Assert.Equal("Röd hatt", stored.Rows[0].ArticleName);
    }

    [Fact]
    public void A_batch_named_by_a_hash_is_fetched_with_the_documents_key()
    {
        var wire = Wire();
        wire.Article("ART-001", 3);
        const string Rest = "&sbmId=1234&apiUserId=55&batchNo=5f4dcc3b5aa765d61d8327deb882cf99&key=f1e832e032657d38454d2e4476d1c841";

        Assert.Equal(
            "1;ART-001;3;5f4dcc3b5aa765d61d8327deb882cf99\r",
            SpecterWire.Text(wire.Send("GET", "getinfo.asp", "Action=getArticleExternalNeedUpdate" + Rest)));
        Assert.StartsWith("1;", SpecterWire.Text(wire.Send("GET", "getinfo.asp", "Action=updateArticlesFromBatch" + Rest)));
    }

    [Fact]
    public void Articles_are_sent_with_the_key_in_the_query()
    {
        var wire = Wire();

        var answer = SpecterWire.Text(wire.Post(
            "putInfo.asp",
            "action=newArticleSubmit&sbmId=1234&apiUserId=55&useXML=1&key=a48c9996065e3d2fc9396552f449142f",
            "articleNo_1=ART-001&name_1=Hatt+%E5%E4%F6&priceExclVAT_1=79.20&vatPercent_1=25&createArticleStock_1=1&noItemsInStock_1=4"));

        Assert.StartsWith("1;", answer);
        Assert.Equal("Hatt åäö", wire.System.FindArticle("ART-001")!.Name);
    }

    [Fact]
    public void A_planned_failure_refuses_the_next_call_only()
    {
        var wire = Wire();
        wire.System.FailNext("newCustomerSubmit", "77", "Okänt fel");

        Assert.Equal("0;77;Okänt fel", wire.Put("newCustomerSubmit", "A", ("name", "A"), ("emailAddress", "a@b.se")));
        Assert.StartsWith("1;", wire.Put("newCustomerSubmit", "A", ("name", "A"), ("emailAddress", "a@b.se")));
    }

    [Fact]
    public void Refusals_can_have_another_status_and_own_codes()
    {
        var options = new SpecterOptions
        {
            Errors = new Dictionary<SpecterError, SpecterErrorText> { [SpecterError.WrongCredentials] = new("4711", "Nej {0}") },
        };
        var wire = SpecterWire.New(new SpecterSwitches { RefusalStatus = 403 }, options: options);

        var answer = wire.Send("GET", "getInfo.asp", "action=getArticleExternalNeedUpdate");

        Assert.Equal((403, "0;4711;Nej {0}"), (answer.Status, SpecterWire.Text(answer)));
    }

    /// <summary>An account whose first customer gets the document's id 109.</summary>
    private static SpecterWire Wire() => new(New(Seed.Value));

    private static readonly Lazy<int> Seed = new(() =>
        Enumerable.Range(0, 100_000).First(seed => new SpecterWire(New(seed)).Customer("Prov", "prov@b.se") == 109));

    private static SpecterSystem New(int seed) => new("specter-1", new SpecterOptions(), new SpecterTestClock(), seed);
}
