using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using Xunit;

namespace SpecterActors.Domain.Tests.Tenants;

/// <summary>A change of settings that articles decide by is told to all of them, however often it is interrupted.</summary>
public sealed class ArticleReviewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<TenantState, TenantCommand, TenantEvent> story = new(TenantDecider.Initial, TenantDecider.Decide, TenantDecider.Apply);

    [Fact]
    public void A_new_tenant_has_nobody_to_tell()
    {
        Set(Settings(buffer: 3m));
        Assert.Null(story.State.ArticleReview);
    }

    [Fact]
    public void A_setting_that_no_article_decides_by_opens_nothing()
    {
        Set(Settings());
        Set(Settings() with { Name = "Another" }).Then("configured", "orders-review-opened");
        Set(Settings(articles: new ArticleSyncSettings { SendInitialStock = true })).Then("configured", "orders-review-opened");
    }

    [Theory]
    [InlineData("buffer")]
    [InlineData("off")]
    [InlineData("flow")]
    [InlineData("sets")]
    public void A_setting_that_articles_decide_by_opens_a_review_of_its_shop(string which)
    {
        Set(Settings());
        var changed = which switch
        {
            "buffer" => Settings(buffer: 2m),
            "off" => Settings(sync: false),
            "sets" => Settings(articles: new ArticleSyncSettings { Sets = ImmutableSortedDictionary<string, string>.Empty.Add("SET-1", "PART=2") }),
            _ => Settings(articles: new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads, OnSwitch = SwitchedFlow.Leave }),
        };
        Set(changed).Then("configured", "orders-review-opened", "article-review-opened");
        Assert.Equal(["main"], story.State.ArticleReview!.Shops);
        Assert.False(story.State.ArticleReview.Renamed);
    }

    [Fact]
    public void A_buffer_of_a_shop_that_gets_no_stock_concerns_nobody()
    {
        Set(Settings(sync: false));
        Set(Settings(buffer: 2m, sync: false)).Then("configured", "orders-review-opened");
    }

    [Fact]
    public void Options_of_the_erp_concern_renamed_articles()
    {
        Set(Settings());
        Set(Settings(option: "x")).Then("configured", "orders-review-opened", "article-review-opened");
        Assert.True(story.State.ArticleReview is { Renamed: true, Shops.IsEmpty: true });
    }

    [Fact]
    public void It_goes_on_page_by_page_and_ends_when_the_last_has_heard()
    {
        Set(Settings());
        Set(Settings(buffer: 2m));
        Step("demo/article/B", told: 2, behind: ["demo/article/A"]).Then("article-review-advanced");
        Assert.Equal(("demo/article/B", 2), (story.State.ArticleReview!.After, story.State.ArticleReview.Told));
        Step("demo/article/D", told: 1, behind: ["demo/article/A"], last: true).Then("article-review-advanced");
        Step("demo/article/D", told: 0, behind: ["demo/article/A"], last: true).ThenUnchanged();
        Step("demo/article/D", told: 0, behind: [], last: true).Then("article-review-ended");
        Assert.Null(story.State.ArticleReview);
        Step("demo/article/D", told: 0, behind: [], last: true).ThenUnchanged();
    }

    [Fact]
    public void A_further_change_begins_it_anew_and_what_comes_of_the_former_walk_counts_for_nothing()
    {
        Set(Settings());
        Set(Settings(buffer: 2m));
        var first = story.State.Revision;
        Step("demo/article/B", told: 2, behind: []);
        Set(Settings(buffer: 2m, option: "x"));
        Assert.True(story.State.ArticleReview is { After: null, Told: 0, Renamed: true });
        Assert.Equal(["main"], story.State.ArticleReview!.Shops);
        Step("demo/article/D", told: 2, behind: [], last: true, revision: first).ThenUnchanged();
        Set(Settings());
        Assert.Equal(story.State.Revision, story.State.ArticleReview!.Revision);
    }

    [Fact]
    public void A_flow_that_gives_the_stock_to_the_erp_is_held_until_a_person_lets_it_go()
    {
        Set(Settings(articles: new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads, OnSwitch = SwitchedFlow.Leave }));
        Set(Settings(buffer: 2m)).Then("configured", "orders-review-opened", "shop-stock-held");
        Assert.False(story.State.InForce()!.Shops[0].SyncStock);
        Assert.True(story.State.Settings!.Shops[0].SyncStock);
        Set(Settings(buffer: 3m)).Then("configured", "orders-review-opened");
        Assert.Equal(["main"], story.State.StockHeld);
        Release("other").ThenRefused("stock-not-held");
        var revision = story.State.Revision;
        Release("main").Then("shop-stock-released", "article-review-opened");
        Assert.True(story.State.InForce()!.Shops[0].SyncStock);
        Assert.Equal((revision + 1, revision + 1), (story.State.Revision, story.State.ArticleReview!.Revision));
        Release("main").ThenRefused("stock-not-held");
    }

    [Fact]
    public void What_is_held_is_forgotten_when_the_settings_take_the_stock_back()
    {
        Set(Settings(articles: new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads, OnSwitch = SwitchedFlow.Leave }));
        Set(Settings());
        Set(Settings(articles: new ArticleSyncSettings { Flow = ArticleFlow.ShopLeads, OnSwitch = SwitchedFlow.Leave })).Then("configured", "orders-review-opened", "shop-stock-released");
        Assert.Empty(story.State.StockHeld);
    }

    [Fact]
    public void Stock_switched_off_and_on_under_the_same_flow_needs_no_persons_word()
    {
        Set(Settings(sync: false));
        Set(Settings()).Then("configured", "orders-review-opened", "article-review-opened");
        Assert.Empty(story.State.StockHeld);
    }

    private Story<TenantState, TenantCommand, TenantEvent> Release(string shop) => story.When(new TenantCommand.ReleaseStock(shop, "eva", "looked at", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Set(TenantSettings settings) => story.When(new TenantCommand.Configure(settings, "eva", "because", Noon));

    private Story<TenantState, TenantCommand, TenantEvent> Step(string after, int told, ImmutableSortedSet<string> behind, bool last = false, int? revision = null) =>
        story.When(new TenantCommand.AdvanceReview(revision ?? story.State.ArticleReview?.Revision ?? 0, after, told, behind, last, Noon));

    private static TenantSettings Settings(decimal buffer = 0m, bool sync = true, ArticleSyncSettings? articles = null, string? option = null) => new("demo", "Demo")
    {
        Erp = new ErpAccount(
            "specter", "http://127.0.0.1", "1234", "55",
            option is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("renameParameter", option)),
        Shops =
        [
            new ShopSettings("main", "abicart", "http://127.0.0.1", "9", ImmutableSortedDictionary<string, string>.Empty)
            {
                StockBuffer = buffer, SyncStock = sync, Articles = articles ?? new ArticleSyncSettings { OnSwitch = SwitchedFlow.Leave },
            },
        ],
        Secrets = new Personal<SecretSet>("demo", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
    };
}
