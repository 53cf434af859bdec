using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Customer first, then the order; what each outcome of a first attempt means.</summary>
public sealed class OrderAttemptTests
{
    [Fact]
    public void The_customer_goes_first_and_then_the_order()
    {
        var story = InTurn();
        story.Start(AttemptStep.Order).ThenUnchanged();
        story.Start(AttemptStep.Customer).Then("attempt-started");
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.Customer(Done("77")).Then("customer-known");
        story.Customer(Done("77")).ThenUnchanged();
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.Start(AttemptStep.Order).Then("attempt-started");
        Assert.Equal(2, story.State.Attempt!.No);
        Assert.Equal(Noon + TimeSpan.FromMinutes(1), story.State.Attempt.NotAfter);
        story.Submit(Done("9001")).Then("created", "turn-return-opened");
        Assert.Equal("answer", story.Event<OrderEvent.Created>().Source);
        story.Submit(Done("9001")).ThenUnchanged();
        Assert.Equal("9001", story.State.ErpOrderNo);
    }

    [Fact]
    public void Nothing_is_started_without_a_turn()
    {
        Waiting().Start(AttemptStep.Customer).ThenUnchanged();
        Parked().Start(AttemptStep.Order).ThenUnchanged();
        Exported().Start(AttemptStep.Order).ThenUnchanged();
        InDoubt().Start(AttemptStep.Order).ThenUnchanged();
    }

    [Fact]
    public void What_was_not_sent_goes_again_after_its_time()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(NotSent()).Then("attempt-not-sent");
        Assert.Equal(Noon + TimeSpan.FromSeconds(10), story.State.RetryAt);
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.Wait(TimeSpan.FromSeconds(10));
        story.Start(AttemptStep.Customer).Then("attempt-started");
        story.Customer(Done("77"));
        story.Start(AttemptStep.Order);
        story.Submit(NotSent(story.Now + TimeSpan.FromMinutes(5))).Then("attempt-not-sent");
        Assert.Equal(story.Now + TimeSpan.FromMinutes(5), story.State.RetryAt);
        Assert.False(story.State.InDoubt);
        Assert.Equal(TurnStage.Granted, story.State.Turn);
    }

    [Fact]
    public void Wrong_credentials_did_nothing_and_hold_the_order_back()
    {
        var story = Submitting();
        story.Submit(Unauthorised).Then("attempt-not-sent");
        Assert.NotNull(story.State.RetryAt);
        Assert.Null(story.State.Parking);
    }

    [Fact]
    public void The_pause_grows_and_is_bounded()
    {
        var story = InTurn();
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            story.Start(AttemptStep.Customer).Then("attempt-started");
            story.Customer(NotSent());
            pauses.Add((story.State.RetryAt!.Value - story.Now).TotalSeconds);
            story.WaitUntil(story.State.RetryAt.Value);
        }

        Assert.Equal([10, 20, 40, 80, 160, 160, 160, 160], pauses);
    }

    [Fact]
    public void An_unknown_refusal_is_tried_again_and_then_parked_under_its_code()
    {
        var story = Submitting();
        for (var i = 0; i < Rules.UnknownRefusalsMax - 1; i++)
        {
            story.Submit(Refused("specter-17")).Then("attempt-refused");
            Assert.False(story.State.InDoubt);
            story.WaitUntil(story.State.RetryAt!.Value);
            story.Start(AttemptStep.Order).Then("attempt-started");
        }

        story.Submit(Refused("specter-17")).Then("attempt-refused", "parked", "turn-return-opened");
        Assert.Equal("specter-17", story.State.Parking!.Code);
        Assert.Equal(OrderStage.Parked, story.State.Stage);
    }

    [Fact]
    public void A_validation_refusal_parks_at_once()
    {
        var story = Submitting();
        story.Submit(Refused("field-too-long", plain: true)).Then("attempt-refused", "parked", "turn-return-opened");
        story.TurnReturned().Then("turn-returned");
        Assert.Equal(TurnStage.None, story.State.Turn);
    }

    [Fact]
    public void A_refused_customer_parks_the_order()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(Refused("name-missing", plain: true)).Then("attempt-refused", "parked", "turn-return-opened");
        Assert.Contains("customer", story.State.Parking!.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_taken_before_the_first_attempt_is_somebody_elses()
    {
        var story = Submitting();
        story.Submit(Exists("8888")).Then("attempt-refused", "parked", "turn-return-opened");
        Assert.Equal(ParkingCodes.ExternalNumberTaken, story.State.Parking!.Code);
        Assert.Contains("8888", story.State.Parking.Cause, StringComparison.Ordinal);
        Assert.Null(story.State.ErpOrderNo);
        story.Retry().ThenRefused("resolve-first");
    }

    [Fact]
    public void An_ambiguous_customer_is_matched_again_after_the_settle_time()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(Ambiguous).Then("attempt-ambiguous");
        Assert.False(story.State.InDoubt);
        story.Start(AttemptStep.Customer).ThenUnchanged();
        story.Wait(Rules.SettleTime);
        story.Start(AttemptStep.Customer).Then("attempt-started");
        story.Customer(Done("77")).Then("customer-known");
        story.Start(AttemptStep.Order).Then("attempt-started");
    }

    [Fact]
    public void An_ambiguous_customer_that_cannot_be_matched_waits_for_a_person()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Customer(Ambiguous, matchable: false).Then("attempt-ambiguous", "parked", "turn-return-opened");
        Assert.Equal(ParkingCodes.CustomerInDoubt, story.State.Parking!.Code);
        story.TurnReturned().Then("turn-returned");
        story.Retry().Then("unparked", "accepted");
    }

    [Fact]
    public void The_late_answer_to_an_ambiguous_customer_counts_within_its_turn()
    {
        var story = InTurn();
        story.Start(AttemptStep.Customer);
        story.Recover().Then("attempt-ambiguous");
        story.Customer(Refused("x")).ThenUnchanged();
        story.Customer(Done("77")).Then("customer-known");
        Assert.Equal("77", story.State.CustomerId);
    }

    [Fact]
    public void Outcomes_of_other_attempts_or_steps_change_nothing()
    {
        var story = InTurn();
        story.Customer(Done("77")).ThenUnchanged();
        story.Submit(Done("9001")).ThenUnchanged();
        story.Start(AttemptStep.Customer);
        story.Submit(Done("9001"), no: 1).ThenUnchanged();
        story.Customer(Done("77"), no: 2).ThenUnchanged();
        story.Customer(Done("77"));
        story.Start(AttemptStep.Order);
        story.Customer(Done("78"), no: 1).ThenUnchanged();
        story.Submit(Done("9001"), no: 1).ThenUnchanged();
        Assert.Equal("77", story.State.CustomerId);
    }
}
