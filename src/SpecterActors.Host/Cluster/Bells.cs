using SpecterActors.Host.Admin;
using SpecterActors.Placement;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// Passes a callback for a tenant that another node runs on to that node. A bell that is lost is made good by polling, so there is no second
/// try, and of those that come in a flood some are dropped.
/// </summary>
internal sealed class Bells(EngineSlot slot, TimeProvider time)
{
    private const int UnderWayMax = 64;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);
    private int underWay;

    /// <summary>Whether the callback's tenant runs elsewhere and its node took it.</summary>
    public async Task<bool> PassOnAsync(HttpContext context, string token)
    {
        if (slot.Nodes is not { } nodes || slot.Peers is not { } peers || context.Request.Headers.ContainsKey(PeerClient.ForwardedBy)
            || slot.Engine.TenantOfCallback(token) is not { } tenant || Place.Of(nodes, tenant) is not Place.There owner)
        {
            return false;
        }

        try
        {
            return Interlocked.Increment(ref underWay) <= UnderWayMax
                && await RingAsync(peers, owner.Address, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task<bool> RingAsync(PeerClient peers, Uri node, string path)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        try
        {
            using var request = peers.Bare(HttpMethod.Get, node, path);
            using var answer = await peers.SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is PeerException or OperationCanceledException)
        {
            return false;
        }
    }
}
