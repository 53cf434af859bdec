namespace SpecterActors.Connectors;

/// <summary>How one call is treated by the outbound lane.</summary>
/// <param name="Priority">Its class; what an order waits for inherits <see cref="CallPriority.Order"/>.</param>
/// <param name="NotAfter">The lane gives <see cref="Outcome{T}.NotSent"/> instead of sending the first byte after this time; null: no bound.</param>
/// <param name="EntityId">Persistence id on whose behalf it happens, for the attempt log.</param>
public sealed record CallOptions(CallPriority Priority, string EntityId, DateTimeOffset? NotAfter = null)
{
    /// <summary>
    /// Of a list: whether the caller has a row as it is, by its uid (that of an article, not of a variant) and its time of change. Such a row may be
    /// left out of the page unread. Null: none.
    /// </summary>
    public Func<string, DateTimeOffset, bool>? Knows { get; init; }
}

/// <summary>Priority classes of calls, most urgent first. No class starves.</summary>
public enum CallPriority
{
    /// <summary>Orders and what they wait for.</summary>
    Order,

    /// <summary>Stock.</summary>
    Stock,

    /// <summary>Prices.</summary>
    Price,

    /// <summary>Catalogue, first export, reconciliation.</summary>
    Catalogue,
}
