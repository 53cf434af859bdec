using System.Collections.Immutable;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>Exact requests, typed from specter.md sections 5, 6 and 14.</summary>
public sealed class GoldenRequestTests
{
    private readonly Account account = new(Account.Dummy(change => change.PaySystemUsers =
        ImmutableSortedDictionary<string, string>.Empty.Add("KG", "K123")));

    private IErpConnector Connector => account.Connector;

    [Fact]
    public async Task Check_registers_all_callbacks_with_placeholders()
    {
        static Uri At(string kind) => new($"https://sync.example/cb/TOKEN/{kind}");

        await Connector.CheckAccountAsync(
            new ErpCallbacks(At("stock"), At("article"), At("order"), At("invoice"), At("remove")), Account.Call, CancellationToken.None);

        var (method, query, body) = Assert.Single(account.Sent);
        Assert.Equal("GET", method);
        Assert.Equal("", body);
        Assert.Equal(
            "/getInfo.asp?action=checkAccountSettings&sbmId=1234&apiUserId=55&useXML=1&date=2024-01-31&key=d48f6194bc8c7afbc7779a9885ec16de"
            + "&actionStockChange=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Fstock"
            + "&actionOrderChange=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Forder"
            + "&actionArticleChange=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Farticle"
            + "&actionNewInvoice=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Finvoice%3ForderId%3D%24orderId%26invoiceId%3D%24invoiceId%26invoiceSource%3D%24invoiceSource"
            + "&actionRemoveOrder=https%3A%2F%2Fsync.example%2Fcb%2FTOKEN%2Fremove%3ForderNo%3D%24orderNo",
            query);
    }

