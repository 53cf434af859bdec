using System.Collections.Immutable;
using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>What happens in the shop to an order that was sent reaches the ERP: by a call, once, or by a person.</summary>
public sealed class OrderShopNewsTests
{
    private static readonly OrderRules Table = Rules with
    {
        Life = new OrderLifeSettings
        {
            StatusToErp = ImmutableSortedDictionary<string, ErpOrderStatus>.Empty
                .Add("delivery:sent", ErpOrderStatus.Delivered).Add("payment:paid", ErpOrderStatus.Paid).Add("tag:Retur", ErpOrderStatus.Credited),
        },
    };

    private static readonly OrderRules Delivers = Table with { ErpTakes = ErpOrderMarks.Delivered };

    private readonly OrderStory story = Exported();

    [Fact]
    public void Without_a_table_nothing_is_carried_over()
    {
        See(Rules, "delivery:sent", "payment:paid").ThenUnchanged();
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void What_the_erp_has_no_call_for_is_shown_to_a_person_until_the_erp_shows_it()
    {
        See(Table, "payment:paid").Then("shop-marked");
        See(Table, "payment:paid").ThenUnchanged();
        Assert.Equal((ParkingCodes.PaidInShop, false), (story.State.Obstacle!.Code, story.State.Telling is not null));
        Assert.Contains("9001", story.State.Obstacle.Remedy, StringComparison.Ordinal);
        story.SeeStatus(ErpOrderStatus.Paid);
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void A_person_says_done_and_what_comes_later_is_shown_again()
    {
        See(Table, "payment:paid");
        Done().Then("done-by-hand");
        Assert.Null(story.State.Obstacle);
        story.Observe(TwoArticles with { Statuses = ["payment:paid"], Tags = ["Retur"] }, rules: Table).Then("shop-marked");
        Assert.Equal(ParkingCodes.ReturnedInShop, story.State.Obstacle!.Code);
        Done();
        Done().ThenRefused("nothing-by-hand");
    }

    [Fact]
    public void Taken_back_in_the_shop_it_is_shown_no_more()
    {
        See(Table, "payment:paid");
        See(Table, "payment:unpaid").Then("shop-marked");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void What_the_shop_showed_when_the_order_was_sent_is_no_news()
    {
        var paid = new OrderStory();
        paid.Observe(TwoArticles with { Statuses = ["payment:paid"] }, rules: Table);
        paid.ConfirmArticles();
        paid.Grant();
        paid.SubmitAgain();
        paid.Submit(OrderStory.Done("9001"));
        paid.Observe(TwoArticles with { Statuses = ["payment:paid", "delivery:sent"] }, rules: Table).Then("shop-marked");
        Assert.Equal(ErpOrderMarks.Delivered, paid.State.FromShop);
    }

    [Fact]
    public void What_we_wrote_into_the_shop_ourselves_is_no_news_and_what_it_shows_by_itself_is_not_written()
    {
        story.SeeStatus(ErpOrderStatus.Delivered);
        story.When(new OrderCommand.StatusWriteOutcome(story.State.StatusWriteOpen!, OrderStory.Done(""), story.Now));
        See(Delivers, "delivery:sent");
        Assert.Null(story.State.Obstacle);
        Assert.Equal(ErpOrderMarks.None, OrderShopNews.Next(story.State));

        var other = Exported();
        other.Observe(TwoArticles with { Statuses = ["delivery:sent"] }, rules: Delivers);
        other.When(new OrderCommand.StartTelling(ErpOrderMarks.Delivered, other.Now.AddMinutes(1), other.Now));
        other.When(new OrderCommand.TellOutcome(ErpOrderMarks.Delivered, 1, OrderStory.Done(""), TimeSpan.FromSeconds(5), other.Now));
        other.SeeStatus(ErpOrderStatus.Delivered);
        Assert.Null(other.State.StatusWriteOpen);
    }

    [Fact]
    public void The_erp_is_told_once_what_it_has_a_call_for()
    {
        story.Observe(TwoArticles with { Statuses = ["delivery:sent"], Tracking = "T1" }, rules: Delivers).Then("shop-marked");
        Assert.Equal((ErpOrderMarks.Delivered, "T1"), (OrderShopNews.Next(story.State), story.State.ShopTracking));
        Assert.True(story.State.HasOpenIntents);
        Assert.Null(story.State.Obstacle);
        Start().Then("tell-started");
        Start().ThenUnchanged();
        Outcome(OrderStory.Done("")).Then("erp-told");
        Assert.Equal(ErpOrderMarks.None, OrderShopNews.Next(story.State));
        Assert.Equal(ErpOrderMarks.Delivered, story.State.ToldErp);
        See(Delivers, "delivery:sent");
        Assert.Equal(ErpOrderMarks.None, OrderShopNews.Next(story.State));
    }

    [Fact]
    public void What_was_surely_not_sent_is_told_again_later()
    {
        See(Delivers, "delivery:sent");
        Start();
        Outcome(NotSent()).Then("tell-not-sent");
        Start().ThenUnchanged();
        story.WaitUntil(story.State.TellAfter!.Value);
        Start().Then("tell-started");
        Assert.Equal(2, story.State.Telling!.No);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_doubt_nothing_is_told_again_before_a_person_looked_or_the_erp_showed_it(bool crash)
    {
        See(Delivers, "delivery:sent");
        Start();
        _ = crash ? story.Recover() : Outcome(Ambiguous);
        Assert.Equal((ParkingCodes.TellInDoubt, ErpOrderMarks.None), (story.State.Obstacle!.Code, OrderShopNews.Next(story.State)));
        Start().ThenUnchanged();

        story.Retry().Then("tell-again");
        Start().Then("tell-started");
        Outcome(Ambiguous);
        story.SeeStatus(ErpOrderStatus.Delivered);
        Assert.Null(story.State.Obstacle);
        story.Retry().ThenUnchanged();
    }

    [Fact]
    public void A_late_answer_ends_the_doubt()
    {
        See(Delivers, "delivery:sent");
        Start();
        story.Recover();
        Outcome(OrderStory.Done("")).Then("erp-told");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void A_refusal_is_shown_with_what_the_erp_said_and_told_again_on_retry_or_done_by_hand()
    {
        See(Delivers, "delivery:sent");
        Start();
        Outcome(Refused("17")).Then("tell-refused");
        Assert.Equal("17", story.State.Obstacle!.Code);
        story.Retry().Then("tell-again");
        Start();
        Outcome(Refused("17"));
        Done().Then("done-by-hand");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void An_order_with_a_supplement_is_delivered_by_a_person_over_all_its_erp_orders()
    {
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 1m, 50m)), rules: Delivers);
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 1m, 50m)) with { Statuses = ["delivery:sent"] }, rules: Delivers);
        Assert.Equal(ErpOrderMarks.None, OrderShopNews.Next(story.State));
        Assert.Equal(ParkingCodes.DeliveredInShop, story.State.Obstacle!.Code);
        story.SeeStatus(ErpOrderStatus.Delivered);
        Assert.NotNull(story.State.Obstacle);
        story.When(new OrderCommand.SeeSupplement(story.State.Next!.ExternalNo, ChainFacts.Of(ErpOrderMarks.Delivered | ErpOrderMarks.PartlyDelivered, "", true, true), story.Now));
        story.When(new OrderCommand.ConfirmSupplement(story.State.Next.ExternalNo, story.State.Next.Link.Revision, false, story.State.NextFacts, story.Now));
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void A_call_that_the_erp_has_now_is_made_once_the_settings_say_so()
    {
        See(Table, "payment:paid");
        var rules = Table with { ErpTakes = ErpOrderMarks.Paid };
        var review = new OrderCommand.Review(ImmutableSortedDictionary<string, OrderRules>.Empty.Add("main", rules), story.Now);
        story.When(review).Then("shop-marked");
        Assert.Equal(ErpOrderMarks.Paid, OrderShopNews.Next(story.State));
        story.When(review).ThenUnchanged();
    }

    [Fact]
    public void Of_an_order_that_is_cancelled_nothing_is_told()
    {
        See(Delivers, "delivery:sent");
        story.Observe(TwoArticles with { Discarded = true, Statuses = ["delivery:sent"] }, rules: Delivers);
        Assert.Equal(ErpOrderMarks.None, OrderShopNews.Next(story.State));
        Assert.Equal(ParkingCodes.CancelInErp, story.State.Obstacle!.Code);
    }

    private Story<OrderState, OrderCommand, OrderEvent> See(OrderRules rules, params string[] statuses) =>
        story.Observe(TwoArticles with { Statuses = [.. statuses] }, rules: rules);

    private Story<OrderState, OrderCommand, OrderEvent> Start() => story.When(new OrderCommand.StartTelling(ErpOrderMarks.Delivered, story.Now.AddMinutes(1), story.Now));

    private Story<OrderState, OrderCommand, OrderEvent> Outcome(CallResult result) =>
        story.When(new OrderCommand.TellOutcome(ErpOrderMarks.Delivered, story.State.Tellings, result, TimeSpan.FromSeconds(5), story.Now));

    private Story<OrderState, OrderCommand, OrderEvent> Done() => story.When(new OrderCommand.ConfirmDoneByHand("done", story.Now));
}
