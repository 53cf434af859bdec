using SpecterActors.Domain.ErpOrders;
using SpecterActors.Domain.Orders;
using Xunit;

namespace SpecterActors.Domain.Tests.ErpOrders;

/// <summary>One order number of the ERP: claimed by one order; what the feed says waits until it is.</summary>
public sealed class ErpOrderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> story = new(ErpOrderDecider.Initial, ErpOrderDecider.Decide, ErpOrderDecider.Apply);

    [Fact]
    public void The_first_claim_stands()
    {
        Claim("W1").Then("claimed");
        Claim("W1").ThenUnchanged();
        Claim("W2").ThenUnchanged();
        Assert.Equal("W1", story.State.ClaimedBy);
    }

    [Fact]
    public void Marks_before_the_claim_wait_for_it()
    {
        See(ErpOrderMarks.Delivered, "T1").Then("marked");
        Assert.False(story.State.ForwardOpen);
        Claim("W1");
        Assert.True(story.State.ForwardOpen);
        Forwarded(ErpOrderMarks.PartlyDelivered).ThenUnchanged();
        Forwarded(ErpOrderMarks.Delivered).Then("marks-forwarded");
        Forwarded(ErpOrderMarks.Delivered).ThenUnchanged();
    }

    [Fact]
    public void A_claim_without_any_mark_forwards_nothing()
    {
        Claim("W1");
        Assert.False(story.State.ForwardOpen);
    }

    [Fact]
    public void Marks_only_gather_and_are_forwarded_with_each_news()
    {
        Claim("W1");
        See(ErpOrderMarks.PartlyDelivered, "T1").Then("marked");
        See(ErpOrderMarks.Delivered, "T2").Then("marked");
        Forwarded(ErpOrderMarks.PartlyDelivered).ThenUnchanged();
        Forwarded(ErpOrderMarks.PartlyDelivered | ErpOrderMarks.Delivered).Then("marks-forwarded");
        See(ErpOrderMarks.Delivered, "T1").ThenUnchanged();
        See(ErpOrderMarks.None).ThenUnchanged();
        See(ErpOrderMarks.Cancelled).Then("marked");
        Assert.Equal("T1, T2", story.State.Tracking);
        Assert.True(story.State.ForwardOpen);
    }

    [Fact]
    public void An_external_number_seen_is_told_to_its_order()
    {
        See(ErpOrderMarks.None, external: "W1").Then("external-number-seen");
        See(ErpOrderMarks.None, external: "W1").ThenUnchanged();
        Assert.Equal("W1", story.State.NumberForwardOpen);
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).Then("number-forwarded");
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).ThenUnchanged();
        See(ErpOrderMarks.Delivered, external: "W1").Then("marked", "external-number-seen");
        Claim("W1");
        Assert.Null(story.State.NumberForwardOpen);
        See(ErpOrderMarks.Delivered, external: "W1").ThenUnchanged();
    }

    [Fact]
    public void A_foreign_order_shown_again_and_again_leaves_no_trace_after_the_first_time()
    {
        See(ErpOrderMarks.Delivered, "T1", "X-77").Then("marked", "external-number-seen");
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon));
        See(ErpOrderMarks.Delivered, "T1", "X-77").ThenUnchanged();
        See(ErpOrderMarks.Delivered, "T1", "X-78").Then("external-number-seen");
    }

    [Fact]
    public void What_was_stored_before_there_were_marks_is_read_as_marks()
    {
        story.Given(new ErpOrderEvent.Claimed("W1", Noon), new ErpOrderEvent.StatusSeen(ErpOrderStatus.Delivered, "T1", Noon));
        Assert.Equal((ErpOrderMarks.Delivered, "T1", true), (story.State.Marks, story.State.Tracking, story.State.ForwardOpen));
        story.Given(new ErpOrderEvent.Forwarded(ErpOrderStatus.Delivered, Noon));
        Assert.False(story.State.ForwardOpen);
    }

    [Fact]
    public void Nothing_known_nothing_forwarded()
    {
        Forwarded(ErpOrderMarks.None).ThenUnchanged();
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).ThenUnchanged();
        See(ErpOrderMarks.None).ThenUnchanged();
        See(ErpOrderMarks.None, external: "").ThenUnchanged();
    }

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> Claim(string order) => story.When(new ErpOrderCommand.Claim(order, Noon));

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> See(ErpOrderMarks marks, string? tracking = null, string? external = null) =>
        story.When(new ErpOrderCommand.See(marks, tracking, external, Noon));

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> Forwarded(ErpOrderMarks marks) => story.When(new ErpOrderCommand.ConfirmForward(marks, story.State.Tracking, Noon));
}
