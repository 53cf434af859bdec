using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Answers that come after they were given up, numbers from the order feed, and crashes in the middle of a call.</summary>
public sealed class OrderLateAnswerTests
{
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
        story.Submit(Exists("8888")).ThenUnchanged();
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
