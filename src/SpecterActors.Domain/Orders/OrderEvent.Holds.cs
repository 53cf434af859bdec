namespace SpecterActors.Domain.Orders;

/// <content>Orders that wait although nothing is wrong with them.</content>
public abstract partial record OrderEvent
{
    /// <summary>It waits before it asks for a turn.</summary>
    [EventName("order.held", 1)]
    public sealed record Held(OrderHold Hold, DateTimeOffset At) : OrderEvent(At);

    /// <summary>It waits no more; <paramref name="ByHand"/>: an operator lets it go, whatever trigger, transfer and start date say.</summary>
    [EventName("order.hold-ended", 1)]
    public sealed record HoldEnded(bool ByHand, string Reason, DateTimeOffset At) : OrderEvent(At);
}
