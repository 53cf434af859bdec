using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Orders that wait before they go: trigger and transfer (A17), statuses of the shop (M8), completeness (pitfall 22).</summary>
public sealed class OrderHoldTests
{
    private static readonly OrderRules ByHand = With(new OrderLifeSettings { Trigger = OrderTrigger.ByHand, ExportTag = "export" });
    private static readonly OrderRules Paid = With(new OrderLifeSettings { TransferStatuses = ["payment:paid"] });

    private readonly OrderStory story = new();

    [Fact]
    public void By_hand_it_is_mapped_holds_its_units_and_waits()
    {
        story.Observe(rules: ByHand).Then("received", "reservations-opened", "accepted", "held");
        story.ConfirmArticles();
        Assert.Equal((OrderStage.Held, TurnStage.None, ParkingCodes.ExportByHand), (story.State.Stage, story.State.Turn, story.State.Hold!.Code));
        Assert.False(story.State.HasOpenIntents);
        story.Observe(rules: ByHand).ThenUnchanged();
        Export(ByHand).Then("hold-ended", "accepted");
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
        Export(ByHand).ThenRefused("not-to-export");
    }

    [Fact]
    public void A_tag_of_the_shop_lets_it_go()
    {
        story.Observe(rules: ByHand);
        story.ConfirmArticles();
        story.Observe(TwoArticles with { Tags = ["export"] }, rules: ByHand).Then("received", "reservations-opened", "accepted", "hold-ended");
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void Not_transferred_it_waits_until_it_is_let_go()
    {
        var off = With(new OrderLifeSettings { Transfer = OrderTransfer.NotAtAll });
        story.Observe(rules: off);
        Assert.Equal(ParkingCodes.TransferOff, story.State.Hold!.Code);
        Export(off);
        Assert.Null(story.State.Hold);
    }

    [Fact]
    public void It_goes_when_the_shop_shows_a_status_that_transfers_and_waits_again_when_it_shows_another_before_it_went()
    {
        story.Observe(TwoArticles with { Statuses = ["payment:unpaid"] }, rules: Paid);
        Assert.Equal(ParkingCodes.ShopStatus, story.State.Hold!.Code);
        story.ConfirmArticles();
        story.Observe(TwoArticles with { Statuses = ["payment:paid"] }, rules: Paid);
        Assert.Null(story.State.Hold);
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
        story.Observe(TwoArticles with { Statuses = ["payment:unpaid"] }, rules: Paid)
            .Then("received", "turn-return-opened", "reservations-opened", "accepted", "held");
        story.TurnReturned().Then("turn-returned");
    }

    [Fact]
    public void Once_it_was_sent_no_status_holds_anything()
    {
        var sent = Exported();
        sent.Observe(TwoArticles with { Statuses = ["payment:unpaid"] }, rules: Paid).ThenUnchanged();
    }

    [Fact]
    public void Without_a_complete_address_it_waits_and_a_person_is_told_in_time_and_it_goes_when_it_is_complete()
    {
        var half = Anna with { Invoice = Anna.Invoice with { Postcode = " " } };
        story.Observe(buyer: half);
        Assert.Contains("postcode of the invoice address", story.State.Hold!.Why, StringComparison.Ordinal);
        var alarm = story.State.Hold.AlarmAt!.Value;
        Assert.Equal(Noon.AddDays(1), alarm);
        Limit(alarm.AddSeconds(-1)).ThenUnchanged();
        story.Wait(TimeSpan.FromHours(1));
        story.Observe(buyer: half with { Phone = "08-1" });
        Assert.Equal(alarm, story.State.Hold.AlarmAt);
        Limit(alarm).Then("parked");
        Limit(alarm).ThenUnchanged();
        Assert.Equal(ParkingCodes.OrderIncomplete, story.State.Parking!.Code);
        story.Observe();
        Assert.True(story.State is { Hold: null, Parking: null });
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void Letting_it_go_by_hand_does_not_make_it_complete()
    {
        story.Observe(TwoArticles with { Payment = TwoArticles.Payment with { MethodId = "" } });
        Assert.Contains("payment", story.State.Hold!.Why, StringComparison.Ordinal);
        Export(Rules);
        Assert.Equal(ParkingCodes.OrderIncomplete, story.State.Hold!.Code);
        Assert.True(story.State.ExportedByHand);
    }

    [Fact]
    public void By_setting_it_does_not_wait_to_be_complete()
    {
        story.Observe(buyer: Anna with { Invoice = Anna.Invoice with { Street = "" } }, rules: With(new OrderLifeSettings { WaitForComplete = false }));
        Assert.Null(story.State.Hold);
    }

    [Fact]
    public void Cancelled_while_it_waits_it_is_withdrawn()
    {
        story.Observe(rules: ByHand);
        story.Observe(TwoArticles with { Discarded = true }, rules: ByHand).Then("withdrawn");
        Assert.Null(story.State.Hold);
        Export(ByHand).ThenRefused("not-to-export");
    }

    [Fact]
    public void An_order_of_before_the_start_date_goes_by_hand_alone_or_in_a_range()
    {
        var rules = Rules with { ExportFrom = TwoArticles.PlacedAt.AddDays(1) };
        story.Observe(rules: rules).Then("received", "ignored");
        Assert.True(OrderRules.IsLetGoInRange(story.State));
        Export(rules).Then("received", "hold-ended", "reservations-opened", "accepted");

        var other = new OrderStory();
        other.Observe(rules: rules);
        Range(other, rules).Then("received", "hold-ended", "reservations-opened", "accepted");
        Range(other, rules).ThenUnchanged();
        Assert.False(OrderRules.IsLetGoInRange(other.State));

        var fresh = new OrderStory();
        Range(fresh, rules).Then("received", "hold-ended", "reservations-opened", "accepted");
    }

    [Fact]
    public void An_order_that_the_erp_has_by_what_the_shop_shows_does_not_go_by_hand()
    {
        story.Observe(TwoArticles with { ExternalOrderNumber = "8000" });
        Export(Rules).ThenRefused("not-to-export");
        Range(story, Rules).ThenUnchanged();
        Exported().When(new OrderCommand.Export("r", Rules, Noon)).ThenRefused("not-to-export");
    }

    private static OrderRules With(OrderLifeSettings life) => Rules with { Life = life };

    private static Story<OrderState, OrderCommand, OrderEvent> Range(OrderStory s, OrderRules rules) =>
        s.When(new OrderCommand.Observe("main", s.State.Shop ?? TwoArticles, Anna, "demo/order/W1001", rules, s.Now) { ByHand = true });

    private Story<OrderState, OrderCommand, OrderEvent> Export(OrderRules rules) => story.When(new OrderCommand.Export("asked", rules, story.Now));

    private Story<OrderState, OrderCommand, OrderEvent> Limit(DateTimeOffset at) => story.When(new OrderCommand.PassHoldLimit(at));
}
