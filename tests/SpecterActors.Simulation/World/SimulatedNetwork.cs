using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;

namespace SpecterActors.Simulation.World;

/// <summary>
/// The network between the engine and the outside systems. It belongs to the world, not to the engine's node: what is on its way goes on
/// when the engine gives up or crashes, and may be executed later. Every request takes time; a plan from the seed decides its fault.
/// </summary>
public sealed partial class SimulatedNetwork(SimulationWorld world, Random latency, int faultsMax) : HttpMessageHandler
{
    private int faults;

    /// <summary>Requests sent by the engine.</summary>
    public long Requests { get; private set; }

    /// <summary>Told of every request when it leaves, with its fault.</summary>
    public event Action<Sent>? Leaving;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var reading = SandboxHttpHandler.ToSandboxAsync(request, cancellationToken);
        var asked = reading.IsCompleted ? reading.Result : throw new InvalidOperationException("a request's body is not in memory");
        var (tenant, system) = world.Find(request.RequestUri!);
        var fault = Next(tenant);
        world.Count(fault.GetType().Name);
        var sent = new Sent(tenant, system, asked, fault);
        Leaving?.Invoke(sent);
        world.Note(sent);
        if (fault is Fault.Refused)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
        }

        var exchange = new Exchange(request, sent, new TaskCompletionSource<HttpResponseMessage>());
        cancellationToken.Register(() => exchange.Answer.TrySetCanceled(cancellationToken));
        // Within the world, so that it outlives the node that sent it.
        world.After(TimeSpan.FromMilliseconds(latency.Next(2, 40)), () => Arrive(exchange, fault));
        return exchange.Answer.Task;
    }

    private Fault Next(TenantWorld tenant)
    {
        if (tenant.Down)
        {
            return new Fault.Refused();
        }

        var fault = tenant.Faults.Next();
        return fault is Fault.None || ++faults <= faultsMax ? fault : new Fault.None();
    }

    private void Arrive(Exchange exchange, Fault fault)
    {
        switch (fault)
        {
            case Fault.None:
                Answer(exchange, Execute(exchange));
                break;
            case Fault.RequestLost:
                Break(exchange);
                break;
            case Fault.AnswerLost:
                Execute(exchange);
                Break(exchange);
                break;
            case Fault.ExecutedLate late:
                Break(exchange);
                world.After(late.After, () => Execute(exchange));
                break;
            case Fault.Delayed delayed:
                world.After(delayed.By, () => Answer(exchange, Execute(exchange)));
                break;
            case Fault.Duplicated:
                Execute(exchange);
                Answer(exchange, Execute(exchange));
                break;
            case Fault.Throttled throttled:
                Answer(exchange, new SandboxResponse(429, "text/plain", Encoding.UTF8.GetBytes("too many requests"), throttled.RetryAfter));
                break;
            case Fault.ServerError error:
                ExecuteIf(exchange, error.Executed);
                Answer(exchange, new SandboxResponse(error.Status, "text/html", Encoding.UTF8.GetBytes("<html>error</html>")));
                break;
            case Fault.HtmlAnswer html:
                ExecuteIf(exchange, html.Executed);
                Answer(exchange, new SandboxResponse(200, "text/html", Encoding.UTF8.GetBytes("<html><body>maintenance</body></html>")));
                break;
            case Fault.TruncatedAnswer:
                var whole = Execute(exchange);
                Answer(exchange, whole with { Body = whole.Body[..(whole.Body.Length / 2)] });
                break;
            case Fault.Unauthorised:
                Answer(exchange, new SandboxResponse(401, "text/html", Encoding.UTF8.GetBytes("<html>unauthorised</html>")));
                break;
            default:
                throw new System.Diagnostics.UnreachableException(fault.GetType().Name);
        }
    }

    private SandboxResponse Execute(Exchange exchange)
    {
        var (tenant, system, asked, _) = exchange.Sent;
        if (system.System == "abicart")
        {
            foreach (Match match in StockRead().Matches(Encoding.UTF8.GetString(asked.Body.Span)))
            {
                var uid = int.Parse(match.Groups["uid"].Value, CultureInfo.InvariantCulture);
                if (!tenant.StockReads.TryGetValue(uid, out var times))
                {
                    tenant.StockReads[uid] = times = [];
                }

                times.Add(world.Dispatcher.Now);
            }
        }

        return tenant.Execute(system, asked);
    }

    [GeneratedRegex("\"method\":\\s*\"Article(Variant)?\\.get\",\\s*\"params\":\\s*\\[(?<uid>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StockRead();

    private void ExecuteIf(Exchange exchange, bool executed)
    {
        if (executed)
        {
            Execute(exchange);
        }
    }

    private void Answer(Exchange exchange, SandboxResponse response) => world.After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetResult(SandboxHttpHandler.ToHttp(response, exchange.Request))));

    private void Break(Exchange exchange) => world.After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "the connection broke"))));

    private sealed record Exchange(HttpRequestMessage Request, Sent Sent, TaskCompletionSource<HttpResponseMessage> Answer);
}

/// <summary>A request that left the engine.</summary>
public sealed record Sent(TenantWorld Tenant, ISandboxSystem System, SandboxRequest Asked, Fault Fault)
{
    /// <summary>The query string's parameter <c>action</c> at Specter, the method at Abicart.</summary>
    public string Action => System.System == "specter" ? Between(Asked.Query, "action=", "&") : Between(Body, "\"method\":\"", "\"");

    /// <summary>What it is about, for the trace: an external number, or the beginning of the parameters.</summary>
    public string About => System.System == "specter" ? Between(Body, "externalOrderNo=", "&") : Between(Body, "\"params\":", "]") is var text && text.Length > 60 ? text[..60] : Between(Body, "\"params\":", "]");

    public string Body => Encoding.Latin1.GetString(Asked.Body.Span);

    /// <summary>What stands in <paramref name="text"/> between two marks; the second may be missing.</summary>
    public static string Between(string text, string mark, string end)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        at += mark.Length;
        var to = text.IndexOf(end, at, StringComparison.Ordinal);
        return to < 0 ? text[at..] : text[at..to];
    }
}