    [Fact]
    public async Task Check_without_callbacks_leaves_the_triggers_alone_and_an_absent_address_clears_its_trigger()
    {
        await Connector.CheckAccountAsync(null, Account.Call, CancellationToken.None);
        await Connector.CheckAccountAsync(new ErpCallbacks(null, null, null, null, null), Account.Call, CancellationToken.None);

        Assert.DoesNotContain("actionStockChange", account.Sent[0].PathAndQuery, StringComparison.Ordinal);
        Assert.EndsWith("&actionStockChange=&actionOrderChange=&actionArticleChange=&actionNewInvoice=&actionRemoveOrder=", account.Sent[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Company_customer()
    {
        account.Answer = () => Account.Latin1("1;109;Kunden skapad");
        var buyer = new Buyer(
            " Åkesson  Söner AB ", "Eva", "Åkesson", "556000-0001", "eva@akesson.test", "040-1", null,
            new PostalAddress(null, "Åkesson Söner AB", "Gatan 1", "Box 2", "211 00", "Malmö", "se"),
            new PostalAddress("Olle Lager", "Åkesson Lager", "Hamnen 3", null, "212 00", "Lund", "SE"), null, ImmutableSortedDictionary<string, string>.Empty);

        var outcome = await Connector.SubmitCustomerAsync(Account.Submission(buyer), Account.Call, CancellationToken.None);

        Assert.Equal("109", Assert.IsType<Outcome<string>.Done>(outcome).Value);
        var (method, query, body) = Assert.Single(account.Sent);
        Assert.Equal("POST", method);
        Assert.Equal("/putInfo.asp?action=newCustomerSubmit&sbmId=1234&apiUserId=55&useXML=1&forceCustomerUpdate=1", query);
        Assert.Equal(
            "name=%C5kesson+S%F6ner+AB&customerOrganizationalForm=C&orgNo=556000-0001&emailAddress=eva%40akesson.test&phoneNo=040-1"
            + "&language=SE&currency=SEK&contactPerson=Eva+%C5kesson&attention=Eva+%C5kesson"
            + "&invoiceCompanyName=%C5kesson+S%F6ner+AB&address=Gatan+1&addressRow2=Box+2&zipCodeEng=211+00&city=Malm%F6&countryCode=SE"
            + "&deliveryCompanyName=%C5kesson+Lager&deliveryAttention=Olle+Lager&deliveryAddress=Hamnen+3&deliveryAddressRow2="
            + "&deliveryZipCodeEng=212+00&deliveryCity=Lund&deliveryCountryCode=SE"
            + "&key=9a205ee7801e6259aa4f936ef0176993",
            body);
    }

    [Fact]
    public async Task Private_customer_sends_first_and_last_name_and_clears_what_an_earlier_order_left()
    {
        account.Answer = () => Account.Latin1("1;110;Kunden skapad");

        await Connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Account.Call, CancellationToken.None);

        Assert.Equal(
            "firstName=%C5sa&surName=%D6berg&customerOrganizationalForm=P&orgNo=19121212-1212&emailAddress=asa%40example.test&phoneNo=08-123&mobileNo=070-123"
            + "&language=SE&currency=SEK&contactPerson=%C5sa+%D6berg&attention=&invoiceCompanyName=&address=Storgatan+1&addressRow2="
            + "&zipCodeEng=111+22&city=Malm%F6&countryCode=SE&deliveryCompanyName=%C5sa+%D6berg&deliveryAttention=&deliveryAddress=Storgatan+1"
            + "&deliveryAddressRow2=&deliveryZipCodeEng=111+22&deliveryCity=Malm%F6&deliveryCountryCode=SE&key="
            + Client.SpecterKey.Of(account.Options, "Åsa Öberg"),
            account.Sent[0].Body);
    }

    [Theory]
    [InlineData(false, false, true, "&forceCustomerUpdate=1")]
    [InlineData(true, false, true, "&forceCustomerUpdate=1&ignoreControlEmail=1")]
    [InlineData(false, true, false, "&forceCustomerUpdate=0&ignoreControlOrgNo=1")]
    [InlineData(true, true, true, "&forceCustomerUpdate=1&ignoreControlEmail=1&ignoreControlOrgNo=1")]
    public async Task Matching_flags_and_customer_group(bool ignoreEmail, bool ignoreNumber, bool force, string end)
    {
        var policy = new CustomerPolicy { IgnoreEmail = ignoreEmail, IgnoreOrganisationNumber = ignoreNumber, ForceUpdate = force, PrivateGroupId = 7 };

        await Connector.SubmitCustomerAsync(Account.Submission(Account.Person()) with { Policy = policy }, Account.Call, CancellationToken.None);

        Assert.EndsWith("&useXML=1" + end, account.Sent[0].PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("&customerGroupId=7&", account.Sent[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Company_into_address_line_1_keeps_both_street_lines()
    {
        var buyer = Account.Person() with { Company = "Firma AB", Invoice = Account.Person().Invoice with { Street2 = "Box 9" } };

        await Connector.SubmitCustomerAsync(Account.Submission(buyer) with { CompanyIntoAddressLine1 = true }, Account.Call, CancellationToken.None);

        Assert.Contains("&address=Firma+AB&addressRow2=Storgatan+1%2C+Box+9&", account.Sent[0].Body, StringComparison.Ordinal);
        Assert.Contains("&deliveryAddress=Firma+AB&deliveryAddressRow2=Storgatan+1%2C+Box+9&", account.Sent[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_cancelled_by_the_function_that_the_options_name_and_by_none_otherwise()
    {
        Assert.False(Connector.CancelsOrders);
        var named = new Account(Account.Dummy(change => change.CancelOrderAction = "cancelOrderSubmit"));
        Assert.True(named.Connector.CancelsOrders);

        Assert.IsType<Outcome<Unit>.Done>(await named.Connector.CancelOrderAsync("20031", Account.Call, CancellationToken.None));

        var (method, query, body) = Assert.Single(named.Sent);
        Assert.Equal(("POST", "/putInfo.asp?action=cancelOrderSubmit&sbmId=1234&apiUserId=55&useXML=1"), (method, query));
        Assert.Equal($"orderId=20031&key={Client.SpecterKey.Of(named.Options, "20031")}", body);
    }

    [Fact]
    public async Task What_happened_in_the_shop_goes_by_the_functions_that_are_known_or_named_and_by_none_otherwise()
    {
        Assert.Equal(ErpOrderMarks.Delivered, Connector.Takes);
        Assert.Equal(ErpOrderMarks.None, new Account(Account.Dummy(change => change.SubmitDeliveries = false)).Connector.Takes);
        var named = new Account(Account.Dummy(change => (change.PayOrderAction, change.CreditOrderAction, change.DeliveryTrackingParameter) = ("payOrder", "creditOrder", "trackingNo")));
        Assert.Equal(ErpOrderMarks.Delivered | ErpOrderMarks.Paid | ErpOrderMarks.Credited, named.Connector.Takes);
        var news = new ErpOrderNews("20031", ImmutableSortedDictionary<string, decimal>.Empty.Add("ART-001", 2m).Add("FRAKT", 1m), "KOLLI 1");
        foreach (var mark in new[] { ErpOrderMarks.Delivered, ErpOrderMarks.Paid, ErpOrderMarks.Credited })
        {
            Assert.IsType<Outcome<Unit>.Done>(await named.Connector.TellAsync(mark, news, Account.Call, CancellationToken.None));
        }

        var key = Client.SpecterKey.Of(named.Options, "20031");
        Assert.Equal(
            [
                ("POST", "/putInfo.asp?action=newDeliverySubmit&sbmId=1234&apiUserId=55&useXML=1",
                    $"orderId=20031&deliveryDate=2024-01-31&useArticleNoRowMapping=1&articleNo_1=ART-001&noOfItems_1=2&articleNo_2=FRAKT&noOfItems_2=1&trackingNo=KOLLI+1&key={key}"),
                ("POST", "/putInfo.asp?action=payOrder&sbmId=1234&apiUserId=55&useXML=1", $"orderId=20031&key={key}"),
                ("POST", "/putInfo.asp?action=creditOrder&sbmId=1234&apiUserId=55&useXML=1", $"orderId=20031&key={key}"),
            ],
            named.Sent);
        await account.Connector.TellAsync(ErpOrderMarks.Delivered, news, Account.Call, CancellationToken.None);
        Assert.DoesNotContain("KOLLI", account.Sent[^1].Body, StringComparison.Ordinal);
        Assert.IsType<Outcome<Unit>.Refused>(await account.Connector.TellAsync(ErpOrderMarks.Paid, news, Account.Call, CancellationToken.None));
    }

    [Fact]
    public async Task Order_of_the_document()
    {
        account.Answer = () => Account.Latin1("1;20031;Ordern skapad");
        var draft = Account.Draft(
            new ErpOrderRow("ART-001", "Kopp blå", 79.2m, 2, 25, true),
            new ErpOrderRow("FRAKT", "Posten", 39.2m, 1, 25, false),
            new ErpOrderRow("RABATT", "Höst & vår 10 %", -16m, 1, 25, false)) with
        {
            WebshopId = 2, StockSiteId = 1, PayTypeIdentifier = "KG", PayTypeReference = "res-1", DeliveryMethodKey = "12", SendConfirmation = true,
        };

        var outcome = await Connector.SubmitOrderAsync("109", draft, new OrderTexts("Tack!\nVälkommen", "Ref 7"), Account.Call, CancellationToken.None);

        Assert.Equal(new OrderSubmitted("20031", Existing: false), Assert.IsType<Outcome<OrderSubmitted>.Done>(outcome).Value);
        var (method, query, body) = Assert.Single(account.Sent);
        Assert.Equal("POST", method);
        Assert.Equal("/putInfo.asp?action=newOrderSubmit&sbmId=1234&apiUserId=55&useXML=1&webshopId=2", query);
        Assert.Equal(
            "customerId=109&externalOrderNo=W100045&currency=SEK&stocksiteid=1&language=SE&payTypeIdentifier=KG&payTypeReference=res-1"
            + "&payTypeIdentifierPaySystemUser=K123&customerOrderReference=Ref+7&internalComment=Order+100045&publishedComment=Tack%21%0D%0AV%E4lkommen"
            + "&sendOrderMail=1&sendOrderMailToUser=0&userSource=webuser&externalDeliveryMethod=12"
            + "&articleNo_1=ART-001&articleName_1=Kopp+bl%E5&priceExclVAT_1=79.200&noOfItems_1=2&vatPercent_1=25"
            + "&articleNo_2=FRAKT&articleName_2=Posten&priceExclVAT_2=39.200&noOfItems_2=1&vatPercent_2=25"
            + "&articleNo_3=RABATT&articleName_3=H%F6st+%26+v%E5r+10+%25&priceExclVAT_3=-16.000&noOfItems_3=1&vatPercent_3=25"
            + "&key=472b175b726bbec0f79f01cbf23429f7",
            body);
        Assert.DoesNotContain("ignoreExternalOrderNoControl", query + body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Prepayment_fractions_and_shown_discount()
    {
        var draft = Account.Draft(new ErpOrderRow("A", "Tyg", 10.125m, 0.5m, 12.5m, true, DiscountPercent: 7.5m)) with { IsPrepayment = true, PayTypeIdentifier = "" };

        await Connector.SubmitOrderAsync("109", draft, new OrderTexts(null, null), Account.Call, CancellationToken.None);

        Assert.Contains("&payTypeIdentifier=&isPrepayment=1&", account.Sent[0].Body, StringComparison.Ordinal);
        Assert.Contains(
            "&articleNo_1=A&articleName_1=Tyg&articleComment_1=Rabatt+7%2C5+%25&priceExclVAT_1=10.125&noOfItems_1=0.5&vatPercent_1=12.5&",
            account.Sent[0].Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buyers_texts_deducted_percentage_merchant_account_and_day_of_the_order()
    {
        var own = new Account(Account.Dummy(change => change.OrderDateParameter = "orderDate"));
        var draft = Account.Draft(
            new ErpOrderRow("A", "Tyg", 10.125m, 1, 25, true, DiscountPercent: 10m) { ErpDeductsDiscount = true },
            new ErpOrderRow("B", "Tråd", 1m, 1, 25, true)) with
        {
            PayTypeIdentifier = "KG", PaySystemUser = "eid 7", PlacedAt = new DateTimeOffset(2024, 1, 31, 23, 30, 0, TimeSpan.Zero),
        };

        await own.Connector.SubmitOrderAsync("109", draft, new OrderTexts("Hej", "Ref", "Port: 12", "Färg: blå"), Account.Call, CancellationToken.None);

        var body = own.Sent[0].Body;
        Assert.Contains("&payTypeIdentifierPaySystemUser=eid+7&customerOrderReference=Ref&internalComment=Order+100045%0D%0APort%3A+12&publishedComment=Hej&", body, StringComparison.Ordinal);
        // Half past eleven in the evening by universal time is the next day in Sweden.
        Assert.Contains("&orderDate=2024-02-01&", body, StringComparison.Ordinal);
        Assert.Contains(
            "&articleNo_1=A&articleName_1=Tyg&articleComment_1=F%E4rg%3A+bl%E5&priceExclVAT_1=10.125&noOfItems_1=1&vatPercent_1=25&discount_1=10&articleNo_2=B&articleName_2=Tr%E5d&priceExclVAT_2=1.000&",
            body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Articles_batch()
    {
        await Connector.SubmitArticlesAsync(
            [
                new ErpArticleDraft("ART-001", "Kopp", 79.2m, 25, "7310000000001", 0.35m, StockArticle: true, InitialStock: 12),
                new ErpArticleDraft("FRAKT", "Frakt", 0, 25, StockArticle: false),
            ],
            update: true, Account.Call, CancellationToken.None);

        var (method, query, body) = Assert.Single(account.Sent);
        Assert.Equal("POST", method);
        Assert.Equal("/putInfo.asp?action=newArticleSubmit&sbmId=1234&apiUserId=55&useXML=1&key=a48c9996065e3d2fc9396552f449142f", query);
        Assert.Equal(
            "forceArticleUpdate=1&articleNo_1=ART-001&name_1=Kopp&priceExclVAT_1=79.20&vatPercent_1=25&barCode_1=7310000000001&productWeight_1=0.350"
            + "&createArticleStock_1=1&noItemsInStock_1=12&articleNo_2=FRAKT&name_2=Frakt&priceExclVAT_2=0.00&vatPercent_2=25",
            body);
    }

    [Theory]
    [InlineData(ErpFeed.Stock, StockFeedForm.Text, "getArticleExternalNeedUpdate", "")]
    [InlineData(ErpFeed.Stock, StockFeedForm.Xml, "getArticleExternalNeedUpdate", "&useXML=2")]
    [InlineData(ErpFeed.Stock, StockFeedForm.XmlAllSites, "getArticleExternalNeedUpdate", "&useXML=2&getMultipleStocksites=1")]
    [InlineData(ErpFeed.Articles, StockFeedForm.Xml, "getArticleInfoExternalNeedUpdate", "&useXML=2")]
    [InlineData(ErpFeed.Orders, StockFeedForm.Xml, "getOrdersExternalNeedUpdate", "&useXML=2")]
    public async Task Feed_gets(ErpFeed feed, StockFeedForm form, string action, string end)
    {
        var own = new Account(Account.Dummy(change => change.StockFeed = form));

        await own.Connector.ReadFeedAsync(feed, "5f4dcc3b5aa765d61d8327deb882cf99", Account.Call, CancellationToken.None);

        Assert.Equal(
            ("GET", $"/getInfo.asp?action={action}&sbmId=1234&apiUserId=55&batchNo=5f4dcc3b5aa765d61d8327deb882cf99&key=f1e832e032657d38454d2e4476d1c841{end}", ""),
            Assert.Single(own.Sent));
    }

    [Theory]
    [InlineData(ErpFeed.Stock, "updateArticlesFromBatch", "")]
    [InlineData(ErpFeed.Articles, "updateArticleInfosFromBatch", "&useXML=2")]
    [InlineData(ErpFeed.Orders, "updateOrdersFromBatch", "")]
    public async Task Feed_acknowledgements(ErpFeed feed, string action, string end)
    {
        await Connector.AcknowledgeFeedAsync(feed, "5f4dcc3b5aa765d61d8327deb882cf99", Account.Call, CancellationToken.None);

        Assert.Equal(
            $"/getInfo.asp?action={action}&sbmId=1234&apiUserId=55&batchNo=5f4dcc3b5aa765d61d8327deb882cf99&key=f1e832e032657d38454d2e4476d1c841{end}",
            Assert.Single(account.Sent).PathAndQuery);
    }

    [Fact]
    public async Task Requeue_clears_the_own_queue()
    {
        await Connector.RequeueStockAsync("5f4dcc3b5aa765d61d8327deb882cf99", Account.Call, CancellationToken.None);

        Assert.Equal(
            "/getInfo.asp?action=clearArticleBatch&sbmId=1234&apiUserId=55&batchNo=5f4dcc3b5aa765d61d8327deb882cf99&key=f1e832e032657d38454d2e4476d1c841&useXML=2&clearSelf=1",
            Assert.Single(account.Sent).PathAndQuery);
    }
}
