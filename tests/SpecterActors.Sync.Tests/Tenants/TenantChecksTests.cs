using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sync.Tenants;
using Xunit;

namespace SpecterActors.Sync.Tests.Tenants;

public sealed class TenantChecksTests
{
    private readonly Kinds kinds = new();

    [Fact]
    public void Good_settings_have_no_problem_and_each_connector_sees_its_own_secrets()
    {
        Assert.Empty(Check(Settings()));
        Assert.Equal(["apiUserKey"], kinds.ErpSecrets);
        Assert.Equal(["auth"], kinds.ShopSecrets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Demo")]
    [InlineData("1demo")]
    [InlineData("-demo")]
    [InlineData("_installation")]
    [InlineData("de mo")]
    [InlineData("de/mo")]
    [InlineData("démo")]
    [InlineData("a123456789012345678901234567890123456789x")]
    public void An_id_is_lower_case_letters_digits_and_hyphens(string id)
    {
        Assert.Equal(["id"], Fields(Settings() with { Id = id }));
        Assert.Equal([$"shops.{id}.id"], Fields(Settings(Shop(id))));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("shop-2")]
    [InlineData("a12345678901234567890123456789012345678x")]
    public void Up_to_forty_characters(string id) => Assert.Empty(Fields(Settings() with { Id = id }));

    [Fact]
    public void There_is_at_least_one_shop() => Assert.Equal(["shops"], Fields(Settings() with { Shops = [] }));

    [Fact]
    public void Unknown_systems_are_named_with_those_that_exist()
    {
        var problem = Assert.Single(Check(Settings() with { Erp = Settings().Erp with { System = "sap" } }));
        Assert.Equal("erp.system", problem.Field);
        Assert.Contains("specter", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(["shops.main.system"], Fields(Settings(Shop("main") with { System = "magento" })));
    }

    [Theory]
    [InlineData("category", FacetMaster.Erp)]
    [InlineData("media", FacetMaster.Shop)]
    [InlineData("variantLink", FacetMaster.Erp)]
    public void A_facet_that_nobody_carries_cannot_be_given_a_master_by_name(string facet, FacetMaster master)
    {
        var masters = facet switch
        {
            "category" => new FacetMasters { Category = master },
            "media" => new FacetMasters { Media = master },
            _ => new FacetMasters { VariantLink = master },
        };
        var problem = Assert.Single(Check(Settings(Shop("main") with { Articles = new ArticleSyncSettings { Masters = masters } })));
        Assert.Equal($"shops.main.articles.masters.{facet}", problem.Field);
        Assert.Contains(master == FacetMaster.Shop ? "specter" : "abicart", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("nobody", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_carried_nobodys_and_a_flow_pass()
    {
        Assert.Empty(Check(Settings(Shop("main") with { Articles = new ArticleSyncSettings { Masters = new FacetMasters { Price = FacetMaster.Erp, ProductData = FacetMaster.Shop, Category = FacetMaster.Nobody } } })));
        Assert.Empty(Check(Settings(Shop("main") with { Articles = new ArticleSyncSettings { Flow = ArticleFlow.ErpLeads } })));
    }

    [Fact]
    public void Articles_are_made_only_in_shops_that_can_be_asked_for_it()
    {
        var problem = Assert.Single(Check(Settings(Shop("main") with { Articles = new ArticleSyncSettings { ImportFromErp = true, NewArticles = NewErpArticles.CreateHidden } })));
        Assert.Equal("shops.main.articles.newArticles", problem.Field);
        Assert.Contains("list", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_connector_finds_is_told()
    {
        Assert.Equal(["erp.account"], Fields(Settings() with { Erp = Settings().Erp with { Account = "" } }));
        Assert.Equal(["shop.account"], Fields(Settings(Shop("main") with { Account = "" })));
    }

    [Fact]
    public void Shops_differ_in_id_and_prefix()
    {
        Assert.Empty(Fields(Settings(Shop("main", "A"), Shop("other", "B"))));
        Assert.Equal(["shops.main.id", "shops.main.id"], Fields(Settings(Shop("main", "A"), Shop("main", "B"))));
        Assert.Equal(["shops.main.orders.orderPrefix", "shops.other.orders.orderPrefix"], Fields(Settings(Shop("main", "A"), Shop("other", "A"))));
    }

    [Theory]
    [InlineData("", "1", true)]
    [InlineData("A", "A12", true)]
    [InlineData("A", "A1-", false)]
    [InlineData("1", "2", false)]
    [InlineData("", "B", false)]
    public void A_prefix_is_no_other_prefix_with_digits_behind_it(string one, string other, bool meet) =>
        Assert.Equal(meet ? ["shops.other.orders.orderPrefix"] : [], Fields(Settings(Shop("main", one), Shop("other", other))));

    [Fact]
    public void Articles_for_special_rows_are_legal_and_differ()
    {
        var orders = new OrderMappingSettings { FreightArticle = "FRAKT", DiscountArticle = "RABATT", GiftCardArticle = "GIFT", PaymentFeeArticle = "FEE", CashOnDeliveryArticle = "COD" };
        Assert.Empty(Fields(Settings(Shop("main") with { Orders = orders })));
        Assert.Equal(["shops.main.orders.freightArticle"], Fields(Settings(Shop("main") with { Orders = orders with { FreightArticle = "FRÄKT" } })));
        Assert.Equal(
            ["shops.main.orders.discountArticle", "shops.main.orders.giftCardArticle"],
            Fields(Settings(Shop("main") with { Orders = orders with { DiscountArticle = "GIFT" } })));
    }

    [Fact]
    public void Limits_are_more_than_nothing()
    {
        Assert.Equal(["erp.lane.jitter"], Fields(Settings() with { Erp = Settings().Erp with { Lane = new LaneSettings { Jitter = TimeSpan.FromSeconds(-1) } } }));
        Assert.Equal(["erp.lane"], Fields(Settings() with { Erp = Settings().Erp with { Lane = new LaneSettings { Calls = 0 } } }));
        foreach (var lane in new[] { new LaneSettings { Window = TimeSpan.Zero }, new LaneSettings { Concurrency = 0 }, new LaneSettings { Deadline = TimeSpan.FromSeconds(-1) } })
        {
            Assert.Equal(["shops.main.lane"], Fields(Settings(Shop("main") with { Lane = lane })));
        }
    }

    [Fact]
    public void Every_problem_says_what_to_write_instead() =>
        Assert.All(Check(Settings(Shop("X", "A"), Shop("X", "A")) with { Id = "?" }), p => Assert.True(p.Problem.Length > 0 && p.Remedy.Length > 0));

    private static ShopSettings Shop(string id, string prefix = "") => new(id, "abicart", "http://127.0.0.1", "9", ImmutableSortedDictionary<string, string>.Empty)
    {
        Orders = new OrderMappingSettings { OrderPrefix = prefix },
    };

    private static TenantSettings Settings() => Settings(Shop("main"));

    private static TenantSettings Settings(params ShopSettings[] shops) => new("demo", "Demo")
    {
        Erp = new ErpAccount("specter", "http://127.0.0.1", "1234", "55", ImmutableSortedDictionary<string, string>.Empty),
        Shops = [.. shops],
        Secrets = new Personal<SecretSet>(
            "demo", new SecretSet(ImmutableSortedDictionary<string, string>.Empty.Add("erp.apiUserKey", "k").Add("shop.main.auth", "a").Add("shop.other.auth", "b"))),
    };

    private IReadOnlyList<SettingProblem> Check(TenantSettings settings) => new TenantChecks(new EngineOptions
    {
        ErpKinds = [kinds], ShopKinds = [kinds], CreateHandler = () => throw new NotSupportedException(), Seed = 1,
    }).Check(settings);

    private IEnumerable<string> Fields(TenantSettings settings) => Check(settings).Select(p => p.Field);

    private sealed class Kinds : IErpConnectorKind, IShopConnectorKind
    {
        public IEnumerable<string> ErpSecrets { get; private set; } = [];

        public IEnumerable<string> ShopSecrets { get; private set; } = [];

        string IErpConnectorKind.System => "specter";

        string IShopConnectorKind.System => "abicart";

        public IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets)
        {
            ErpSecrets = secrets.Keys;
            return account.Account.Length > 0 ? [] : [new SettingProblem("erp.account", "missing", "write it")];
        }

        public IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets)
        {
            ShopSecrets = secrets.Keys;
            return shop.Account.Length > 0 ? [] : [new SettingProblem("shop.account", "missing", "write it")];
        }

        public IReadOnlyCollection<ArticleFacet> TakesFacets(ErpAccount account) => [ArticleFacet.ProductData, ArticleFacet.Price];

        public IReadOnlyCollection<ArticleFacet> TakesFacets(ShopSettings shop) => [ArticleFacet.ProductData, ArticleFacet.Price, ArticleFacet.Stock];

        public IErpConnector Create(ErpAccount account, ConnectorContext context) => throw new NotSupportedException();

        public IShopConnector Create(ShopSettings shop, ConnectorContext context) => throw new NotSupportedException();
    }
}
