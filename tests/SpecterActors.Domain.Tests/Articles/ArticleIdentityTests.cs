using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>One identity through all its numbers (guarantee 15).</summary>
public sealed class ArticleIdentityTests
{
    private static readonly ArticleRules Rules = new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", new ArticleSyncSettings()));
    private readonly ArticleStory story = InStep();

    [Fact]
    public void A_renamed_article_keeps_its_stock_and_its_orders()
    {
        story.Reserve("W1", 2m);
        Rename("B1").Then("listed", "renumbered");
        Assert.Equal((2m, 10m, "B1"), (story.State.Held, story.State.Available!.Value, story.Listing.Article.Number));
        Assert.Equal(["A1", "B1"], story.State.Numbers);
        story.Push(10m);
        Assert.Equal(8m, story.Listing.PushOpen);
    }

    [Fact]
    public void What_orders_held_under_the_new_number_comes_along()
    {
        var other = new ArticleStory();
        other.When(new ArticleCommand.ReserveUnits("W2", "main", 3m, Noon) { Key = "B1" });
        other.When(new ArticleCommand.YieldNumber("main", "A1", Noon) { Key = "B1" }).Then("yielded");
        var estate = ArticleRenames.Estate(other.State);
        Rename("B1", estate).Then("listed", "renumbered");
        Assert.Equal(3m, story.State.Held);
        // Told again after the move, under the number the order knows: nothing is held twice.
        story.When(new ArticleCommand.ReserveUnits("W2", "main", 3m, story.Now) { Key = "A1", As = "B1" }).ThenUnchanged();
        story.When(new ArticleCommand.BookOrder("W2", story.Now) { Key = "A1", As = "B1" }).Then("order-booked");
    }

    [Fact]
    public void A_number_that_was_given_away_takes_nothing_more()
    {
        var other = new ArticleStory();
        other.When(new ArticleCommand.YieldNumber("main", "A1", Noon)).Then("yielded");
        other.When(new ArticleCommand.ReserveUnits("W2", "main", 3m, Noon)).ThenUnchanged();
        other.Figure(7m).ThenUnchanged();
        other.When(new ArticleCommand.YieldNumber("main", "A1", Noon)).ThenUnchanged();
        Assert.Equal("A1", other.State.YieldedTo);
    }

    [Fact]
    public void An_article_of_the_shop_keeps_its_number() => story.When(new ArticleCommand.YieldNumber("main", "C1", Noon)).ThenUnchanged();

    [Fact]
    public void The_erp_goes_on_under_the_old_number_until_its_feed_shows_the_new_one()
    {
        Rename("B1");
        Figure("A1", 7m).Then("figure-read");
        Assert.Equal(ParkingCodes.ArticleRenamed, ArticleRenames.Obstacle(story.State, "A1", erpCanRename: false)!.Code);
        Assert.Equal("A1", ArticleRenames.NumberInErp(story.State, "A1"));
        Figure("B1", 6m).Then("erp-renumbered", "figure-read");
        Assert.Null(ArticleRenames.Obstacle(story.State, "A1", erpCanRename: false));
        Assert.Equal("B1", ArticleRenames.NumberInErp(story.State, "A1"));
        // Another article of the ERP has the old number since, as far as is known: none of ours.
        Figure("A1", 99m).Then("figure-set-aside");
        Figure("A1", 99m).ThenUnchanged();
        Assert.Equal(6m, story.State.Available);
    }

    [Fact]
    public void A_figure_under_the_old_number_from_a_batch_opened_before_the_change_is_its_newest()
    {
        RenamedInErp();
        story.When(Former(7m, 2, story.Now.AddSeconds(-20))).Then("figure-read");
        Assert.Equal((7m, "B1"), (story.State.Available!.Value, ArticleRenames.NumberInErp(story.State, "A1")));
        Figure("B1", 6m).Then("figure-read");
        Assert.Equal(6m, story.State.Available);
    }

    [Fact]
    public void A_figure_under_the_old_number_from_a_batch_opened_after_the_change_is_another_articles()
    {
        RenamedInErp();
        story.When(Former(99m, 2, story.Now.AddSeconds(-5))).Then("figure-set-aside");
        story.When(Former(99m, 2, null) with { NotBefore = story.Now.AddSeconds(-5) }).ThenUnchanged();
        Assert.Equal(10m, story.State.Available);
    }

