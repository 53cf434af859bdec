using System.Collections.Immutable;
using SpecterActors.Domain.Articles;
using Xunit;
using static SpecterActors.Domain.Tests.Articles.ArticleStory;

namespace SpecterActors.Domain.Tests.Articles;

/// <summary>Edits on the side that does not decide (missions M1 to M3): undone by setting, in their own part, once for each.</summary>
public sealed class ArticleRestoreTests
{
    private static readonly ErpArticle InErp = new() { Name = "Kopp", Price = 80m, VatPercent = 25m, Ean = "735", Weight = 0.5m, Deleted = false };
    private readonly ArticleStory story = InStep();

    [Fact]
    public void A_text_that_the_erp_spells_in_its_own_way_is_written_over_once()
    {
        See(InErp, ArticleFlow.ShopLeads);
        See(InErp with { Name = "Fel" }, ArticleFlow.ShopLeads).Then("erp-seen", "submit-opened");
        story.Submitted(story.State.Submit!, CallResultKind.Done);
        See(InErp with { Name = "KOPP" }, ArticleFlow.ShopLeads).Then("erp-seen", "submit-opened");
        story.Submitted(story.State.Submit!, CallResultKind.Done);
        See(InErp with { Name = "KOPP" }, ArticleFlow.ShopLeads).Then("erp-seen");
        See(InErp with { Name = "KOPP" }, ArticleFlow.ShopLeads).ThenUnchanged();
        See(InErp with { Name = "Fel" }, ArticleFlow.ShopLeads).Then("erp-seen", "submit-opened");
    }

    [Fact]
    public void Another_number_of_pieces_in_the_shop_is_looked_at_and_not_believed()
    {
        List(InShop with { Stock = 99m }, WrongSideEdit.Leave).ThenUnchanged();
        List(InShop with { Stock = 99m }, WrongSideEdit.Restore).Then("shop-stock-doubted");
        Assert.Null(story.Listing.Expected);
        List(InShop with { Stock = 99m }, WrongSideEdit.Restore).ThenUnchanged();
    }

    [Fact]
    public void What_differed_before_stays_when_another_part_is_undone()
    {
        See(InErp with { Name = "Annan" }, ArticleFlow.ErpLeads, WrongSideEdit.Leave);
        story.When(new ArticleCommand.ShopWriteOutcome("main", story.Listing.WriteVersion, new CallResult(CallResultKind.Done), Settle, RetryDelay, story.Now));
        // The shop shows its own name again, which was left; then its price is spoilt.
        List(InShop with { Name = "Kopp" }, WrongSideEdit.Leave);
        List(InShop with { Name = "Kopp", PriceExVat = 1m, PriceIncVat = 1.25m }, WrongSideEdit.Restore).Then("listed", "shop-write-opened");
        Assert.Equal(new ArticlePatch { Regular = new PatchPrice(80m, 100m) }, story.Listing.WriteOpen);
    }

    [Fact]
    public void What_left_the_erps_range_is_sent_back_as_that()
    {
        See(InErp with { Deleted = true }, ArticleFlow.Combined, WrongSideEdit.Leave);
        Assert.False(ArticleDrafts.Wanted(story.State, Rules(ArticleFlow.Combined, WrongSideEdit.Leave), "A1").Draft!.Active);
        Assert.True(ArticleDrafts.Wanted(story.State, Rules(ArticleFlow.ShopLeads, WrongSideEdit.Leave), "A1").Draft!.Active);
    }

    private Story<ArticleState, ArticleCommand, ArticleEvent> See(ErpArticle shown, ArticleFlow flow, WrongSideEdit edits = WrongSideEdit.Restore) =>
        story.When(new ArticleCommand.SeeErpArticle(story.Now, shown) { Key = "A1", Rules = Rules(flow, edits) });

    private Story<ArticleState, ArticleCommand, ArticleEvent> List(ShopArticle article, WrongSideEdit edits) =>
        story.When(new ArticleCommand.SeeListing("main", article, story.Now) { Key = "A1", Rules = Rules(ArticleFlow.ErpLeads, edits) });

    private static ArticleRules Rules(ArticleFlow flow, WrongSideEdit edits) =>
        new(ImmutableSortedDictionary<string, ArticleSyncSettings>.Empty.Add("main", new ArticleSyncSettings { Flow = flow, ImportFromErp = true, WrongSideEdits = edits }));
}
