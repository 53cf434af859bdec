namespace SpecterActors.Placement.Postgres;

/// <summary>What becomes of a shard here.</summary>
internal enum SlotStage
{
    /// <summary>Owned; its tenants run, or are being started.</summary>
    Owned,

    /// <summary>Owned; its tenants end their work.</summary>
    Draining,

    /// <summary>Nothing of it runs any more; it is to be given back.</summary>
    Drained,

    /// <summary>Another node has it or may have it; its tenants are being stopped.</summary>
    Lost,
}

/// <summary>A shard that this node has taken, until nothing of it runs here any more. Guarded by the lock of <see cref="PostgresPlacement"/>.</summary>
internal sealed class ShardSlot(int number, long epoch)
{
    public int Number { get; } = number;

    public long Epoch { get; } = epoch;

    public SlotStage Stage { get; set; } = SlotStage.Owned;

    /// <summary>The session that holds its lock; another one has to lock it anew before the shard counts as confirmed.</summary>
    public object? LockedBy { get; set; }

    /// <summary>Starts its tenants, again until it succeeds.</summary>
    public Task Starting { get; set; } = Task.CompletedTask;

    /// <summary>Ends with the first attempt to start them.</summary>
    public TaskCompletionSource Tried { get; } = new();

    /// <summary>Why its tenants could not be started at the last attempt; null when they run.</summary>
    public string? NotStarted { get; set; }

    /// <summary>Ends the starting.</summary>
    public CancellationTokenSource Leaving { get; } = new();

    public bool MayWrite => Stage is SlotStage.Owned or SlotStage.Draining;
}
