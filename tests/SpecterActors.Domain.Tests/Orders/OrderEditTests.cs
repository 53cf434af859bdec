using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>What the shop changes once the ERP has the order, or may have it (A23).</summary>
public sealed class OrderEditTests
{
    private static readonly ShopOrder OneLess = With(Row("A1", 1m, 125m), Row("B2", 1m, 100m));

    private readonly OrderStory story = Exported();

    [Fact]
    public void What_was_added_while_an_order_was_under_way_stays_held_when_it_is_refused_and_tried_again()
    {
        var story = Submitting();
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 3m, 300m)));
        Assert.Equal(3m, story.State.Next!.Link.Draft!.Rows.Single().Quantity);
        story.Submit(Refused("specter-40")).Then("attempt-refused", "reservations-opened", "supplement-wanted");
        Assert.Null(story.State.Next.Link.Draft);
        Assert.Equal(3m, story.State.Units["C3"]);
        Assert.Contains("C3", story.State.ReservationsOpen);
    }

    [Fact]
    public void What_was_added_while_an_order_was_under_way_stays_held_when_it_was_not_sent()
    {
        var story = Submitting();
        story.Observe(With(Row("A1", 2m, 250m), Row("B2", 1m, 100m), Row("C3", 3m, 300m)));
        story.Submit(NotSent());
        Assert.Null(story.State.Next!.Link.Draft);
        Assert.Equal(3m, story.State.Units["C3"]);
    }

    [Fact]
    public void An_edit_wants_a_supplement_with_the_difference_under_its_own_number_once()
    {
        story.Observe(OneLess).Then("edited", "supplement-wanted");
        var next = story.State.Next!;
        Assert.Equal("W1001-2", next.ExternalNo);
        Assert.Equal(new SupplementLink("W1001", "W1001", 2, 1, next.Link.Draft, Go: true, Cancel: false, ByHand: false), next.Link);
        Assert.Equal(["-1 A1 @100 25%"], next.Link.Draft!.Rows.Select(OrderMapperOrders.Show));
        Assert.Equal("W1001-2", next.Link.Draft.ExternalOrderNo);
        Assert.Equal(-125m, next.Link.Draft.TotalIncVat);
        Assert.False(next.Link.Draft.SendConfirmation);
        Assert.Equal(350m, story.State.Draft!.TotalIncVat);
        story.Observe(OneLess).ThenUnchanged();
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void Told_it_is_closed_and_an_old_confirmation_closes_nothing()
    {
        story.Observe(OneLess);
        Confirm(revision: 0).ThenUnchanged();
        Confirm(revision: 1).Then("supplement-told");
        Confirm(revision: 1).ThenUnchanged();
    }

    [Fact]
    public void Edited_back_to_what_was_sent_the_supplement_is_wanted_no_more()
    {
        story.Observe(OneLess);
        story.Observe(TwoArticles).Then("edited", "supplement-wanted");
        Assert.Null(story.State.Next!.Link.Draft);
        Assert.Equal(2, story.State.Next.Link.Revision);
    }

    [Fact]
    public void While_in_doubt_the_supplement_is_wanted_but_may_not_go_before_the_number_is_known()
    {
        foreach (var sent in new[] { Submitting(), InDoubt(), Resending() })
        {
            var draft = sent.State.Draft;
            sent.Observe(OneLess).Then("edited", "supplement-wanted");
            Assert.False(sent.State.Next!.Link.Go);
            Assert.Same(draft, sent.State.Draft);
            sent.SeeNumber("9001");
            Assert.True(sent.State.Next!.Link.Go);
            Assert.Equal(2, sent.State.Next.Link.Revision);
        }
    }

    [Fact]
    public void Surely_absent_the_order_goes_as_it_is_now_and_needs_no_supplement()
    {
        var doubtful = InDoubt();
        doubtful.Observe(OneLess);
        doubtful.WaitUntil(doubtful.State.Attempt!.SettleUntil!.Value);
        doubtful.Resolve(null).Then("resolved-absent", "turn-return-opened", "received", "reservations-opened", "accepted", "supplement-wanted");
        Assert.Null(doubtful.State.Next!.Link.Draft);
        Assert.Equal(225m, doubtful.State.Draft!.TotalIncVat);
    }

    [Fact]
    public void Units_added_during_the_customer_submit_are_held_at_once_and_those_taken_away_until_the_change_is_taken_up()
    {
        var turn = InTurn();
        turn.Start(AttemptStep.Customer);
        turn.Observe(With(Row("A1", 1m, 125m), Row("B2", 5m, 100m))).Then("edited", "reservations-opened");
        Assert.Equal([2m, 5m], turn.State.Units.Values);
        turn.Customer(OrderStory.Done("77"));
        turn.Start(AttemptStep.Order).Then("turn-return-opened", "received", "reservations-opened", "accepted");
        Assert.Equal([1m, 5m], turn.State.Units.Values);
    }

    [Fact]
    public void A_number_that_the_shop_itself_uses_is_passed_over()
    {
        story.Observe(OneLess);
        story.When(new OrderCommand.ConfirmSupplement("W1001-2", 1, Taken: true, null, story.Now)).Then("supplement-wanted");
        Assert.Equal("W1001-3", story.State.Next!.ExternalNo);
        Assert.Equal("W1001-3", story.State.Next.Link.Draft!.ExternalOrderNo);
    }

    [Fact]
    public void A_change_that_cannot_be_mapped_is_shown_and_nothing_is_sent_until_it_can()
    {
        story.Observe(TwoArticles with { Currency = "EUR" }).Then("edited");
        Assert.Equal(ParkingCodes.CurrencyNotSupported, story.State.Obstacle!.Code);
        story.Retry(Rules with { Mapping = Rules.Mapping with { OtherCurrencies = ["EUR"] } }).Then("edited");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void A_changed_address_is_shown_once_until_a_person_has_made_it()
    {
        story.Observe(buyer: Anna with { Phone = "08-1" }).Then("edited");
        Assert.Equal(ParkingCodes.ChangedAfterExport, story.State.Obstacle!.Code);
        Assert.Contains("9001", story.State.Obstacle.Remedy, StringComparison.Ordinal);
        story.Observe(buyer: Anna with { Phone = "08-1" }).ThenUnchanged();
        DoneByHand().Then("done-by-hand");
        Assert.Null(story.State.Obstacle);
        DoneByHand().ThenRefused("nothing-by-hand");
        story.Observe().Then("edited");
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void A_cancellation_is_a_persons_until_the_erp_shows_it()
    {
        story.Observe(TwoArticles with { Discarded = true }).Then("edited", "cancel-wanted", "rechecks-opened");
        Assert.Equal(ParkingCodes.CancelInErp, story.State.Obstacle!.Code);
        Assert.False(story.State.CancelCallOpen);
        story.Observe(TwoArticles with { Discarded = true }).ThenUnchanged();
        story.SeeStatus(ErpOrderStatus.Cancelled);
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void Where_the_erp_has_a_call_for_it_the_cancellation_is_made_and_a_refusal_is_shown()
    {
        story.Observe(TwoArticles with { Discarded = true }, rules: Rules with { ErpCancels = true });
        Assert.True(story.State.CancelCallOpen);
        Cancelled(NotSent()).ThenUnchanged();
        Cancelled(Refused("delivered")).Then("attention");
        Cancelled(Done("")).Then("cancel-accepted", "attention");
        Assert.Null(story.State.Obstacle);
        Cancelled(Done("")).ThenUnchanged();
    }

    [Fact]
    public void A_cancellation_while_the_submit_is_under_way_is_made_once_the_number_is_known()
    {
        var sending = Submitting();
        sending.Observe(TwoArticles with { Discarded = true }, rules: Rules with { ErpCancels = true }).Then("edited", "cancel-wanted", "rechecks-opened");
        Assert.False(sending.State.CancelCallOpen);
        sending.Submit(Done("9001"));
        Assert.True(sending.State.CancelCallOpen);
    }

    [Fact]
    public void Edited_and_then_cancelled_the_supplement_is_cancelled_too_and_comes_back_with_the_order()
    {
        story.Observe(OneLess);
        story.Observe(OneLess with { Discarded = true }).Then("edited", "cancel-wanted", "rechecks-opened", "supplement-wanted");
        Assert.True(story.State.Next!.Link.Cancel);
        story.Observe(OneLess).Then("edited", "cancel-dropped", "supplement-wanted");
        Assert.False(story.State.Next!.Link.Cancel);
        Assert.Null(story.State.Obstacle);
    }

    [Fact]
    public void Cancelled_in_the_erp_and_changed_in_the_shop_it_is_a_persons()
    {
        story.SeeStatus(ErpOrderStatus.Cancelled);
        story.Observe(OneLess).Then("edited");
        Assert.Null(story.State.Next);
        Assert.Equal(ParkingCodes.ChangedAfterExport, story.State.Obstacle!.Code);
    }

    private Story<OrderState, OrderCommand, OrderEvent> Confirm(int revision) =>
        story.When(new OrderCommand.ConfirmSupplement("W1001-2", revision, Taken: false, null, story.Now));

    private Story<OrderState, OrderCommand, OrderEvent> DoneByHand() => story.When(new OrderCommand.ConfirmDoneByHand("made it", story.Now));

    private Story<OrderState, OrderCommand, OrderEvent> Cancelled(CallResult result) => story.When(new OrderCommand.CancelOutcome(result, story.Now));
}
