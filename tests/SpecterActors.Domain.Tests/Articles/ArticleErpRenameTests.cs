using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Failures;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>An article that gets another number in the ERP first (mission V3, guarantee 15).</summary>
public sealed class ArticleErpRenameTests
{
    private readonly ArticleStory story = InStep();

    [Fact]
    public void Where_the_erp_decides_the_data_the_number_goes_to_the_shop_and_comes_back_as_no_change()
    {
        Rename("A1", "B1", ArticleFlow.ErpLeads).Then("renumbered-in-erp", "shop-write-opened");
        Assert.Equal((new ArticlePatch { Number = "B1" }, "B1", true), (story.Listing.WriteOpen, ArticleRenames.NumberInErp(story.State, "A1"), story.State.RenamedInErp));
        Assert.Null(ArticleRenames.ShopObstacle(story.State));
        story.When(new ArticleCommand.ShopWriteOutcome("main", story.Listing.WriteVersion, new CallResult(CallResultKind.Done), Settle, RetryDelay, story.Now)).Then("shop-written");
        Assert.False(story.State.RenamedInErp);
        story.When(new ArticleCommand.SeeListing("main", InShop with { Number = "B1" }, story.Now, Estate: new YieldedNumber([], true, 99m, 7)) { Key = "A1", Rules = Rules(ArticleFlow.ErpLeads) }).ThenUnchanged();
        Assert.Equal(["A1", "B1"], story.State.Numbers);
    }

    [Fact]
    public void Where_the_shop_decides_them_it_is_shown_until_the_shop_follows_and_nothing_waits_for_the_erp()
    {
        Rename("A1", "B1", ArticleFlow.Combined).Then("renumbered-in-erp");
        Assert.Equal(ParkingCodes.RenamedInErp, Assert.Single(ArticleObstacles.Of(story.State, "A1")).Code);
        Assert.Null(ArticleRenames.Obstacle(story.State, "A1", erpCanRename: false));
        Assert.Equal("B1", ArticleDrafts.Wanted(story.State, Rules(ArticleFlow.ShopLeads), "A1").Draft!.Number);

        // What was known under the number has been taken over with the rename: an old figure must not come back with it.
        story.When(new ArticleCommand.SeeListing("main", InShop with { Number = "B1" }, story.Now, Estate: new YieldedNumber([], true, 99m, 7)) { Key = "A1", Rules = Rules(ArticleFlow.Combined) }).Then("listed", "renumbered");
        Assert.Equal((10m, false), (story.State.Available!.Value, story.State.RenamedInErp));
        Assert.Empty(ArticleObstacles.Of(story.State, "A1"));
    }

    [Fact]
    public void Units_and_figure_of_the_new_number_come_along_and_a_figure_set_aside_is_its_own_when_the_number_comes_back()
    {
        story.Reserve("W1", 2m);
        story.When(new ArticleCommand.RenumberInErp("A1", "B1", new YieldedNumber([new YieldedUnits("W2", "main", 3m, null)], true, 20m, 5), story.Now) { Key = "A1", Rules = Rules(ArticleFlow.Combined) }).Then("renumbered-in-erp");
        Assert.Equal((5m, 20m), (story.State.Held, story.State.Available!.Value));
        story.Wait(TimeSpan.FromMinutes(1));
        story.When(new ArticleCommand.SeeFigure(33m, 6, story.Now, story.Now) { Key = "A1", As = "A1", Rules = Rules(ArticleFlow.Combined) }).Then("figure-set-aside");
        Assert.Equal(20m, story.State.Available);
        Rename("B1", "A1", ArticleFlow.Combined).Then("renumbered-in-erp");
        Assert.Equal((33m, "A1", false), (story.State.Available!.Value, story.State.ErpNumber, story.State.RenamedInErp));
        Assert.Empty(story.State.SetAside);
    }

    [Fact]
    public void A_number_that_it_does_not_have_in_the_erp_is_none_of_its_own()
    {
        Rename("X1", "B1", ArticleFlow.ErpLeads).ThenUnchanged();
        Rename("A1", "A1", ArticleFlow.ErpLeads).ThenUnchanged();
        new ArticleStory().When(new ArticleCommand.RenumberInErp("A1", "B1", YieldedNumber.Nothing, Noon) { Key = "A1" }).ThenUnchanged();
    }

    [Fact]
    public void An_illegal_number_is_not_written_to_the_shop()
    {
        Rename("A1", "B 1", ArticleFlow.ErpLeads).Then("renumbered-in-erp");
        Assert.Null(story.Listing.WriteOpen);
    }

    private Story<ArticleState, ArticleCommand, ArticleEvent> Rename(string former, string number, ArticleFlow flow) =>
        story.When(new ArticleCommand.RenumberInErp(former, number, YieldedNumber.Nothing, story.Now) { Key = "A1", Rules = Rules(flow) });

    private static ArticleRules Rules(ArticleFlow flow) =>
        new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", new ArticleSyncSettings { Flow = flow, ImportFromErp = true }));
}
