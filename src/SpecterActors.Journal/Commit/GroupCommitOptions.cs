namespace SpecterActors.Journal.Commit;

/// <summary>Bounds of <see cref="GroupCommitJournal"/>.</summary>
public sealed class GroupCommitOptions
{
    /// <summary>Most appends waiting for a commit; one more is refused with <see cref="JournalUnavailableException"/>. Default 20,000.</summary>
    public int QueueAppendsMax { get; init; } = 20_000;

    /// <summary>Most bytes of events waiting for a commit. Default 128 MiB.</summary>
    public long QueueBytesMax { get; init; } = 128L << 20;

    /// <summary>Most appends in one transaction. Default 500.</summary>
    public int BatchAppendsMax { get; init; } = 500;

    /// <summary>A batch takes no further append once it holds this many events. Default 2,000.</summary>
    public int BatchEventsMax { get; init; } = 2_000;

    /// <summary>A batch takes no further append once it holds this many bytes of events. Default 4 MiB.</summary>
    public long BatchBytesMax { get; init; } = 4L << 20;

    /// <summary>Largest event, in bytes; an append with a larger one is rejected. Default 16 MiB.</summary>
    public int EventBytesMax { get; init; } = 16 << 20;

    /// <summary>How often a batch is tried, or its outcome asked for, without progress before its appends fail. Default 8.</summary>
    public int AttemptsMax { get; init; } = 8;

    /// <summary>Pause before the second attempt; doubles with each further one. Default 50 ms.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause between attempts. Default 2 s.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(2);
}
