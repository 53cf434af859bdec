using System.Collections.Immutable;
using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>What changed settings mean for orders that wait (A17, M8, A30), and for those that a person keeps back.</summary>
public sealed class OrderReviewTests
{
    private static readonly OrderRules ByHand = With(new OrderLifeSettings { Trigger = OrderTrigger.ByHand });
    private static readonly OrderRules NotAtAll = With(new OrderLifeSettings { Transfer = OrderTransfer.NotAtAll });
    private static readonly OrderRules Paid = With(new OrderLifeSettings { TransferStatuses = ["payment:paid"] });

    private readonly OrderStory story = new();

    public static TheoryData<OrderRules, OrderRules, string?> Changes => new()
    {
        { ByHand, Rules, null },
        { NotAtAll, Rules, null },
        { NotAtAll, ByHand, ParkingCodes.ExportByHand },
        { ByHand, NotAtAll, ParkingCodes.TransferOff },
        { Paid, Rules, null },
        { Paid, With(new OrderLifeSettings { TransferStatuses = ["payment:unpaid"] }), null },
        { ByHand, Paid, ParkingCodes.ShopStatus },
        { ByHand, With(new OrderLifeSettings { Trigger = OrderTrigger.ByHand, ExportTag = "go" }), null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_order_that_waits_goes_or_waits_for_what_the_settings_want_now(OrderRules before, OrderRules after, string? code)
    {
        story.Observe(TwoArticles with { Statuses = ["payment:unpaid"], Tags = ["go"] }, rules: before);
        story.ConfirmArticles();
        Assert.NotNull(story.State.Hold);
        Review(before).ThenUnchanged();
        Review(after);
        Assert.Equal(code, story.State.Hold?.Code);
        Assert.False(story.State.ExportedByHand);
        story.ConfirmArticles();
        Assert.Equal(code is null ? TurnStage.Wanted : TurnStage.None, story.State.Turn);
        Review(after).ThenUnchanged();
    }

    [Fact]
    public void What_the_shop_showed_last_decides_although_the_order_was_not_let_go_by_it()
    {
        story.Observe(TwoArticles with { Statuses = ["payment:unpaid"] }, rules: Paid);
        story.Observe(TwoArticles with { Statuses = ["payment:reserved"] }, rules: Paid);
        Review(With(new OrderLifeSettings { TransferStatuses = ["payment:reserved"] }));
        Assert.Null(story.State.Hold);
    }

    [Fact]
    public void An_order_that_was_told_as_incomplete_goes_when_it_need_not_be_complete()
    {
        story.Observe(buyer: Anna with { Invoice = Anna.Invoice with { City = "" } });
        story.When(new OrderCommand.PassHoldLimit(story.State.Hold!.AlarmAt!.Value)).Then("parked");
        Review(Rules).ThenUnchanged();
        Review(With(new OrderLifeSettings { WaitForComplete = false }));
        Assert.True(story.State is { Hold: null, Parking: null });
    }

    [Fact]
    public void An_order_of_before_the_start_date_goes_when_that_is_set_back_far_enough()
    {
        var placed = TwoArticles.PlacedAt;
        story.Observe(rules: Rules with { ExportFrom = placed.AddDays(5) }).Then("received", "ignored");
        Review(Rules with { ExportFrom = placed.AddSeconds(1) }).ThenUnchanged();
        Review(ByHand with { ExportFrom = placed }).Then("received", "reservations-opened", "accepted", "held");
        Review(Rules with { ExportFrom = placed }).Then("hold-ended", "accepted");
    }

    [Fact]
    public void An_order_cancelled_or_numbered_before_it_was_seen_is_never_let_go_by_settings()
    {
        story.Observe(TwoArticles with { Discarded = true });
        Review(Rules).ThenUnchanged();
        var other = new OrderStory();
        other.Observe(TwoArticles with { ExternalOrderNumber = "8000" });
        Review(Rules, other).ThenUnchanged();
    }

    [Fact]
    public void An_order_that_lacked_a_setting_is_mapped_again_once_the_setting_is_made()
    {
        var euros = TwoArticles with { Currency = "EUR" };
        story.Observe(euros);
        Assert.Equal(ParkingCodes.CurrencyNotSupported, story.State.Parking!.Code);
        Review(Rules).ThenUnchanged();
        var allowed = Rules with { Mapping = Rules.Mapping with { OtherCurrencies = ["EUR"] } };
        Review(allowed with { Life = ByHand.Life }).Then("unparked", "accepted", "held");
        Review(allowed).Then("hold-ended", "accepted");
    }

    [Fact]
    public void What_lacks_more_than_a_setting_and_what_the_erp_refused_stays_parked()
    {
        story.Observe(OrderStory.With(Row("", 1m, 100m)));
        Review(Rules).ThenUnchanged();
        var refused = Parked();
        Review(Rules, refused).ThenUnchanged();
        Assert.NotNull(refused.State.Parking);
    }

    [Fact]
    public void A_change_after_export_that_lacked_a_setting_is_carried_over_once_it_is_made()
    {
        var sent = Exported();
        sent.Observe(TwoArticles with { Currency = "EUR" });
        Assert.NotNull(sent.State.Edit!.Problem);
        Review(Rules, sent).ThenUnchanged();
        Review(Rules with { Mapping = Rules.Mapping with { OtherCurrencies = ["EUR"] } }, sent);
        Assert.Null(sent.State.Edit!.Problem);
    }

    [Fact]
    public void Orders_on_their_way_are_not_touched()
    {
        foreach (var underWay in new[] { Waiting(), InTurn(), Submitting(), InDoubt(), Exported() })
        {
            Review(Rules, underWay).ThenUnchanged();
        }
    }

    [Fact]
    public void An_order_that_a_person_keeps_back_is_let_go_by_that_person_alone()
    {
        story.Observe();
        story.ConfirmArticles();
        story.Grant();
        KeepBack().Then("turn-return-opened", "held");
        Assert.Contains("the buyer called", story.State.Hold!.Why, StringComparison.Ordinal);
        story.TurnReturned().Then("turn-returned");
        KeepBack().ThenUnchanged();
        Review(Rules).ThenUnchanged();
        story.Observe().ThenUnchanged();
        story.Observe(TwoArticles with { Tags = ["export"] }, rules: With(new OrderLifeSettings { ExportTag = "export" })).ThenUnchanged();
        Range().ThenUnchanged();
        Assert.False(OrderRules.IsLetGoInRange(story.State));
        // What the shop changes of it is taken up; it waits all the same.
        story.Observe(OrderStory.With(Row("A1", 5m, 500m))).Then("received", "reservations-opened", "accepted");
        story.ConfirmArticles();
        Assert.Equal((OrderStage.Held, TurnStage.None, 5m), (story.State.Stage, story.State.Turn, story.State.Units["A1"]));
        story.When(new OrderCommand.Export("they agreed", Rules, story.Now));
        story.ConfirmArticles();
        Assert.Equal(TurnStage.Wanted, story.State.Turn);
    }

    [Fact]
    public void What_may_be_with_the_erp_or_does_not_go_anyway_cannot_be_kept_back()
    {
        foreach (var underWay in new[] { Submitting(), InDoubt(), Exported() })
        {
            KeepBack(underWay).ThenRefused("not-to-keep-back");
        }

        KeepBack().ThenRefused("not-to-keep-back");
        story.Observe(TwoArticles with { Discarded = true });
        KeepBack().ThenRefused("not-to-keep-back");
    }

    private static OrderRules With(OrderLifeSettings life) => Rules with { Life = life };

    private Story<OrderState, OrderCommand, OrderEvent> Review(OrderRules rules, OrderStory? of = null) => (of ?? story).When(
        new OrderCommand.Review(ImmutableSortedDictionary<string, OrderRules>.Empty.Add("main", rules), (of ?? story).Now));

    private Story<OrderState, OrderCommand, OrderEvent> KeepBack(OrderStory? of = null) => (of ?? story).When(new OrderCommand.KeepBack("the buyer called", (of ?? story).Now));

    private Story<OrderState, OrderCommand, OrderEvent> Range() =>
        story.When(new OrderCommand.Observe("main", TwoArticles, Anna, "demo/order/W1001", Rules, story.Now) { ByHand = true });
}
