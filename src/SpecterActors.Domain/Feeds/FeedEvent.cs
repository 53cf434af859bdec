using System.Collections.Immutable;

namespace SpecterActors.Domain.Feeds;

/// <summary>What has happened at a feed. An empty round writes nothing.</summary>
public abstract record FeedEvent(DateTimeOffset At)
{
    /// <summary>The first read of a batch feed is about to be sent: from now on one may be on its way after a crash.</summary>
    [EventName("feed.began", 1)]
    public sealed record Began(DateTimeOffset At) : FeedEvent(At);

    /// <summary>An entity could not take its row in time: the feed keeps it, so that the batch need not stay open.</summary>
    [EventName("feed.row-held", 1)]
    public sealed record RowHeld(long Id, string Target, string Payload, ImmutableSortedSet<string> Articles, string Reason, DateTimeOffset At) : FeedEvent(At);

    /// <summary>The entity has taken the row.</summary>
    [EventName("feed.row-released", 1)]
    public sealed record RowReleased(long Id, DateTimeOffset At) : FeedEvent(At);

    /// <summary>All rows of the batch are stored; opens the acknowledgement.</summary>
    [EventName("feed.batch-taken", 1)]
    public sealed record BatchTaken(string BatchNo, DateTimeOffset At) : FeedEvent(At);

    /// <summary>The outside system has closed the batch.</summary>
    [EventName("feed.batch-closed", 1)]
    public sealed record BatchClosed(string BatchNo, DateTimeOffset At) : FeedEvent(At);

    /// <summary>Everything changed up to this time is stored.</summary>
    [EventName("feed.watermark-moved", 1)]
    public sealed record WatermarkMoved(DateTimeOffset Watermark, DateTimeOffset At) : FeedEvent(At);

    /// <summary>An operator set the cursor back.</summary>
    [EventName("feed.rewound", 1)]
    public sealed record Rewound(DateTimeOffset? Watermark, string Reason, DateTimeOffset At) : FeedEvent(At);

    /// <summary>Opens: read the orders of a range of time and let at most <paramref name="Count"/> of them go.</summary>
    [EventName("feed.range-wanted", 1)]
    public sealed record RangeWanted(DateTimeOffset From, DateTimeOffset To, int Count, string Reason, DateTimeOffset At) : FeedEvent(At);

    /// <summary>So many more orders of the range were let go.</summary>
    [EventName("feed.range-advanced", 1)]
    public sealed record RangeAdvanced(int LetGo, DateTimeOffset At) : FeedEvent(At);

    /// <summary>The range is read to its end, or as many were let go as may be.</summary>
    [EventName("feed.range-ended", 1)]
    public sealed record RangeEnded(DateTimeOffset At) : FeedEvent(At);

    /// <summary>A person should know.</summary>
    [EventName("feed.alarm-raised", 1)]
    public sealed record AlarmRaised(string Code, string Text, DateTimeOffset At) : FeedEvent(At);
}

/// <summary>What a feed can be told.</summary>
public abstract record FeedCommand
{
    /// <summary>The first read is about to be sent (batch feeds).</summary>
    public sealed record Begin(DateTimeOffset At) : FeedCommand;

    /// <summary>
    /// All rows of a page are stored or handed over as held; <paramref name="BatchNo"/> is to be acknowledged (batch feeds). For a batch that is
    /// to be acknowledged already, because it was read once more, only what is to be held is new.
    /// </summary>
    public sealed record TakePage(string? BatchNo, DateTimeOffset? Watermark, ImmutableArray<RowToHold> Held, ImmutableArray<FeedAlarm> Alarms, DateTimeOffset At) : FeedCommand
    {
        /// <summary>Cursor feeds: where the cursor stood when the reading began. Set back meanwhile, it stays there.</summary>
        public DateTimeOffset? ReadFrom { get; init; }

        /// <summary>
        /// Cancelled when the reading that showed this page belongs to an incarnation that is over. The one after it reads for itself, and its
        /// reading may be on its way: to close the batch for what the older one saw would lose what has come into it since.
        /// </summary>
        public CancellationToken Reader { get; init; }
    }

    /// <summary>The acknowledgement succeeded (or the batch was no longer open).</summary>
    public sealed record CloseBatch(string BatchNo, DateTimeOffset At) : FeedCommand;

    /// <summary>A held row was taken by its entity.</summary>
    public sealed record ReleaseRow(long Id, DateTimeOffset At) : FeedCommand;

    /// <summary>Reads again from an earlier time (cursor feeds).</summary>
    public sealed record Rewind(DateTimeOffset? Watermark, string Reason, DateTimeOffset At) : FeedCommand;

    /// <summary>An operator wants the orders of a range of time exported.</summary>
    public sealed record WantRange(DateTimeOffset From, DateTimeOffset To, int Count, string Reason, DateTimeOffset At) : FeedCommand;

    /// <summary>Orders of the range were let go.</summary>
    public sealed record AdvanceRange(int LetGo, DateTimeOffset At) : FeedCommand;

    /// <summary>The range is through.</summary>
    public sealed record EndRange(DateTimeOffset At) : FeedCommand;

    /// <summary>Changes nothing: a round ended without effect; the plan is looked at again.</summary>
    public sealed record Continue : FeedCommand;
}

/// <summary>A row that its entity could not take in time.</summary>
public sealed record RowToHold(string Target, string Payload, ImmutableSortedSet<string> Articles, string Reason);

/// <summary>Decides and evolves a feed.</summary>
public static class FeedDecider
{
    /// <summary>State before the first event.</summary>
    public static FeedState Initial { get; } = new();

