using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Orders;
using SpecterActors.Domain.Tests.Orders;
using Xunit;

namespace SpecterActors.Domain.Tests.Customers;

/// <summary>A shop's customer on its way to the ERP's record: one turn, one call at a time, never overtaken by an older one.</summary>
public sealed class ShopCustomerTests
{
    private static readonly DateTimeOffset Noon = OrderStory.Noon;
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);
    private static readonly Buyer Moved = OrderStory.Anna with { Invoice = OrderStory.Anna.Invoice with { Street = "Nya gatan 9" } };

    private readonly Story<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent> story = new(ShopCustomerDecider.Initial, ShopCustomerDecider.Decide, ShopCustomerDecider.Apply);

    [Fact]
    public void The_first_reading_of_all_is_no_change_and_the_same_again_is_none_either()
    {
        See(OrderStory.Anna, baseline: true).Then("seen");
        Assert.False(story.State.Open);
        See(OrderStory.Anna).ThenUnchanged();
        See(Moved).Then("seen", "turn");
        Assert.Equal((true, TurnStage.Wanted, 1), (story.State.Open, story.State.Turn, story.State.TurnNo));
    }

    [Fact]
    public void A_change_takes_a_turn_is_written_down_carried_and_gives_the_turn_back()
    {
        Calling();
        story.When(new ShopCustomerCommand.StartCall(Noon, Noon)).ThenUnchanged();
        Outcome(OrderStory.Done("77")).Then("carried", "turn");
        Assert.Equal(("77", false, TurnStage.Returning), (story.State.CustomerId, story.State.Open, story.State.Turn));
        Outcome(OrderStory.Done("77")).ThenUnchanged();
        Returned().Then("turn");
        Assert.Equal(TurnStage.None, story.State.Turn);
    }

    [Fact]
    public void What_changes_during_a_call_goes_in_a_turn_of_its_own()
    {
        Calling();
        See(OrderStory.Anna).Then("seen");
        Outcome(OrderStory.Done("77"));
        Assert.True(story.State.Open);
        Returned().Then("turn", "turn");
        Assert.Equal((TurnStage.Wanted, 2), (story.State.Turn, story.State.TurnNo));
    }

    [Fact]
    public void What_changes_before_the_turn_is_granted_stands_in_line_anew_under_its_own_values()
    {
        See(Moved);
        See(OrderStory.Anna).Then("seen", "turn");
        Assert.Equal(TurnStage.Returning, story.State.Turn);
        Returned().Then("turn", "turn");
        Assert.Equal((TurnStage.Wanted, 2), (story.State.Turn, story.State.TurnNo));
    }

    [Fact]
    public void An_unknown_outcome_keeps_the_turn_until_the_call_can_no_longer_be_executed()
    {
        Calling();
        Outcome(OrderStory.Ambiguous).Then("call-ended");
        Assert.Equal((TurnStage.Granted, Noon + Settle), (story.State.Turn, story.State.RetryAt!.Value));
        Start(Noon).ThenUnchanged();
        Start(Noon + Settle).Then("call-started");
    }

    [Fact]
    public void After_a_crash_a_call_without_outcome_counts_as_unknown_from_its_last_moment()
    {
        Calling();
        story.When(new ShopCustomerCommand.Recover(Settle, Noon)).Then("call-ended");
        Assert.Equal(Noon + TimeSpan.FromMinutes(1) + Settle, story.State.RetryAt);
        story.When(new ShopCustomerCommand.Recover(Settle, Noon)).ThenUnchanged();
    }

    [Fact]
    public void A_refusal_parks_until_a_retry_or_other_content()
    {
        Calling();
        Outcome(OrderStory.Refused("specter-21", plain: true)).Then("parked", "turn");
        Returned().Then("turn");
        Assert.Equal(TurnStage.None, story.State.Turn);
        story.When(new ShopCustomerCommand.Retry("mended", Noon)).Then("unparked", "turn");
        story.When(new ShopCustomerCommand.Retry("mended", Noon)).ThenUnchanged();
    }

    [Fact]
    public void Other_content_lifts_the_parking_by_itself()
    {
        Calling();
        Outcome(OrderStory.Refused("specter-21", plain: true));
        Returned();
        See(OrderStory.Anna).Then("seen", "turn");
        Assert.Null(story.State.Parking);
    }

    [Fact]
    public void A_customer_that_the_erp_does_not_know_is_done_without_a_call()
    {
        Calling();
        Outcome(new CallResult(CallResultKind.Done, null)).Then("carried", "turn");
        Assert.Null(story.State.CustomerId);
    }

    private void Calling()
    {
        See(OrderStory.Anna, baseline: true);
        See(Moved);
        story.When(new ShopCustomerCommand.GrantTurn(2, Noon)).ThenUnchanged();
        story.When(new ShopCustomerCommand.GrantTurn(1, Noon)).Then("turn");
        Start(Noon).Then("call-started");
    }

    private Story<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent> See(Buyer buyer, bool baseline = false) =>
        story.When(new ShopCustomerCommand.Observe(buyer, "demo/shop-customer/main:1", baseline, Noon));

    private Story<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent> Start(DateTimeOffset at) =>
        story.When(new ShopCustomerCommand.StartCall(at + TimeSpan.FromMinutes(1), at));

    private Story<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent> Outcome(CallResult result) =>
        story.When(new ShopCustomerCommand.Outcome(result, Settle, Delay, Noon));

    private Story<ShopCustomerState, ShopCustomerCommand, ShopCustomerEvent> Returned() =>
        story.When(new ShopCustomerCommand.ConfirmTurnReturned(story.State.TurnNo, Noon));
}
