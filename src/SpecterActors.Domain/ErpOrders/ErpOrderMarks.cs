using SpecterActors.Domain.Orders;

namespace SpecterActors.Domain.ErpOrders;

/// <summary>
/// What an ERP has said of one of its orders. Marks are only ever added, so that whatever order they come in they end as the same
/// (guarantee 24).
/// </summary>
[Flags]
public enum ErpOrderMarks
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Some of it delivered.</summary>
    PartlyDelivered = 1,

    /// <summary>All of it delivered.</summary>
    Delivered = 2,

    /// <summary>An invoice was made.</summary>
    Invoiced = 4,

    /// <summary>Paid.</summary>
    Paid = 8,

    /// <summary>Returned or credited.</summary>
    Credited = 16,

    /// <summary>Cancelled.</summary>
    Cancelled = 32,

    /// <summary>Removed altogether: only a callback ever says so (specter.md section 7).</summary>
    Removed = 64,
}

/// <summary>Works with marks and with tracking numbers, which are kept as one text, sorted, so that they compare as they stand.</summary>
public static class ErpOrderFacts
{
    private const string Between = ", ";

    /// <summary>The mark of a status.</summary>
    public static ErpOrderMarks MarkOf(ErpOrderStatus status) => status switch
    {
        ErpOrderStatus.Open => ErpOrderMarks.None,
        ErpOrderStatus.PartlyDelivered => ErpOrderMarks.PartlyDelivered,
        ErpOrderStatus.Delivered => ErpOrderMarks.Delivered,
        ErpOrderStatus.Cancelled => ErpOrderMarks.Cancelled,
        ErpOrderStatus.Invoiced => ErpOrderMarks.Invoiced,
        ErpOrderStatus.Paid => ErpOrderMarks.Paid,
        ErpOrderStatus.Credited => ErpOrderMarks.Credited,
        _ => throw new System.Diagnostics.UnreachableException(status.ToString()),
    };

    /// <summary>The marks of some statuses.</summary>
    public static ErpOrderMarks MarksOf(IEnumerable<ErpOrderStatus> statuses) => statuses.Aggregate(ErpOrderMarks.None, (marks, s) => marks | MarkOf(s));

    /// <summary>Tracking numbers of both, each once.</summary>
    public static string Join(string a, string? b) => string.Join(
        Between, Numbers(a).Concat(Numbers(b ?? "")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string[] Numbers(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
