using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>In doubt at an ERP without a look-up: settle, new turn, customer again, the identical order under duplicate control.</summary>
public sealed class OrderDoubtTests
{
    [Fact]
    public void An_ambiguous_submit_makes_the_order_in_doubt_and_keeps_the_turn_for_the_settle_time()
    {
        var story = Submitting();
        story.Submit(Ambiguous).Then("attempt-ambiguous");
        Assert.True(story.State.InDoubt);
        Assert.Equal(OrderStage.InDoubt, story.State.Stage);
        Assert.Equal(TurnStage.Granted, story.State.Turn);
        Assert.Equal(story.Now + Rules.SettleTime, story.State.Attempt!.SettleUntil);
        story.Submit(Ambiguous).ThenUnchanged();
        story.Start(AttemptStep.Order).ThenUnchanged();
        story.Start(AttemptStep.Customer).ThenUnchanged();
    }

    [Fact]
    public void Not_there_counts_only_after_the_settle_time()
    {
        var story = InDoubt();
        story.Settle().ThenUnchanged();
        story.Wait(Rules.SettleTime - TimeSpan.FromTicks(1));
        story.Settle().ThenUnchanged();
        story.Wait(TimeSpan.FromTicks(1));
        story.Settle(no: 1).ThenUnchanged();
        story.Settle().Then("settled", "turn-return-opened");
        story.Settle().ThenUnchanged();
    }

    [Fact]
    public void The_identical_order_goes_again_in_a_new_turn_with_the_customer_first()
    {
        var story = InDoubt();
        var draft = story.State.Draft;
        story.Wait(Rules.SettleTime);
        story.Settle();
        story.TurnReturned().Then("turn-returned", "turn-wanted");
        Assert.Equal(2, story.State.TurnNo);
        story.Grant().Then("turn-granted");
        story.Start(AttemptStep.Order).ThenUnchanged();
        story.Start(AttemptStep.Customer).Then("attempt-started");
        story.Customer(Done("77")).Then("customer-known");
        story.Start(AttemptStep.Order).Then("attempt-started");
        Assert.Same(draft, story.State.Draft);
        story.Submit(Done("9001")).Then("created", "turn-return-opened");
        Assert.False(story.State.InDoubt);
        Assert.Null(story.State.InDoubtSince);
    }

    [Fact]
    public void A_duplicate_refusal_that_names_the_number_ends_the_doubt()
    {
        var story = Resending();
        story.Submit(Exists("9001")).Then("created", "turn-return-opened");
        Assert.Equal("refusal", story.Event<OrderEvent.Created>().Source);
        Assert.Equal("9001", story.State.ErpOrderNo);
    }

    [Theory]
    [InlineData("duplicate-external-number")]
    [InlineData("error")]
    public void Any_other_refusal_of_a_repetition_means_it_may_exist(string code)
    {
        var story = Resending();
        story.Submit(Refused(code)).Then("existence-refused", "turn-return-opened");
        Assert.Equal(OrderStage.InDoubt, story.State.Stage);
        Assert.True(story.State.ExistsNumberUnknown);
        Assert.Null(story.State.Parking);
        story.TurnReturned().Then("turn-returned");
        story.Wait(TimeSpan.FromDays(1));
        story.Settle().ThenUnchanged();
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.SeeNumber("9001").Then("created");
        Assert.Equal("feed", story.Event<OrderEvent.Created>().Source);
        Assert.False(story.State.ExistsNumberUnknown);
    }

    [Fact]
    public void A_validation_refusal_of_a_repetition_parks_and_stays_in_doubt()
    {
        var story = Resending();
        var draft = story.State.Draft;
        story.Submit(Refused("field-too-long", plain: true)).Then("attempt-refused", "parked", "turn-return-opened");
        Assert.True(story.State.InDoubt);
        story.TurnReturned().Then("turn-returned");
        story.Retry().Then("unparked", "turn-wanted");
        Assert.Same(draft, story.State.Draft);
        story.Grant();
        story.SubmitAgain();
        story.Submit(Exists("9001")).Then("created", "turn-return-opened");
    }

    [Fact]
    public void A_customer_refused_on_the_way_to_a_repetition_can_be_retried_with_the_identical_order()
    {
        var story = InDoubt();
        var draft = story.State.Draft;
        story.Wait(Rules.SettleTime);
        story.Settle();
        story.TurnReturned();
        story.Grant();
        story.Start(AttemptStep.Customer);
        story.Customer(Refused("name-missing", plain: true)).Then("attempt-refused", "parked", "turn-return-opened");
        story.Retry().Then("unparked");
        story.TurnReturned().Then("turn-returned", "turn-wanted");
        Assert.Same(draft, story.State.Draft);
        Assert.True(story.State.InDoubt);
    }

