using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Orders;
using Xunit;
using static SpecterActors.Domain.Tests.Orders.OrderStory;

namespace SpecterActors.Domain.Tests.Orders;

/// <summary>Once the ERP has the order.</summary>
public sealed class OrderAftermathTests
{
    private readonly OrderStory story = Exported();

    [Fact]
    public void The_rest_is_done_step_by_step()
    {
        Assert.Equal(OrderStage.Finishing, story.State.Stage);
        story.TurnReturned().Then("turn-returned");
        story.When(new OrderCommand.ConfirmBooking("A1", story.Now)).Then("booking-confirmed");
        story.When(new OrderCommand.ConfirmBooking("A1", story.Now)).ThenUnchanged();
        story.When(new OrderCommand.ConfirmBooking("B2", story.Now)).Then("booking-confirmed");
        story.When(new OrderCommand.ConfirmClaim("9002", null, story.Now)).ThenUnchanged();
        story.When(new OrderCommand.ConfirmClaim("9001", null, story.Now)).Then("number-claimed");
        story.When(new OrderCommand.ConfirmClaim("9001", null, story.Now)).ThenUnchanged();
        WriteNumber(Done("")).Then("number-written");
        WriteNumber(Done("")).ThenUnchanged();
        Assert.Equal(OrderStage.Exported, story.State.Stage);
        Assert.False(story.State.HasOpenIntents);
    }

    [Fact]
    public void A_number_that_another_order_claims_is_shown()
    {
        story.When(new OrderCommand.ConfirmClaim("9001", "W1000", story.Now)).Then("number-claimed", "attention");
        Assert.Equal(ParkingCodes.ErpNumberClaimed, story.State.Attention!.Code);
        Assert.Equal(story.State.Attention, story.State.Obstacle);
    }

    [Fact]
    public void A_refused_number_write_stays_open_is_shown_once_and_goes_away_when_it_works()
    {
        WriteNumber(NotSent()).ThenUnchanged();
        WriteNumber(Ambiguous).ThenUnchanged();
        WriteNumber(Refused("locked")).Then("attention");
        WriteNumber(Refused("locked")).ThenUnchanged();
        Assert.True(story.State.NumberWriteOpen);
        WriteNumber(Done("")).Then("number-written", "attention");
        Assert.Null(story.State.Attention);
    }

    [Fact]
    public void A_success_takes_away_no_other_matter()
    {
        story.SeeNumber("9002");
        WriteNumber(Done("")).Then("number-written");
        Assert.Equal(ParkingCodes.ErpNumberSecond, story.State.Attention!.Code);
    }

    [Fact]
    public void A_status_before_the_number_is_known_waits_with_the_erp_order() =>
        InDoubt().SeeStatus(ErpOrderStatus.Delivered).ThenUnchanged();

    private Story<OrderState, OrderCommand, OrderEvent> WriteNumber(CallResult result) => story.When(new OrderCommand.NumberWriteOutcome(result, story.Now));
}
