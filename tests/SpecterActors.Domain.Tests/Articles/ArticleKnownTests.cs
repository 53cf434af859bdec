using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Existence in the ERP, and what the shops list.</summary>
public sealed class ArticleKnownTests
{
    private readonly ArticleStory story = new();

    [Fact]
    public void An_order_has_it_created_once()
    {
        story.Ensure().Then("ensure-opened");
        story.Ensure().ThenUnchanged();
        story.Ensured(CallResultKind.NotSent).ThenUnchanged();
        story.Ensured(CallResultKind.Unauthorised).ThenUnchanged();
        story.Ensured(CallResultKind.Ambiguous).ThenUnchanged();
        Assert.Equal(Draft, story.State.Submit?.Draft);
        story.Ensured(CallResultKind.Done).Then("known-in-erp");
        story.Ensured(CallResultKind.Done).ThenUnchanged();
        story.Ensure().ThenUnchanged();
        Assert.Null(story.State.Submit?.Draft);
    }

    [Fact]
    public void Any_feed_that_shows_it_makes_it_known()
    {
        story.When(new ArticleCommand.SeeErpArticle(Noon)).Then("known-in-erp");
        story.When(new ArticleCommand.SeeErpArticle(Noon)).ThenUnchanged();
        var other = new ArticleStory();
        other.Ensure();
        other.Figure(3m).Then("known-in-erp", "figure-read");
        Assert.Null(other.State.Submit);
    }

    [Fact]
    public void What_the_shop_lists_goes_before_what_the_order_sold_it_for()
    {
        story.List(InShop with { PriceExVat = null, PriceIncVat = 100m });
        story.Ensure();
        Assert.Equal(new ErpArticleDraft("A1", "Kopp", 80m, 25m, "735", 0.5m), story.State.Submit?.Draft);
    }

    [Fact]
    public void What_is_open_waits_while_two_articles_share_the_number_and_goes_as_the_one_that_keeps_it()
    {
        var other = InShop with { Ref = new ShopArticleRef("10", null), Name = "Fat" };
        story.List();
        story.Ensure();
        Assert.Equal("Kopp", ArticleSubmissions.Due(story.State, "A1")!.Draft.Name);
        story.List(other).Then("duplicate-claimed");
        Assert.Null(ArticleSubmissions.Due(story.State, "A1"));
        story.When(new ArticleCommand.Unlist("main", InShop.Ref, Noon)).Then("unlisted", "ensure-opened");
        Assert.Equal("Fat", ArticleSubmissions.Due(story.State, "A1")!.Draft.Name);
        story.List().Then("duplicate-claimed");
        story.When(new ArticleCommand.Unlist("main", InShop.Ref, Noon)).Then("unlisted");
        Assert.Equal("Fat", ArticleSubmissions.Due(story.State, "A1")!.Draft.Name);
    }

