using SpecterActors.Domain.Articles;
using Xunit;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>An article that was made in the ERP from the shop: the ERP's zero is no count, and the shop's stock is not overwritten with it.</summary>
public sealed class ArticleUncountedTests
{
    [Fact]
    public void The_zero_of_an_article_that_was_just_made_in_the_ERP_is_not_written_to_the_shop()
    {
        var story = Made();
        story.Figure(0m);
        Assert.True(story.State.StockUncounted);
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
        story.Push(10m).ThenUnchanged();
    }

    [Fact]
    public void Neither_is_it_when_the_feed_shows_it_before_the_answer_comes()
    {
        var story = new ArticleStory();
        story.List();
        Export(story);
        story.Figure(0m);
        story.Submitted(story.State.Submit!, CallResultKind.Done);
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void Nor_what_orders_take_below_zero()
    {
        var story = Made();
        story.Figure(0m);
        story.Figure(-2m);
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void Once_it_is_counted_every_figure_is_written_zero_too()
    {
        var story = Made();
        story.Figure(0m);
        story.Figure(4m);
        story.Push(10m).Then("push-started");
        story.Pushed(4m);
        story.Figure(0m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_person_may_say_that_the_zero_is_right()
    {
        var story = Made();
        story.Figure(0m);
        story.When(new ArticleCommand.Retry(story.Now)).Then("stock-accepted");
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
        story.When(new ArticleCommand.Retry(story.Now)).ThenUnchanged();
    }

    [Fact]
    public void The_zero_of_an_article_that_the_ERP_had_is_written()
    {
        var story = new ArticleStory();
        story.List();
        story.Figure(0m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void Made_with_the_shops_stock_it_counts_from_the_start()
    {
        var story = new ArticleStory();
        story.List();
        Export(story, new ArticleSyncSettings { SendInitialStock = true });
        story.Submitted(story.State.Submit!, CallResultKind.Done);
        story.Figure(0m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void What_an_order_needed_in_the_ERP_is_sold_already_and_its_figure_counts()
    {
        var story = new ArticleStory();
        story.List();
        story.Ensure();
        story.Ensured(CallResultKind.Done);
        story.Figure(-1m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    private static ArticleStory Made()
    {
        var story = new ArticleStory();
        story.List();
        Export(story);
        story.Submitted(story.State.Submit!, CallResultKind.Done);
        return story;
    }

    private static void Export(ArticleStory story, ArticleSyncSettings? settings = null) => story.When(
        new ArticleCommand.Export("main-1", "demo/export/main", story.Now)
        {
            Rules = new ArticleRules(System.Collections.Immutable.ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", settings ?? new ArticleSyncSettings())),
        });
}
