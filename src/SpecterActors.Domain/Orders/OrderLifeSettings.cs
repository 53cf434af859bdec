using System.Collections.Immutable;

namespace SpecterActors.Domain.Orders;

/// <summary>Settings of one shop that decide when its orders go, and what follows when they change afterwards (mission A17, A23, A28, M8, M9).</summary>
public sealed record OrderLifeSettings
{
    /// <summary>What has an order go to the ERP (A17). Default: that it was placed.</summary>
    public OrderTrigger Trigger { get; init; } = OrderTrigger.WhenRegistered;

    /// <summary>Whether orders that were triggered are transferred (A17). Default: directly.</summary>
    public OrderTransfer Transfer { get; init; } = OrderTransfer.Directly;

    /// <summary>A tag on the shop's order that has it go as an "Export" button would, or null. Default none.</summary>
    public string? ExportTag { get; init; }

    /// <summary>Statuses of the shop of which an order must show one before it goes (M8); empty: any. Default any.</summary>
    public ImmutableSortedSet<string> TransferStatuses { get; init; } = [];

    /// <summary>An order without complete addresses and payment waits until it has them. Default on.</summary>
    public bool WaitForComplete { get; init; } = true;

    /// <summary>How long it waits before a person is told. Default a day.</summary>
    public TimeSpan IncompleteAlarmAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What becomes of a change that the shop makes to an order after it was sent (A23). Default: a supplementary order.</summary>
    public OrderEditPolicy Edits { get; init; } = OrderEditPolicy.Supplement;

    /// <summary>
    /// What statuses of the shop mean for the ERP: its own words (Abicart: <c>delivery:sent</c>), or <c>tag:</c> and a tag of the staff, to
    /// <see cref="ErpOrderStatus.Delivered"/>, <see cref="ErpOrderStatus.Paid"/> or <see cref="ErpOrderStatus.Credited"/>. What the shop shows of an
    /// order after it was sent reaches the ERP by that. Default empty: nothing does.
    /// </summary>
    public ImmutableSortedDictionary<string, ErpOrderStatus> StatusToErp { get; init; } = ImmutableSortedDictionary<string, ErpOrderStatus>.Empty;

    /// <summary>
    /// An order that the ERP says was removed counts as cancelled there; off, it is shown to a person. Default off: whether the ERP says so of
    /// deleted or of cancelled orders is not known (specter.md section 7).
    /// </summary>
    public bool RemovedIsCancelled { get; init; }
}

/// <summary>What has an order go.</summary>
public enum OrderTrigger
{
    /// <summary>Nothing: orders are not even read.</summary>
    Inactive,

    /// <summary>That it was placed.</summary>
    WhenRegistered,

    /// <summary>A person, in the admin API or by a tag on the shop's order.</summary>
    ByHand,
}

/// <summary>Whether orders are transferred.</summary>
public enum OrderTransfer
{
    /// <summary>As soon as they are triggered.</summary>
    Directly,

    /// <summary>Never by themselves: they are read, their units are held, and they wait.</summary>
    NotAtAll,
}

/// <summary>What becomes of a change in the shop after export.</summary>
public enum OrderEditPolicy
{
    /// <summary>The difference goes to the ERP as an order of its own: added units positive, removed units negative.</summary>
    Supplement,

    /// <summary>The difference is listed row by row for a person; its added units stay held until the person says that it is done.</summary>
    ByHand,
}
