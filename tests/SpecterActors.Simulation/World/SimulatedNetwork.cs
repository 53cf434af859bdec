using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World;

/// <summary>
/// The network between the engine and the outside systems. It belongs to the world, not to the engine's node: what is on its way goes on
/// when the engine gives up or crashes, and may be executed later. Every request takes time; a plan from the seed decides its fault.
/// </summary>
public sealed partial class SimulatedNetwork(DeterministicDispatcher dispatcher, SandboxHttpHandler systems, Func<FaultPlan> plan, Random latency) : HttpMessageHandler
{
    /// <summary>Requests sent by the engine.</summary>
    public long Requests { get; private set; }

    /// <summary>How often each fault happened.</summary>
    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>The network is down: every connection is refused.</summary>
    public bool Down { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (Down)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
        }

        var reading = SandboxHttpHandler.ToSandboxAsync(request, cancellationToken);
        var asked = reading.IsCompleted ? reading.Result : throw new InvalidOperationException("a request's body is not in memory");
        var system = systems.Find(request.RequestUri!) ?? throw new InvalidOperationException($"no system at {request.RequestUri}");
        var exchange = new Exchange(request, system, asked, new TaskCompletionSource<HttpResponseMessage>());
        cancellationToken.Register(() => exchange.Answer.TrySetCanceled(cancellationToken));
        var fault = plan().Next();
        Faults[fault.GetType().Name] = Faults.GetValueOrDefault(fault.GetType().Name) + 1;
        // Within the world, so that it outlives the node that sent it.
        After(TimeSpan.FromMilliseconds(latency.Next(2, 40)), () => Arrive(exchange, fault));
        return exchange.Answer.Task;
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
                After(late.After, () => Execute(exchange));
                break;
            case Fault.Delayed delayed:
                After(delayed.By, () => Answer(exchange, Execute(exchange)));
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
            default:
                throw new System.Diagnostics.UnreachableException(fault.GetType().Name);
        }
    }

    /// <summary>When the stock of each article or variant of the shop was read, by uid.</summary>
    public SortedDictionary<int, List<DateTimeOffset>> StockReads { get; } = [];

    private SandboxResponse Execute(Exchange exchange)
    {
        if (exchange.System.System == "abicart")
        {
            foreach (Match match in StockRead().Matches(Encoding.UTF8.GetString(exchange.Asked.Body.Span)))
            {
                var uid = int.Parse(match.Groups["uid"].Value, CultureInfo.InvariantCulture);
                if (!StockReads.TryGetValue(uid, out var times))
                {
                    StockReads[uid] = times = [];
                }

                times.Add(dispatcher.Now);
            }
        }

        return SandboxHttpHandler.Execute(exchange.System, exchange.Asked, guarded: false);
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

    private void Answer(Exchange exchange, SandboxResponse response) => After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetResult(SandboxHttpHandler.ToHttp(response, exchange.Request))));

    private void Break(Exchange exchange) => After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "the connection broke"))));

    private void After(TimeSpan wait, Action work)
    {
        ITimer? timer = null;
        timer = dispatcher.World.Time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                work();
            },
            null, wait, Timeout.InfiniteTimeSpan);
    }

    private sealed record Exchange(HttpRequestMessage Request, ISandboxSystem System, SandboxRequest Asked, TaskCompletionSource<HttpResponseMessage> Answer);
}
