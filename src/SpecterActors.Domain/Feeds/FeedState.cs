using System.Collections.Immutable;

namespace SpecterActors.Domain.Feeds;

/// <summary>Durable state of one feed: how far it has read, what it holds for entities that could not take it.</summary>
public sealed record FeedState
{
    /// <summary>Number of non-empty batches acknowledged; makes the next batch number (batch feeds).</summary>
    public long AcknowledgedBatches { get; init; }

    /// <summary>When the last of them was closed, or null: a later batch of ours, which has another number, was surely opened after that.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Batch whose rows are all stored and that is to be acknowledged; null when none.</summary>
    public string? Closing { get; init; }

    /// <summary>Change time up to which everything was taken (cursor feeds), or null before the first drained round.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>Rows whose entity could not take them in time, in order; later rows of the same entity queue behind.</summary>
    public ImmutableArray<HeldRow> Held { get; init; } = [];

    /// <summary>Number of the last row held: a number is never used twice, so that a late release frees no other row.</summary>
    public long LastHeldId { get; init; }

    /// <summary>Intent: orders of the past that an operator wants exported, or null.</summary>
    public OrderRange? Range { get; init; }

    /// <summary>A matter for a person (a foreign client on this API user, unreadable rows), newest last, bounded.</summary>
    public ImmutableArray<FeedAlarm> Alarms { get; init; } = [];

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>How many alarms are kept.</summary>
    public const int AlarmsMax = 50;
}

/// <summary>Orders placed within a range of time that are let go by hand, beyond the feed's cursor.</summary>
/// <param name="From">Placed at or after.</param>
/// <param name="To">Placed before.</param>
/// <param name="Count">Most of them that may be let go: as many as the preview showed.</param>
/// <param name="Done">How many were let go so far.</param>
/// <param name="Reason">Why, for the audit.</param>
public sealed record OrderRange(DateTimeOffset From, DateTimeOffset To, int Count, int Done, string Reason);

/// <summary>A row kept by the feed.</summary>
/// <param name="Id">Number of the row within this feed.</param>
/// <param name="Target">Persistence id of the entity it is for.</param>
/// <param name="Payload">The row without personal data, as JSON; orders are read again from the shop by their uid.</param>
/// <param name="Articles">Article numbers the row concerns: their stock is not raised while it is held.</param>
/// <param name="Reason">Why it could not be taken.</param>
/// <param name="HeldAt">Since when.</param>
public sealed record HeldRow(long Id, string Target, string Payload, ImmutableSortedSet<string> Articles, string Reason, DateTimeOffset HeldAt);

/// <summary>Something an operator should know about a feed.</summary>
public sealed record FeedAlarm(string Code, string Text, DateTimeOffset At);
