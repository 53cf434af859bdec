using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Privacy;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>A supplementary order: told by its parent, then an order like any other.</summary>
public sealed class OrderSupplementTests
{
    private static readonly ErpOrderDraft OneLess = Rows(new ErpOrderRow("A1", "Vara A1", 100m, -1m, 25m, true));
    private static readonly ErpOrderDraft OneMore = Rows(new ErpOrderRow("C3", "Vara C3", 80m, 1m, 25m, true));

    private readonly OrderStory story = new();
    private int revision;

    [Fact]
    public void It_holds_what_is_added_and_has_the_shop_looked_at_for_what_is_taken_away()
    {
        Told(OneMore with { Rows = [.. OneMore.Rows, .. OneLess.Rows] }).Then("supplement-received", "reservations-opened", "accepted", "report-opened");
        Assert.Equal([KeyValuePair.Create("A1", 0m), KeyValuePair.Create("C3", 1m)], story.State.Units);
        Assert.Equal(["A1"], story.State.RechecksOpen);
        Assert.Equal("W1001-2", story.State.ExternalNo);
        Again().ThenUnchanged();
    }

    [Fact]
    public void It_asks_for_a_turn_only_when_its_parent_is_in_the_erp()
    {
        Told(OneMore, go: false);
        story.ConfirmArticles();
        Assert.Equal(TurnStage.None, story.State.Turn);
        Told(OneMore, go: true).Then("supplement-received", "turn-wanted");
        story.Grant();
        story.SubmitAgain();
        story.Submit(OrderStory.Done("9005")).Then("created", "turn-return-opened");
        Assert.False(story.State.NumberWriteOpen);
        Assert.True(story.State.ClaimOpen);
    }

    [Fact]
    public void Another_wish_before_it_went_replaces_the_first()
    {
        Waiting(OneMore);
        Told(OneLess).Then("supplement-received", "turn-return-opened", "reservations-opened", "accepted", "report-opened");
        Assert.Equal(-125m, story.State.Draft!.TotalIncVat);
        Assert.Equal([KeyValuePair.Create("A1", 0m), KeyValuePair.Create("C3", 0m)], story.State.Units);
    }

    [Fact]
    public void Wanted_no_more_it_is_withdrawn_and_wanted_again_it_comes_back()
    {
        Waiting(OneMore);
        Told(null).Then("supplement-received", "turn-return-opened", "withdrawn", "report-opened");
        Assert.Equal(["C3"], story.State.BookingsOpen);
        Told(OneMore).Then("supplement-received", "reservations-opened", "accepted", "report-opened");
        Assert.False(story.State.Withdrawn);
        Assert.Empty(story.State.BookingsOpen);
    }

    [Fact]
    public void Once_sent_another_wish_is_its_own_supplements()
    {
        Submitting(OneMore);
        Told(Rows([.. OneMore.Rows, .. OneLess.Rows])).Then("supplement-received", "supplement-wanted");
        Assert.Equal("W1001-3", story.State.Next!.ExternalNo);
        Assert.Equal("W1001-2", story.State.Next.Link.Parent);
        Assert.Equal(["-1 A1 @100 25%"], story.State.Next.Link.Draft!.Rows.Select(OrderMapperOrders.Show));
        Told(null).Then("supplement-received", "supplement-wanted");
        Assert.Equal(["-1 C3 @80 25%"], story.State.Next!.Link.Draft!.Rows.Select(OrderMapperOrders.Show));
    }

    [Fact]
    public void A_wish_during_the_customer_submit_is_taken_before_the_order_goes()
    {
        Waiting(OneMore);
        story.Grant();
        story.Start(AttemptStep.Customer);
        Told(OneLess).Then("supplement-received");
        Assert.Equal(100m, story.State.Draft!.TotalIncVat);
        story.Customer(OrderStory.Done("77"));
        story.Start(AttemptStep.Order).Then("turn-return-opened", "supplement-received", "reservations-opened", "accepted", "report-opened");
        Assert.Equal(-125m, story.State.Draft!.TotalIncVat);
        Assert.Null(story.State.Edit);
    }

