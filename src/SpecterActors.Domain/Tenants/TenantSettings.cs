using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Reconciliation;

namespace SpecterActors.Domain.Tenants;

/// <summary>All settings of one tenant: an ERP account with its shops. Stored as an event whenever they change.</summary>
/// <param name="Id">Tenant id: lower-case letters, digits, hyphens; never reused.</param>
/// <param name="Name">Name for people.</param>
public sealed record TenantSettings(string Id, string Name)
{
    /// <summary>The ERP account.</summary>
    public required ErpAccount Erp { get; init; }

    /// <summary>The shops, at least one.</summary>
    public ImmutableArray<ShopSettings> Shops { get; init; } = [];

    /// <summary>Secrets by their names (<c>erp.apiUserKey</c>, <c>shop.main.auth</c>); stored encrypted, never shown.</summary>
    public required Personal<SecretSet> Secrets { get; init; }

    /// <summary>How customers are matched in the ERP.</summary>
    public CustomerPolicy Customers { get; init; } = new();

    /// <summary>Pace of the tenant: polling, retries, settle times.</summary>
    public PaceSettings Pace { get; init; } = new();

    /// <summary>When both sides are compared as a whole.</summary>
    public ReconciliationSettings Reconciliation { get; init; } = new();
}

/// <summary>Secret values by name.</summary>
public sealed record SecretSet(ImmutableSortedDictionary<string, string> Values)
{
    /// <inheritdoc/>
    public override string ToString() => "(secrets)";
}

/// <summary>An ERP account.</summary>
/// <param name="System">Kind of system, <c>specter</c>.</param>
/// <param name="BaseUrl">Address of its API.</param>
/// <param name="Account">Account id (Specter: sbmId).</param>
/// <param name="ApiUser">API user (Specter v2: apiUserId), or empty.</param>
/// <param name="Options">Further options of the connector by name; unknown names are refused at set-up.</param>
public sealed record ErpAccount(string System, string BaseUrl, string Account, string ApiUser, ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>
    /// A first export may have the ERP queue its whole stock again, to learn what it has. Off by default: what the call does at Specter is
    /// inferred, not documented (specter.md section 6.6).
    /// </summary>
    public bool RequeueStock { get; init; }

    /// <summary>Limits of calls to this account.</summary>
    public LaneSettings Lane { get; init; } = new();
}

/// <summary>A shop of a tenant.</summary>
/// <param name="Id">Id within the tenant: lower-case letters, digits, hyphens.</param>
/// <param name="System">Kind of system, <c>abicart</c>.</param>
/// <param name="BaseUrl">Address of its API.</param>
/// <param name="Account">Account in the shop system (Abicart: webshop).</param>
/// <param name="Options">Further options of the connector by name; unknown names are refused at set-up.</param>
public sealed record ShopSettings(string Id, string System, string BaseUrl, string Account, ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>How orders of this shop look in the ERP.</summary>
    public OrderMappingSettings Orders { get; init; } = new();

    /// <summary>When orders of this shop go, and what follows when they change afterwards.</summary>
    public OrderLifeSettings OrderLife { get; init; } = new();

    /// <summary>Export orders.</summary>
    public bool ExportOrders { get; init; } = true;

    /// <summary>Whether orders are read at all.</summary>
    public bool ReadsOrders() => ExportOrders && OrderLife.Trigger != OrderTrigger.Inactive;

    /// <summary>Orders placed before are not exported; null: all.</summary>
    public DateTimeOffset? ExportFrom { get; init; }

    /// <summary>Carry changes of the shop's registered customers to the ERP's records of them, where the ERP is known to have them (V4).</summary>
    public bool CarryCustomerChanges { get; init; }

    /// <summary>Write stock to the shop.</summary>
    public bool SyncStock { get; init; } = true;

    /// <summary>Units kept back from the shop.</summary>
    public decimal StockBuffer { get; init; }

    /// <summary>Stock sites of the ERP whose figures this shop shows, by the ERP's ids; empty: all that it tells of (V16).</summary>
    public ImmutableSortedSet<string> StockSites { get; init; } = [];

    /// <summary>How the ERP's stock reaches this shop: not at all where the ERP does not decide it.</summary>
    public StockTerms StockTerms() =>
        SyncStock && FacetTable.MasterOf(Articles, ArticleFacet.Stock) == FacetMaster.Erp ? new StockTerms(true, StockBuffer, StockSites.IsEmpty ? null : string.Join(',', StockSites)) : Domain.Articles.StockTerms.NotWritten;

    /// <summary>How articles are kept in step.</summary>
    public ArticleSyncSettings Articles { get; init; } = new();

    /// <summary>ERP statuses that are written to the shop's order (A28).</summary>
    public ImmutableSortedSet<ErpOrderStatus> StatusToShop { get; init; } = [ErpOrderStatus.Delivered, ErpOrderStatus.Cancelled];

    /// <summary>Limits of calls to this shop.</summary>
    public LaneSettings Lane { get; init; } = new();
}

/// <summary>Limits of an outbound lane.</summary>
public sealed record LaneSettings
{
    /// <summary>Calls allowed per <see cref="Window"/>.</summary>
    public int Calls { get; init; } = 10;

    /// <summary>Length of the window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much longer one call may be on its way than another; so much longer the window is kept, so that the other side, too, counts no more
    /// than <see cref="Calls"/>. Null: two thirds of a percent of the window, one third of one shorter than a second, at most 50 ms.
    /// </summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Calls at the same time.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>Longest time one call may take before its outcome counts as unknown.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Pace of a tenant.</summary>
public sealed record PaceSettings
{
    /// <summary>Time between two polls of a feed without a callback.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after the last possible execution of a call "not there" counts: longer than the other side's own time-out.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long after it was written down an attempt may still send its first byte.</summary>
    public TimeSpan AttemptWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Base delay of retries.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a feed waits for an entity to take a row before it holds the row itself.</summary>
    public TimeSpan RowTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Messages between entities that were not answered are told again after this.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The ERP may queue a stock change this much later than it makes it.</summary>
    public TimeSpan StockQueueGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Overlap when reading a cursor feed, against clock skew and page shifts.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a refusal with an unknown code is retried before it is parked.</summary>
    public int UnknownRefusalsMax { get; init; } = 4;
}
