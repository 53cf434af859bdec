using SpecterActors.Placement;

namespace SpecterActors.Simulation.Defects;

/// <summary>A placement that lets a node call as long as it has not heard that its shard is lost.</summary>
internal sealed class EndlessLease(IShardOwnership own) : IShardOwnership
{
    public Shards Shards => own.Shards;

    public INodeDirectory Directory => own.Directory;

    public bool OwnsAll => own.OwnsAll;

    public long? EpochOf(int shard) => own.EpochOf(shard);

    public bool MayCall(int shard) => own.EpochOf(shard) is not null;

    public ValueTask<bool> MayCallAsync(int shard, CancellationToken cancellationToken) => ValueTask.FromResult(MayCall(shard));

    public Task JoinAsync(IShardHost host, CancellationToken cancellationToken) => own.JoinAsync(host, cancellationToken);

    public Task LeaveAsync(TimeSpan timeout) => own.LeaveAsync(timeout);

    public ValueTask DisposeAsync() => own.DisposeAsync();
}
