namespace SpecterActors.Placement.Postgres;

/// <summary>
/// The one connection on which a node holds its locks, writes its heartbeat and listens. Used by one caller at a time. A call that throws may
/// have been done; the session is given up then, and its locks are free when the database knows that it is over.
/// </summary>
internal interface IPlacementSession : IAsyncDisposable
{
    /// <summary>Settles for ever how many shards there are, and makes their rows where they are missing.</summary>
    Task<Shards> SetUpAsync(int tenantShards, CancellationToken cancellationToken);

    /// <summary>Takes the lock on this node's name; false while another process has it.</summary>
    Task<bool> TryTakeNameAsync(CancellationToken cancellationToken);

    /// <summary>Writes the node's row anew.</summary>
    Task JoinAsync(string stage, CancellationToken cancellationToken);

    /// <summary>Takes the node's row away.</summary>
    Task SignOffAsync(CancellationToken cancellationToken);

    /// <summary>Writes the heartbeat and reads nodes and shards, in one round trip.</summary>
    Task<PlacementPicture> BeatAsync(string stage, CancellationToken cancellationToken);

    /// <summary>What the incarnations named can read.</summary>
    Task<IReadOnlyList<(string Incarnation, string[] Catalogue)>> CataloguesAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken);

    /// <summary>All stored names and versions in the journal.</summary>
    Task<IReadOnlyList<string>> ManifestsAsync(CancellationToken cancellationToken);

    /// <summary>Which shards hold these.</summary>
    Task<IReadOnlyList<(int Shard, string Manifest)>> ShardsWithAsync(IEnumerable<string> manifests, CancellationToken cancellationToken);

    /// <summary>Tries to hold the owner's lock of a shard; false while another session has it.</summary>
    Task<bool> TryLockAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Lets the owner's lock of a shard go.</summary>
    Task UnlockAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Takes a shard of which the lock is held, if it is still as it was seen; the new epoch, or null.</summary>
    Task<long?> TakeAsync(ShardRow seen, CancellationToken cancellationToken);

    /// <summary>Gives a shard back that is ours under this epoch.</summary>
    Task ReleaseAsync(int shard, long epoch, CancellationToken cancellationToken);

    /// <summary>Has the server end all sessions of these incarnations but this one; their transactions are over before their locks are free.</summary>
    Task EndSessionsAsync(IEnumerable<string> incarnations, CancellationToken cancellationToken);

    /// <summary>Has the server end the session that this one replaces.</summary>
    Task EndOwnPredecessorAsync(CancellationToken cancellationToken);

    /// <summary>Takes away rows of nodes that nobody has heard of for long and that own nothing.</summary>
    Task SweepAsync(CancellationToken cancellationToken);

    /// <summary>Tells the other nodes to look; in a transaction of its own, since all that notify stand in line for their commit.</summary>
    Task NotifyAsync(string what, CancellationToken cancellationToken);

    /// <summary>Waits until something is heard, at most that long. Cancelling does not hurt the connection.</summary>
    Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>Opens a session, checks the database, makes the tables where they are missing, and listens: <c>heard</c> is called with each word told.</summary>
/// <exception cref="Journal.JournalUnusableException">The database cannot be used; the remedy is told.</exception>
internal delegate Task<IPlacementSession> OpenPlacementSession(PostgresPlacementOptions options, Action<string> heard, CancellationToken cancellationToken);

/// <summary>What placement stands on.</summary>
/// <param name="OpenAsync">Opens a session.</param>
/// <param name="BootTime">A clock that goes on while the machine is halted; null for the system's own.</param>
internal sealed record PlacementDatabase(OpenPlacementSession OpenAsync, Func<TimeSpan>? BootTime = null)
{
    /// <summary>A PostgreSQL server.</summary>
    public static PlacementDatabase Server { get; } = new(PlacementSession.OpenAsync);
}

/// <summary>What one heartbeat read.</summary>
/// <param name="Known">This incarnation's row is there.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="Shards">All shards.</param>
internal sealed record PlacementPicture(bool Known, IReadOnlyList<NodeRow> Nodes, IReadOnlyList<ShardRow> Shards);

/// <summary>A node as stored; <paramref name="Beat"/> changes with each heartbeat.</summary>
internal sealed record NodeRow(
    string Id, string Incarnation, string? Address, string Stage, DateTimeOffset Started, TimeSpan Age, string Version, string Beat);

/// <summary>A shard as stored.</summary>
internal sealed record ShardRow(int Number, long Epoch, string? Owner, string? Incarnation);