    /// <summary>Decides one command.</summary>
    public static Decision<FeedEvent> Decide(FeedState state, FeedCommand command) => command switch
    {
        FeedCommand.Begin c => state.ChangedAt == default ? Decision<FeedEvent>.Accept(new FeedEvent.Began(c.At)) : Decision<FeedEvent>.Unchanged,
        FeedCommand.TakePage c => TakePage(state, c),
        FeedCommand.CloseBatch c => state.Closing == c.BatchNo
            ? Decision<FeedEvent>.Accept(new FeedEvent.BatchClosed(c.BatchNo, c.At))
            : Decision<FeedEvent>.Unchanged,
        FeedCommand.ReleaseRow c => state.Held.Any(h => h.Id == c.Id)
            ? Decision<FeedEvent>.Accept(new FeedEvent.RowReleased(c.Id, c.At))
            : Decision<FeedEvent>.Unchanged,
        FeedCommand.Rewind c => state.Watermark is null || c.Watermark >= state.Watermark
            ? Decision<FeedEvent>.Refuse(
                "nothing-to-rewind", $"The feed stands at {state.Watermark?.ToString("O") ?? "its beginning"}.", "Give a time before that.")
            : Decision<FeedEvent>.Accept(new FeedEvent.Rewound(c.Watermark, c.Reason, c.At)),
        FeedCommand.WantRange c => state.Range is { } under
            ? Decision<FeedEvent>.Refuse(
                "range-under-way", $"Orders placed from {under.From:O} to {under.To:O} are being exported, {under.Done} of at most {under.Count}.", "Wait for its end.")
            : Decision<FeedEvent>.Accept(new FeedEvent.RangeWanted(c.From, c.To, c.Count, c.Reason, c.At)),
        FeedCommand.AdvanceRange c => state.Range is not null && c.LetGo > 0
            ? Decision<FeedEvent>.Accept(new FeedEvent.RangeAdvanced(c.LetGo, c.At))
            : Decision<FeedEvent>.Unchanged,
        FeedCommand.EndRange c => state.Range is not null ? Decision<FeedEvent>.Accept(new FeedEvent.RangeEnded(c.At)) : Decision<FeedEvent>.Unchanged,
        FeedCommand.Continue => Decision<FeedEvent>.Unchanged,
        _ => throw new System.Diagnostics.UnreachableException($"feed command {command.GetType().Name} has no arm"),
    };

    /// <summary>Applies one event. Pure.</summary>
    public static FeedState Apply(FeedState state, FeedEvent @event) => Change(state, @event) with { ChangedAt = @event.At };

    private static FeedState Change(FeedState s, FeedEvent @event) => @event switch
    {
        FeedEvent.Began => s,
        FeedEvent.RowHeld e => s with
        {
            Held = s.Held.Add(new HeldRow(e.Id, e.Target, e.Payload, e.Articles, e.Reason, e.At)), LastHeldId = e.Id,
        },
        FeedEvent.RowReleased e => s with { Held = s.Held.RemoveAll(h => h.Id == e.Id) },
        FeedEvent.BatchTaken e => s with { Closing = e.BatchNo },
        FeedEvent.BatchClosed e => s with { Closing = null, AcknowledgedBatches = s.AcknowledgedBatches + 1, ClosedAt = e.At },
        FeedEvent.WatermarkMoved e => s with { Watermark = e.Watermark },
        FeedEvent.RangeWanted e => s with { Range = new OrderRange(e.From, e.To, e.Count, 0, e.Reason) },
        FeedEvent.RangeAdvanced e => s with { Range = s.Range! with { Done = s.Range.Done + e.LetGo } },
        FeedEvent.RangeEnded => s with { Range = null },
        FeedEvent.Rewound e => s with { Watermark = e.Watermark },
        FeedEvent.AlarmRaised e => s with
        {
            Alarms = [.. s.Alarms.Skip(s.Alarms.Length >= FeedState.AlarmsMax ? 1 : 0), new FeedAlarm(e.Code, e.Text, e.At)],
        },
        _ => throw new System.Diagnostics.UnreachableException($"feed event {@event.GetType().Name} has no arm"),
    };

    private static Decision<FeedEvent> TakePage(FeedState state, FeedCommand.TakePage c)
    {
        if (c.Reader.IsCancellationRequested || (state.Closing is not null && c.BatchNo is not null && c.BatchNo != state.Closing))
        {
            return Decision<FeedEvent>.Unchanged;
        }

        var events = new List<FeedEvent>();
        var next = state.LastHeldId + 1;
        events.AddRange(c.Held.Select((row, i) => new FeedEvent.RowHeld(next + i, row.Target, row.Payload, row.Articles, row.Reason, c.At)));
        // What was said of a batch when it was read first is not said again.
        events.AddRange(c.Alarms.Where(a => state.Closing is null || state.Alarms.All(known => (known.Code, known.Text) != (a.Code, a.Text))).Select(a => new FeedEvent.AlarmRaised(a.Code, a.Text, c.At)));
        if (c.BatchNo is { } batch && batch != state.Closing)
        {
            events.Add(new FeedEvent.BatchTaken(batch, c.At));
        }

        var setBack = c.ReadFrom is { } from && !(state.Watermark >= from);
        if (c.Watermark is { } watermark && !(watermark <= state.Watermark) && !setBack)
        {
            events.Add(new FeedEvent.WatermarkMoved(watermark, c.At));
        }

        return Decision<FeedEvent>.Accept([.. events]);
    }
}
