using System.Text;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.Life;
using Xunit;
using ShopArticle = SpecterActors.Sandbox.Abicart.Model.ShopArticle;

namespace SpecterActors.Simulation.Articles;

/// <summary>Articles that the ERP has and the shop lacks (A19, V7), the whole engine against both simulated systems.</summary>
public sealed class CreationTests
{
    private static readonly ArticleSyncSettings Hidden = new()
    {
        Flow = ArticleFlow.ErpLeads, ImportFromErp = true, NewArticles = NewErpArticles.CreateHidden, Prices = new ArticlePriceSettings { SpecialPriceList = "Kampanj" },
    };

    [Theory]
    [InlineData(ArticleFlow.ErpLeads, NewErpArticles.CreateHidden)]
    [InlineData(ArticleFlow.Combined, NewErpArticles.CreateVisible)]
    public void A_new_article_is_made_in_the_shop_and_its_stock_and_price_follow(ArticleFlow flow, NewErpArticles setting)
    {
        var world = World(Hidden with { Flow = flow, NewArticles = setting });
        Add(world, "NY-1", 30m);
        world.Rest();
        var made = Shown(world, "NY-1");
        Assert.Equal(("Nyhet NY-1", "Rymmer 3 dl", 89.6m, 0.12m, "735", 400m, 78.4m, 30m),
            (made.Name["sv"], made.Description["sv"], made.PriceIncVat, made.VatRate, made.Ean, made.Weight, made.SpecialOfferIncVat, made.Stock));
        Assert.Equal(setting == NewErpArticles.CreateHidden, made.Hidden);
        Assert.Equal(1, Made(world));
        Quiet(world);

        world.Specter.ChangeArticle("NY-1", new SpecterArticleChange { PriceExclVat = 100m });
        world.Specter.ChangeStock("NY-1", -5m);
        world.Rest();
        Assert.Equal((112m, 25m), (Shown(world, "NY-1").PriceIncVat, Shown(world, "NY-1").Stock));
        Assert.Equal(setting == NewErpArticles.CreateHidden ? ["NY-1"] : [], Noted(world, ArticleObstacles.MadeHidden));
        Assert.Empty(world.Parked());
        Assert.DoesNotContain(world.Specter.Effects, e => e.Kind == "newArticleSubmit" && e.Key == "NY-1");
    }

    [Fact]
    public void It_is_made_in_the_category_that_the_settings_name_or_in_none()
    {
        foreach (var named in (bool[])[true, false])
        {
            var world = World(Hidden);
            var group = world.Abicart.Life.AddArticlegroup("Nyheter").Uid;
            world.Change(s => s with { Articles = s.Articles with { NewArticlesCategory = named ? $"{group}" : null } });
            Add(world, "NY-1", 30m);
            world.Rest();
            Assert.Equal(named ? group : null, Shown(world, "NY-1").Articlegroup);
            Assert.Equal(named ? [group] : [], Shown(world, "NY-1").ShowInArticlegroups);
        }
    }

    [Fact]
    public void By_default_it_is_listed_and_nothing_is_made()
    {
        var world = World(new ArticleSyncSettings { ImportFromErp = true });
        Add(world, "NY-1", 30m);
        world.Rest();
        Assert.Equal(0, Made(world));
        Assert.Equal(["NY-1"], Noted(world, ArticleObstacles.NotInShop));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public void An_unknown_outcome_is_settled_by_looking_and_nothing_is_made_twice(int times, bool executed)
    {
        var world = World(Hidden, callbacks: false);
        var calls = 0;
        for (var i = 0; i < times && !executed; i++)
        {
            world.Abicart.FailNext("Article.create", -32000);
        }

        world.Network.Tamper = (asked, answer) => IsCreation(asked) && ++calls <= times ? new SandboxResponse(502, "text/html", Encoding.ASCII.GetBytes("<html>bad gateway</html>")) : answer;
        Add(world, "NY-1", 30m);
        world.Until(() => calls == 1, "the first call");
        if (!executed)
        {
            world.Until(() => Noted(world, ArticleObstacles.CreationInDoubt).Contains("NY-1"), "the doubt");
        }

        world.Rest();
        world.Rest();
        Assert.Equal(executed ? 1 : times + 1, calls);
        Assert.Equal((1, 30m), (Made(world), Shown(world, "NY-1").Stock));
        Assert.Empty(world.Parked());
        Quiet(world);
    }

    [Fact]
    public void A_crash_at_any_moment_makes_it_once()
    {
        for (var after = 0; after < 24; after++)
        {
            var world = World(Hidden, callbacks: false);
            Add(world, "NY-1", 30m);
            for (var tries = 0; tries < 2_000 && !(after % 3 == 0 ? Made(world) > 0 : Opened(world)); tries++)
            {
                world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(50));
            }

            world.Dispatcher.RunFor(TimeSpan.FromMilliseconds(7 * after));

            world.Restart();
            world.Rest();
            Assert.Equal((1, 30m), (Made(world), Shown(world, "NY-1").Stock));
            Assert.Empty(world.Parked());
        }
    }

