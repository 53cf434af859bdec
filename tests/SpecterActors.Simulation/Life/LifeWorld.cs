using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.World;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;
using SpecterActors.TestKit.Deterministic;
using Xunit;
using ShopOrder = SpecterActors.Sandbox.Abicart.Model.ShopOrder;

namespace SpecterActors.Simulation.Life;

/// <summary>
/// The whole engine with its connectors against one simulated shop and one simulated ERP, for stories told step by step: three articles,
/// one payment and one delivery method. Nothing goes wrong unless the story says so.
/// </summary>
internal sealed class LifeWorld
{
    public const string Tenant = "demo";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly FaultPlan faults = new(1, FaultRates.Off);
    private readonly MasterKeys masterKeys;
    private readonly MemoryStore store;
    private readonly int deliveryMethod;
    private readonly int paymentMethod;
    private readonly Dictionary<string, int> articles = [];
    private DeterministicNode node = null!;
    private int starts;

    public LifeWorld(
        SpecterSwitches? specter = null, AbicartSwitches? abicart = null, Func<ShopSettings, ShopSettings>? shop = null, Func<TenantSettings, TenantSettings>? tenant = null, int more = 0,
        IReadOnlyList<SpecterStockSite>? sites = null, Func<StoreCall, StoreFault>? disk = null,
        params (string Name, string Value)[] erpOptions)
    {
        Dispatcher = new DeterministicDispatcher(1, new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        masterKeys = new MasterKeys(new Random(1).NextBytes);
        masterKeys.Ensure(Tenant);
        masterKeys.Ensure("_installation");
        Specter = new SpecterSystem("specter-1", new Sandbox.Specter.SpecterOptions { Switches = specter ?? new SpecterSwitches(), StockSites = sites ?? [new SpecterStockSite(1, "Huvudlager")] }, Dispatcher.Time, 7);
        Abicart = new AbicartSystem("abicart-1", new Sandbox.Abicart.AbicartOptions { Switches = abicart ?? new AbicartSwitches(), AllowsBackorder = true }, Dispatcher.Time);
        deliveryMethod = Abicart.Life.AddDeliveryMethod("Postpaket", 0m, null).Uid;
        paymentMethod = Abicart.Life.AddPaymentMethod("invoice", "Faktura", 0m).Uid;
        foreach (var number in ((string[])["A1", "B2", "C3"]).Concat(Enumerable.Range(1, more).Select(n => $"N{n}")))
        {
            articles[number] = Abicart.Life.AddArticle(new ShopArticle
            {
                Uid = 0, Number = number, Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = $"Vara {number}" },
                PriceIncVat = number == "A1" ? 99.90m : 125m, VatRate = 0.25m, Stock = 50m,
            }).Uid;
            Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = $"Vara {number}", IsStockArticle = true }, 50m);
        }

        Network = new PlainNetwork(Dispatcher, new SandboxHttpHandler(Specter, Abicart), () => faults, new Random(3));
        store = new MemoryStore(Dispatcher.Time) { Faults = disk };
        Settings = (tenant ?? (t => t))(SettingsOf(shop ?? (s => s), erpOptions));
        Start();
        Configure(Settings);
        Rest();
    }

    public DeterministicDispatcher Dispatcher { get; }

    public SpecterSystem Specter { get; }

    public AbicartSystem Abicart { get; }

    public PlainNetwork Network { get; }

    public Engine Engine { get; private set; } = null!;

    public TenantSettings Settings { get; private set; }

    public IAdminService Admin => Engine.Admin;

    /// <summary>What the journal's disk suffers, call by call; null: nothing.</summary>
    public Func<StoreCall, StoreFault>? Disk
    {
        get => store.Faults;
        set => store.Faults = value;
    }

    /// <summary>Asked for each callback: it never arrives.</summary>
    public Func<bool> LosesCallback { get; set; } = () => false;

    public static Operator Person { get; } = new("test", "the story says so");

    /// <summary>A buyer orders; rows are article and quantity.</summary>
    public ShopOrder Order(params (string Article, decimal Quantity)[] rows) => Order(b => b, rows);

    public ShopOrder Order(Func<ShopBuyer, ShopBuyer> buyer, params (string Article, decimal Quantity)[] rows)
    {
        var anna = new ShopBuyer("anna@example.se", "", "", new ShopAddress("Anna", "Berg", "Gatan 1", "111 22", "Stockholm", "SE"), null);
        var draft = new OrderDraft(buyer(anna), [.. rows.Select(r => new RowDraft(articles[r.Article], null, r.Quantity))], deliveryMethod, paymentMethod);
        return ((PlaceOutcome.Placed)Abicart.Life.PlaceOrder(draft)).Order;
    }

    public Sandbox.Abicart.Model.ShopArticle InShop(string number) => Abicart.Content.Articles.Get(articles[number]);

    public ShopOrder Shown(ShopOrder order) => Abicart.Content.Orders.Get(order.Uid);

    public ShopOrder AddRow(ShopOrder order, string article, decimal quantity) => Abicart.Life.AddRow(order.Uid, new RowDraft(articles[article], null, quantity));

    public ShopOrder SetQuantity(ShopOrder order, string article, decimal quantity)
    {
        var row = Shown(order).Rows.First(r => r.ArticleNumber == article);
        return quantity == 0m ? Abicart.Life.RemoveRow(order.Uid, row.Uid) : Abicart.Life.ChangeQuantity(order.Uid, row.Uid, quantity);
    }

    /// <summary>An article that only the shop has; orders name it by <paramref name="key"/>, whatever its number is.</summary>
    public ShopArticle AddArticle(string key, string number, bool isPackage = false)
    {
        var article = Abicart.Life.AddArticle(new ShopArticle
        {
            Uid = 0, Number = number, Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = $"Vara {key}" },
            PriceIncVat = 80m, VatRate = 0.25m, Stock = 20m, IsPackage = isPackage,
        });
        articles[key] = article.Uid;
        return article;
    }

    /// <summary>Orders name the shop's article of this uid by <paramref name="key"/>.</summary>
    public void Name(string key, int uid) => articles[key] = uid;

    /// <summary>The ERP's orders of a shop order: its own and its supplements, in order of their numbers.</summary>
    public IReadOnlyList<SpecterOrder> ErpOrders(ShopOrder order) =>
        [.. Specter.Orders.Values.Where(o => o.ExternalOrderNo == order.OrderNumber || o.ExternalOrderNo.StartsWith(order.OrderNumber + "-", StringComparison.Ordinal))];

    /// <summary>What the ERP's orders of a shop order come to, row by row to the öre.</summary>
    public decimal ErpTotal(ShopOrder order) => ErpOrders(order).Where(o => o.Status != SpecterOrderStatus.Cancelled)
        .SelectMany(o => o.Rows).Sum(r => decimal.Round(r.SumInclVat, 2, MidpointRounding.AwayFromZero));

    public OrderState State(string externalNo)
    {
        var view = Wait(() => Engine.System.RebuildAsync(EntityIds.Order(Tenant, externalNo), long.MaxValue, useSnapshot: false, CancellationToken.None));
        return (OrderState)view.State;
    }

    public Domain.Articles.ArticleState Article(string number)
    {
        var view = Wait(() => Engine.System.RebuildAsync(EntityIds.Article(Tenant, number), long.MaxValue, useSnapshot: false, CancellationToken.None));
        return (Domain.Articles.ArticleState)view.State;
    }

    public void ChangeTenant(Func<TenantSettings, TenantSettings> change) => Configure(Settings = change(Settings));

    public IReadOnlyList<AttentionRow> Parked() => Wait(() => Admin.GetParkedAsync(Tenant, 100, CancellationToken.None));

    /// <summary>Every event the tenant has stored so far.</summary>
    public long EventsStored() => store.ListStreamsAsync(Tenant + "/", null, 10_000, CancellationToken.None).GetAwaiter().GetResult().Sum(s => s.SequenceNumber);

    public void Change(Func<ShopSettings, ShopSettings> shop) => Configure(Settings = Settings with { Shops = [shop(Settings.Shops[0])] });

    public void Must(Func<IAdminService, Task<AdminResult>> action)
    {
        var result = Wait(() => action(Admin));
        Assert.True(result.Ok, result.Refusal?.ToString());
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        for (var until = Dispatcher.Now + time; Dispatcher.Now < until;)
        {
            Dispatcher.RunFor(TimeSpan.FromSeconds(1));
            Callbacks();
        }
    }

    /// <summary>Lets time pass until something holds.</summary>
    public void Until(Func<bool> holds, string what)
    {
        for (var until = Dispatcher.Now + Patience; !holds(); Callbacks())
        {
            Assert.True(Dispatcher.Now < until, $"after {Patience} there is still missing: {what}. Parked: {string.Join("; ", Parked())}");
            Dispatcher.RunFor(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>Lets time pass until the engine has nothing left to do but what waits for a person, and has read everything once more.</summary>
    public void Rest()
    {
        Pass(TimeSpan.FromMinutes(3));
        Until(() => Wait(() => Engine.GetQuietAsync(CancellationToken.None)).Quiet, "quiet");
    }

    public void Restart()
    {
        node.Crash();
        Start();
        Pass(TimeSpan.FromSeconds(5));
    }

    public T Wait<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        node.Post(() => task = work());
        Dispatcher.RunUntil(() => task is { IsCompleted: true }, TimeSpan.FromMinutes(5), $"a {typeof(T).Name}");
        return task!.GetAwaiter().GetResult();
    }

    private void Start()
    {
        starts++;
        node = Dispatcher.CreateNode($"node{starts}");
        Engine = Engine.Create(
            new EngineOptions
            {
                ErpKinds = [new SpecterConnectorKind()], ShopKinds = [new AbicartConnectorKind()], CreateHandler = () => Network, Seed = 1,
                CallbackBase = new Uri("http://engine.invalid/"),
            },
            new ActorSystemOptions { InstanceId = $"start{starts}", Seed = (ulong)starts },
            node, MemoryJournal.Create(node.Post, node.Time, store), DomainCatalogue.Codec(masterKeys, new Random(starts).NextBytes), NullLoggerFactory.Instance);
        Wait(async () =>
        {
            await Engine.StartAsync(CancellationToken.None);
            return 0;
        });
    }

    private void Configure(TenantSettings settings) => Must(a => a.ConfigureTenantAsync(settings, skipChecks: false, Person, CancellationToken.None));

    private void Callbacks()
    {
        foreach (var callback in Specter.TakeCallbacks().Concat(Abicart.TakeCallbacks()).Where(_ => !LosesCallback()))
        {
            if (callback.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["callbacks", var token, var kind])
            {
                var named = callback.Url.Query.TrimStart('?').Split('&').Select(p => p.Split('=')).FirstOrDefault(p => p[0] is "orderNo" or "orderId")?[1];
                node.Post(() => Engine.TakeCallback(token, kind, named));
            }
        }
    }

    private TenantSettings SettingsOf(Func<ShopSettings, ShopSettings> shop, (string Name, string Value)[] erpOptions)
    {
        var sample = SampleTenant.For(Tenant, Specter, Abicart, new Sandbox.SampleData.SampleSettings());
        return sample with
        {
            Pace = new PaceSettings(),
            Erp = sample.Erp with { Options = sample.Erp.Options.SetItems(erpOptions.Select(o => KeyValuePair.Create(o.Name, o.Value))) },
            Shops = [shop(sample.Shops[0] with { Orders = sample.Shops[0].Orders with { OrderPrefix = "" } })],
        };
    }
}