    [Fact]
    public void Beside_a_figure_under_the_new_number_one_under_the_old_number_is_another_articles()
    {
        RenamedInErp();
        story.When(new ArticleCommand.SeeFigure(6m, 3, null, story.Now) { Key = "A1", As = "B1", Rules = Rules }).Then("figure-read");
        story.When(Former(99m, 3, null)).Then("figure-set-aside");
        story.When(Former(99m, 4, null)).ThenUnchanged();
        // Held back and told late: it is of before, and older than what is known.
        story.When(Former(99m, 2, null)).ThenUnchanged();
        Assert.Equal(6m, story.State.Available);
    }

    [Fact]
    public void The_erp_may_have_renamed_it_first()
    {
        var other = new ArticleStory();
        other.When(new ArticleCommand.SeeFigure(5m, 40, null, Noon) { Key = "B1", As = "B1" });
        other.When(new ArticleCommand.YieldNumber("main", "A1", Noon) { Key = "B1" });
        Rename("B1", ArticleRenames.Estate(other.State));
        Assert.Equal(("B1", 5m, 40L), (story.State.ErpNumber, story.State.Available!.Value, story.State.FigureVersion));
        Assert.Null(ArticleRenames.Obstacle(story.State, "A1", erpCanRename: false));
    }

    [Fact]
    public void What_was_sold_under_the_new_number_first_has_the_shops_stock_looked_at()
    {
        var other = new ArticleStory();
        other.When(new ArticleCommand.ReserveUnits("W1", "main", 4m, Noon) { Key = "B1", As = "B1" });
        other.When(new ArticleCommand.YieldNumber("main", "A1", Noon) { Key = "B1" });
        Rename("B1", new YieldedNumber([new YieldedUnits("W1", "main", 4m, null)], KnownInErp: false, null, 0));
        Assert.Null(story.State.Listings["main"].Expected);
        Assert.Equal(4m, story.State.Held);
    }

    [Fact]
    public void What_is_open_waits_until_a_person_has_given_the_erp_the_new_number()
    {
        story.When(new ArticleCommand.SeeErpArticle(story.Now) { Key = "A1", Rules = Rules });
        story.When(new ArticleCommand.Export("R1", "export/main", story.Now) { Key = "A1", Rules = Rules }).Then("export-requested", "submit-opened");
        Rename("B1").Then("listed", "renumbered", "export-ended");
        Assert.Equal(ParkingCodes.ArticleRenamed, story.State.Exports["R1"].Code);
        Assert.NotNull(story.State.Submit);
        Assert.Null(ArticleSubmissions.Due(story.State, "A1"));
        Figure("B1", 6m).Then("erp-renumbered", "figure-read", "submit-opened");
        Assert.Equal("B1", ArticleSubmissions.Due(story.State, "A1")!.Draft.Number);
    }

    [Fact]
    public void After_a_change_of_number_the_shops_stock_is_looked_at()
    {
        // An order of the new number may have come and gone before anybody knew whose number it is: nothing of it is left here.
        Assert.Equal(10m, story.Listing.Expected);
        Rename("B1");
        Assert.Null(story.Listing.Expected);
        Assert.True(ArticlePushes.IsDue(story.State, "main"));
    }

    [Fact]
    public void Renamed_while_it_is_being_submitted_it_is_not_made_a_second_time()
    {
        foreach (var able in (bool[])[true, false])
        {
            var rules = Rules with { ErpCanRename = able };
            var sent = new ArticleStory();
            sent.When(new ArticleCommand.SeeListing("main", InShop, sent.Now) { Key = "A1", Rules = rules });
            Assert.Equal("A1", sent.State.Submit!.Draft.Number);
            sent.Ensured(CallResultKind.Ambiguous);
            sent.When(new ArticleCommand.SeeListing("main", InShop with { Number = "B1" }, sent.Now, Estate: YieldedNumber.Nothing) { Key = "A1", Rules = rules });
            Assert.Equal(able ? ("B1", "A1") : ("A1", null), (sent.State.Submit.Draft.Number, sent.State.Submit.Draft.FormerNumber));
            sent.When(new ArticleCommand.SeeErpArticle(sent.Now) { Key = "A1", As = "A1", Rules = rules });
            Assert.Equal(able ? ("B1", "A1") : ("A1", null), (sent.State.Submit.Draft.Number, sent.State.Submit.Draft.FormerNumber));
        }
    }

