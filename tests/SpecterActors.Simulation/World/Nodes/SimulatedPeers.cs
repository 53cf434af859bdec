using System.Collections.Immutable;
using SpecterActors.Journal;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>What engines ask of each other, passed to the node that owns the matter as the host does it: sent again within bounded time when it is lost.</summary>
internal sealed class SimulatedPeers(NodeFleet fleet, SimulatedNode self, TimeProvider time) : IPeerEngine
{
    private const string Installation = "_installation";
    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken) =>
        AskAsync(Installation, peer => peer.RegisterAsync(tenant, accounts, cancellationToken), cancellationToken);

    public Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        AskAsync(Installation, peer => peer.UnregisterAsync(tenant, by, cancellationToken), cancellationToken);

    public Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken) => AskAsync(
        tenant,
        async peer =>
        {
            await peer.DeleteTenantAsync(tenant, cancellationToken);
            return AdminResult.Done;
        },
        cancellationToken);

    private async Task<AdminResult> AskAsync(string owned, Func<IPeerEngine, Task<AdminResult>> ask, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < MovingMax; await Task.Delay(Pause, time, cancellationToken))
        {
            if (self.Placement!.Directory.OwnerOf(owned) is not { } owner)
            {
                continue;
            }

            if (owner.Id == self.Name)
            {
                return await ask(self.Engine!.Peer);
            }

            try
            {
                if (await fleet.TellAsync(fleet.Find(owner.Id), owner.Incarnation, owned, node => ask(node.Engine!.Peer)).WaitAsync(AnswerMax, time, cancellationToken) is { Value: { } answer })
                {
                    return answer;
                }
            }
            catch (Exception e) when (e is TimeoutException or JournalUnavailableException)
            {
                // Asked again: every such call may be repeated.
            }
        }

        throw new JournalUnavailableException($"What belongs to {owned} could not be passed on.");
    }
}
