namespace SpecterActors.Domain.Orders;

/// <summary>Settings of one shop that decide when its orders go, and what follows when they change afterwards (mission A17, A23, A28, M8, M9).</summary>
public sealed record OrderLifeSettings
{
    /// <summary>What becomes of a change that the shop makes to an order after it was sent (A23). Default: a supplementary order.</summary>
    public OrderEditPolicy Edits { get; init; } = OrderEditPolicy.Supplement;

    /// <summary>
    /// An order that the ERP says was removed counts as cancelled there; off, it is shown to a person. Default off: whether the ERP says so of
    /// deleted or of cancelled orders is not known (specter.md section 7).
    /// </summary>
    public bool RemovedIsCancelled { get; init; }
}

/// <summary>What becomes of a change in the shop after export.</summary>
public enum OrderEditPolicy
{
    /// <summary>The difference goes to the ERP as an order of its own: added units positive, removed units negative.</summary>
    Supplement,

    /// <summary>The difference is listed row by row for a person; its added units stay held until the person says that it is done.</summary>
    ByHand,
}
