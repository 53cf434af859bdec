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
    public void A_status_before_the_claim_waits_for_it()
    {
        See(ErpOrderStatus.Delivered, "T1").Then("status-seen");
        Assert.False(story.State.ForwardOpen);
        Claim("W1");
        Assert.True(story.State.ForwardOpen);
        Forwarded(ErpOrderStatus.PartlyDelivered).ThenUnchanged();
        Forwarded(ErpOrderStatus.Delivered).Then("forwarded");
        Forwarded(ErpOrderStatus.Delivered).ThenUnchanged();
    }

    [Fact]
    public void A_claim_without_any_status_forwards_nothing()
    {
        Claim("W1");
        Assert.False(story.State.ForwardOpen);
    }

    [Fact]
    public void Statuses_only_rise_and_are_forwarded_each()
    {
        Claim("W1");
        See(ErpOrderStatus.PartlyDelivered).Then("status-seen");
        See(ErpOrderStatus.Delivered).Then("status-seen");
        Forwarded(ErpOrderStatus.PartlyDelivered).ThenUnchanged();
        Assert.True(story.State.ForwardOpen);
        Forwarded(ErpOrderStatus.Delivered).Then("forwarded");
        See(ErpOrderStatus.Delivered).ThenUnchanged();
        See(ErpOrderStatus.Open).ThenUnchanged();
        See(ErpOrderStatus.Cancelled).Then("status-seen");
        See(ErpOrderStatus.Delivered).ThenUnchanged();
    }

    [Fact]
    public void A_tracking_number_that_comes_later_is_forwarded()
    {
        Claim("W1");
        See(ErpOrderStatus.Delivered);
        Forwarded(ErpOrderStatus.Delivered);
        See(ErpOrderStatus.Delivered, "T1").Then("status-seen");
        Assert.True(story.State.ForwardOpen);
        See(ErpOrderStatus.Delivered, "T1").ThenUnchanged();
        See(ErpOrderStatus.Cancelled).Then("status-seen");
        Assert.Equal("T1", story.State.TrackingNo);
    }

    [Fact]
    public void An_external_number_seen_is_told_to_its_order()
    {
        See(ErpOrderStatus.Open, external: "W1").Then("external-number-seen");
        See(ErpOrderStatus.Open, external: "W1").ThenUnchanged();
        Assert.Equal("W1", story.State.NumberForwardOpen);
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).Then("number-forwarded");
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).ThenUnchanged();
        See(ErpOrderStatus.Delivered, external: "W1").Then("status-seen", "external-number-seen");
        Claim("W1");
        Assert.Null(story.State.NumberForwardOpen);
        See(ErpOrderStatus.Delivered, external: "W1").ThenUnchanged();
    }

    [Fact]
    public void Nothing_known_nothing_forwarded()
    {
        Forwarded(ErpOrderStatus.Open).ThenUnchanged();
        story.When(new ErpOrderCommand.ConfirmNumberForward(Noon)).ThenUnchanged();
        See(ErpOrderStatus.Open).ThenUnchanged();
        See(ErpOrderStatus.Open, external: "").ThenUnchanged();
    }

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> Claim(string order) => story.When(new ErpOrderCommand.Claim(order, Noon));

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> See(ErpOrderStatus status, string? tracking = null, string? external = null) =>
        story.When(new ErpOrderCommand.SeeStatus(status, tracking, external, Noon));

    private Story<ErpOrderState, ErpOrderCommand, ErpOrderEvent> Forwarded(ErpOrderStatus status) => story.When(new ErpOrderCommand.ConfirmForward(status, story.State.TrackingNo, Noon));
}
