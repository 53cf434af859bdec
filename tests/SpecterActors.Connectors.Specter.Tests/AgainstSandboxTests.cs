using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Domain.ErpOrders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>The connector against the simulated account, which was written from the same document by itself.</summary>
public sealed class AgainstSandboxTests
{
    private static readonly CallOptions Call = new(CallPriority.Order, "t1/x/1");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_order_with_its_customer_and_articles_arrives_as_it_was_meant(int version)
    {
        var (sandbox, connector) = Make(version);
        Done(await connector.SubmitArticlesAsync([new ErpArticleDraft("Å-1", "Smörkniv", 80, 25, InitialStock: 10)], update: true, Call, CancellationToken.None));
        var customer = Done(await connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Call, CancellationToken.None));
        var draft = Account.Draft(new ErpOrderRow("Å-1", "Smörkniv, blå", 79.2m, 2.5m, 25, true));

        var order = Done(await connector.SubmitOrderAsync(customer, draft, new OrderTexts("Tack, Åsa!", null), Call, CancellationToken.None));

        var stored = sandbox.Orders[int.Parse(order.OrderNo)];
        Assert.Equal(("W100045", "Malmö", "Åsa"), (stored.ExternalOrderNo, stored.CustomerCopy.Fields["deliveryCity"], stored.CustomerCopy.Fields["firstName"]));
        var row = Assert.Single(stored.Rows);
        Assert.Equal(("Å-1", "Smörkniv, blå", 79.2m, 2.5m, 25m), (row.ArticleNo, row.ArticleName, row.PriceExclVat, row.Quantity, row.VatPercent));
        Assert.Equal(customer, Done(await connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Call, CancellationToken.None)));
    }

    [Theory]
    [InlineData(DuplicateOrderAnswer.NamesNumber, true)]
    [InlineData(DuplicateOrderAnswer.WithoutNumber, false)]
    [InlineData(DuplicateOrderAnswer.GenericCode, false)]
    public async Task The_same_order_twice_is_one_order(DuplicateOrderAnswer answer, bool known)
    {
        var (sandbox, connector) = Make(2, new SpecterSwitches { DuplicateOrderAnswer = answer, UnknownArticle = UnknownArticleAnswer.AcceptAsTextRow });
        var customer = Done(await connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Call, CancellationToken.None));
        var first = Done(await connector.SubmitOrderAsync(customer, Account.Draft(), new OrderTexts(null, null), Call, CancellationToken.None));

        var second = await connector.SubmitOrderAsync(customer, Account.Draft(), new OrderTexts(null, null), Call, CancellationToken.None);

        Assert.Single(sandbox.Orders);
        if (known)
        {
            Assert.Equal(first with { Existing = true }, Done(second));
        }
        else
        {
            Assert.False(connector.IsPlainRefusal(Assert.IsType<Outcome<OrderSubmitted>.Refused>(second).Code));
        }
    }

    [Fact]
    public async Task An_article_that_is_missing_is_a_plain_refusal()
    {
        var (_, connector) = Make(2);
        var customer = Done(await connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Call, CancellationToken.None));

        var refused = Assert.IsType<Outcome<OrderSubmitted>.Refused>(
            await connector.SubmitOrderAsync(customer, Account.Draft(), new OrderTexts(null, null), Call, CancellationToken.None));

        Assert.Equal("specter-31", refused.Code);
        Assert.True(connector.IsPlainRefusal(refused.Code));
    }

    [Theory]
    [InlineData(StockFeedForm.Xml, true)]
    [InlineData(StockFeedForm.Text, true)]
    [InlineData(StockFeedForm.XmlAllSites, false)]
    public async Task The_stock_feed_is_drained_batch_by_batch_and_an_orphan_is_found(StockFeedForm form, bool header)
    {
        var (sandbox, connector) = Make(2, new SpecterSwitches { ResponseMaxLimit = 3, StockHeaderRow = header }, form);
        Done(await connector.SubmitArticlesAsync(
            [.. Enumerable.Range(1, 7).Select(n => new ErpArticleDraft($"A{n}", "x", 1, 25, InitialStock: n + 0.5m))], update: true, Call, CancellationToken.None));
        Done(await connector.ReadFeedAsync(ErpFeed.Stock, "orphan", Call, CancellationToken.None));

        Assert.Equal("orphan", Assert.IsType<FeedAnswer.OtherBatchOpen>(Done(await connector.ReadFeedAsync(ErpFeed.Stock, "B0", Call, CancellationToken.None))).BatchNo);

        var seen = new SortedDictionary<string, decimal?>(StringComparer.Ordinal);
        var number = "orphan";
        for (var batch = 1; ; batch++)
        {
            var rows = Assert.IsType<FeedAnswer.Batch>(Done(await connector.ReadFeedAsync(ErpFeed.Stock, number, Call, CancellationToken.None)));
            foreach (var row in rows.Rows.Cast<FeedRow.Stock>())
            {
                seen[row.ArticleNumber] = row.Available;
                Assert.Equal(form == StockFeedForm.XmlAllSites ? [KeyValuePair.Create("1", row.Available!.Value)] : null, row.Sites);
            }

            if (rows.Rows.Count == 0)
            {
                break;
            }

            Assert.Equal(rows.Rows.Count == 3, rows.More);
            Done(await connector.AcknowledgeFeedAsync(ErpFeed.Stock, number, Call, CancellationToken.None));
            Done(await connector.AcknowledgeFeedAsync(ErpFeed.Stock, number, Call, CancellationToken.None));
            number = $"B{batch}";
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(n => (decimal?)(n + 0.5m)), seen.Values);
        Assert.Null(sandbox.StockFeed.OpenBatch);
        Done(await connector.RequeueStockAsync("C1", Call, CancellationToken.None));
        Assert.Equal(7, sandbox.StockFeed.Waiting.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deliveries_and_cancellations_come_through_the_order_feed(bool utf8)
    {
        var (sandbox, connector) = Make(2, new SpecterSwitches
        {
            UnknownArticle = UnknownArticleAnswer.AcceptAsTextRow, XmlEncoding = utf8 ? "UTF-8" : "ISO-8859-1", FeedsCarryApiResponse = utf8, XmlRootName = utf8 ? "svar" : "root",
        });
        var customer = Done(await connector.SubmitCustomerAsync(Account.Submission(Account.Person()), Call, CancellationToken.None));
        var numbers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add(Done(await connector.SubmitOrderAsync(customer, Account.Draft() with { ExternalOrderNo = $"W{i}" }, new OrderTexts(null, null), Call, CancellationToken.None)).OrderNo);
        }

        sandbox.Deliver(int.Parse(numbers[0]), "Spårå1");
        sandbox.Deliver(int.Parse(numbers[1]), "T2", [new SpecterDeliveredUnits("ART-001", 1)]);
        sandbox.Cancel(int.Parse(numbers[2]));

        var batch = Assert.IsType<FeedAnswer.Batch>(Done(await connector.ReadFeedAsync(ErpFeed.Orders, "B1", Call, CancellationToken.None)));
        Assert.Equal(
            [
                new FeedRow.Order(numbers[0], null, ErpOrderMarks.Delivered, "Spårå1"),
                new FeedRow.Order(numbers[1], null, ErpOrderMarks.PartlyDelivered, "T2"),
                new FeedRow.Order(numbers[2], null, ErpOrderMarks.Cancelled, null),
            ],
            batch.Rows);
    }

    [Fact]
    public async Task Callbacks_are_registered_with_placeholders_and_cleared_again()
    {
        var (sandbox, connector) = Make(2, new SpecterSwitches { CheckDateMustBeToday = true });
        static Uri At(string kind) => new($"http://127.0.0.1:1/cb/TOKEN/{kind}?a=1");

        Done(await connector.CheckAccountAsync(new ErpCallbacks(At("s"), null, At("o"), At("i"), At("r")), Call, CancellationToken.None));
        Assert.Equal("http://127.0.0.1:1/cb/TOKEN/i?a=1&orderId=$orderId&invoiceId=$invoiceId&invoiceSource=$invoiceSource", sandbox.Triggers["actionNewInvoice"]);
        Assert.Equal(4, sandbox.Triggers.Values.Count(url => url.Length > 0));

        Done(await connector.CheckAccountAsync(null, Call, CancellationToken.None));
        Assert.Equal(4, sandbox.Triggers.Values.Count(url => url.Length > 0));
        Done(await connector.CheckAccountAsync(new ErpCallbacks(null, null, null, null, null), Call, CancellationToken.None));
        Assert.DoesNotContain(sandbox.Triggers.Values, url => url.Length > 0);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorised()
    {
        var (_, connector) = Make(2, wrongKey: true);

        Assert.IsType<Outcome<string>.Unauthorised>(await connector.CheckAccountAsync(null, Call, CancellationToken.None));
        Assert.IsType<Outcome<FeedAnswer>.NotSent>(await connector.ReadFeedAsync(ErpFeed.Articles, "B", Call, CancellationToken.None));
    }

    private static (SpecterSystem Sandbox, IErpConnector Connector) Make(
        int version, SpecterSwitches? switches = null, StockFeedForm form = StockFeedForm.Xml, bool wrongKey = false)
    {
        var time = TimeProvider.System;
        var sandbox = new SpecterSystem("specter-1", new Sandbox.Specter.SpecterOptions { ApiVersion = version, Switches = switches ?? new SpecterSwitches() }, time, seed: 1);
        var inner = wrongKey ? "ffffffffffffffffffffffffffffffff" : "0123456789abcdef0123456789abcdef";
        const string Outer = "00000000-0000-0000-0000-000000000001";
        var options = new SpecterOptions
        {
            BaseAddress = new Uri("http://127.0.0.1/specter-1"),
            SbmId = 1234,
            ApiVersion = version == 1 ? SpecterApiVersion.V1 : SpecterApiVersion.V2,
            ApiUserId = version == 1 ? "" : "55",
            ApiUserKey = inner, IntegrationKey = Outer, Md5Key1 = inner, Md5Key2 = Outer,
            StockFeed = form,
            StockAnswerLimit = 3,
            TimeZone = "UTC",
            DuplicateNumberPattern = @"finns redan på order (?<number>\d+)",
            ValidationCodes = ["20", "21", "30", "31", "33"],
        };
        var lane = new OutboundLane("t1", "specter", new LaneOptions { Rate = null }, time, new Random(1), NullLogger.Instance);
        return (sandbox, SpecterConnector.Create(options, lane, new SandboxHttpHandler(sandbox), time, NullLoggerFactory.Instance));
    }

    private static T Done<T>(Outcome<T> outcome) => Assert.IsType<Outcome<T>.Done>(outcome).Value;
}
