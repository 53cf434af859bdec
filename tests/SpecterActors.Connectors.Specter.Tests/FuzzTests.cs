using System.Text;
using SpecterActors.Connectors.Specter.Tests.Support;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Connectors.Specter.Tests;

/// <summary>Whatever bytes come back, there is a typed outcome, never an exception, and never a row or an order that was not there.</summary>
public sealed class FuzzTests
{
    private const string B = "5f4dcc3b5aa765d61d8327deb882cf99";

    private static readonly string[] Answers =
    [
        "1;20031;Ordern skapad", "0;99;Det finns redan en öppen batch 'B1'", "0;40;Externt ordernummer 'W1' finns redan på order 20031",
        $"7;ART-001;12;{B}\r8;ART-002;-0,5;{B}\r", $"articleId;articleNo;noItemsAvailable;batchNo\r7;ART-001;12;{B}\r",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><root><APIresponse><result>0</result><code>99</code><message><![CDATA[öppen 'B1']]></message></APIresponse></root>",
        "<root><stockChanges><stock id=\"1\"><articles><article><articleNo>A</articleNo><noItemsAv>2,5</noItemsAv></article></articles></stock></stockChanges></root>",
        "<root><responseMaxLimit>100</responseMaxLimit><articles><article priceExclVat=\"79,2\" barCode=\"731\"><articleNo><![CDATA[A]]></articleNo><name>Å</name></article></articles></root>",
        "<root><moreInfoToFetch>1</moreInfoToFetch><orders><order orderNo=\"20031\"><orderstatus deliveryStatus=\"D\" statusId=\"4\"/><deliveries updated=\"1\"><delivery trackingNo=\"T\"/></deliveries></order></orders></root>",
        "<html><body>Server Error</body></html>", "",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_bytes_give_a_typed_outcome(int seed)
    {
        var random = new Random(seed);
        var account = new Account(Account.Dummy(change => change.DuplicateNumberPattern = @"order (?<number>\d+)"));
        for (var round = 0; round < 250; round++)
        {
            var bytes = Mutate(random, Encoding.Latin1.GetBytes(Answers[random.Next(Answers.Length)]));
            account.Answer = () => Account.Bytes(bytes, "text/html");
            foreach (var feed in Enum.GetValues<ErpFeed>())
            {
                Assert.NotNull(await account.Connector.ReadFeedAsync(feed, B, Account.Call, CancellationToken.None));
            }

            Assert.NotNull(await account.Connector.AcknowledgeFeedAsync((ErpFeed)random.Next(3), B, Account.Call, CancellationToken.None));
            Assert.NotNull(await account.Connector.CheckAccountAsync(null, Account.Call, CancellationToken.None));
            var submitted = await account.Connector.SubmitOrderAsync("109", Account.Draft(), new OrderTexts(null, null), Account.Call, CancellationToken.None);
            if (submitted is Outcome<OrderSubmitted>.Done done)
            {
                Assert.All(done.Value.OrderNo, c => Assert.True(char.IsAsciiDigit(c)));
            }
        }
    }

    [Fact]
    public async Task A_prefix_of_an_order_answer_never_names_another_order()
    {
        const string Whole = "1;20031;Ordern skapad";
        for (var length = 0; length <= Whole.Length; length++)
        {
            var part = Whole[..length];
            var account = new Account { Answer = () => Account.Latin1(part) };
            var outcome = await account.Connector.SubmitOrderAsync("109", Account.Draft(), new OrderTexts(null, null), Account.Call, CancellationToken.None);
            Assert.True(outcome is Outcome<OrderSubmitted>.Ambiguous or Outcome<OrderSubmitted>.Done { Value.OrderNo: "20031" }, $"'{part}' gave {outcome}");
        }
    }

    [Fact]
    public async Task A_prefix_of_an_xml_feed_never_loses_rows_silently()
    {
        var whole = Answers[6];
        for (var length = 1; length < whole.Length; length++)
        {
            var part = whole[..length];
            var account = new Account { Answer = () => Account.Latin1(part) };
            Assert.IsType<Outcome<FeedAnswer>.Ambiguous>(await account.Connector.ReadFeedAsync(ErpFeed.Stock, B, Account.Call, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_prefix_of_a_text_feed_is_noticed_unless_it_ends_between_rows()
    {
        var whole = Answers[3];
        var rowEnd = whole.IndexOf('\r', StringComparison.Ordinal);
        for (var length = 1; length < whole.Length; length++)
        {
            var part = whole[..length];
            var account = new Account { Answer = () => Account.Latin1(part) };
            var outcome = await account.Connector.ReadFeedAsync(ErpFeed.Stock, B, Account.Call, CancellationToken.None);
            var betweenRows = length == rowEnd || length == rowEnd + 1 || length == whole.Length - 1;
            Assert.True(betweenRows == outcome is Outcome<FeedAnswer>.Done, $"'{part}' gave {outcome}");
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var mutated = bytes.ToList();
        for (var change = random.Next(0, 6); change > 0; change--)
        {
            var at = random.Next(mutated.Count + 1);
            switch (random.Next(5))
            {
                case 0: mutated.RemoveRange(at, mutated.Count - at); break;
                case 1: mutated.Insert(at, (byte)random.Next(256)); break;
                case 2 when at < mutated.Count: mutated[at] = (byte)random.Next(256); break;
                case 3 when at < mutated.Count: mutated.RemoveAt(at); break;
                default: mutated.InsertRange(at, mutated.Skip(random.Next(mutated.Count + 1)).Take(random.Next(20)).ToList()); break;
            }
        }

        return [.. mutated];
    }
}
