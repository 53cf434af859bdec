using SpecterActors.Domain.Failures;
using SpecterActors.Domain.Privacy;

namespace SpecterActors.Domain.Orders;

/// <content>What changes in the shop bring about after an order was sent.</content>
public abstract partial record OrderEvent
{
    /// <summary>
    /// The shop changed the order while it was, or may have been, with the ERP. What the ERP should hold by now is <paramref name="Wanted"/>;
    /// null when the change cannot be mapped, for <paramref name="Problem"/>.
    /// </summary>
    [EventName("order.edited", 1)]
    public sealed record Edited(
        ShopOrder Order, Personal<Buyer> Buyer, ErpOrderDraft? Wanted, Parking? Problem, OrderHeadParts Head, bool ByHand, DateTimeOffset At) : OrderEvent(At);

    /// <summary>
    /// The order turns out to be in the ERP as it was sent at first, with <paramref name="Draft"/>, and not as it was changed since: what it was
    /// changed to is carried over as any later change is.
    /// </summary>
    [EventName("order.found-as-first-sent", 1)]
    public sealed record FoundAsFirstSent(ErpOrderDraft Draft, bool ByHand, DateTimeOffset At) : OrderEvent(At);

    /// <summary>This order supplements another one, or its parent wants something else of it; <paramref name="Late"/> when it may be with the ERP already.</summary>
    [EventName("order.supplement-received", 1)]
    public sealed record SupplementReceived(
        string ShopId, string ExternalNo, SupplementLink Link, ShopOrder Order, Personal<Buyer> Buyer, bool Late, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens: tell the supplement with this external number what is wanted of it.</summary>
    [EventName("order.supplement-wanted", 1)]
    public sealed record SupplementWanted(string ExternalNo, SupplementLink Link, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The supplement has stored what is wanted of it.</summary>
    [EventName("order.supplement-told", 1)]
    public sealed record SupplementTold(DateTimeOffset At) : OrderEvent(At);

    /// <summary>It is to be cancelled in the ERP; opens the ERP's call for it when <paramref name="Call"/>.</summary>
    [EventName("order.cancel-wanted", 1)]
    public sealed record CancelWanted(bool Call, DateTimeOffset At) : OrderEvent(At);

    /// <summary>It is not cancelled any more in the shop.</summary>
    [EventName("order.cancel-dropped", 1)]
    public sealed record CancelDropped(DateTimeOffset At) : OrderEvent(At);

    /// <summary>The ERP took the call that cancels the order.</summary>
    [EventName("order.cancel-accepted", 1)]
    public sealed record CancelAccepted(DateTimeOffset At) : OrderEvent(At);

    /// <summary>A person made in the ERP by hand what this order showed as to be done there.</summary>
    [EventName("order.done-by-hand", 1)]
    public sealed record DoneByHand(string Reason, DateTimeOffset At) : OrderEvent(At);
}
