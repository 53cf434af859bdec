using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

public sealed class OrderTurnTests
{
    private static readonly Parking Refusal = new("E7", "no", "mend", FailureClass.Refused);

    [Fact]
    public void The_turn_is_asked_for_when_the_last_article_is_confirmed()
    {
        var story = new OrderStory();
        story.Observe();
        story.Reserved("A1").Then("reservation-confirmed");
        story.Ensured("A1").Then("article-ensured");
        story.Ensured("B2").Then("article-ensured");
        story.Reserved("B2").Then("reservation-confirmed", "turn-wanted");
        Assert.Equal(OrderStage.WaitingForTurn, story.State.Stage);
        Assert.Equal(1, story.State.TurnNo);
    }

    [Fact]
    public void Confirmations_repeat_without_effect()
    {
        var story = Waiting();
        story.Reserved("A1").ThenUnchanged();
        story.Ensured("A1").ThenUnchanged();
        story.Reserved("Z9").ThenUnchanged();
    }

    [Fact]
    public void A_confirmation_of_other_units_confirms_nothing()
    {
        var story = new OrderStory();
        story.Observe();
        story.Reserved("A1", 1m).ThenUnchanged();
        Assert.Contains("A1", story.State.ReservationsOpen);
    }

    [Fact]
    public void An_article_that_blocks_shows_why_and_the_order_waits()
    {
        var story = new OrderStory();
        story.Observe();
        story.When(new OrderCommand.BlockArticle("A1", Refusal, Noon)).Then("article-blocked");
        story.When(new OrderCommand.BlockArticle("A1", Refusal, Noon)).ThenUnchanged();
        Assert.Equal(Refusal, story.State.Obstacle);
        story.When(new OrderCommand.BlockArticle("Z9", Refusal, Noon)).ThenUnchanged();
        story.ConfirmArticles();
        Assert.Null(story.State.Obstacle);
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void Only_the_turn_asked_for_can_be_granted()
    {
        var story = Waiting();
        story.Grant(2).ThenUnchanged();
        story.Grant(1).Then("turn-granted");
        story.Grant(1).ThenUnchanged();
        Assert.Equal(OrderStage.Sending, story.State.Stage);
    }

    [Fact]
    public void A_change_before_the_turn_gives_the_wanted_turn_back_and_asks_for_another()
    {
        var story = Waiting();
        story.Observe(With(Row("A1", 1m, 125m))).Then("received", "turn-return-opened", "reservations-opened", "accepted");
        Assert.Equal([KeyValuePair.Create("A1", 1m), KeyValuePair.Create("B2", 0m)], story.State.Units);
        story.Grant(1).ThenUnchanged();
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Returning, story.State.Turn);
        story.TurnReturned(2).ThenUnchanged();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
        story.TurnReturned(1).ThenUnchanged();
        Assert.Equal(2, story.State.TurnNo);
        Assert.Equal(125m, story.State.Draft!.TotalIncVat);
    }

    [Fact]
    public void A_changed_address_alone_is_a_change()
    {
        var story = Waiting();
        story.Observe(buyer: Anna with { Phone = "08-1" }).Then("received", "turn-return-opened", "reservations-opened", "accepted");
        Assert.Equal("08-1", story.State.Buyer!.Value!.Phone);
    }

    [Fact]
    public void A_change_that_cannot_be_mapped_leaves_nothing_of_the_old_mapping_to_send()
    {
        var story = Waiting();
        story.Observe(With(Row("A 1", 1m, 125m))).Then("received", "turn-return-opened", "reservations-opened", "parked");
        Assert.Null(story.State.Draft);
        Assert.Empty(story.State.EnsuresOpen);
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned");
        story.Observe().Then("received", "reservations-opened", "accepted");
        Assert.Null(story.State.Parking);
    }

