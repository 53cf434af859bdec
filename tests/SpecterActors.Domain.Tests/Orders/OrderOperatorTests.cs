using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Resolve and retry.</summary>
public sealed class OrderOperatorTests
{
    [Fact]
    public void An_operator_tells_the_number_of_an_order_in_doubt()
    {
        var story = InDoubt();
        story.Resolve("9001").Then("created", "turn-return-opened");
        Assert.Equal("operator", story.Event<OrderEvent.Created>().Source);
        story.Resolve("9001").ThenUnchanged();
        story.Resolve("9002").ThenRefused("already-known");
        story.Resolve(null).ThenRefused("already-known");
        Assert.Equal("9001", story.State.ErpOrderNo);
    }

    [Fact]
    public void None_is_taken_only_after_the_settle_time()
    {
        var story = InDoubt();
        story.Resolve(null).ThenRefused("not-settled");
        story.WaitUntil(story.State.Attempt!.SettleUntil!.Value);
        story.Resolve(null).Then("resolved-absent", "turn-return-opened", "accepted");
        Assert.False(story.State.InDoubt);
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
        story.Grant();
        story.SubmitAgain();
        story.Submit(Done("9001")).Then("created", "turn-return-opened");
    }

    [Fact]
    public void None_is_not_taken_while_a_submit_is_under_way()
    {
        Resending().Resolve(null).ThenRefused("attempt-under-way");
        Submitting().Resolve(null).ThenRefused("not-in-doubt");
    }

    [Fact]
    public void An_order_that_exists_without_a_known_number_is_resolved_either_way()
    {
        var story = Resending();
        story.Submit(Refused("error"));
        story.TurnReturned();
        story.Resolve(null).Then("resolved-absent", "accepted");
        Assert.False(story.State.ExistsNumberUnknown);
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);

        var other = Resending();
        other.Submit(Refused("error"));
        other.Resolve("9001").Then("created");
    }

    [Fact]
    public void After_none_was_told_a_number_that_is_taken_is_shown_again()
    {
        var story = InDoubt();
        story.WaitUntil(story.State.Attempt!.SettleUntil!.Value);
        story.Resolve(null);
        story.ConfirmArticles();
        story.TurnReturned();
        story.Grant();
        story.SubmitAgain();
        story.Submit(Exists("9001")).Then("attempt-refused", "parked", "turn-return-opened");
        story.Resolve("9001").Then("created");
        Assert.Null(story.State.Parking);
    }

    [Fact]
    public void A_taken_number_is_resolved_with_that_order_or_with_none()
    {
        var story = Submitting();
        story.Submit(Exists("8888"));
        story.Retry().ThenRefused("resolve-first");
        story.Resolve(null).Then("resolved-absent", "accepted");
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned", "turn-wanted");

        var own = Submitting();
        own.Submit(Exists("8888"));
        own.Resolve("8888").Then("created");
    }

    [Fact]
    public void An_order_refused_in_words_we_do_not_know_can_be_resolved()
    {
        var story = Parked();
        story.Resolve("9001").Then("created");
        Waiting().Resolve("9001").ThenRefused("not-in-doubt");
    }

    [Fact]
    public void Cancelled_while_in_doubt_and_not_in_the_erp_it_is_not_sent()
    {
        var story = InDoubt();
        story.Observe(TwoArticles with { Discarded = true }).Then("edited", "cancel-wanted", "rechecks-opened");
        story.WaitUntil(story.State.Attempt!.SettleUntil!.Value);
        story.Resolve(null).Then("resolved-absent", "withdrawn", "turn-return-opened");
        story.TurnReturned().Then("turn-returned");
        Assert.Equal(OrderStage.Withdrawn, story.State.Stage);
    }

    [Fact]
    public void Given_up_by_mistake_it_comes_back_when_the_answer_comes_late()
    {
        var story = InDoubt();
        story.Observe(TwoArticles with { Discarded = true });
        story.WaitUntil(story.State.Attempt!.SettleUntil!.Value);
        story.Resolve(null);
        story.Submit(Done("9001")).Then("created", "cancel-wanted");
        Assert.Equal(ParkingCodes.CancelInErp, story.State.Obstacle!.Code);
        Assert.Equal(OrderStage.Finishing, story.State.Stage);
    }

    [Fact]
    public void Retry_maps_anew_with_the_settings_as_they_are()
    {
        var story = Parked();
        var mended = Rules with { Mapping = Rules.Mapping with { WebshopId = 4 } };
        story.Retry(mended).Then("unparked", "accepted");
        Assert.Equal(4, story.State.Draft!.WebshopId);
        story.Retry(mended).ThenUnchanged();
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
        Assert.Equal(2, story.State.TurnNo);
    }

    [Fact]
    public void Retry_of_an_order_that_still_cannot_be_mapped_parks_it_again()
    {
        var story = new OrderStory();
        story.Observe(TwoArticles with { Currency = "EUR" });
        story.Retry().Then("unparked", "parked");
        story.Retry(Rules with { Mapping = Rules.Mapping with { OtherCurrencies = ["EUR"] } }).Then("unparked", "accepted");
    }

    [Fact]
    public void A_refused_order_that_was_changed_in_the_shop_during_its_turn_goes_again_as_it_is_now()
    {
        var story = Submitting();
        story.Observe(With(Row("A1", 1m, 125m))).Then("edited", "supplement-wanted");
        story.Submit(Refused("field-too-long", plain: true))
            .Then("attempt-refused", "turn-return-opened", "received", "reservations-opened", "accepted", "supplement-wanted");
        Assert.Equal(125m, story.State.Draft!.TotalIncVat);
        Assert.Equal(0m, story.State.Units["B2"]);
        Assert.Null(story.State.Next!.Link.Draft);
        story.ConfirmArticles();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
    }

    [Fact]
    public void A_refused_order_that_was_cancelled_in_the_shop_during_its_turn_is_withdrawn()
    {
        var story = Submitting();
        story.Observe(TwoArticles with { Discarded = true }).Then("edited", "cancel-wanted", "rechecks-opened");
        story.Submit(Refused("field-too-long", plain: true)).Then("attempt-refused", "withdrawn", "turn-return-opened");
        Assert.Equal(["A1", "B2"], story.State.BookingsOpen);
        Assert.Null(story.State.Cancel);
    }

    [Fact]
    public void A_change_in_the_shop_mends_a_refused_order_by_itself()
    {
        var story = Parked();
        story.Observe(With(Row("A1", 1m, 125m))).Then("received", "reservations-opened", "accepted");
        Assert.Null(story.State.Parking);
        var cancelled = Parked();
        cancelled.Observe(TwoArticles with { Discarded = true }).Then("withdrawn");
    }

    [Fact]
    public void A_change_that_cannot_be_mapped_is_never_sent_as_it_was_before()
    {
        var story = Parked();
        story.Observe(With(Row("A 1", 1m, 125m))).Then("received", "reservations-opened", "parked");
        story.ConfirmArticles();
        story.Retry().Then("unparked", "parked");
        story.Resolve(null).Then("resolved-absent", "parked");
        Assert.Equal(TurnStage.None, story.State.Turn);
        Assert.Equal(ParkingCodes.ArticleNumberIllegal, story.State.Parking!.Code);
    }

    [Fact]
    public void Retry_of_what_is_not_parked_changes_nothing()
    {
        Waiting().Retry().ThenUnchanged();
        InDoubt().Retry().ThenUnchanged();
        Exported().Retry().ThenUnchanged();
    }
}
