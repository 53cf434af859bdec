using SpecterActors.Domain.ErpOrders;

namespace SpecterActors.Domain.Orders;

/// <content>What the ERP says of orders, and what the shop is to show of it.</content>
public abstract partial record OrderEvent
{
    /// <summary>The ERP said something new; these are all marks and tracking numbers by now, and the marks that settings let reach the shop.</summary>
    [EventName("order.erp-marked", 1)]
    public sealed record ErpMarked(ErpOrderMarks Marks, string Tracking, ErpOrderMarks ToShop, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The supplement and its own supplements stand like this in the ERP.</summary>
    [EventName("order.supplement-seen", 1)]
    public sealed record SupplementSeen(ChainFacts Facts, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens: tell the parent how this supplement and its own supplements stand.</summary>
    [EventName("order.report-opened", 1)]
    public sealed record ReportOpened(ChainFacts Facts, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The parent knows.</summary>
    [EventName("order.report-closed", 1)]
    public sealed record ReportClosed(DateTimeOffset At) : OrderEvent(At);

    /// <summary>Opens: the shop's order is to show this; null: nothing more is to be written.</summary>
    [EventName("order.status-wanted", 1)]
    public sealed record StatusWanted(ShopStatusWrite? Write, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The shop's order shows this; a cancellation opens a look at the shop's stock of each article.</summary>
    [EventName("order.status-shown", 1)]
    public sealed record StatusShown(ShopStatusWrite Write, DateTimeOffset At) : OrderEvent(At);
}
