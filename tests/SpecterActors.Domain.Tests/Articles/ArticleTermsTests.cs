using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Settings that decide when an article is awake are part of its state: heard with every command, stored when they are news.</summary>
public sealed class ArticleTermsTests
{
    private readonly ArticleStory story = InStep();

    [Fact]
    public void A_buffer_that_changed_makes_the_shops_stock_due_and_is_stored_once()
    {
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
        story.Hear(new StockTerms(true, 3m)).Then("terms-heard");
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
        story.Hear(new StockTerms(true, 3m)).ThenUnchanged();
        story.Push(10m);
        Assert.Equal(7m, story.Event<ArticleEvent.PushStarted>().Stock);
    }

    [Fact]
    public void A_write_is_decided_under_the_settings_in_force_even_if_the_article_had_not_heard_of_them()
    {
        story.Doubt();
        story.When(new ArticleCommand.DecidePush("main", 10m, story.Now, story.Now) { Rules = Stock(new StockTerms(true, 4m)) }).Then("terms-heard", "push-started");
        Assert.Equal(6m, story.Event<ArticleEvent.PushStarted>().Stock);
    }

    [Fact]
    public void Where_stock_is_no_longer_written_nothing_is_due_and_nothing_is_decided()
    {
        story.Figure(3m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
        story.When(new ArticleCommand.DecidePush("main", 10m, story.Now, story.Now) { Rules = Stock(StockTerms.NotWritten) }).Then("terms-heard");
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
        story.Hear(StockTerms.Default);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_shop_that_the_tenant_has_no_longer_gets_nothing()
    {
        story.Figure(3m);
        story.When(new ArticleCommand.Review(story.Now) { Rules = ArticleRules.None with { Stock = ImmutableSortedDictionary<string, StockTerms>.Empty } }).Then("terms-heard");
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_shop_that_lists_it_for_the_first_time_brings_its_terms()
    {
        var fresh = new ArticleStory();
        var listing = new ArticleCommand.SeeListing("main", InShop, fresh.Now) { Rules = Stock(new StockTerms(true, 2m)) };
        fresh.When(listing).Then("listed", "terms-heard");
        fresh.When(listing).ThenUnchanged();
        Assert.Equal(2m, fresh.State.Terms.Of("main").Buffer);
    }

    [Fact]
    public void Default_settings_and_unknown_ones_are_no_news()
    {
        story.Hear(StockTerms.Default).ThenUnchanged();
        story.When(new ArticleCommand.Review(story.Now)).ThenUnchanged();
        story.Hear(new StockTerms(true, 3m));
        story.When(new ArticleCommand.Review(story.Now)).ThenUnchanged();
    }

    [Fact]
    public void Whether_the_erp_can_rename_decides_what_a_renamed_article_waits_for()
    {
        story.List(InShop with { Number = "B1" });
        story.When(new ArticleCommand.SeeListing("main", InShop with { Number = "C1" }, story.Now, Estate: YieldedNumber.Nothing) { Key = "A1" });
        Assert.Contains(ArticleObstacles.Of(story.State, "A1"), o => o.Code == ParkingCodes.ArticleRenamed);
        story.Hear(StockTerms.Default, erpCanRename: true).Then("terms-heard");
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void A_package_that_nobody_composes_is_noted_until_the_tenants_table_says_what_it_holds()
    {
        story.List(InShop with { IsPackage = true });
        Assert.Contains(ArticleObstacles.SetWithoutComposition, ArticleObstacles.Notes(story.State));
        var table = new ArticleSyncSettings { Sets = ImmutableSortedDictionary<string, string>.Empty.Add("A1", "PART=2") };
        var rules = Stock(StockTerms.Default) with { Shops = ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", table) };
        story.When(new ArticleCommand.Review(story.Now) { Rules = rules }).Then("terms-heard");
        Assert.Equal([ParkingCodes.PackageNotExported], ArticleObstacles.Notes(story.State));
        story.Hear(StockTerms.Default).Then("terms-heard");
        Assert.Contains(ArticleObstacles.SetWithoutComposition, ArticleObstacles.Notes(story.State));
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void One_that_was_never_renamed_does_not_care_whether_the_erp_can_rename() =>
        story.Hear(StockTerms.Default, erpCanRename: true).ThenUnchanged();
}
