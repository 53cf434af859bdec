using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using Xunit;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Articles of the ERP that a shop lacks are made there once (mission A19, V7).</summary>
public sealed class ArticleCreationTests
{
    private static readonly ErpArticle Shown = new() { Name = "Kopp", Price = 80m, VatPercent = 25m, Ean = "735", Weight = 0.1234m, Description = "Rymmer 3 dl" };

    private readonly ArticleStory story = new();

    [Fact]
    public void A_new_article_of_the_erp_is_looked_up_and_then_made_hidden_with_all_that_is_known()
    {
        See(Shown).Then("known-in-erp", "erp-seen", "creation-opened");
        Decide();
        var draft = story.State.Creations["main"].Draft!;
        Assert.Equal("A1", draft.Number);
        Assert.Equal(
            new ArticlePatch
            {
                Name = "Kopp", Description = "Rymmer 3 dl", Regular = new PatchPrice(80m, 100m), VatPercent = 25m, Ean = "735", Weight = 0.123m, Active = false,
            },
            draft.Data);
        Ended(CallResultKind.Done, "17");
        Assert.Equal((CreationStep.Made, "17"), (Creation.Step, Creation.Uid));
        See(Shown with { Price = 90m });
        Assert.Equal(CreationStep.Made, Creation.Step);
    }

    [Theory]
    [InlineData(NewErpArticles.List, true, false)]
    [InlineData(NewErpArticles.CreateVisible, false, false)]
    [InlineData(NewErpArticles.CreateVisible, true, true)]
    public void Nothing_is_made_but_by_setting(NewErpArticles setting, bool import, bool made)
    {
        See(Shown, rules: Rules(setting, import));
        Assert.Equal(made, story.State.Creations.ContainsKey("main"));
        Assert.Equal(!made, ArticleObstacles.Notes(story.State).Contains(ArticleObstacles.NotInShop));
    }

    [Fact]
    public void What_the_first_round_shows_or_stands_for_no_goods_or_is_deleted_is_not_made()
    {
        See(Shown, baseline: true);
        Assert.Empty(story.State.Creations);
        See(Shown with { Deleted = true });
        Assert.Empty(story.State.Creations);
        See(Shown with { Deleted = false, Price = 3m }, rules: Rules() with { Special = ["A1"] });
        Assert.Empty(story.State.Creations);
        See(Shown with { Deleted = false, Price = 4m });
        Assert.Equal(CreationStep.Wanted, Creation.Step);
    }

    [Fact]
    public void After_an_unknown_outcome_the_shop_is_asked_first_and_not_before_it_has_settled()
    {
        See(Shown);
        Decide();
        Ended(CallResultKind.Ambiguous);
        Assert.True(Creation.InDoubt);
        Assert.Equal(story.Now + TimeSpan.FromSeconds(15) + ArticleStory.Settle, Creation.After);
        Assert.Contains(ArticleObstacles.CreationInDoubt, ArticleObstacles.Notes(story.State));
        Decide();
        Assert.Equal(CreationStep.Wanted, Creation.Step);
        Retry();
        Decide();
        Assert.Equal(CreationStep.Wanted, Creation.Step);
        story.Wait(ArticleStory.Settle + TimeSpan.FromSeconds(15));
        Decide(new ShopNumberUse("17", false));
        Assert.Equal((CreationStep.Made, "17"), (Creation.Step, Creation.Uid));
    }

    [Fact]
    public void Not_there_after_it_has_settled_it_is_made_and_nothing_late_of_the_first_call_counts()
    {
        See(Shown);
        Decide();
        var first = Creation.Version;
        Ended(CallResultKind.Ambiguous);
        story.Wait(ArticleStory.Settle + TimeSpan.FromSeconds(15));
        Decide();
        Assert.Equal(CreationStep.Started, Creation.Step);
        story.When(new ArticleCommand.CreationOutcome("main", first, new CallResult(CallResultKind.Done, "16"), ArticleStory.Settle, ArticleStory.RetryDelay, story.Now)).ThenUnchanged();
    }

    [Fact]
    public void A_crash_with_a_call_under_way_makes_it_a_doubt_until_that_call_can_no_longer_be_executed()
    {
        See(Shown);
        Decide();
        story.When(new ArticleCommand.Recover(ArticleStory.Settle, story.Now));
        Assert.Equal((true, (DateTimeOffset?)(story.Now + TimeSpan.FromSeconds(15) + ArticleStory.Settle)), (Creation.InDoubt, Creation.After));
        story.When(new ArticleCommand.Recover(ArticleStory.Settle, story.Now)).ThenUnchanged();
    }