    [Fact]
    public void Renamed_back_it_is_what_it_was()
    {
        Rename("B1");
        Rename("A1").Then("listed", "renumbered");
        Assert.Null(ArticleRenames.Obstacle(story.State, "A1", erpCanRename: false));
        Figure("A1", 3m).Then("figure-read");
    }

    [Fact]
    public void A_copy_with_an_old_number_never_inherits_the_link()
    {
        Rename("B1");
        var copy = new ArticleCommand.SeeListing("main", InShop with { Ref = new ShopArticleRef("77", null) }, story.Now) { Key = "A1" };
        story.When(copy).ThenUnchanged();
        Assert.Equal(ParkingCodes.ArticleNumberReused, ArticleListings.RefusedClaim(story.State, copy)!.Code);
    }

    [Fact]
    public void A_number_that_it_cannot_have_is_shown_and_nothing_is_written_meanwhile()
    {
        var claim = new NumberClaim("C1", ParkingCodes.ArticleNumberDuplicate, "C1");
        var taken = new ArticleCommand.SeeListing("main", InShop with { Number = "C1" }, story.Now, Refused: claim) { Key = "A1", Rules = Rules };
        story.When(taken).Then("number-refused");
        story.When(taken).ThenUnchanged();
        Figure("A1", 3m);
        story.Push(10m).ThenUnchanged();
        Assert.Contains(ArticleObstacles.Of(story.State, "A1"), o => o.Code == ParkingCodes.ArticleNumberDuplicate);
        story.List().Then("listed");
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void A_rename_goes_to_an_erp_that_takes_it()
    {
        var able = Rules with { ErpCanRename = true };
        story.When(new ArticleCommand.SeeListing("main", InShop with { Number = "B1" }, story.Now, Estate: YieldedNumber.Nothing) { Key = "A1", Rules = able })
            .Then("listed", "renumbered", "submit-opened");
        Assert.Equal(("B1", "A1"), (story.State.Submit!.Draft.Number, story.State.Submit.Draft.FormerNumber));
        story.Ensured(CallResultKind.Done);
        Assert.Equal("B1", ArticleRenames.NumberInErp(story.State, "A1"));
    }

    [Theory]
    [InlineData("", ParkingCodes.ArticleNumberMissing)]
    [InlineData("A 1", ParkingCodes.ArticleNumberIllegal)]
    public void A_number_that_may_not_go_is_listed_with_the_reason(string number, string code)
    {
        story.List(InShop with { Number = number });
        Assert.Equal(code, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
    }

    private Story<ArticleState, ArticleCommand, ArticleEvent> Rename(string number, YieldedNumber? estate = null) => story.When(
        new ArticleCommand.SeeListing("main", InShop with { Number = number }, story.Now, Estate: estate ?? YieldedNumber.Nothing) { Key = "A1", Rules = Rules });

    /// <summary>The shop called it B1, and the ERP took that ten seconds ago.</summary>
    private void RenamedInErp()
    {
        story.When(new ArticleCommand.SeeListing("main", InShop with { Number = "B1" }, story.Now, Estate: YieldedNumber.Nothing) { Key = "A1", Rules = Rules with { ErpCanRename = true } });
        story.Ensured(CallResultKind.Done).Then("submitted");
        story.Wait(TimeSpan.FromSeconds(10));
    }

    private static ArticleCommand.SeeFigure Former(decimal available, long version, DateTimeOffset? openedAfter) =>
        new(available, version, openedAfter, Noon.AddMinutes(5)) { Key = "A1", As = "A1", Rules = Rules };

    private Story<ArticleState, ArticleCommand, ArticleEvent> Figure(string number, decimal available) => story.When(
        new ArticleCommand.SeeFigure(available, story.State.FigureVersion + 1, null, story.Now) { Key = "A1", As = number, Rules = Rules });
}
