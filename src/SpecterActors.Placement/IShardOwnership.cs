namespace SpecterActors.Placement;

/// <summary>
/// Which tenants this node may work for. Two nodes never own a shard at the same time: each taking raises the shard's epoch, every append is
/// stored only under the epoch it was made under, and no outside call begins without <see cref="MayCallAsync"/>.
/// </summary>
/// <remarks>
/// <para><b>Valid how long?</b> What is owned is valid until a deadline that each heartbeat moves on; peers take a shard from a node that is
/// silent only after that. Time counts on a clock that goes on while the process or the machine is halted, so a node that was halted for
/// too long notices at the first question and asks the database before it answers.</para>
/// <para><b>Lost.</b> <see cref="IShardHost.LoseAsync"/> is told as soon as the loss is known. Until then appends are refused as fenced.</para>
/// </remarks>
public interface IShardOwnership : IAsyncDisposable
{
    /// <summary>How tenants are grouped.</summary>
    Shards Shards { get; }

    /// <summary>Who has which shard, as this node knows it.</summary>
    INodeDirectory Directory { get; }

    /// <summary>
    /// Whether one node owns everything for ever: then nothing has to be started, stopped or confirmed shard by shard, and
    /// <see cref="JoinAsync"/> is never called.
    /// </summary>
    bool OwnsAll { get; }

    /// <summary>The epoch under which this node owns the shard, or null when it does not. A shard that is being drained is still owned.</summary>
    long? EpochOf(int shard);

    /// <summary>Whether an outside call may begin now, without asking anybody: the shard is owned and the deadline is ahead. Costs a look at a clock.</summary>
    bool MayCall(int shard);

    /// <summary>
    /// As <see cref="MayCall"/>, but where the deadline has passed it asks the database first. False when the shard is lost, or when the
    /// database cannot be asked in time: then the call has not begun and may be tried again.
    /// </summary>
    ValueTask<bool> MayCallAsync(int shard, CancellationToken cancellationToken);

    /// <summary>
    /// Joins the installation: from now on this node takes shards, and tells <paramref name="host"/>. Returns when the node is known to the
    /// others and the first shards that were free have been taken.
    /// </summary>
    Task JoinAsync(IShardHost host, CancellationToken cancellationToken);

    /// <summary>
    /// Leaves: takes no more shards, drains those it has and gives them back one by one, then signs off. What is not drained within
    /// <paramref name="timeout"/> is stopped and given back all the same. Harmless when called again.
    /// </summary>
    Task LeaveAsync(TimeSpan timeout);
}

/// <summary>What runs the tenants of the shards of a node; told by <see cref="IShardOwnership"/>, one call at a time per shard.</summary>
public interface IShardHost
{
    /// <summary>The shard is owned from now on: starts its tenants. A failure is told in the log; the shard stays owned and this is called again.</summary>
    Task TakeAsync(int shard, long epoch, CancellationToken cancellationToken);

    /// <summary>The shard is to go: ends its tenants' work gracefully within <paramref name="timeout"/>. When it returns, nothing of the shard runs here.</summary>
    Task DrainAsync(int shard, TimeSpan timeout);

    /// <summary>The shard was lost: its tenants stop at once, and nothing further is written or called. When it returns, nothing of the shard runs here.</summary>
    Task LoseAsync(int shard);
}