    [Fact]
    public void A_call_that_was_not_sent_or_was_refused_is_tried_again_and_a_refusal_shows()
    {
        See(Shown);
        Decide();
        Ended(CallResultKind.NotSent);
        Assert.Equal((CreationStep.Wanted, false), (Creation.Step, Creation.InDoubt));
        story.Wait(ArticleStory.RetryDelay);
        Decide();
        Ended(CallResultKind.Refused, "abicart-9001");
        Assert.Equal("abicart-9001", Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        Retry();
        Decide();
        Assert.Equal(CreationStep.Started, Creation.Step);
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void Listed_it_is_in_step_and_what_the_erp_showed_meanwhile_goes()
    {
        See(Shown);
        Decide();
        Ended(CallResultKind.Done, "17");
        See(Shown with { Price = 90m });
        List(Made());
        Assert.Empty(story.State.Creations);
        Assert.Null(story.State.Submit);
        Assert.Equal(new ArticlePatch { Regular = new PatchPrice(90m, 112.5m) }, story.Listing.WriteOpen);
        Assert.Contains(ArticleObstacles.MadeHidden, ArticleObstacles.Notes(story.State));
    }

    [Fact]
    public void Its_first_listing_is_no_change_of_the_shops_and_a_later_one_is()
    {
        See(Shown);
        Decide();
        Ended(CallResultKind.Done, "17");
        List(Made());
        Assert.Equal((null, null), (story.State.Submit, story.Listing.WriteOpen));
        Assert.True(story.Listing.UnderStockControl);
        List(Made() with { Name = "Mugg" });
        Assert.Equal("Mugg", story.State.Submit!.Draft.Name);
    }

    [Fact]
    public void A_number_that_a_hidden_article_of_the_shop_has_waits_for_a_person()
    {
        See(Shown);
        Decide(new ShopNumberUse("9", false));
        Assert.Equal(ParkingCodes.ShopArticleHidden, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        List(ArticleStory.InShop with { Active = false });
        Assert.Equal(ParkingCodes.ShopArticleHidden, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        Retry();
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void A_hidden_article_that_was_listed_before_is_shown_too_and_showing_it_in_the_shop_settles_it()
    {
        List(ArticleStory.InShop with { Active = false });
        See(Shown);
        Assert.Equal(ParkingCodes.ShopArticleHidden, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        List(ArticleStory.InShop);
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void What_the_shop_took_away_is_made_again_only_by_a_person()
    {
        List(ArticleStory.InShop);
        See(Shown);
        story.When(new ArticleCommand.Unlist("main", ArticleStory.InShop.Ref, story.Now));
        See(Shown with { Price = 90m });
        Assert.Equal(ParkingCodes.ShopArticleGone, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        See(Shown with { Price = 91m });
        Assert.Equal(CreationStep.Refused, Creation.Step);
        Retry();
        Decide();
        Assert.Equal(CreationStep.Started, Creation.Step);
    }

    [Theory]
    [InlineData("name", null, 80, 25, "erp-value-unknown", "name")]
    [InlineData("price", "Kopp", null, 25, "erp-value-unknown", "price")]
    [InlineData("vat", "Kopp", 80, null, "erp-value-unknown", "VAT rate")]
    public void An_incomplete_article_is_listed_with_what_is_missing(string _, string? name, int? price, int? vat, string code, string missing)
    {
        See(new ErpArticle { Name = name, Price = price, VatPercent = vat });
        var parking = Assert.Single(ArticleObstacles.Of(story.State, "A1"));
        Assert.Equal(code, parking.Code);
        Assert.Contains($"the {missing} of", parking.Cause);
        See(Shown);
        Assert.Equal(CreationStep.Wanted, Creation.Step);
    }

    [Fact]
    public void An_illegal_number_and_a_renamed_article_are_not_made()
    {
        story.When(new ArticleCommand.SeeErpArticle(story.Now, Shown) { Rules = Rules(), Key = "KAFFE KOPP" });
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, Assert.Single(ArticleObstacles.Of(story.State, "KAFFE KOPP")).Code);
        var renamed = new ArticleStory();
        renamed.When(new ArticleCommand.SeeErpArticle(renamed.Now, Shown with { FormerNumber = "OLD" }) { Rules = Rules(), Key = "A1" });
        Assert.Equal(ParkingCodes.RenamedInErp, Assert.Single(ArticleObstacles.Of(renamed.State, "A1")).Code);
    }

    [Fact]
    public void When_the_setting_is_taken_back_what_waits_is_given_up_and_what_may_be_made_is_not_forgotten()
    {
        See(Shown);
        story.When(new ArticleCommand.Review(story.Now) { Rules = Rules(NewErpArticles.List), Key = "A1" });
        Assert.Empty(story.State.Creations);
        See(Shown with { Price = 1m });
        Decide();
        Ended(CallResultKind.Ambiguous);
        story.When(new ArticleCommand.Review(story.Now) { Rules = Rules(NewErpArticles.List), Key = "A1" }).ThenUnchanged();
        story.Wait(ArticleStory.Settle + TimeSpan.FromSeconds(15));
        story.When(new ArticleCommand.DecideCreation("main", Creation.Version, "A1", [], story.Now, story.Now) { Rules = Rules(NewErpArticles.List), Key = "A1" });
        Assert.Empty(story.State.Creations);
    }

    private ShopCreation Creation => story.State.Creations["main"];

    private static ArticleRules Rules(NewErpArticles setting = NewErpArticles.CreateHidden, bool import = true) => new(
        ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", new ArticleSyncSettings { ImportFromErp = import, NewArticles = setting }));

    private static ShopArticle Made() => ArticleStory.InShop with { Weight = 0.123m, Description = "Rymmer 3 dl", Stock = 0m, Active = false, Ref = new ShopArticleRef("17", null) };

    private Story<ArticleState, ArticleCommand, ArticleEvent> See(ErpArticle article, bool baseline = false, ArticleRules? rules = null) =>
        story.When(new ArticleCommand.SeeErpArticle(story.Now, article, baseline) { Rules = rules ?? Rules(), Key = "A1" });

    private void Decide(params ShopNumberUse[] uses) => story.When(
        new ArticleCommand.DecideCreation("main", Creation.Version, "A1", [.. uses], story.Now + TimeSpan.FromSeconds(15), story.Now) { Rules = Rules(), Key = "A1" });

    private void Ended(CallResultKind kind, string? value = null) => story.When(
        new ArticleCommand.CreationOutcome("main", Creation.Version, new CallResult(kind, value, "text"), ArticleStory.Settle, ArticleStory.RetryDelay, story.Now));

    private void List(ShopArticle article) => story.When(new ArticleCommand.SeeListing("main", article, story.Now) { Rules = Rules(), Key = "A1" });

    private void Retry() => story.When(new ArticleCommand.Retry(story.Now) { Rules = Rules(), Key = "A1" });
}
