using System.Net;
using SpecterActors.Host.Admin;
using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Sync;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// Takes callbacks, and passes those for a tenant that another node runs on to that node. While the tenant is on its way they wait a little and are
/// brought again; then the answer is 503, so that an outside system that tries again does. What is lost all the same is made good by polling,
/// so of those that come in a flood none waits.
/// </summary>
internal sealed class Bells(EngineSlot slot, TimeProvider time)
{
    private const int UnderWayMax = 64;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private int underWay;

    /// <summary>Has whoever runs the tenant take the callback.</summary>
    public async Task<CallbackAnswer> TakeAsync(HttpContext context, string token, string kind, string? orderNo)
    {
        var answer = slot.Engine.TakeCallback(token, kind, orderNo);
        if (answer == CallbackAnswer.Taken || slot.Nodes is not { } nodes || slot.Peers is not { } peers)
        {
            return answer;
        }

        try
        {
            if (Interlocked.Increment(ref underWay) > UnderWayMax)
            {
                return slot.Engine.TenantOfCallback(token) is null ? answer : CallbackAnswer.NotNow;
            }

            if (answer == CallbackAnswer.Unknown && slot.Engine.TenantOfCallback(token) is null)
            {
                answer = await LookAgainAsync(token, kind, orderNo, context.RequestAborted);
                if (answer == CallbackAnswer.Taken)
                {
                    return answer;
                }
            }

            var began = time.GetTimestamp();
            while (true)
            {
                answer = await ElsewhereAsync(context, token, answer, nodes, peers);
                if (answer != CallbackAnswer.NotNow || time.GetElapsedTime(began) >= MovingMax || context.Request.Headers.ContainsKey(PeerClient.ForwardedBy))
                {
                    return answer;
                }

                await Task.Delay(Pause, time, context.RequestAborted);
                answer = slot.Engine.TakeCallback(token, kind, orderNo);
                if (answer == CallbackAnswer.Taken)
                {
                    return answer;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    /// <summary>A tenant that another node has just set up is not known here yet.</summary>
    private async Task<CallbackAnswer> LookAgainAsync(string token, string kind, string? orderNo, CancellationToken cancellationToken)
    {
        try
        {
            return await slot.Engine.FindTenantOfCallbackAsync(token, cancellationToken) is null
                ? CallbackAnswer.Unknown
                : slot.Engine.TakeCallback(token, kind, orderNo);
        }
        catch (JournalUnavailableException)
        {
            return CallbackAnswer.NotNow;
        }
    }

    /// <summary>What the tenant's node answers where that is another one; what was answered <paramref name="here"/> otherwise.</summary>
    private async Task<CallbackAnswer> ElsewhereAsync(HttpContext context, string token, CallbackAnswer here, INodeDirectory nodes, PeerClient peers)
    {
        if (slot.Engine.TenantOfCallback(token) is not { } tenant)
        {
            return here;
        }

        return Place.Of(nodes, tenant) switch
        {
            Place.Here => here,
            Place.There owner when !context.Request.Headers.ContainsKey(PeerClient.ForwardedBy) =>
                await RingAsync(peers, owner.Address, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()),
            _ => CallbackAnswer.NotNow,
        };
    }

    private async Task<CallbackAnswer> RingAsync(PeerClient peers, Uri node, string path)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        try
        {
            using var request = peers.Bare(HttpMethod.Get, node, path);
            using var answer = await peers.SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode ? CallbackAnswer.Taken : answer.StatusCode == HttpStatusCode.NotFound ? CallbackAnswer.Unknown : CallbackAnswer.NotNow;
        }
        catch (Exception e) when (e is PeerException or OperationCanceledException)
        {
            return CallbackAnswer.NotNow;
        }
    }
}
