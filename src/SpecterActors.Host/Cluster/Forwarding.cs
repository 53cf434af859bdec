using System.Net;
using Microsoft.AspNetCore.Http.Features;
using SpecterActors.Host.Admin;
using SpecterActors.Placement;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Cluster;

/// <summary>
/// Passes a request that concerns one tenant on to the node that runs it, so that any node answers any request. While the tenant moves it is
/// tried again for a few seconds, but nothing that may have been done is sent twice: then the answer says so. An action that finds its tenant
/// leaving this node goes after it.
/// </summary>
internal sealed class Forwarding(EngineSlot slot, TimeProvider time, long bodyBytesMax)
{
    private static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers here, or has the owner answer.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (slot.Nodes is not { } directory || slot.Peers is not { } peers)
        {
            await next(context);
            return;
        }

        context.Response.Headers[PeerClient.AnsweredBy] = directory.SelfId;
        if (TenantPaths.TenantOf(context) is not { } tenant)
        {
            await next(context);
            return;
        }

        var here = Place.Of(directory, tenant) is Place.Here;
        if (context.Request.Headers.ContainsKey(PeerClient.ForwardedBy))
        {
            if (!here || !await HereAsync(context, next))
            {
                await NotMine(context, tenant).ExecuteAsync(context);
            }
        }
        else if (here && IsLarge(context))
        {
            // Read as it comes; told again by whoever has the file.
            if (!await HereAsync(context, next))
            {
                await Moving(context, tenant).ExecuteAsync(context);
            }
        }
        else
        {
            await PassOnAsync(context, next, tenant, directory, peers);
        }
    }

    private async Task PassOnAsync(HttpContext context, RequestDelegate next, string tenant, INodeDirectory directory, PeerClient peers)
    {
        var body = await BodyAsync(context);
        var began = time.GetTimestamp();
        while (true)
        {
            var place = Place.Of(directory, tenant);
            if (place is Place.Here)
            {
                context.Request.Body = new MemoryStream(body);
                if (await HereAsync(context, next))
                {
                    return;
                }
            }

            if (place is Place.There owner && await TryAsync(context, body, owner, directory, peers) is { } answer)
            {
                await answer.ExecuteAsync(context);
                return;
            }

            if (time.GetElapsedTime(began) >= MovingMax)
            {
                await Moving(context, tenant).ExecuteAsync(context);
                return;
            }

            await Task.Delay(Pause, time, context.RequestAborted);
        }
    }

    /// <summary>Answers here; false when nothing was done and nothing was answered, since the tenant was just leaving.</summary>
    private static async Task<bool> HereAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            return true;
        }
        catch (Exception e) when (!context.Response.HasStarted && (e is TenantMovedException || (e is AskFailedException { NotHandled: true } && IsReading(context))))
        {
            return false;
        }
    }

    /// <summary>The answer, or null when the owner surely did nothing and the request may be tried again.</summary>
    private async Task<IResult?> TryAsync(
        HttpContext context, byte[] body, Place.There owner, INodeDirectory directory, PeerClient peers)
    {
        // Settings that are put twice change nothing twice; any other action might.
        var mayRepeat = IsReading(context) || HttpMethods.IsPut(context.Request.Method);
        using var request = peers.Request(new HttpMethod(context.Request.Method), owner.Address, Target(context));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var sending = peers.SendAsync(request, giveUp.Token);
        try
        {
            var answer = await WhileAliveAsync(sending, owner, directory);
            if (answer is null)
            {
                await giveUp.CancelAsync();
                return mayRepeat ? null : Lost(owner.Node);
            }

            if (answer.StatusCode == HttpStatusCode.MisdirectedRequest)
            {
                answer.Dispose();
                return null;
            }

            return new PassedOn(answer, owner.Node);
        }
        catch (PeerException e)
        {
            return e.NeverSent || mayRepeat ? null : Lost(owner.Node);
        }
    }

    /// <summary>Waits for the answer as long as the node counts as alive: one that hands the tenant over still answers, one that hangs does not.</summary>
    private async Task<HttpResponseMessage?> WhileAliveAsync(Task<HttpResponseMessage> sending, Place.There owner, INodeDirectory directory)
    {
        var began = time.GetTimestamp();
        while (!sending.IsCompleted)
        {
            using var beat = new CancellationTokenSource();
            await Task.WhenAny(sending, Task.Delay(Pause, time, beat.Token));
            await beat.CancelAsync();
            var alive = directory.Nodes.Any(node => node.Id == owner.Node && node.Incarnation == owner.Incarnation && node.Stage != NodeStage.Silent);
            if (!sending.IsCompleted && (!alive || time.GetElapsedTime(began) >= AnswerMax))
            {
                _ = sending.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
                return null;
            }
        }

        return await sending;
    }

    private async Task<byte[]> BodyAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LargeBody>() is { } large
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Math.Max(large.BytesMax, bodyBytesMax);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static string Target(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target && target[0] == '/'
            ? target
            : context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();

    private static bool IsReading(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    private static bool IsLarge(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LargeBody>() is not null;

    private static IResult Moving(HttpContext context, string tenant)
    {
        context.Response.Headers.RetryAfter = "2";
        return Problems.Of(
            503, AdminCodes.TenantMoving, $"No node runs tenant {tenant} just now: it is being taken over.", "Ask again in a few seconds; GET /admin/nodes shows who owns what.");
    }

    private static IResult NotMine(HttpContext context, string tenant)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problems.Of(421, "not-owner", $"This node does not run tenant {tenant}.", "Ask the node that does; any node asked directly passes the request on.");
    }

    private static IResult Lost(string node) => Problems.Of(
        504, "answer-lost", $"Node {node} was told and gave no answer; it may have done it.", "Look at the tenant's audit before doing it again.");

    private sealed class PassedOn(HttpResponseMessage answer, string node) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using (answer)
            {
                var to = httpContext.Response;
                // Whoever asked was let in here: what the other node refuses is this node's secret, not the asker's token.
                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests && answer.Headers.WwwAuthenticate.Count > 0)
                {
                    await Problems.Of(502, "node-secret-differs", $"Node {node} does not take this node's secret.", "Give all nodes the same node.cluster.secret.")
                        .ExecuteAsync(httpContext);
                    return;
                }

                to.StatusCode = (int)answer.StatusCode;
                to.ContentType = answer.Content.Headers.ContentType?.ToString();
                to.Headers[PeerClient.AnsweredBy] = node;
                if (answer.Headers.RetryAfter is { } after)
                {
                    to.Headers.RetryAfter = after.ToString();
                }

                await answer.Content.CopyToAsync(to.Body, httpContext.RequestAborted);
            }
        }
    }
}

/// <summary>Marks an endpoint that takes a larger body than the others.</summary>
internal sealed record LargeBody(long BytesMax);
