using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Simulation.World;

/// <summary>Settings of a tenant for the sample world.</summary>
public static class SampleTenant
{
    /// <summary>Time between two polls without a callback.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMinutes(5);

    /// <summary>Name of the parameter by which an ERP that renames is told the former number.</summary>
    public const string FormerNumber = "formerArticleNo";

    /// <summary>The ERP's status of an order that came back, where it shows that.</summary>
    public const string Credited = "9";

    /// <summary>The settings with the flow of a simulated tenant.</summary>
    public static TenantSettings WithFlow(TenantSettings settings, TenantOptions options) => settings with
    {
        Erp = settings.Erp with { Options = OptionsOf(settings.Erp.Options, options) },
        Shops =
        [
            settings.Shops[0] with
            {
                Articles = options.Flow switch
                {
                    SampleFlow.StockAlone => new ArticleSyncSettings(),
                    SampleFlow.Combined => new ArticleSyncSettings { ImportFromErp = true, NewArticles = NewArticles(options) },
                    SampleFlow.ShopLeads => new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads },
                    SampleFlow.ErpLeads => new ArticleSyncSettings { Flow = ArticleFlow.ErpLeads, ImportFromErp = true, NewArticles = NewArticles(options) },
                    _ => throw new System.Diagnostics.UnreachableException(options.Flow.ToString()),
                },
            },
        ],
    };

    private static ImmutableSortedDictionary<string, string> OptionsOf(ImmutableSortedDictionary<string, string> own, TenantOptions options)
    {
        own = options.ErpRenames ? own.SetItem("formerNumberParameter", FormerNumber) : own;
        return options.ErpShowsFormer ? own.SetItem("articleFeedFormerNumber", FormerNumber) : own;
    }

    private static NewErpArticles NewArticles(TenantOptions options) => options.NewArticles switch
    {
        SampleNewArticles.Listed => NewErpArticles.List,
        SampleNewArticles.Hidden => NewErpArticles.CreateHidden,
        SampleNewArticles.ForSale => NewErpArticles.CreateVisible,
        _ => throw new System.Diagnostics.UnreachableException(options.NewArticles.ToString()),
    };

    public static TenantSettings For(string id, ISandboxSystem specter, ISandboxSystem abicart, SampleSettings sample, TimeSpan? overlap = null) => new(id, $"Provbutiken {id}")
    {
        Erp = new ErpAccount(
            "specter", $"http://127.0.0.1/{specter.Name}/", specter.Credentials["sbmId"], specter.Credentials.GetValueOrDefault("apiUserId", ""),
            ImmutableSortedDictionary<string, string>.Empty.Add("apiVersion", specter.Credentials.ContainsKey("apiUserKey") ? "2" : "1").Add("creditedStatusIds", Credited).Add("duplicateNumberPattern", "finns redan på order (?<number>[0-9]+)")),
        Shops =
        [
            new ShopSettings("main", "abicart", $"http://127.0.0.1/{abicart.Name}/", abicart.Credentials["webshop"], ImmutableSortedDictionary<string, string>.Empty)
            {
                Orders = new OrderMappingSettings
                {
                    OrderPrefix = sample.OrderPrefix,
                    FreightArticle = sample.FreightArticle,
                    PaymentFeeArticle = sample.FeeArticle,
                    CashOnDeliveryArticle = sample.CashOnDeliveryArticle,
                    DiscountArticle = sample.DiscountArticle,
                    GiftCardArticle = sample.GiftCardArticle,
                    DeliveryMethods = ImmutableSortedDictionary<string, string>.Empty.Add("401", "401").Add("402", "402").Add("403", "403"),
                },
            },
        ],
        Pace = new PaceSettings { Poll = Poll, Overlap = overlap ?? new PaceSettings().Overlap },
        Secrets = new Personal<SecretSet>($"{id}/tenant/root", new SecretSet(specter.Credentials
            .Where(c => c.Key is "apiUserKey" or "integrationKey" or "md5Key1" or "md5Key2")
            .ToImmutableSortedDictionary(c => $"erp.{c.Key}", c => c.Value, StringComparer.Ordinal)
            .Add("shop.main.auth", abicart.Credentials["auth"]))),
    };
}
