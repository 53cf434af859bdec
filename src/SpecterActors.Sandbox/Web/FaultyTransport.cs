using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Sandbox.Web;

/// <summary>Takes a request from the socket to a core and the answer back, and lets happen on the way what the plan drew.</summary>
internal sealed class FaultyTransport(TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly byte[] ErrorPage =
        Encoding.Latin1.GetBytes("<html><head><title>500</title></head><body><h1>Server Error</h1></body></html>");

    private static readonly byte[] MaintenancePage =
        Encoding.Latin1.GetBytes("<html><head><title>Underhåll</title></head><body><h1>Vi är strax tillbaka</h1></body></html>");

    public async Task CarryAsync(HttpContext context, HostedSystem hosted, string path)
    {
        var visit = new Visit(hosted.Living?.Guard);
        await using var gone = context.RequestAborted.Register(visit.Leave);
        var fault = hosted.NextFault();
        // Over a socket the connection stands already: a refused one is broken before anything was read of the request.
        if (fault is Fault.RequestLost or Fault.Refused)
        {
            visit.Leave();
            context.Abort();
            return;
        }

        var request = await ReadAsync(context, path);
        try
        {
            await CarryAsync(context, hosted, request, fault, visit);
        }
        finally
        {
            visit.Leave();
        }
    }

    private async Task CarryAsync(HttpContext context, HostedSystem hosted, SandboxRequest request, Fault fault, Visit visit)
    {
        switch (fault)
        {
            case Fault.None:
                await AnswerAsync(context, hosted.Execute(request), visit);
                break;
            case Fault.AnswerLost:
                hosted.Execute(request);
                Abort(context, visit);
                break;
            case Fault.ExecutedLate late:
                Abort(context, visit);
                await Task.Delay(late.After, time, lifetime.ApplicationStopping);
                hosted.Execute(request);
                break;
            case Fault.Delayed delayed:
                // Not ended by the client's leaving: a server goes on with what it received.
                await Task.Delay(delayed.By, time, lifetime.ApplicationStopping);
                await AnswerAsync(context, hosted.Execute(request), visit);
                break;
            case Fault.Duplicated:
                hosted.Execute(request);
                await AnswerAsync(context, hosted.Execute(request), visit);
                break;
            case Fault.Throttled throttled:
                await AnswerAsync(context, new SandboxResponse(429, "text/html", ErrorPage, throttled.RetryAfter), visit);
                break;
            case Fault.ServerError error:
                await AnswerInsteadAsync(context, hosted, request, error.Executed, new SandboxResponse(error.Status, "text/html", ErrorPage), visit);
                break;
            case Fault.HtmlAnswer html:
                await AnswerInsteadAsync(
                    context, hosted, request, html.Executed, new SandboxResponse(200, "text/html; charset=ISO-8859-1", MaintenancePage), visit);
                break;
            case Fault.Unauthorised:
                await AnswerAsync(context, new SandboxResponse(401, "text/html", ErrorPage), visit);
                break;
            case Fault.TruncatedAnswer:
                var whole = hosted.Execute(request);
                await AnswerAsync(context, whole with { Body = whole.Body[..(whole.Body.Length / 2)] }, visit);
                break;
            case Fault.RepeatedPage:
                await AnswerAsync(context, hosted.Execute(RepeatedPages.First(request)), visit);
                break;
            default:
                throw new UnreachableException(fault.GetType().Name);
        }
    }

    private static async Task AnswerInsteadAsync(
        HttpContext context, HostedSystem hosted, SandboxRequest request, bool executed, SandboxResponse shown, Visit visit)
    {
        if (executed)
        {
            hosted.Execute(request);
        }

        await AnswerAsync(context, shown, visit);
    }

    private static void Abort(HttpContext context, Visit visit)
    {
        visit.Leave();
        context.Abort();
    }

    private static async Task AnswerAsync(HttpContext context, SandboxResponse answer, Visit visit)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        if (answer.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // Before the first byte: the client may send its next request as soon as it has read the last one.
        visit.Leave();
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<SandboxRequest> ReadAsync(HttpContext context, string path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new SandboxRequest(
            context.Request.Method.ToUpperInvariant(),
            path,
            context.Request.QueryString.Value ?? "",
            context.Request.ContentType ?? "",
            body.ToArray());
    }

    /// <summary>A request under way as the guard sees it: entered once, left once, whoever notices first that it is over.</summary>
    private sealed class Visit
    {
        private readonly RateGuard? guard;
        private int left;

        public Visit(RateGuard? guard)
        {
            this.guard = guard;
            guard?.Enter();
        }

        public void Leave()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                guard?.Leave();
            }
        }
    }
}
