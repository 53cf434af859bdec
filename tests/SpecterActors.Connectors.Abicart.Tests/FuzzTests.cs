using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Domain.ErpOrders;
using Xunit;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>Whatever a shop answers, there is a typed outcome, never an exception, and what is readable has a name and can be mapped or refused.</summary>
public sealed class FuzzTests
{
    private static readonly OrderMappingSettings Mapping = new() { FreightArticle = "FRAKT", PaymentFeeArticle = "AVGIFT", DiscountArticle = "RABATT" };
    private static readonly ShopArticleRef AnArticle = new("1", null);

    /// <summary>Real answers, garbled in their bytes or in their JSON.</summary>
    private sealed class GarblingHandler(HttpMessageHandler shop, Func<byte[], byte[]> garble) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker inner = new(shop);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await inner.SendAsync(request, cancellationToken);
            var body = garble(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return new HttpResponseMessage(answer.StatusCode) { Content = new ByteArrayContent(body) };
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Garbled_bytes_give_a_typed_outcome(int seed)
    {
        var random = new Random(seed);
        await EveryCallAsync(bytes => GarbleBytes(random, bytes), 40);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Values_of_another_kind_give_a_typed_outcome(int seed)
    {
        var random = new Random(seed);
        await EveryCallAsync(bytes => GarbleJson(random, bytes), 60);
    }

    [Fact]
    public async Task A_cut_answer_is_never_a_shorter_page()
    {
        var whole = await AnswerToOrdersAsync();
        foreach (var length in Enumerable.Range(0, whole.Length - 1).Where(l => l % 7 == 0))
        {
            var connector = Connectors.Over(new GarblingHandler(new CannedHandler("{}"), _ => whole[..length]), new Shop().Options);
            var outcome = await connector.ReadOrdersAsync(Shop.LongAgo, null, Connectors.Call, TestContext.Current.CancellationToken);
            Assert.True(outcome is Outcome<Page<ShopOrderRead>>.Ambiguous, $"cut after {length} bytes gave {outcome}");
        }
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_refused_without_taking_it_in()
    {
        var connector = Connectors.Over(new EndlessHandler(), new Shop().Options);

        var outcome = await connector.ReadOrdersAsync(Shop.LongAgo, null, Connectors.Call, TestContext.Current.CancellationToken);

        Assert.IsNotType<Outcome<Page<ShopOrderRead>>.Done>(outcome);
    }

    private static async Task EveryCallAsync(Func<byte[], byte[]> garble, int rounds)
    {
        var shop = new Shop();
        for (var order = 0; order < 3; order++)
        {
            shop.Place(shop.Draft(new Sandbox.Abicart.RowDraft(shop.Lamp, null, 2m), new Sandbox.Abicart.RowDraft(shop.Jam, null, 1m)));
        }

        var stop = TestContext.Current.CancellationToken;

        // A lane of its own for each call: after failures in a row, or an error that reads as "wrong token", it would rightly wait.
        IShopConnector Fresh() => Connectors.Over(new GarblingHandler(new SandboxHttpHandler(shop.System), garble), shop.Options);
        for (var round = 0; round < rounds; round++)
        {
            if (await Fresh().ReadOrdersAsync(Shop.LongAgo, null, Connectors.Call, stop) is Outcome<Page<ShopOrderRead>>.Done page)
            {
                Assert.All(page.Value.Items, Whole);
            }

            if (await Fresh().ReadArticlesAsync(Shop.LongAgo, null, Connectors.Call, stop) is Outcome<Page<ShopArticle>>.Done articles)
            {
                Assert.All(articles.Value.Items, article => Assert.NotEmpty(article.Ref.ArticleUid));
            }

            Assert.NotNull(await Fresh().ReadOrderAsync("1", Connectors.Call, stop));
            Assert.NotNull(await Fresh().ReadStockAsync(AnArticle, Connectors.Call, stop));
            Assert.NotNull(await Fresh().CheckAsync(Connectors.Call, stop));
            Assert.NotNull(await Fresh().WriteStockAsync(AnArticle, 3m, Connectors.Call, stop));
            Assert.NotNull(await Fresh().WriteOrderNumberAsync("1", "20001", Connectors.Call, stop));
            Assert.NotNull(await Fresh().WriteOrderStatusAsync("1", new ShopStatusWrite(ErpOrderMarks.Delivered, ""), Connectors.Call, stop));
        }
    }

    private static void Whole(ShopOrderRead read)
    {
        switch (read)
        {
            case ShopOrderRead.Readable readable:
                Assert.NotEmpty(readable.Order.Uid);
                Assert.NotEmpty(readable.Order.Number);
                Assert.NotEmpty(readable.Order.Currency);
                Assert.NotNull(OrderMapper.Map(readable.Order, Mapping)); // mapped, or refused with a reason: never an exception
                break;
            case ShopOrderRead.Unreadable unreadable:
                Assert.NotEmpty(unreadable.Reason);
                break;
            default:
                Assert.Fail(read.ToString());
                break;
        }
    }

    private static async Task<byte[]> AnswerToOrdersAsync()
    {
        var shop = new Shop();
        shop.Place(shop.Draft(new Sandbox.Abicart.RowDraft(shop.Lamp, null, 2m)));
        byte[] kept = [];
        var connector = Connectors.Over(new GarblingHandler(new SandboxHttpHandler(shop.System), bytes => kept = bytes), shop.Options);
        await connector.ReadOrdersAsync(Shop.LongAgo, null, Connectors.Call, TestContext.Current.CancellationToken);
        return kept;
    }

    private static byte[] GarbleBytes(Random random, byte[] bytes)
    {
        var garbled = bytes.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(garbled.Count + 1);
            switch (random.Next(4))
            {
                case 0: garbled.Insert(at, (byte)random.Next(256)); break;
                case 1 when at < garbled.Count: garbled[at] = (byte)random.Next(256); break;
                case 2 when at < garbled.Count: garbled.RemoveAt(at); break;
                default: garbled.InsertRange(at, garbled.Skip(random.Next(garbled.Count + 1)).Take(random.Next(20)).ToList()); break;
            }
        }

        return [.. garbled];
    }

    /// <summary>Exchanges some values anywhere in the answer by values that no field expects.</summary>
    private static byte[] GarbleJson(Random random, byte[] bytes)
    {
        var root = JsonNode.Parse(bytes)!;
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var places = Places(root).ToList();
            var (parent, key) = places[random.Next(places.Count)];
            if (parent is JsonObject inside)
            {
                if (random.Next(4) == 0) { inside.Remove((string)key); } else { inside[(string)key] = Odd(random); }
            }
            else if (parent is JsonArray list)
            {
                list[(int)key] = Odd(random);
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace("(half a pair)", "\\ud800", StringComparison.Ordinal));
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject inside => inside.ToList().SelectMany(p => (p.Value is null ? [] : Places(p.Value)).Prepend((inside, p.Key))),
        JsonArray list => list.ToList().SelectMany((value, i) => (value is null ? [] : Places(value)).Prepend((list, i))),
        _ => [],
    };

    private static JsonNode? Odd(Random random) => random.Next(16) switch
    {
        0 => null,
        1 => JsonValue.Create(true),
        2 => JsonValue.Create(-1),
        3 => JsonValue.Create(1e300),
        4 => JsonNode.Parse("99999999999999999999999999999999999999999"),
        5 => JsonNode.Parse("0.00000000000000000000000000000000000000001"),
        6 => JsonValue.Create(""),
        7 => JsonValue.Create("åäö €\u0000\u202e\ud83d\ude00"),
        8 => JsonValue.Create("(half a pair) alone"),
        9 => JsonValue.Create(new string('x', 10_000)),
        10 => new JsonArray(),
        11 => new JsonObject(),
        12 => new JsonObject { ["SEK"] = "1" },
        13 => JsonValue.Create("9999-99-99T99:99:99Z"),
        14 => JsonValue.Create("0001-01-01T00:00:00+23:00"),
        _ => JsonValue.Create("NaN"),
    };

    /// <summary>Answers with a body that does not end.</summary>
    private sealed class EndlessHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
