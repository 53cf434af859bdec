using SpecterActors.Domain.Articles;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Stock writes: absolute, one at a time, never above what may be shown.</summary>
public sealed class ArticlePushTests
{
    private readonly ArticleStory story = InStep();

    [Fact]
    public void What_agrees_is_not_written()
    {
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
        story.Push(10m).ThenUnchanged();
        story.Figure(7m);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
        story.Push(7m).Then("shop-stock-seen");
        story.Push(7m).ThenUnchanged();
    }

    [Fact]
    public void Nothing_is_decided_for_an_asker_that_has_left()
    {
        story.Figure(7m);
        story.When(new ArticleCommand.DecidePush("main", 10m, story.Now, story.Now) { Asker = new CancellationToken(canceled: true) }).ThenUnchanged();
        story.Push(10m).Then("push-started");
    }

    [Fact]
    public void What_differs_is_written_once_at_a_time()
    {
        story.Figure(7m);
        story.Push(10m).Then("push-started");
        Assert.Equal(7m, story.Event<ArticleEvent.PushStarted>().Stock);
        story.Push(10m).ThenUnchanged();
        story.Figure(6m);
        story.Push(10m).ThenUnchanged();
        story.Pushed(6m).ThenUnchanged();
        story.Pushed(7m).Then("pushed");
        story.Pushed(7m).ThenUnchanged();
        story.Push(7m).Then("push-started");
    }

    [Fact]
    public void The_buffer_and_held_units_are_kept_back()
    {
        story.Reserve("W1", 2m);
        story.Hear(new StockTerms(true, 3m));
        story.Push(8m).Then("push-started");
        Assert.Equal(5m, story.Event<ArticleEvent.PushStarted>().Stock);
    }

    [Fact]
    public void A_sale_in_the_shop_leaves_nothing_to_write()
    {
        story.Reserve("W1", 2m);
        story.Wait(TimeSpan.FromSeconds(1));
        story.Push(8m).Then("shop-stock-seen");
        story.Book("W1");
        story.Figure(8m, story.Now.AddTicks(1));
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_write_with_unknown_outcome_lets_nothing_pass_until_it_has_settled()
    {
        story.Figure(7m);
        story.Push(10m);
        story.Pushed(7m, CallResultKind.Ambiguous).Then("push-ambiguous");
        story.Push(10m).ThenUnchanged();
        story.Wait(Settle - TimeSpan.FromTicks(1));
        story.Push(10m).ThenUnchanged();
        story.Pushed(7m).ThenUnchanged();
        story.Wait(TimeSpan.FromTicks(1));
        story.Push(7m).Then("shop-stock-seen");
        Assert.Null(story.Listing.UnsettledUntil);
    }

    [Fact]
    public void A_crash_during_a_write_makes_it_ambiguous()
    {
        story.When(new ArticleCommand.Recover(Settle, story.Now)).ThenUnchanged();
        story.Figure(7m);
        story.Push(10m);
        story.When(new ArticleCommand.Recover(Settle, story.Now)).Then("push-ambiguous");
        story.When(new ArticleCommand.Recover(Settle, story.Now)).ThenUnchanged();
        Assert.Equal(story.Now + Settle, story.Listing.UnsettledUntil);
        Assert.Null(story.Listing.PushOpen);
    }

    [Theory]
    [InlineData(CallResultKind.NotSent, false)]
    [InlineData(CallResultKind.Unauthorised, false)]
    [InlineData(CallResultKind.Refused, true)]
    public void A_write_that_did_nothing_is_decided_anew_later(CallResultKind kind, bool shown)
    {
        story.Figure(7m);
        story.Push(10m);
        story.Pushed(7m, kind, "closed").Then("push-failed");
        Assert.Equal(shown, story.Listing.Refusal is not null);
        Assert.True(story.Listing.UnsettledUntil > story.Now);
        story.Push(10m).ThenUnchanged();
        story.Wait(RetryDelay * 10);
        story.Push(10m).Then("push-started");
        story.Pushed(7m).Then("pushed");
        Assert.Null(story.Listing.Refusal);
    }

    [Fact]
    public void The_shop_may_say_when_to_try_again()
    {
        story.Figure(7m);
        story.Push(10m);
        story.Pushed(7m, CallResultKind.NotSent, retryAt: story.Now.AddHours(1));
        Assert.Equal(story.Now.AddHours(1), story.Listing.UnsettledUntil);
    }

    [Fact]
    public void A_doubt_makes_the_shop_be_looked_at()
    {
        story.Doubt().Then("shop-stock-doubted");
        story.Doubt().ThenUnchanged();
        story.Doubt("other").ThenUnchanged();
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
        story.Wait(TimeSpan.FromSeconds(1));
        story.Push(11m).Then("push-started");
    }

    [Fact]
    public void A_doubt_during_a_write_outlives_it()
    {
        story.Figure(7m);
        story.Push(10m);
        story.Wait(TimeSpan.FromSeconds(1));
        story.Doubt().Then("shop-stock-doubted");
        story.Pushed(7m).Then("pushed");
        Assert.Null(story.Listing.Expected);
        story.Wait(TimeSpan.FromSeconds(1));
        story.Push(8m).Then("push-started");
    }

    [Fact]
    public void A_sale_during_a_write_has_the_shop_looked_at_again()
    {
        story.Figure(12m);
        story.Push(10m).Then("push-started");
        story.Reserve("W1", 2m);
        story.Figure(14m);
        story.Pushed(12m).Then("pushed");
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_look_older_than_the_doubt_proves_nothing()
    {
        var looked = story.Now;
        story.Doubt();
        story.Wait(TimeSpan.FromSeconds(1));
        story.Doubt().Then("shop-stock-doubted");
        story.Push(10m, lookedAt: looked).ThenUnchanged();
        story.Wait(TimeSpan.FromSeconds(1));
        story.Push(10m).Then("shop-stock-seen");
    }

    [Fact]
    public void Nothing_is_written_without_a_figure_a_listing_or_stock_control()
    {
        var bare = new ArticleStory();
        bare.Push(1m).ThenUnchanged();
        bare.List();
        bare.Push(1m).ThenUnchanged();
        bare.Figure(null).Then("known-in-erp");
        bare.Push(1m).ThenUnchanged();
        bare.Figure(5m);
        bare.List(InShop with { Stock = null }).Then("listed");
        bare.Push(null).ThenUnchanged();
        bare.List(InShop with { IsPackage = true }).Then("listed");
        bare.Push(1m).ThenUnchanged();
    }

    [Fact]
    public void Fractions_and_negative_figures_are_shown_as_whole_pieces()
    {
        story.Figure(2.5m);
        Assert.Equal(2m, story.State.Publishable("main"));
        story.Figure(-3m);
        story.Push(10m).Then("push-started");
        Assert.Equal(0m, story.Event<ArticleEvent.PushStarted>().Stock);
    }
}
