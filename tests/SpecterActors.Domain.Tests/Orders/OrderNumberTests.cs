using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Orders whose articles have no number that may go, or another one than the ERP knows (mission A30, guarantee 15).</summary>
public sealed class OrderNumberTests
{
    private readonly OrderStory story = new();

    [Theory]
    [InlineData("")]
    [InlineData("A 1")]
    public void An_order_goes_by_itself_once_its_article_is_mended(string number)
    {
        story.Observe(Broken(number));
        Assert.Equal(OrderStage.Parked, story.State.Stage);
        Assert.Equal(["9"], OrderNumbers.Wanted(story.State));
        Learn("9", "B1").Then("numbers-learnt", "unparked", "reservations-opened", "accepted");
        Assert.Equal("B1", story.State.Draft!.Rows.First(r => r.IsStockArticle).ArticleNumber);
        Assert.Contains("B1", story.State.ReservationsOpen);
        Assert.Empty(OrderNumbers.Wanted(story.State));
        Learn("9", "B1").ThenUnchanged();
    }

    [Theory]
    [InlineData("")]
    [InlineData("A 1")]
    public void A_change_after_export_goes_by_itself_once_its_article_is_mended(string number)
    {
        var sent = OrderStory.Exported();
        var order = OrderStory.TwoArticles;
        sent.Observe(order with { Rows = [.. order.Rows.Select(r => r with { ArticleUid = "7" }), OrderStory.Row(number, 1m, 50m) with { ArticleUid = "9" }], TotalIncVat = order.TotalIncVat + 50m });
        Assert.NotNull(sent.State.Edit!.Problem);
        Assert.Equal(["9"], OrderNumbers.Wanted(sent.State));
        var learn = new OrderCommand.LearnNumbers(ImmutableSortedDictionary<string, string>.Empty.Add("9", "B9"), OrderStory.Rules, sent.Now);
        sent.When(learn).Then("numbers-learnt", "edited", "supplement-wanted");
        Assert.Null(sent.State.Edit!.Problem);
        Assert.Equal("B9", Assert.Single(sent.State.Next!.Link.Draft!.Rows).ArticleNumber);
        Assert.Empty(OrderNumbers.Wanted(sent.State));
        sent.When(learn).ThenUnchanged();
    }

    [Fact]
    public void A_number_that_two_articles_had_is_not_used_for_the_one_that_left_it()
    {
        var order = OrderStory.TwoArticles;
        story.Observe(order with { Rows = [order.Rows[0] with { ArticleUid = "9" }, .. order.Rows.Skip(1).Select(r => r with { ArticleUid = "7" })] });
        Assert.Empty(OrderNumbers.Shared(story.State, "A1"));
        story.When(new OrderCommand.BlockArticle("A1", new Parking(ParkingCodes.ArticleNumberDuplicate, "c", "r", FailureClass.Refused), story.Now));
        Assert.Equal(["9"], OrderNumbers.Shared(story.State, "A1"));
        Learn("9", "D4").Then("numbers-learnt", "reservations-opened", "accepted");
        Assert.Equal((0m, 2m), (story.State.Units["A1"], story.State.Units["D4"]));
        story.ConfirmArticles();
        Assert.Equal(["D4", "B2"], story.State.Draft!.Rows.Where(r => r.IsStockArticle).Select(r => r.ArticleNumber));
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void Read_again_the_order_keeps_what_was_learnt()
    {
        story.Observe(Broken(""));
        Learn("9", "B1");
        story.Observe(Broken(""), OrderStory.Anna with { FirstName = "Eva" });
        Assert.Equal("B1", story.State.Draft!.Rows.First(r => r.IsStockArticle).ArticleNumber);
    }

    [Fact]
    public void Other_articles_and_sound_orders_change_nothing()
    {
        story.Observe(Broken(""));
        Learn("8", "B1").ThenUnchanged();
        var sound = new OrderStory();
        sound.Observe();
        Assert.Empty(OrderNumbers.Wanted(sound.State));
    }

    [Fact]
    public void An_article_that_moved_is_followed_and_its_number_in_the_erp_is_remembered()
    {
        story.Observe();
        var article = story.State.EnsuresOpen.First();
        story.When(new OrderCommand.FollowArticle(article, "N1", story.Now)).Then("article-followed");
        story.When(new OrderCommand.FollowArticle(article, "N1", story.Now)).ThenUnchanged();
        story.When(new OrderCommand.ConfirmArticle(article, story.Now, "N1"));
        Assert.Equal(("N1", "N1"), (story.State.Moved[article], story.State.NumbersInErp[article]));
    }

    [Fact]
    public void An_order_of_a_set_holds_its_parts_and_keeps_them_whatever_the_table_says_later()
    {
        var rules = OrderStory.Rules with { Sets = ImmutableSortedDictionary<string, string>.Empty.Add("A1", "P1=2,P2=1") };
        story.Observe(rules: rules);
        Assert.Equal((2m, 4m, 2m, 1m), (story.State.Units["A1"], story.State.Units["P1"], story.State.Units["P2"], story.State.Units["B2"]));
        Assert.DoesNotContain("P1", story.State.EnsuresOpen);
        story.Observe(rules: OrderStory.Rules).ThenUnchanged();
        Assert.Equal(4m, story.State.Units["P1"]);
    }

    private Story<OrderState, OrderCommand, OrderEvent> Learn(string uid, string number) => story.When(
        new OrderCommand.LearnNumbers(ImmutableSortedDictionary<string, string>.Empty.Add(uid, number), OrderStory.Rules, story.Now));

    private static ShopOrder Broken(string number)
    {
        var order = OrderStory.TwoArticles;
        return order with { Rows = [.. order.Rows.Take(1).Select(r => r with { ArticleNumber = number, ArticleUid = "9" }), .. order.Rows.Skip(1).Select(r => r with { ArticleUid = "7" })] };
    }
}