    [Fact]
    public void A_repetition_that_was_not_sent_goes_again_in_the_same_turn()
    {
        var story = Resending();
        story.Submit(NotSent()).Then("attempt-not-sent");
        Assert.True(story.State.InDoubt);
        story.WaitUntil(story.State.RetryAt!.Value);
        story.Start(AttemptStep.Order).Then("attempt-started");
        story.Submit(Exists("9001")).Then("created", "turn-return-opened");
    }

    [Fact]
    public void A_repetition_that_is_ambiguous_again_goes_round_once_more()
    {
        var story = Resending();
        var since = story.State.InDoubtSince;
        story.Submit(Ambiguous).Then("attempt-ambiguous");
        Assert.Equal(since, story.State.InDoubtSince);
        story.ResendAfterSettling();
        Assert.Equal(3, story.State.TurnNo);
        story.Submit(Exists("9001")).Then("created", "turn-return-opened");
    }

    [Fact]
    public void A_late_answer_to_the_ambiguous_attempt_counts()
    {
        var story = InDoubt();
        story.Submit(Refused("error")).ThenUnchanged();
        story.Submit(NotSent()).ThenUnchanged();
        story.Submit(Done("9001")).Then("created", "turn-return-opened");
        story.Wait(Rules.SettleTime);
        story.Settle().ThenUnchanged();
    }

    [Fact]
    public void A_late_answer_to_the_very_first_attempt_that_the_number_is_taken_is_no_success()
    {
        var story = InDoubt();
        story.Submit(Exists("8888")).Then("attempt-refused", "parked", "turn-return-opened");
        Assert.Equal(ParkingCodes.ExternalNumberTaken, story.State.Parking!.Code);
        Assert.False(story.State.InDoubt);
        Assert.Null(story.State.Attempt!.SettleUntil);
        story.TurnReturned().Then("turn-returned");
    }

    [Fact]
    public void That_answer_while_the_next_turn_is_waited_for_gives_the_turn_back()
    {
        var story = InDoubt();
        story.WaitUntil(story.State.Attempt!.SettleUntil!.Value);
        story.Settle();
        story.TurnReturned();
        story.Submit(Exists("8888")).Then("attempt-refused", "parked", "turn-return-opened");
    }

    [Fact]
    public void The_order_feed_ends_the_doubt_also_while_a_repetition_is_under_way()
    {
        var story = Resending();
        story.SeeNumber("9001").Then("created", "turn-return-opened");
        story.Submit(Exists("9001")).ThenUnchanged();
        story.Submit(Refused("error")).ThenUnchanged();
        Assert.Equal("9001", story.State.ErpOrderNo);
        Assert.Null(story.State.Attention);
    }

    [Fact]
    public void A_second_number_of_one_order_is_shown_and_the_first_stays()
    {
        var story = Resending();
        story.SeeNumber("9001");
        story.Submit(Done("9002")).Then("attention");
        story.Submit(Done("9002")).ThenUnchanged();
        Assert.Equal("9001", story.State.ErpOrderNo);
        Assert.Equal(ParkingCodes.ErpNumberSecond, story.State.Attention!.Code);
        story.SeeNumber("9001").ThenUnchanged();
    }

    [Fact]
    public void A_crash_during_the_submit_makes_it_ambiguous_until_the_last_possible_execution_has_settled()
    {
        var story = Submitting();
        story.Wait(TimeSpan.FromSeconds(10));
        story.Recover().Then("attempt-ambiguous");
        Assert.Equal(story.State.Attempt!.NotAfter + Rules.SettleTime, story.State.Attempt.SettleUntil);
        story.Recover().ThenUnchanged();
        story.ResendAfterSettling();
        story.Wait(TimeSpan.FromHours(1));
        story.Recover().Then("attempt-ambiguous");
        Assert.Equal(story.Now + Rules.SettleTime, story.State.Attempt!.SettleUntil);
    }

    [Fact]
    public void A_crash_during_the_customer_submit_matches_again_or_waits_for_a_person()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Recover().Then("attempt-ambiguous");
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.WaitUntil(story.State.RetryAt!.Value);
        story.Start(AttemptStep.Customer).Then("attempt-started");
        story.Recover(matchable: false).Then("attempt-ambiguous", "parked", "turn-return-opened");
        Assert.Equal(ParkingCodes.CustomerInDoubt, story.State.Parking!.Code);
    }

    [Fact]
    public void A_crash_between_the_attempts_changes_nothing()
    {
        InTurn().Recover().ThenUnchanged();
        Exported().Recover().ThenUnchanged();
        InDoubt().Recover().ThenUnchanged();
    }
}
