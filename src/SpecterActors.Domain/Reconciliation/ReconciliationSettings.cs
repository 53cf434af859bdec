namespace SpecterActors.Domain.Reconciliation;

/// <summary>When both sides are compared as a whole, and what may be mended without a person's word (guarantee 10).</summary>
public sealed record ReconciliationSettings
{
    /// <summary>Compare by itself. Off: only when an operator asks for it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>From the begin of one comparison to that of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>First hour of the day, UTC, in which a comparison may begin; 0 to 23.</summary>
    public int FromHour { get; init; }

    /// <summary>Hour, UTC, from which none may begin any more; 1 to 24. The same as <see cref="FromHour"/>: at any time. Below it: over midnight.</summary>
    public int ToHour { get; init; } = 24;

    /// <summary>
    /// Share, in percent, of what is compared that may be mended without a person's word, for each kind of difference that is dangerous in bulk; and
    /// share by which a listing may shrink and still be believed.
    /// </summary>
    public decimal ChangeShareMax { get; init; } = 5m;

    /// <summary>Orders placed this long ago, or later, are compared.</summary>
    public TimeSpan OrderWindow { get; init; } = TimeSpan.FromDays(7);
}
