using SpecterActors.Runtime;

namespace SpecterActors.Sync;

/// <summary>Persistence ids of the mission's actors: tenant first, then the kind, then the percent-encoded key.</summary>
public static class EntityIds
{
    /// <summary>Kind of <see cref="Order"/>.</summary>
    public const string OrderKind = "order";

    /// <summary>Kind of <see cref="Article"/>.</summary>
    public const string ArticleKind = "article";

    /// <summary>Kind of <see cref="CustomerMatcher"/>.</summary>
    public const string CustomerMatcherKind = "customer-matcher";

    /// <summary>Kind of <see cref="ErpCustomer"/>.</summary>
    public const string ErpCustomerKind = "erp-customer";

    /// <summary>Kind of <see cref="ErpOrder"/>.</summary>
    public const string ErpOrderKind = "erp-order";

    /// <summary>Kind of <see cref="Feed"/>.</summary>
    public const string FeedKind = "feed";

    /// <summary>Kind of <see cref="Export"/>.</summary>
    public const string ExportKind = "export";

    /// <summary>Kind of <see cref="Tenant"/>.</summary>
    public const string TenantKind = "tenant";

    /// <summary>Kind of <see cref="Registry"/>.</summary>
    public const string RegistryKind = "registry";

    /// <summary>The installation's list of tenants; its first segment can never be a tenant id.</summary>
    public const string Registry = "_installation/registry/tenants";

    /// <summary>The tenant itself.</summary>
    public static string Tenant(string tenant) => EntityAddress.Of(tenant, TenantKind, "root").PersistenceId;

    /// <summary>A shop order, by external number.</summary>
    public static string Order(string tenant, string externalNo) => EntityAddress.Of(tenant, OrderKind, externalNo).PersistenceId;

    /// <summary>An article, by number.</summary>
    public static string Article(string tenant, string number) => EntityAddress.Of(tenant, ArticleKind, number).PersistenceId;

    /// <summary>The tenant's customer matcher.</summary>
    public static string CustomerMatcher(string tenant) => EntityAddress.Of(tenant, CustomerMatcherKind, "turns").PersistenceId;

    /// <summary>Kind of <see cref="ShopCustomer"/>.</summary>
    public const string ShopCustomerKind = "shop-customer";

    /// <summary>A registered customer of a shop.</summary>
    public static string ShopCustomer(string tenant, string shop, string uid) => EntityAddress.Of(tenant, ShopCustomerKind, $"{shop}:{uid}").PersistenceId;

    /// <summary>A customer record of the ERP, by its id there.</summary>
    public static string ErpCustomer(string tenant, string customerId) => EntityAddress.Of(tenant, ErpCustomerKind, customerId).PersistenceId;

    /// <summary>An order number of the ERP.</summary>
    public static string ErpOrder(string tenant, string number) => EntityAddress.Of(tenant, ErpOrderKind, number).PersistenceId;

    /// <summary>A feed, by name (<c>erp-stock</c>, <c>shop-main-orders</c>).</summary>
    public static string Feed(string tenant, string name) => EntityAddress.Of(tenant, FeedKind, name).PersistenceId;

    /// <summary>Kind of <see cref="Reconciliation"/>.</summary>
    public const string ReconciliationKind = "reconciliation";

    /// <summary>The tenant's comparison of both sides as a whole.</summary>
    public static string Reconciliation(string tenant) => EntityAddress.Of(tenant, ReconciliationKind, "both").PersistenceId;

    /// <summary>The first export of a shop's range, by shop id.</summary>
    public static string Export(string tenant, string shop) => EntityAddress.Of(tenant, ExportKind, shop).PersistenceId;
}