    [Fact]
    public void Refused_it_names_the_rows_to_make_by_hand_and_done_settles_it()
    {
        Submitting(OneLess);
        story.Submit(Refused("specter-12", plain: true));
        story.TurnReturned();
        Assert.Contains("-1 A1 at 100.00", story.State.Obstacle!.Remedy, StringComparison.Ordinal);
        Done().Then("done-by-hand");
        Assert.Equal(OrderStage.Finishing, story.State.Stage);
        Assert.Equal(["A1"], story.State.BookingsOpen);
        Assert.Null(story.State.Obstacle);
        Done().ThenRefused("nothing-by-hand");
        // What was made by hand is known: another edit counts from there.
        Told(OneMore).Then("supplement-received", "supplement-wanted", "report-opened");
        Assert.Equal(["1 A1 @100 25%", "1 C3 @80 25%"], story.State.Next!.Link.Draft!.Rows.Select(OrderMapperOrders.Show).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void By_hand_it_only_holds_its_units_and_lists_its_rows_until_it_is_done()
    {
        Told(OneMore, byHand: true).Then("supplement-received", "reservations-opened", "accepted", "parked", "report-opened");
        story.ConfirmArticles();
        Assert.Equal(TurnStage.None, story.State.Turn);
        Assert.Contains("+1 C3 at 80.00", story.State.Obstacle!.Remedy, StringComparison.Ordinal);
        Done().Then("done-by-hand");
        Assert.Equal(["C3"], story.State.BookingsOpen);
        story.Retry().ThenUnchanged();
    }

    [Fact]
    public void An_operator_may_send_by_retry_what_was_to_be_made_by_hand()
    {
        Told(OneMore, byHand: true);
        story.ConfirmArticles();
        story.Retry().Then("unparked", "accepted");
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void Cancelled_with_its_order_it_is_withdrawn_or_shown()
    {
        Waiting(OneMore);
        Told(OneMore, cancel: true).Then("supplement-received", "turn-return-opened", "withdrawn", "report-opened");
        var sent = new OrderSupplementTests();
        sent.Submitting(OneMore);
        sent.Told(OneMore, cancel: true).Then("supplement-received", "cancel-wanted");
        sent.story.Submit(OrderStory.Done("9005"));
        Assert.Equal(ParkingCodes.CancelInErp, sent.story.State.Obstacle!.Code);
    }

    [Fact]
    public void A_number_that_an_order_of_the_shop_has_is_refused_as_taken()
    {
        story.Observe();
        var command = Command(OneMore, true, false, false);
        story.When(command).ThenUnchanged();
        Assert.True(OrderSupplements.IsTaken(story.State, command));
    }

    [Fact]
    public void The_shops_feed_tells_a_supplement_nothing()
    {
        Waiting(OneMore);
        story.Observe().ThenUnchanged();
        story.Observe(TwoArticles with { Uid = "777" }).ThenRefused("external-number-shared");
    }

    private static ErpOrderDraft Rows(params ErpOrderRow[] rows) =>
        OrderMapperOrders.Mapped(TwoArticles) with { ExternalOrderNo = "W1001-2", Rows = [.. rows], TotalIncVat = OrderDifference.Sum([.. rows]) };

    private OrderCommand.Supplement Command(ErpOrderDraft? draft, bool go, bool cancel, bool byHand) => new(
        "main", "W1001-2", new SupplementLink("W1001", "W1001", 2, revision, draft, go, cancel, byHand), TwoArticles, new Personal<Buyer>("demo/order/W1001-2", Anna), false, story.Now);

    private Story<OrderState, OrderCommand, OrderEvent> Told(ErpOrderDraft? draft, bool go = true, bool cancel = false, bool byHand = false)
    {
        revision++;
        return story.When(Command(draft, go, cancel, byHand));
    }

    private Story<OrderState, OrderCommand, OrderEvent> Again() => story.When(Command(OneMore, true, false, false));

    private Story<OrderState, OrderCommand, OrderEvent> Done() => story.When(new OrderCommand.ConfirmDoneByHand("made it", story.Now));

    private void Waiting(ErpOrderDraft draft)
    {
        Told(draft);
        story.ConfirmArticles();
    }

    private void Submitting(ErpOrderDraft draft)
    {
        Waiting(draft);
        story.Grant();
        story.SubmitAgain();
    }
}
