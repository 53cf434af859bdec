using SpecterActors.Domain.ErpOrders;

namespace SpecterActors.Domain.Orders;

/// <content>What happens in the shop to an order that was sent, and what the ERP is told of it.</content>
public abstract partial record OrderEvent
{
    /// <summary>The shop shows this of the order since it was sent; <paramref name="ErpTakes"/>: for these the ERP has a call.</summary>
    [EventName("order.shop-marked", 1)]
    public sealed record ShopMarked(ErpOrderMarks Marks, string Tracking, ErpOrderMarks ErpTakes, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Written before the first byte of the call that tells the ERP.</summary>
    [EventName("order.tell-started", 1)]
    public sealed record TellStarted(ErpOrderMarks Mark, int No, DateTimeOffset NotAfter, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP took it.</summary>
    [EventName("order.erp-told", 1)]
    public sealed record ErpTold(ErpOrderMarks Mark, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The call surely did nothing; the next one not before <paramref name="RetryAt"/>.</summary>
    [EventName("order.tell-not-sent", 1)]
    public sealed record TellNotSent(DateTimeOffset RetryAt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP refused it.</summary>
    [EventName("order.tell-refused", 1)]
    public sealed record TellRefused(ErpOrderMarks Mark, string Code, string Text, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Nobody knows whether the ERP took it: it is not told again before a person has looked.</summary>
    [EventName("order.tell-doubted", 1)]
    public sealed record TellDoubted(ErpOrderMarks Mark, string Reason, DateTimeOffset At) : OrderEvent(At);

    /// <summary>A person looked: what is in doubt or was refused is told again.</summary>
    [EventName("order.tell-again", 1)]
    public sealed record TellAgain(string Reason, DateTimeOffset At) : OrderEvent(At);
}
