using SpecterActors.Host.Admin;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;

namespace SpecterActors.Host.Cluster;

/// <summary>What the engines of other nodes ask of this one; for nodes only, the admin token does not open it.</summary>
internal static class PeerRoutes
{
    public static void Map(WebApplication app, EngineSlot slot)
    {
        var nodes = app.MapGroup("/nodes").ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
            slot.Peers?.IsPeer(context.HttpContext.Request) == true
                ? await next(context)
                : Problems.Of(403, "nodes-only", "This address is for the other nodes of the installation.", "Use the addresses below /admin."));
        Map(nodes, slot, "register", RemotePeers.Installation, (peer, call, stop) => peer.RegisterAsync(call.Tenant, [.. call.Accounts], stop));
        Map(nodes, slot, "unregister", RemotePeers.Installation, (peer, call, stop) => peer.UnregisterAsync(call.Tenant, new Operator(call.By, call.Reason), stop));
        Map(nodes, slot, "delete-tenant", null, async (peer, call, stop) =>
        {
            await peer.DeleteTenantAsync(call.Tenant, stop);
            return AdminResult.Done;
        });
    }

    private static void Map(RouteGroupBuilder nodes, EngineSlot slot, string action, string? owned, Func<IPeerEngine, PeerCall, CancellationToken, Task<AdminResult>> act) =>
        nodes.MapPost(action, async (PeerCall call, CancellationToken stop) =>
            slot.Nodes is not { } directory || Place.Of(directory, owned ?? call.Tenant) is not Place.Here
                ? Problems.Of(421, "not-owner", "This node does not own it.", "Ask the node that does.")
                : Results.Ok(PeerAnswer.Of(await act(slot.Engine.Peer, call, stop))));
}