    [Fact]
    public void What_the_erp_took_before_the_second_article_showed_is_there_and_both_wait_for_a_person()
    {
        story.List();
        story.Ensure();
        story.Ensured(CallResultKind.Done).Then("known-in-erp");
        story.List(InShop with { Ref = new ShopArticleRef("10", null) }).Then("duplicate-claimed");
        Assert.Equal(ParkingCodes.ArticleNumberDuplicate, ArticleDecider.BlockerOf(story.State, "A1")!.Code);
        Assert.False(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void A_number_counts_from_the_time_it_was_seen_first()
    {
        story.List();
        story.Wait(TimeSpan.FromMinutes(1));
        story.List(InShop with { Name = "Mugg" });
        Assert.Equal(Noon, story.Listing.NumberSince);
        story.List(InShop with { Number = "B1" });
        Assert.Equal(story.Now, story.Listing.NumberSince);
    }

    [Fact]
    public void What_the_shop_changes_while_it_is_being_created_goes_once_the_erp_has_it()
    {
        var rules = new ArticleRules(System.Collections.Immutable.ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", new ArticleSyncSettings()));
        story.List(InShop);
        story.Ensure();
        story.List(InShop with { Name = "Ny kopp" }).Then("listed");
        story.When(new ArticleCommand.SeeErpArticle(Noon) { Rules = rules, Key = "A1" }).Then("known-in-erp", "submit-opened");
        Assert.Equal(("Ny kopp", true), (story.State.Submit!.Draft.Name, story.State.Submit.Update));
    }

    [Fact]
    public void A_refused_article_blocks_and_is_tried_again_with_growing_pauses()
    {
        story.Ensure();
        story.Ensured(CallResultKind.Refused, "E5").Then("ensure-refused");
        Assert.Equal("E5", ArticleDecider.BlockerOf(story.State, "A1")!.Code);
        Assert.Equal(story.Now + RetryDelay, story.State.SubmitRetryAt);
        story.Ensured(CallResultKind.Refused, "E5");
        Assert.Equal(story.Now + (RetryDelay * 2), story.State.SubmitRetryAt);
        story.When(new ArticleCommand.Retry(Noon)).Then("ensure-opened");
        Assert.Null(ArticleDecider.BlockerOf(story.State, "A1"));
        Assert.Null(story.State.SubmitRetryAt);
        story.Ensured(CallResultKind.Done).Then("known-in-erp");
        story.When(new ArticleCommand.Retry(Noon)).ThenUnchanged();
    }

    [Fact]
    public void What_is_mended_in_the_shop_goes_at_once()
    {
        story.List();
        story.Ensure();
        story.Ensured(CallResultKind.Refused, "E5");
        story.List(InShop with { Name = "Mugg" }).Then("listed", "ensure-opened");
        Assert.Equal("Mugg", story.State.Submit!.Draft.Name);
        Assert.Null(story.State.Parking);
        story.List(InShop with { Name = "Glas" }).Then("listed");
    }

    [Fact]
    public void A_listing_is_remembered_when_it_says_something_new()
    {
        story.List().Then("listed");
        story.List().ThenUnchanged();
        story.List(InShop with { Stock = 4m, ChangedAt = Noon.AddDays(1) }).ThenUnchanged();
        story.List(InShop with { Name = "Mugg" }).Then("listed");
        story.List(InShop with { Name = "Mugg", Stock = null }).Then("listed");
        Assert.False(story.Listing.UnderStockControl);
        story.List(shop: "other").Then("listed");
    }

    [Fact]
    public void A_changed_listing_keeps_what_is_known_of_the_shops_stock()
    {
        var known = InStep();
        known.List(InShop with { Name = "Mugg" });
        Assert.Equal(10m, known.Listing.Expected);
    }

    [Fact]
    public void A_number_used_twice_in_a_shop_blocks_orders_and_writes()
    {
        var known = InStep();
        var second = InShop with { Ref = new ShopArticleRef("12", null) };
        known.List(second).Then("duplicate-claimed");
        known.List(second).ThenUnchanged();
        Assert.Equal(ParkingCodes.ArticleNumberDuplicate, ArticleDecider.BlockerOf(known.State, "A1")!.Code);
        known.Figure(3m);
        known.Push(10m).ThenUnchanged();
        Assert.Equal(new ShopArticleRef("9", null), known.Listing.Ref);
    }

    [Fact]
    public void A_number_used_twice_is_not_created()
    {
        story.List();
        story.List(InShop with { Ref = new ShopArticleRef("9", "2") });
        story.Ensure().ThenUnchanged();
        story.Reserve("W1", 1m).Then("units-reserved");
    }

    [Fact]
    public void Nothing_known_nothing_done()
    {
        story.Round(Noon).ThenUnchanged();
        story.Doubt().ThenUnchanged();
        story.Pushed(1m).ThenUnchanged();
        story.Ensured(CallResultKind.Done).ThenUnchanged();
        story.When(new ArticleCommand.Retry(Noon)).ThenUnchanged();
        story.When(new ArticleCommand.Recover(Settle, Noon)).ThenUnchanged();
        story.When(new ArticleCommand.Continue(story.Now)).ThenUnchanged();
    }
}
