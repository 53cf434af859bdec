using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

/// <summary>A small shop with a few articles, and the calls of a client written from the system document.</summary>
internal sealed class AbicartShop
{
    public AbicartShop(AbicartOptions? options = null)
    {
        System = new AbicartSystem("abicart-1", options ?? new AbicartOptions(), Time);
        Invoice = System.Life.AddPaymentMethod("invoice", "Faktura", 29m).Uid;
        Cod = System.Life.AddPaymentMethod("cod", "Postförskott", 45m).Uid;
        GiftCard = System.Life.AddPaymentMethod("giftcard", "Presentkort", 0m).Uid;
        Parcel = System.Life.AddDeliveryMethod("Postpaket", 59m, 1000m).Uid;
        Lamp = Article("LAMPA-1", "Lampa, blå", 99m, 0.25m, 10m);
        Jam = Article("SYLT-1", "Åkerbärssylt", 33.60m, 0.12m, 40m);
        Book = Article("BOK-1", "Bok om öar", 106m, 0.06m, null);
        Shirt = Article("TROJA", "Tröja", 250m, 0.25m, null);
        var sizes = System.Life.AddVariants(Shirt, "Storlek", [("S", "TROJA-S", 4m), ("M", "TROJA-M", 6m)]);
        ShirtSmall = sizes[0].Uid;
        ShirtMedium = sizes[1].Uid;
    }

    public AbicartManualTime Time { get; } = new();

    public AbicartSystem System { get; }

    public int Invoice { get; }

    public int Cod { get; }

    public int GiftCard { get; }

    public int Parcel { get; }

    public int Lamp { get; }

    public int Jam { get; }

    public int Book { get; }

    public int Shirt { get; }

    public int ShirtSmall { get; }

    public int ShirtMedium { get; }

    public string Admin => $"?webshop={System.Credentials["webshop"]}&language=sv&auth={System.Credentials["auth"]}";

    public string Public => $"?webshop={System.Credentials["webshop"]}";

    public static ShopBuyer Buyer { get; } = new(
        "anna@example.se", "", "19900101-0017", new ShopAddress("Anna", "Åberg", "Storgatan 1", "111 22", "Stockholm", "SE"), null);

    public SandboxResponse Post(string body, string query) =>
        System.Handle(new SandboxRequest("POST", "backend/jsonrpc/v1/", query, "application/json", Encoding.UTF8.GetBytes(body)));

    public JsonNode Send(string body, string? query = null) => JsonNode.Parse(Post(body, query ?? Admin).Body.Span)!;

    public JsonNode Raw(string method, string parameters, string? query = null) =>
        Send($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}},"id":1}""", query);

    public JsonNode? Call(string method, string parameters, string? query = null)
    {
        var answer = Raw(method, parameters, query);
        Assert.True(answer["error"] is null, $"{method}: {answer["error"]?.ToJsonString()}");
        return answer["result"];
    }

    public (int Code, JsonNode? Data) Error(string method, string parameters, string? query = null)
    {
        var answer = Raw(method, parameters, query);
        Assert.True(answer["error"] is not null, $"{method} was expected to fail: {answer.ToJsonString()}");
        return ((int)answer["error"]!["code"]!, answer["error"]!["data"]);
    }

    public ShopOrder Place(params RowDraft[] rows) => Place(new OrderDraft(Buyer, rows, Parcel, Invoice));

    public ShopOrder Place(OrderDraft draft) => Assert.IsType<PlaceOutcome.Placed>(System.Life.PlaceOrder(draft)).Order;

    private int Article(string number, string name, decimal price, decimal vat, decimal? stock) => System.Life.AddArticle(new ShopArticle
    {
        Uid = 0, Number = number, PriceIncVat = price, VatRate = vat, Stock = stock,
        Name = new Dictionary<string, string> { ["sv"] = name, ["en"] = number.ToLowerInvariant() },
    }).Uid;
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class AbicartManualTime : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.Parse("2026-03-02T08:00:00.250Z", CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;
}