    [Fact]
    public void What_leaves_the_range_while_it_is_being_made_is_hidden_as_soon_as_it_is_seen()
    {
        var world = World(Hidden with { NewArticles = NewErpArticles.CreateVisible, DeactivateShareMax = 100m });
        world.Network.Tamper = (asked, answer) =>
        {
            if (IsCreation(asked))
            {
                world.Specter.ChangeArticle("NY-1", new SpecterArticleChange { Deleted = true });
            }

            return answer;
        };
        Add(world, "NY-1", 30m);
        world.Rest();
        Assert.Equal((1, true), (Made(world), Shown(world, "NY-1").Hidden));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void A_shop_that_takes_its_time_to_say_what_it_has_gets_the_article_all_the_same()
    {
        var world = World(Hidden);
        var slow = new Random(5);
        world.Network.Befalls = asked => Encoding.UTF8.GetString(asked.Body.Span).Contains("\"/articleNumber\"", StringComparison.Ordinal) ? new Fault.Delayed(TimeSpan.FromSeconds(slow.Next(16, 28))) : null;
        Add(world, "NY-1", 30m);
        world.Rest();
        Assert.Equal((1, 30m), (Made(world), Shown(world, "NY-1").Stock));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void Numbers_that_are_taken_by_a_hidden_article_or_illegal_are_listed_with_a_remedy()
    {
        var world = World(Hidden with { ExportTrigger = ProductExportTrigger.Inactive });
        var hidden = world.AddArticle("old", "NY-1");
        world.Abicart.Life.ChangeArticle(hidden.Uid, a => a with { Hidden = true });
        world.Rest();
        Add(world, "NY-1", 1m);
        Add(world, "NY KOPP", 1m);
        world.Rest();
        Assert.Equal(0, Made(world));
        Assert.Equal([ParkingCodes.ArticleNumberIllegal, ParkingCodes.ShopArticleHidden], world.Parked().Select(p => p.Code).Order(StringComparer.Ordinal));
        Assert.All(world.Parked(), p => Assert.NotEmpty(p.Remedy));
        Assert.Equal("Vara old", Shown(world, "NY-1").Name["sv"]);
        world.Abicart.Life.ChangeArticle(hidden.Uid, a => a with { Hidden = false });
        world.Specter.ChangeArticle("NY KOPP", new SpecterArticleChange { ArticleNo = "NY-KOPP" });
        world.Rest();
        Assert.Equal("NY-KOPP", Assert.Single(world.Abicart.Content.Articles.All, a => a.Hidden).Number);
        var left = Assert.Single(world.Parked());
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, left.Code);
        world.Must(a => a.RetryAsync(left.PersistenceId, LifeWorld.Person, CancellationToken.None));
        Assert.Empty(world.Parked());
        Assert.Equal("Nyhet NY-1", Shown(world, "NY-1").Name["sv"]);
    }

    [Fact]
    public void A_renamed_article_is_not_made_a_second_time_where_the_feed_shows_its_former_number()
    {
        var world = new LifeWorld(Shows, shop: s => s with { Articles = Hidden }, erpOptions: ("articleFeedFormerNumber", "formerArticleNo"));
        world.Specter.ChangeArticle("A1", new SpecterArticleChange { ArticleNo = "A1-NY" });
        world.Rest();
        Assert.Equal((0, "A1-NY"), (Made(world), world.InShop("A1").Number));
        Assert.Empty(world.Parked());
        world.Specter.ChangeArticle("A1-NY", new SpecterArticleChange { PriceExclVat = 200m, VatPercent = 25m });
        world.Rest();
        Assert.Equal((0, 250m), (Made(world), Shown(world, "A1-NY").PriceIncVat));
    }

    [Fact]
    public void A_variant_is_listed_goes_on_once_somebody_has_made_it_and_is_made_as_an_article_of_its_own_on_demand()
    {
        var world = World(Hidden);
        foreach (var (number, main) in new[] { ("TR", ""), ("TR-S", "TR"), ("TR-M", "TR") })
        {
            world.Specter.AddArticle(new SpecterArticle { Id = 0, ArticleNo = number, Name = "Tröja", PriceExclVat = 80m, VatPercent = 25m, IsStockArticle = main.Length > 0, MainArticleNo = main }, 7m);
        }

        world.Rest();
        Assert.Equal(["TR"], world.Abicart.Content.Articles.All.Where(a => a.Hidden).Select(a => a.Number));
        Assert.Equal([(ParkingCodes.VariantNotMade, "TR-M"), (ParkingCodes.VariantNotMade, "TR-S")], world.Parked().Select(p => (p.Code, p.PersistenceId.Split('/')[^1])).Order());
        Assert.All(world.Parked(), p => Assert.Contains("choice of article TR", p.Remedy, StringComparison.Ordinal));

        world.Abicart.Life.AddVariants(Shown(world, "TR").Uid, "Storlek", [("S", "TR-S", 0m)]);
        var medium = world.Parked().Single(p => p.PersistenceId.EndsWith("TR-M", StringComparison.Ordinal)).PersistenceId;
        world.Must(a => a.RetryAsync(medium, LifeWorld.Person, CancellationToken.None));
        world.Rest();
        Assert.Empty(world.Parked());
        Assert.Equal((7m, 7m), (world.Abicart.Content.Variants.All.Single().Stock, Shown(world, "TR-M").Stock));
    }

    [Fact]
    public void A_set_of_the_erp_is_made_as_one_article_and_its_sale_takes_the_parts()
    {
        var world = World(Hidden with { NewArticles = NewErpArticles.CreateVisible, SetsFromErp = true });
        world.Specter.AddArticle(new SpecterArticle
        {
            Id = 0, ArticleNo = "SET-1", Name = "Paket", PriceExclVat = 200m, VatPercent = 25m, SetParts = [new SpecterSetPart("A1", 2m), new SpecterSetPart("B2", 1m)],
        });
        world.Rest();
        Assert.Equal((250m, 25m), (Shown(world, "SET-1").PriceIncVat, Shown(world, "SET-1").Stock));
        world.Name("SET-1", Shown(world, "SET-1").Uid);
        var order = world.Order(("SET-1", 3m));
        world.Rest();
        Assert.Equal("SET-1", Assert.Single(world.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Equal((44m, 47m, 22m), (Shown(world, "A1").Stock, Shown(world, "B2").Stock, Shown(world, "SET-1").Stock));
        Assert.Empty(world.Parked());
    }

    [Fact]
    public void A_shop_that_cannot_say_whether_a_number_is_free_gets_no_article()
    {
        var world = new LifeWorld(Shows, new AbicartSwitches { NumberFilter = NumberFilter.Ignored }, s => s with { Articles = Hidden });
        Add(world, "NY-1", 1m);
        world.Rest();
        Assert.Equal(0, Made(world));
        Assert.Equal("abicart-number-filter", Assert.Single(world.Parked()).Code);
    }

    [Fact]
    public void What_is_sold_of_it_reaches_the_erp_under_its_number()
    {
        var world = World(Hidden with { NewArticles = NewErpArticles.CreateVisible });
        Add(world, "NY-1", 30m);
        world.Rest();
        world.Name("NY-1", Shown(world, "NY-1").Uid);
        var order = world.Order(("NY-1", 2m));
        world.Rest();
        Assert.Equal("NY-1", Assert.Single(world.ErpOrders(order)).Rows[0].ArticleNo);
        Assert.Equal(28m, Shown(world, "NY-1").Stock);
    }

    private static SpecterSwitches Shows { get; } = new() { ArticleFeedVatAttribute = "vatPercent", ArticleFeedNames = SpecterArticleFeedNames.Assumed };

    private static LifeWorld World(ArticleSyncSettings settings, bool callbacks = true) => new(Shows, shop: s => s with { Articles = settings }) { LosesCallback = () => !callbacks };

    private static void Add(LifeWorld world, string number, decimal stock) => world.Specter.AddArticle(
        new SpecterArticle
        {
            Id = 0, ArticleNo = number, Name = $"Nyhet {number}", Description = "Rymmer 3 dl", PriceExclVat = 80m, VatPercent = 12m, BarCode = "735", Weight = 0.4m, IsStockArticle = true,
            PriceLists = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["Kampanj"] = 70m },
        },
        stock);

    private static bool IsCreation(SandboxRequest asked) => Encoding.UTF8.GetString(asked.Body.Span).Contains("\"Article.create\"", StringComparison.Ordinal);

    private static bool Opened(LifeWorld world) => !world.Article("NY-1").Creations.IsEmpty;

    private static int Made(LifeWorld world) => world.Abicart.Content.Effects.Count(e => e is ShopEffect.Created { Class: "Article" });

    private static IEnumerable<string> Noted(LifeWorld world, string note) =>
        world.Wait(() => world.Admin.GetNotedArticlesAsync(LifeWorld.Tenant, note, 100, CancellationToken.None))!.Articles.Select(id => id[(id.LastIndexOf('/') + 1)..]);

    private static ShopArticle Shown(LifeWorld world, string number) => world.Abicart.Content.Articles.All.Single(a => a.Number == number);

    /// <summary>Ten cycles without a write in either direction (guarantee 12).</summary>
    private static void Quiet(LifeWorld world)
    {
        var before = (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count);
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(before, (world.Specter.Effects.Count(e => e.Kind.StartsWith("new", StringComparison.Ordinal)), world.Abicart.Content.Effects.Count));
    }
}
