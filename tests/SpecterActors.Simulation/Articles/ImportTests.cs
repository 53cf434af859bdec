using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using SpecterActors.Sync.Admin;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Articles;

/// <summary>Article data of the ERP on their way to the shop (A19, A29, V8, V9, M1 to M3), the whole engine against both simulated systems.</summary>
public sealed class ImportTests
{
    private static readonly SpecterSwitches Shows = new()
    {
        ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed,
    };

    [Fact]
    public void Where_the_erp_leads_its_changes_reach_the_shop_and_come_back_as_no_change()
    {
        var world = World(new ArticleSyncSettings
        {
            Flow = ArticleFlow.ErpLeads, ImportFromErp = true, Prices = new ArticlePriceSettings { SpecialPriceList = "Kampanj" },
        });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange
        {
            Name = "Ny kopp", Description = "Rymmer 3 dl", PriceExclVat = 120m, VatPercent = 12m, BarCode = "7350001", Weight = 0.4m, PriceLists = Lists(("Kampanj", 100m)),
        });
        world.Rest();
        var shown = Shown(world, "A1");
        Assert.Equal(("Ny kopp", "Rymmer 3 dl", 134.40m, 0.12m, "7350001", 400m, 112m),
            (shown.Name["sv"], shown.Description["sv"], shown.PriceIncVat, shown.VatRate, shown.Ean, shown.Weight, shown.SpecialOfferIncVat));
        Quiet(world);
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceLists = Lists() });
        world.Rest();
        Assert.Null(Shown(world, "A1").SpecialOfferIncVat);
        Assert.Equal(134.40m, Shown(world, "A1").PriceIncVat);
    }

    [Fact]
    public void Combined_the_price_comes_from_the_erp_and_the_name_from_the_shop()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Fel sida", PriceExclVat = 200m });
        world.Rest();
        Assert.Equal((250m, "Vara A1"), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").Name["sv"]));
        world.Abicart.Life.ChangeArticle(Shown(world, "A1").Uid, a => a with { Name = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["sv"] = "Rätt sida" }, PriceIncVat = 1m });
        world.Rest();
        // The shop's price is nobody's: it is neither sent nor, by setting, restored.
        Assert.Equal(("Rätt sida", 200m), (InErp(world, "A1").Name, InErp(world, "A1").PriceExclVat));
        Assert.Equal(1m, Shown(world, "A1").PriceIncVat);
        Quiet(world);
    }

    [Fact]
    public void By_setting_the_masters_value_is_restored_on_either_side()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, WrongSideEdits = WrongSideEdit.Restore });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 200m });
        world.Rest();
        world.Abicart.Life.ChangeArticle(Shown(world, "A1").Uid, a => a with { PriceIncVat = 1m });
        world.Specter.ChangeArticle("B2", new SpecterArticleChange { PriceExclVat = 100m });
        world.Rest();
        Assert.Equal(250m, Shown(world, "A1").PriceIncVat);
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Fel sida" });
        world.Rest();
        Assert.Equal("Vara A1", InErp(world, "A1").Name);
        Assert.Equal(200m, InErp(world, "A1").PriceExclVat);
        Quiet(world);
    }

    [Fact]
    public void With_the_import_off_or_the_shop_leading_nothing_is_written_to_the_shop()
    {
        foreach (var settings in new[] { new ArticleSyncSettings { Flow = ArticleFlow.ErpLeads }, new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads, ImportFromErp = true } })
        {
            var world = World(settings);
            world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Annat", PriceExclVat = 3m, Deleted = true });
            world.Rest();
            Assert.Equal((99.90m, "Vara A1", false), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").Name["sv"], Shown(world, "A1").Hidden));
        }
    }

    [Fact]
    public void Where_the_shop_leads_no_stock_is_written_either()
    {
        var world = World(new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads });
        world.Specter.ChangeStock("A1", 10m);
        world.Rest();
        Assert.Equal(50m, Shown(world, "A1").Stock);
    }

    [Fact]
    public void Switching_the_flow_of_a_live_tenant_writes_nothing_in_bulk()
    {
        var world = World(new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads });
        foreach (var number in (string[])["A1", "B2", "C3"])
        {
            world.Specter.ChangeArticle(number, new SpecterArticleChange { Name = $"Annan {number}", PriceExclVat = 7m });
        }

        world.Rest();
        var writes = world.Abicart.Content.Effects.Count;
        world.Change(s => s with { Articles = new ArticleSyncSettings { Flow = ArticleFlow.ErpLeads, ImportFromErp = true } });
        world.Rest();
        Assert.Equal(writes, world.Abicart.Content.Effects.Count);
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 8m });
        world.Rest();
        Assert.Equal((10m, "Vara A1"), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").Name["sv"]));
    }

    [Fact]
    public void Stock_that_a_switched_flow_would_write_goes_after_a_preview_and_no_more_of_it_than_that_showed()
    {
        var world = World(new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads });
        world.Specter.ChangeStock("A1", -10m);
        world.Specter.ChangeStock("B2", -50m);
        world.Rest();
        world.Change(s => s with { Articles = new ArticleSyncSettings(), StockBuffer = 1m });
        world.Specter.ChangeStock("C3", 5m);
        world.Rest();
        Assert.All(world.Abicart.Content.Articles.All, a => Assert.Equal(50m, a.Stock));
        Assert.Equal(["main"], world.Wait(() => world.Admin.GetTenantAsync(LifeWorld.Tenant, CancellationToken.None))!.StockHeld);

        var preview = (StockPreview)Release(world, preview: true, count: null).Detail!;
        Assert.Equal((3, 3, 1), (preview.Articles, preview.Writes, preview.Zeroes));
        Assert.Contains(new StockSample("A1", 50m, 39m), preview.Samples);
        Assert.Equal("preview-outdated", Release(world, preview: false, count: 2).Refusal!.Code);
        world.Restart();
        Assert.True(Release(world, preview: false, count: 3).Ok);
        world.Rest();
        Assert.Equal((39m, 0m, 54m), (Shown(world, "A1").Stock, Shown(world, "B2").Stock, Shown(world, "C3").Stock));
        Assert.Equal("stock-not-held", Release(world, preview: true, count: null).Refusal!.Code);
    }

    private static AdminResult Release(LifeWorld world, bool preview, int? count) =>
        world.Wait(() => world.Admin.ReleaseStockAsync(LifeWorld.Tenant, "main", preview, count, LifeWorld.Person, CancellationToken.None));

    [Fact]
    public void Deleted_in_the_erp_it_becomes_inactive_and_many_at_once_wait_for_a_person()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true });
        foreach (var number in (string[])["A1", "B2", "C3"])
        {
            world.Specter.ChangeArticle(number, new SpecterArticleChange { Deleted = true });
        }

        world.Rest();
        Assert.Equal(2, world.Abicart.Content.Articles.All.Count(a => a.Hidden));
        var braked = Assert.Single(world.Parked(), p => p.Code == ParkingCodes.DeactivationBraked);
        world.Must(a => a.RetryAsync(braked.PersistenceId, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Equal(3, world.Abicart.Content.Articles.All.Count(a => a.Hidden));
        Assert.Empty(world.Parked());
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Deleted = false });
        world.Rest();
        Assert.False(Shown(world, "A1").Hidden);
    }

    [Fact]
    public void By_setting_what_is_deleted_in_the_erp_stays_for_sale_in_the_shop()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, DeactivateDeleted = false });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Deleted = true, PriceExclVat = 200m });
        world.Rest();
        Assert.Equal((250m, false), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").Hidden));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void A_part_may_have_another_master_than_the_flow_says()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, Masters = new FacetMasters { ProductData = FacetMaster.Erp, Price = FacetMaster.Nobody } });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { Name = "Från systemet", PriceExclVat = 200m });
        world.Abicart.Life.ChangeArticle(Shown(world, "B2").Uid, a => a with { PriceIncVat = 1m });
        world.Rest();
        Assert.Equal(("Från systemet", 99.90m), (Shown(world, "A1").Name["sv"], Shown(world, "A1").PriceIncVat));
        Assert.Equal((1m, 0m), (Shown(world, "B2").PriceIncVat, InErp(world, "B2").PriceExclVat));
        Assert.DoesNotContain(world.Specter.Effects, e => e.Kind == "newArticleSubmit");
    }

    [Fact]
    public void Prices_are_rounded_to_the_shops_step()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, Prices = new ArticlePriceSettings { ShopPriceStep = 1m } });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 79.97m });
        world.Rest();
        Assert.Equal(100m, Shown(world, "A1").PriceIncVat);
        Quiet(world);
    }

    [Fact]
    public void A_price_list_of_the_erp_may_give_the_regular_price()
    {
        var world = World(new ArticleSyncSettings
        {
            ImportFromErp = true, Prices = new ArticlePriceSettings { RegularPriceList = "Webb", PriceListsIncludeVat = true },
        });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 10m, PriceLists = Lists(("Webb", 149m)) });
        world.Rest();
        Assert.Equal(149m, Shown(world, "A1").PriceIncVat);
    }

    [Theory]
    [InlineData(false, "112.5", "125")]
    [InlineData(true, "90", "100")]
    public void A_price_list_gives_the_special_price_with_or_without_vat_and_a_list_without_the_article_takes_it_away(bool includesVat, string special, string next)
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, Prices = new ArticlePriceSettings { SpecialPriceList = "Kampanj", PriceListsIncludeVat = includesVat } });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 120m, VatPercent = 25m, SpecialPriceExclVat = 1m, PriceLists = Lists(("Kampanj", 90m), ("Annan", 5m)) });
        world.Rest();
        Assert.Equal((150m, Amount(special)), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").SpecialOfferIncVat));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceLists = Lists(("Kampanj", 100m)) });
        world.Rest();
        Assert.Equal((150m, Amount(next)), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").SpecialOfferIncVat));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceLists = Lists(("Annan", 6m)) });
        world.Rest();
        Assert.Null(Shown(world, "A1").SpecialOfferIncVat);
        Quiet(world);
    }

    [Theory]
    [InlineData(false, "112.5", "125")]
    [InlineData(true, "90", "100")]
    public void A_field_of_the_article_gives_the_special_price_and_an_empty_one_takes_it_away(bool includesVat, string special, string next)
    {
        var settings = new ArticleSyncSettings { ImportFromErp = true, Prices = new ArticlePriceSettings { SpecialPriceField = true, PriceListsIncludeVat = includesVat } };
        var world = new LifeWorld(Shows, shop: s => s with { Articles = settings }, erpOptions: ("articleFeedSpecialPrice", "specialPriceExclVat"));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 120m, VatPercent = 25m, SpecialPriceExclVat = 90m, PriceLists = Lists(("Kampanj", 5m)) });
        world.Rest();
        Assert.Equal((150m, Amount(special)), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").SpecialOfferIncVat));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { SpecialPriceExclVat = 100m });
        world.Rest();
        Assert.Equal((150m, Amount(next)), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").SpecialOfferIncVat));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { SpecialPriceExclVat = 0m });
        world.Rest();
        Assert.Null(Shown(world, "A1").SpecialOfferIncVat);
        Quiet(world);
    }

    [Fact]
    public void A_field_that_no_option_names_is_not_read_and_leaves_the_shops_special_price()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true, Prices = new ArticlePriceSettings { SpecialPriceField = true } });
        world.Abicart.Life.ChangeArticle(Shown(world, "A1").Uid, a => a with { SpecialOfferIncVat = 77m });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 120m, VatPercent = 25m, SpecialPriceExclVat = 90m });
        world.Rest();
        Assert.Equal((150m, 77m), (Shown(world, "A1").PriceIncVat, Shown(world, "A1").SpecialOfferIncVat));
    }

    [Fact]
    public void A_crash_during_a_write_doubles_nothing()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true });
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { PriceExclVat = 200m });
        world.Pass(TimeSpan.FromSeconds(2));
        world.Restart();
        world.Rest();
        Assert.Equal(250m, Shown(world, "A1").PriceIncVat);
        Assert.Empty(world.Parked());
    }

    private static Dictionary<string, decimal> Lists(params (string Name, decimal Price)[] lists) => lists.ToDictionary(l => l.Name, l => l.Price, StringComparer.Ordinal);

    private static decimal? Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static LifeWorld World(ArticleSyncSettings settings)
    {
        var world = new LifeWorld(Shows, shop: s => s with { Articles = settings });
        return world;
    }

    /// <summary>Ten cycles without a write in either direction (guarantee 12).</summary>
    private static void Quiet(LifeWorld world)
    {
        var before = (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count);
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(before, (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count));
    }

    private static ShopArticle Shown(LifeWorld world, string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number);

    private static SpecterArticle InErp(LifeWorld world, string number) => world.Specter.Articles.Values.Single(a => a.ArticleNo == number);
}
