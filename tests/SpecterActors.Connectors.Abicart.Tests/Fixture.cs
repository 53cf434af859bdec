using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Orders;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.InMemory;
using Xunit;
using ShopOrder = SpecterActors.Domain.Orders.ShopOrder;

namespace SpecterActors.Connectors.Abicart.Tests;

/// <summary>A clock set by hand; timers are the system's.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Makes connectors without rate limits.</summary>
internal static class Connectors
{
    public static readonly CallOptions Call = new(CallPriority.Order, "t1/order/1");

    public static IShopConnector Over(HttpMessageHandler handler, AbicartOptions options)
    {
        var lane = new OutboundLane("t1", "abicart", new LaneOptions { Rate = null }, TimeProvider.System, new Random(1), NullLogger.Instance);
        return AbicartConnector.Create(options, lane, handler, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public static T Done<T>(this Outcome<T> outcome) => outcome is Outcome<T>.Done done
        ? done.Value
        : throw new Xunit.Sdk.XunitException($"expected done, got {outcome}");
}

/// <summary>Answers every request with the same body and keeps what was sent.</summary>
internal sealed class CannedHandler(string body, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    public List<(string Method, Uri Address, string ContentType, string Body)> Sent { get; } = [];

    public JsonNode LastBody => JsonNode.Parse(Sent[^1].Body)!;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add((
            request.Method.Method,
            request.RequestUri!,
            request.Content!.Headers.ContentType!.ToString(),
            await request.Content.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}

/// <summary>A simulated shop with some articles and methods, and a connector to it.</summary>
internal sealed class Shop
{
    public Shop(Func<AbicartOptions, AbicartOptions>? change = null, bool pricesStoredWithVat = true)
    {
        System = new AbicartSystem("abicart-1", new Sandbox.Abicart.AbicartOptions { PricesStoredWithVat = pricesStoredWithVat }, Time);
        Invoice = System.Life.AddPaymentMethod("invoice", "Faktura", 29m).Uid;
        Cod = System.Life.AddPaymentMethod("cod", "Postförskott", 45m).Uid;
        GiftCard = System.Life.AddPaymentMethod("giftcard", "Presentkort", 0m).Uid;
        Parcel = System.Life.AddDeliveryMethod("Postpaket", 59m, 1000m).Uid;
        Lamp = Article("LAMPA-1", 99m, 0.25m, 10m);
        Jam = Article("SYLT-1", 33.60m, 0.12m, 40m);
        Book = Article("BOK-1", 106m, 0.06m, null);
        Shirt = Article("TROJA", 250m, 0.25m, null);
        Sizes = [.. System.Life.AddVariants(Shirt, "Storlek", [("S", "TROJA-S", 4m), ("M", "TROJA-M", null)]).Select(v => v.Uid)];
        Options = new AbicartOptions
        {
            BaseAddress = new Uri("http://shop.test/abicart-1/"),
            Webshop = int.Parse(System.Credentials["webshop"], global::System.Globalization.CultureInfo.InvariantCulture),
            Auth = System.Credentials["auth"],
        };
        Options = change?.Invoke(Options) ?? Options;
        Connector = Connectors.Over(new SandboxHttpHandler(System), Options);
    }

    public ManualTime Time { get; } = new();

    public AbicartSystem System { get; }

    public AbicartOptions Options { get; }

    public IShopConnector Connector { get; }

    public int Invoice { get; }

    public int Cod { get; }

    public int GiftCard { get; }

    public int Parcel { get; }

    public int Lamp { get; }

    public int Jam { get; }

    public int Book { get; }

    public int Shirt { get; }

    public IReadOnlyList<int> Sizes { get; }

    public static DateTimeOffset LongAgo { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ShopBuyer Anna { get; } = new(
        " Anna@Example.se", "", "19900101-0017", new ShopAddress("Anna", "Åberg", "Storgatan 1", "111 22", "Malmö", "se") { PhoneMobile = "070-1" }, null);

    public int Article(string number, decimal incVat, decimal vatRate, decimal? stock, bool package = false) => System.Life.AddArticle(new ShopArticle
    {
        Uid = 0, Number = number, PriceIncVat = incVat, VatRate = vatRate, Stock = stock, IsPackage = package, Weight = 250m, Ean = "7310000000017",
        Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = $"Vara {number} åäö" },
    }).Uid;

    public OrderDraft Draft(params RowDraft[] rows) => new(Anna, rows, Parcel, Invoice);

    public int Place(OrderDraft draft) => Assert.IsType<PlaceOutcome.Placed>(System.Life.PlaceOrder(draft)).Order.Uid;

    public async Task<ShopOrderRead> ReadAsync(int uid) =>
        (await Connector.ReadOrderAsync($"{uid}", Connectors.Call, TestContext.Current.CancellationToken)).Done()!;

    public async Task<(ShopOrder Order, Buyer Buyer)> ReadableAsync(int uid)
    {
        var read = await ReadAsync(uid);
        return read is ShopOrderRead.Readable readable ? (readable.Order, readable.Buyer) : throw new Xunit.Sdk.XunitException(read.ToString());
    }

    public async Task<List<ShopOrderRead>> ReadAllAsync(DateTimeOffset since, Action? between = null)
    {
        var all = new List<ShopOrderRead>();
        string? token = null;
        for (var pages = 0; pages < 1_000; pages++)
        {
            var page = (await Connector.ReadOrdersAsync(since, token, Connectors.Call, TestContext.Current.CancellationToken)).Done();
            all.AddRange(page.Items);
            if ((token = page.NextPageToken) is null)
            {
                return all;
            }

            between?.Invoke();
        }

        throw new Xunit.Sdk.XunitException("the list has no end");
    }
}
