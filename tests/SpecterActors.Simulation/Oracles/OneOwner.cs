using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;

namespace SpecterActors.Simulation.Oracles;

/// <summary>
/// Two nodes never work for one tenant: whoever calls owns the tenant's shard at that moment by the shared table, and was heard less than a lease
/// ago by its own clock; and nothing is stored under an epoch that is over.
/// </summary>
internal sealed class OneOwner(SimulationWorld world, NodeFleet fleet, NodePlan plan)
{
    /// <summary>Incarnation of the node whose request left last.</summary>
    public string? Caller { get; private set; }

    /// <summary>A request leaves a node.</summary>
    public void Calls(SimulatedNode node, Uri address)
    {
        Caller = node.Incarnation;
        var tenant = world.Find(address).Tenant.Id;
        var row = fleet.Row(tenant);
        if (row.Incarnation != node.Incarnation)
        {
            world.Break(new OracleException(
                "one-owner", $"{node.Incarnation} calls for {tenant} at {world.Dispatcher.Now:HH:mm:ss.fff}, whose shard {row.Number} is {row.Incarnation ?? "nobody"}'s under epoch {row.Epoch}"));
        }

        if (node.BeatSent is not { } sent || node.Machine.Time.GetElapsedTime(sent) >= plan.Lease)
        {
            world.Break(new OracleException(
                "lease", $"{node.Incarnation} calls for {tenant} at {world.Dispatcher.Now:HH:mm:ss.fff}, {(node.BeatSent is { } beat ? node.Machine.Time.GetElapsedTime(beat) : null)} after its last heartbeat"));
        }
    }

    /// <summary>A commit goes through although these shards have been taken since; it harms where it fits.</summary>
    public void Appended(SimulatedNode node, IReadOnlyList<AppendRequest> batch, IReadOnlySet<int> taken)
    {
        foreach (var append in batch.Where(a => taken.Contains(new Shards(NodeFleet.TenantShards).Of(PersistenceId.TenantOf(a.PersistenceId)))))
        {
            var head = world.OnDisk(() => world.Store.ReadMarksAsync([new Journal.Commit.MarkQuery(append.PersistenceId, 1)], CancellationToken.None).GetAwaiter().GetResult())[0].Head;
            if (head == append.ExpectedSequenceNumber)
            {
                world.Break(new OracleException(
                    "fence", $"{node.Incarnation} stores event {head + 1} of {append.PersistenceId} at {world.Dispatcher.Now:HH:mm:ss.fff}, although another node has taken its shard"));
            }
        }
    }
}
