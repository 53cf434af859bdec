using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Feeds;

namespace SpecterActors.Sync.Tenants;

/// <summary>
/// What a running tenant has in memory: lanes, connectors, round boards. Made from the tenant's settings, exchanged when they change;
/// nothing of it is a truth, all of it may vanish at any time.
/// </summary>
public sealed class TenantRuntime : IDisposable
{
    private readonly ImmutableSortedDictionary<string, ShopRuntime> shops;
    private readonly ImmutableSortedDictionary<string, RoundBoard> boards;

    internal TenantRuntime(TenantSettings settings, bool paused, ErpRuntime erp, IEnumerable<ShopRuntime> shops, Func<string, RoundBoard> board, ArticleSubmitter submitter)
    {
        Settings = settings;
        Paused = paused;
        Erp = erp;
        this.shops = shops.ToImmutableSortedDictionary(s => s.Settings.Id, s => s, StringComparer.Ordinal);
        boards = TenantDecider.FeedsOf(settings).ToImmutableSortedDictionary(f => f["feed/".Length..], f => board(f["feed/".Length..]), StringComparer.Ordinal);
        Submitter = submitter;
        ArticleRules = new ArticleRules(settings.Shops.ToImmutableSortedDictionary(s => s.Id, s => s.Articles, StringComparer.Ordinal), erp.Connector.CanRenameArticles)
        {
            ErpTakesStatus = erp.Connector.TakesArticleStatus,
            Special = [.. settings.Shops.SelectMany(s => SetupInspection.SpecialArticles(s.Orders)).Where(a => a.Number is not null).Select(a => a.Number!)],
            Stock = settings.Shops.ToImmutableSortedDictionary(s => s.Id, s => s.StockTerms(), StringComparer.Ordinal),
        };
    }

    /// <summary>Settings this runtime was made from.</summary>
    public TenantSettings Settings { get; }

    /// <summary>Nothing is read or sent.</summary>
    public bool Paused { get; }

    /// <summary>The ERP account.</summary>
    public ErpRuntime Erp { get; }

    /// <summary>The shops by id.</summary>
    public IReadOnlyDictionary<string, ShopRuntime> Shops => shops;

    /// <summary>Round boards by feed name.</summary>
    public IReadOnlyDictionary<string, RoundBoard> Boards => boards;

    /// <summary>Creates articles in the ERP in batches.</summary>
    public ArticleSubmitter Submitter { get; }

    /// <summary>Rules for decisions about articles.</summary>
    public ArticleRules ArticleRules { get; }

    /// <summary>The shop, or null when the settings have no such shop any more.</summary>
    public ShopRuntime? Shop(string shopId) => shops.GetValueOrDefault(shopId);

    /// <summary>Rules for decisions about an order of the shop; of default mapping when the shop is gone.</summary>
    public OrderRules Rules(string shopId) => Rules(Settings, shopId) with { ErpCancels = Erp.Connector.CancelsOrders, ErpTakes = Erp.Connector.Takes };

    /// <summary>Rules for decisions about an order of a shop under these settings.</summary>
    public static OrderRules Rules(TenantSettings settings, string shopId)
    {
        var shop = settings.Shops.FirstOrDefault(s => s.Id == shopId);
        return new OrderRules(
            shop?.Orders ?? new OrderMappingSettings(), shop?.ExportFrom, settings.Pace.Settle, settings.Pace.Retry, settings.Pace.UnknownRefusalsMax,
            shop?.StatusToShop ?? [])
        {
            Sets = shop?.Articles.Sets ?? ImmutableSortedDictionary<string, string>.Empty,
            Life = shop?.OrderLife ?? new OrderLifeSettings(),
        };
    }

    /// <summary>Whether a call to one of the systems is under way.</summary>
    public bool CallsUnderWay => Erp.Lane.Status().Running > 0 || shops.Values.Any(shop => shop.Lane.Status().Running > 0);

    /// <summary>As <see cref="Dispose"/>, and wakes the feeds that wait for their time.</summary>
    public void Close()
    {
        Dispose();
        foreach (var board in boards.Values)
        {
            board.Ring();
        }
    }

    /// <summary>Lets waiting calls go with "not sent"; calls in flight end by themselves.</summary>
    public void Dispose()
    {
        Erp.Lane.Dispose();
        foreach (var shop in shops.Values)
        {
            shop.Lane.Dispose();
        }
    }
}

/// <summary>The ERP side of a running tenant.</summary>
public sealed record ErpRuntime(IErpConnector Connector, OutboundLane Lane);

/// <summary>One shop of a running tenant. <paramref name="PushGate"/> bounds the stock writes between look and write, <paramref name="Brake"/> how many articles become inactive, <paramref name="MakeGate"/> how many are between look-up and making.</summary>
public sealed record ShopRuntime(ShopSettings Settings, IShopConnector Connector, OutboundLane Lane, PushGate PushGate, DeactivationBrake Brake, PushGate MakeGate);
