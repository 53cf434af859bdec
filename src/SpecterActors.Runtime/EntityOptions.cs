namespace SpecterActors.Runtime;

/// <summary>Settings of one kind of entity.</summary>
public sealed record EntityOptions
{
    /// <summary>Idle time after which an entity leaves memory. Default 2 min.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Messages that may wait while the entity recovers, persists or backs off; replies and outcomes come on top. Default 256.</summary>
    public int MailboxCapacity { get; init; } = 256;

    /// <summary>Events after which a snapshot is saved in the background; 0 for never. Default 100.</summary>
    public int SnapshotEvery { get; init; } = 100;

    /// <summary>Age of an append after which its outcome counts as unknown. Default 30 s.</summary>
    public TimeSpan PersistTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Age of a recovery after which it counts as failed. Default 60 s.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How failures are met.</summary>
    public SupervisionOptions Supervision { get; init; } = SupervisionOptions.Default;
}
