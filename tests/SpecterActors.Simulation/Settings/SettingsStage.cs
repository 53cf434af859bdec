using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.Settings;

/// <summary>One shop, one Specter account and the real engine between them, without faults: what a setting changes is seen on the wire and on both sides.</summary>
internal sealed class SettingsStage
{
    public const string Tenant = "demo";
    public const string ShopMailbox = "admin@shop.example";
    public static readonly Operator By = new("test", "set up");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private readonly DeterministicNode node;
    private readonly int apiVersion;
    private readonly (string Name, string Value)[] erpOptions;
    private readonly Dictionary<string, int> articles = new(StringComparer.Ordinal);

    public SettingsStage(int apiVersion = 2, SpecterSwitches? specter = null, Sandbox.Abicart.AbicartOptions? shop = null, params (string Name, string Value)[] erpOptions)
    {
        this.erpOptions = erpOptions;
        this.apiVersion = apiVersion;
        Dispatcher = new DeterministicDispatcher(1, new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        Specter = new SpecterSystem("specter-1", new Sandbox.Specter.SpecterOptions { ApiVersion = apiVersion, Switches = specter ?? new SpecterSwitches() }, Dispatcher.Time, 1);
        Abicart = new AbicartSystem("abicart-1", shop ?? new Sandbox.Abicart.AbicartOptions(), Dispatcher.Time);
        Network = new RecordingNetwork(Dispatcher, new SandboxHttpHandler(Specter, Abicart));
        Fill();
        node = Dispatcher.CreateNode("node");
        var keys = new MasterKeys(new Random(1).NextBytes);
        keys.Ensure(Tenant);
        keys.Ensure("_installation");
        Engine = Engine.Create(
            new EngineOptions { ErpKinds = [new SpecterConnectorKind()], ShopKinds = [new AbicartConnectorKind()], CreateHandler = () => Network, Seed = 1, CallbackBase = new Uri("http://engine.invalid/") },
            new ActorSystemOptions { InstanceId = "settings", Seed = 1 },
            node, MemoryJournal.Create(node.Post, node.Time, new MemoryStore(Dispatcher.Time)), DomainCatalogue.Codec(keys, new Random(2).NextBytes), NullLoggerFactory.Instance);
        Do(async () =>
        {
            await Engine.StartAsync(CancellationToken.None);
            return true;
        });
    }

    public DeterministicDispatcher Dispatcher { get; }

    public SpecterSystem Specter { get; }

    public AbicartSystem Abicart { get; }

    public RecordingNetwork Network { get; }

    public Engine Engine { get; }

    public ShopPaymentMethod Card { get; private set; } = null!;

    public ShopPaymentMethod CashOnDelivery { get; private set; } = null!;

    public ShopDeliveryMethod Parcel { get; private set; } = null!;

    /// <summary>The settings before a test changes any.</summary>
    public OrderMappingSettings Orders => new()
    {
        OrderPrefix = "W", FreightArticle = "FRAKT", PaymentFeeArticle = "AVGIFT", CashOnDeliveryArticle = "POSTFORSKOTT", DiscountArticle = "RABATT", GiftCardArticle = "PRESENTKORT",
        DeliveryMethods = ImmutableSortedDictionary<string, string>.Empty.Add(Text(Parcel.Uid), Text(Parcel.Uid)),
    };

    public TenantSettings Settings(OrderMappingSettings? orders = null, CustomerPolicy? customers = null)
    {
        var (inner, outer) = apiVersion == 1 ? ("md5Key1", "md5Key2") : ("apiUserKey", "integrationKey");
        return new TenantSettings(Tenant, "Provbutiken")
        {
            Erp = new ErpAccount(
                "specter", "http://127.0.0.1/specter-1/", Specter.Credentials["sbmId"], Specter.Credentials.GetValueOrDefault("apiUserId", ""),
                ImmutableSortedDictionary<string, string>.Empty.Add("apiVersion", Text(apiVersion)).Add("validationCodes", "20,21,30,31,33,34").SetItems(erpOptions.Select(o => KeyValuePair.Create(o.Name, o.Value)))),
            Shops =
            [
                new ShopSettings("main", "abicart", "http://127.0.0.1/abicart-1/", Abicart.Credentials["webshop"], ImmutableSortedDictionary<string, string>.Empty)
                {
                    Orders = orders ?? Orders,
                },
            ],
            Customers = customers ?? new CustomerPolicy(),
            Secrets = new Personal<SecretSet>($"{Tenant}/tenant/root", new SecretSet(ImmutableSortedDictionary<string, string>.Empty
                .Add($"erp.{inner}", Specter.Credentials[inner]).Add($"erp.{outer}", Specter.Credentials[outer]).Add("shop.main.auth", Abicart.Credentials["auth"]))),
        };
    }

    /// <summary>Sets the tenant up, or changes its settings while it runs.</summary>
    public SettingsStage With(OrderMappingSettings? orders = null, CustomerPolicy? customers = null)
    {
        var result = Do(() => Engine.Admin.ConfigureTenantAsync(Settings(orders, customers), skipChecks: false, By, CancellationToken.None));
        return result.Ok ? this : throw new InvalidOperationException($"the tenant cannot be set up: {result.Refusal}");
    }

    public RowDraft Row(string number, decimal quantity = 1m) => new(articles[number], null, quantity);

    public static ShopBuyer Anna { get; } = new(
        "anna@example.se", "", "850709-9805", new ShopAddress("Anna", "Berg", "Gatan 1", "111 22", "Stockholm", "SE") { PhoneMobile = "070-1" }, null);

    public static ShopBuyer Company { get; } = new(
        "inkop@firma.example.se", "Firma AB", "556036-0793", new ShopAddress("Eva", "Ek", "Vägen 2", "222 33", "Lund", "SE"), null);

    /// <summary>The buyer answers the checkout's own question.</summary>
    public static ShopBuyer Answering(ShopBuyer buyer, string answer) => buyer with { Custom = new Dictionary<string, string>(StringComparer.Ordinal) { ["Er referens"] = answer } };

    /// <summary>The fields of the last order sent.</summary>
    public IReadOnlyDictionary<string, string> SentOrder => Network.Last("newOrderSubmit");

    /// <summary>What a buyer puts together: one mug, by parcel, paid by card.</summary>
    public OrderDraft Draft(ShopBuyer? buyer = null, params RowDraft[] rows) =>
        new(buyer ?? Anna, rows.Length == 0 ? [Row("MUGG")] : rows, Parcel.Uid, Card.Uid) { PaymentReference = "PSP-1" };

    /// <summary>The buyer orders; the ERP's order as it ends up there.</summary>
    public SpecterOrder Order(OrderDraft draft)
    {
        var placed = Place(draft);
        var external = "W" + placed.OrderNumber;
        Until(() => Specter.FindOrders(external).Count > 0 && Abicart.Content.Orders.Get(placed.Uid).ExternalOrderNumber is not null, $"ERP order {external} and its number on the shop's order");
        return Assert(Specter.FindOrders(external));
    }

    /// <summary>The buyer orders; what the order then waits for.</summary>
    public AttentionRow Parked(OrderDraft draft)
    {
        var placed = Place(draft);
        var id = EntityIds.Order(Tenant, "W" + placed.OrderNumber);
        AttentionRow? row = null;
        Until(() => (row = Waiting().FirstOrDefault(r => r.PersistenceId == id)) is not null, $"{id} among what waits for a person");
        return row!;
    }

    public Sandbox.Abicart.Model.ShopOrder Place(OrderDraft draft) => ((PlaceOutcome.Placed)Abicart.Life.PlaceOrder(draft)).Order;

    public IReadOnlyList<AttentionRow> Waiting() => Do(() => Engine.Admin.GetParkedAsync(Tenant, 100, CancellationToken.None));

    public void Until(Func<bool> holds, string what)
    {
        var end = Dispatcher.Now + Limit;
        while (!holds())
        {
            if (Dispatcher.Now > end)
            {
                throw new TimeoutException($"after {Limit} there is still no {what}; waiting: {string.Join("; ", Waiting().Select(r => $"{r.PersistenceId} {r.Code}: {r.Cause}"))}");
            }

            Dispatcher.RunFor(TimeSpan.FromSeconds(5));
        }
    }

    public T Do<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        node.Post(() => task = work());
        Dispatcher.RunUntil(() => task is { IsCompleted: true }, Limit, $"a {typeof(T).Name}");
        return task!.GetAwaiter().GetResult();
    }