    [Fact]
    public void Cancelled_before_sending_releases_its_units()
    {
        var story = Waiting();
        story.Observe(TwoArticles with { Discarded = true }).Then("withdrawn", "turn-return-opened");
        Assert.Equal(OrderStage.Withdrawn, story.State.Stage);
        Assert.Equal(["A1", "B2"], story.State.BookingsOpen);
        story.TurnReturned().Then("turn-returned");
        story.When(new OrderCommand.ConfirmBooking("A1", Noon)).Then("booking-confirmed");
        story.When(new OrderCommand.ConfirmBooking("A1", Noon)).ThenUnchanged();
        story.When(new OrderCommand.ConfirmBooking("B2", Noon)).Then("booking-confirmed");
        Assert.False(story.State.HasOpenIntents);
        story.Observe(TwoArticles with { Discarded = true }).ThenUnchanged();
        story.Retry().ThenUnchanged();
    }

    [Fact]
    public void Cancelled_before_an_article_confirmed_its_units_the_shop_is_looked_at_for_that_article()
    {
        var story = new OrderStory();
        story.Observe();
        story.Reserved("A1");
        story.Observe(TwoArticles with { Discarded = true }).Then("withdrawn");
        Assert.Equal(["A1", "B2"], story.State.BookingsOpen);
        Assert.Equal(["B2"], story.State.RechecksOpen);
    }

    [Fact]
    public void Taken_back_the_cancellation_of_an_order_that_never_went_lets_it_go_after_all()
    {
        var story = Waiting();
        story.Observe(TwoArticles with { Discarded = true });
        story.Observe().Then("received", "reservations-opened", "accepted");
        Assert.Empty(story.State.BookingsOpen);
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
    }

    [Fact]
    public void Cancelled_while_parked_by_the_mapping_releases_its_units()
    {
        var story = new OrderStory();
        var order = With(Row("A1", 1m, 125m), Row("", 1m, 1m));
        story.Observe(order);
        story.Observe(order with { Discarded = true }).Then("withdrawn");
        Assert.Null(story.State.Parking);
    }

    [Fact]
    public void Within_a_granted_turn_nothing_was_sent_yet_so_a_change_is_taken_and_a_cancellation_withdraws()
    {
        var story = InTurn();
        story.Observe(With(Row("A1", 1m, 125m))).Then("received", "turn-return-opened", "reservations-opened", "accepted");
        story.Start(AttemptStep.Customer).ThenUnchanged();
        InTurn().Observe(TwoArticles with { Discarded = true }).Then("withdrawn", "turn-return-opened");
    }

    [Fact]
    public void A_change_during_the_customer_submit_waits_for_its_outcome_and_is_taken_before_the_order_goes()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Observe(With(Row("A1", 1m, 125m)), Anna with { Phone = "08-1" }).Then("edited");
        Assert.Equal(350m, story.State.Draft!.TotalIncVat);
        story.Customer(Done("77")).Then("customer-known");
        story.Start(AttemptStep.Order).Then("turn-return-opened", "received", "reservations-opened", "accepted");
        Assert.Equal(125m, story.State.Draft!.TotalIncVat);
        Assert.Equal("08-1", story.State.Buyer!.Value!.Phone);
        Assert.Null(story.State.Edit);
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
    }

    [Fact]
    public void A_customer_submit_that_may_still_be_executed_keeps_its_turn_until_it_has_settled()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(Ambiguous);
        story.Observe(TwoArticles with { Discarded = true }).Then("edited");
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.WaitUntil(story.State.RetryAt!.Value);
        story.Start(AttemptStep.Customer).Then("withdrawn", "turn-return-opened");
        Assert.False(story.State.MayBeInErp);
    }

    [Fact]
    public void A_cancellation_after_the_customer_is_known_withdraws_the_order()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(Done("77"));
        story.Observe(TwoArticles with { Discarded = true }).Then("withdrawn", "turn-return-opened");
    }

    [Fact]
    public void A_change_that_cannot_be_mapped_during_the_customer_submit_parks_the_order()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Observe(With(Row("A 1", 1m, 125m)));
        story.Customer(Done("77"));
        story.Start(AttemptStep.Order).Then("turn-return-opened", "received", "reservations-opened", "parked");
    }
}
