using System.Collections.Immutable;
using SpecterActors.Journal;
using SpecterActors.Placement;

namespace SpecterActors.Sync.Peers;

/// <summary>The shards whose actors may be in memory here: opened before a shard's tenants start, closed before they stop. Safe from any thread.</summary>
internal sealed class OpenShards(IShardOwnership ownership)
{
    private ImmutableHashSet<int> open = [];

    /// <summary>Given to the actor system: null where one node owns everything, so that nothing is asked.</summary>
    public Func<string, bool>? MayLive => ownership.OwnsAll ? null : Allows;

    public bool Contains(int shard) => ownership.OwnsAll || Volatile.Read(ref open).Contains(shard);

    private bool Allows(string persistenceId) => Contains(ShardOf(persistenceId));

    public int ShardOf(string persistenceId) => ownership.Shards.Of(PersistenceId.TenantOf(persistenceId));

    public void Open(int shard) => ImmutableInterlocked.Update(ref open, set => set.Add(shard));

    public void Close(int shard) => ImmutableInterlocked.Update(ref open, set => set.Remove(shard));
}
