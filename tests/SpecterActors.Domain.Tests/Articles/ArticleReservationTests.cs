using SpecterActors.Domain.Articles;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Units of sold pieces: held until a figure is proven to contain them.</summary>
public sealed class ArticleReservationTests
{
    private readonly ArticleStory story = InStep();

    [Fact]
    public void Units_are_held_once()
    {
        story.Reserve("W1", 2m).Then("units-reserved");
        story.Reserve("W1", 2m).ThenUnchanged();
        story.Reserve("W2", 1m, "other").Then("units-reserved");
        Assert.Equal(3m, story.State.Held);
        Assert.Equal(7m, story.State.Publishable("main"));
        story.Hear(new StockTerms(true, 2m));
        Assert.Equal(5m, story.State.Publishable("main"));
        story.Hear(new StockTerms(true, 20m));
        Assert.Equal(0m, story.State.Publishable("main"));
    }

    [Fact]
    public void The_shop_of_the_order_has_lowered_its_stock_itself_and_is_looked_at()
    {
        story.Reserve("W2", 1m, "other");
        Assert.Equal(10m, story.Listing.Expected);
        story.Reserve("W1", 2m);
        Assert.Null(story.Listing.Expected);
    }

    [Fact]
    public void An_edited_order_holds_its_new_units_and_has_the_shop_looked_at()
    {
        story.Reserve("W1", 2m);
        story.Reserve("W1", 3m).Then("units-reserved");
        Assert.Equal(3m, story.State.Held);
        Assert.Null(story.Listing.Expected);
    }

    [Fact]
    public void Units_given_up_by_an_edit_can_be_wanted_again()
    {
        story.Reserve("W1", 2m);
        story.Reserve("W1", 0m).Then("units-reserved");
        Assert.Equal(0m, story.State.Held);
        story.Reserve("W1", 0m).ThenUnchanged();
        story.Reserve("W1", 4m).Then("units-reserved");
        Assert.Equal(4m, story.State.Held);
    }

    [Fact]
    public void Giving_up_what_was_never_held_changes_nothing()
    {
        story.Reserve("W1", 0m).ThenUnchanged();
        story.Release("W1").ThenUnchanged();
        story.Book("W1").ThenUnchanged();
    }

    [Fact]
    public void A_withdrawn_order_frees_its_units_for_good_and_has_the_shop_looked_at()
    {
        story.Reserve("W1", 2m);
        story.Release("W1").Then("units-fell", "shop-stock-doubted");
        Assert.Equal(0m, story.State.Held);
        Assert.Null(story.Listing.Expected);
        story.Release("W1").ThenUnchanged();
        story.Reserve("W1", 2m).ThenUnchanged();
    }

    [Fact]
    public void A_withdrawn_order_of_a_shop_that_does_not_list_the_article_only_frees_its_units()
    {
        story.Reserve("W1", 2m, "other");
        story.Release("W1").Then("units-fell");
    }

    [Fact]
    public void Units_fall_with_a_figure_of_a_batch_opened_after_booking()
    {
        story.Reserve("W1", 2m);
        story.Figure(8m, story.Now).Then("figure-read");
        story.Book("W1").Then("order-booked");
        story.Book("W1").ThenUnchanged();
        story.Figure(8m, story.Now).Then("figure-read");
        story.Figure(8m).Then("figure-read");
        Assert.Equal(2m, story.State.Held);
        story.Figure(8m, story.Now.AddTicks(1)).Then("units-fell", "figure-read");
        Assert.Equal(0m, story.State.Held);
        Assert.Equal(8m, story.State.Publishable("main"));
        story.Reserve("W1", 2m).ThenUnchanged();
    }

    [Fact]
    public void Units_of_an_order_not_yet_in_the_erp_stay_whatever_figure_comes()
    {
        story.Reserve("W1", 2m);
        story.Figure(12m, story.Now.AddHours(1)).Then("figure-read");
        story.Round(story.Now.AddHours(1)).ThenUnchanged();
        Assert.Equal(10m, story.State.Publishable("main"));
    }

    [Fact]
    public void Units_fall_with_a_round_begun_later_than_the_erp_may_queue_the_change()
    {
        story.Reserve("W1", 2m);
        story.Reserve("W2", 1m);
        story.Book("W1");
        var booked = story.Now;
        story.Wait(TimeSpan.FromMinutes(5));
        story.Book("W2");
        story.Round(booked + Grace).ThenUnchanged();
        story.Round(booked + Grace + TimeSpan.FromTicks(1)).Then("units-fell");
        Assert.Equal(["W2"], story.State.Reservations.Keys);
    }

    [Fact]
    public void An_older_figure_never_overwrites_a_newer_one()
    {
        story.Figure(8m, version: 7).Then("figure-read");
        story.Figure(3m, version: 6).ThenUnchanged();
        story.Figure(8m, version: 9).Then("figure-read");
        story.Figure(3m, version: 8).ThenUnchanged();
        story.Figure(8m, version: 9).ThenUnchanged();
        Assert.Equal(8m, story.State.Available);
    }

    [Fact]
    public void An_old_figure_makes_no_units_fall()
    {
        story.Figure(8m, version: 7);
        story.Reserve("W1", 2m);
        story.Book("W1");
        story.Figure(8m, story.Now.AddHours(1), version: 6).ThenUnchanged();
        Assert.Equal(2m, story.State.Held);
    }

    [Fact]
    public void Fallen_orders_are_forgotten_in_time()
    {
        story.Reserve("W1", 1m);
        story.Release("W1");
        story.Wait(TimeSpan.FromHours(2));
        story.Reserve("W2", 1m);
        story.Release("W2");
        Assert.Equal(["W2"], story.State.Fallen.Keys);
    }
}