    private static SpecterOrder Assert(IReadOnlyList<SpecterOrder> found) =>
        found is [var one] ? one : throw new InvalidOperationException($"{found.Count} ERP orders for one shop order");

    private void Fill()
    {
        Card = Abicart.Life.AddPaymentMethod("card", "Kort", 0m);
        CashOnDelivery = Abicart.Life.AddPaymentMethod(Abicart.Behaviour.CashOnDeliveryType, "Postförskott", 0m);
        Abicart.Life.AddPaymentMethod(Abicart.Behaviour.GiftCardType, "Presentkort", 0m);
        Parcel = Abicart.Life.AddDeliveryMethod("Postpaket", 50m, null);
        foreach (var (number, price, vat) in new[] { ("MUGG", 125m, 25m), ("BOK", 106m, 6m) })
        {
            Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = number, PriceExclVat = 100m, VatPercent = vat, IsStockArticle = true }, 100m);
            articles[number] = Abicart.Life.AddArticle(new Sandbox.Abicart.Model.ShopArticle
            {
                Uid = 0, Number = number, Name = new Dictionary<string, string>(StringComparer.Ordinal) { ["sv"] = $"En {number}" }, PriceIncVat = price, VatRate = vat / 100m, Stock = 100m,
            }).Uid;
        }

        foreach (var number in new[] { "FRAKT", "AVGIFT", "POSTFORSKOTT", "RABATT", "PRESENTKORT", "AVRUNDNING" })
        {
            Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = number });
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
