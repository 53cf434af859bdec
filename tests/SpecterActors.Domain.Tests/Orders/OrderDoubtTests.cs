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
    public void A_change_of_an_order_whose_number_is_taken_waits_for_the_person_who_looks_and_is_not_lost()
    {
        var story = Submitting();
        story.Submit(Exists("9001"));
        var sent = story.State.Draft;
        story.Observe(TwoArticles with { Rows = [TwoArticles.Rows[0]], TotalIncVat = 250m });
        Assert.Equal(ParkingCodes.ExternalNumberTaken, story.State.Parking!.Code);
        story.Resolve("9001");
        Assert.Equal(sent, story.State.Draft);
        Assert.Equal([("B2", -1m)], story.State.Next!.Link.Draft!.Rows.Select(r => (r.ArticleNumber, r.Quantity)));
    }

    [Theory]
    [InlineData("9001", OrderStage.Finishing)]
    [InlineData(null, OrderStage.Withdrawn)]
    public void A_cancellation_of_an_order_whose_number_is_taken_waits_for_the_person_who_looks(string? found, OrderStage then)
    {
        var story = Submitting();
        story.Submit(Exists("9001"));
        story.Observe(TwoArticles with { Discarded = true });
        Assert.Equal(ParkingCodes.ExternalNumberTaken, story.State.Parking!.Code);
        Assert.False(story.State.Withdrawn);
        story.Resolve(found);
        Assert.Equal(then, story.State.Stage);
        Assert.Equal(found is not null, story.State.Cancel is not null);
    }
}
