using System.Text;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sandbox;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World;

/// <summary>
/// A network that belongs to the world, not to the engine's node: what is on its way goes on when the engine gives up or crashes, and may
/// be executed later. Every request takes time, and may suffer a fault.
/// </summary>
public abstract class FaultyNetwork(DeterministicDispatcher dispatcher, Random latency) : HttpMessageHandler
{
    /// <summary>Requests sent by the engine.</summary>
    public long Requests { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var reading = SandboxHttpHandler.ToSandboxAsync(request, cancellationToken);
        var asked = reading.IsCompleted ? reading.Result : throw new InvalidOperationException("a request's body is not in memory");
        var (fault, execute) = Receive(request, asked);
        if (fault is Fault.Refused)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
        }

        var exchange = new Exchange(request, execute, new TaskCompletionSource<HttpResponseMessage>());
        cancellationToken.Register(() => exchange.Answer.TrySetCanceled(cancellationToken));
        // Within the world, so that it outlives the node that sent it.
        After(TimeSpan.FromMilliseconds(latency.Next(2, 40)), () => Arrive(exchange, fault));
        return exchange.Answer.Task;
    }

    /// <summary>What befalls a request that leaves now, and how it is executed.</summary>
    protected abstract (Fault Fault, Func<SandboxResponse> Execute) Receive(HttpRequestMessage request, SandboxRequest asked);

    private void Arrive(Exchange exchange, Fault fault)
    {
        switch (fault)
        {
            case Fault.None:
                Answer(exchange, exchange.Execute());
                break;
            case Fault.RequestLost:
                Break(exchange);
                break;
            case Fault.AnswerLost:
                exchange.Execute();
                Break(exchange);
                break;
            case Fault.ExecutedLate late:
                Break(exchange);
                After(late.After, () => exchange.Execute());
                break;
            case Fault.Delayed delayed:
                After(delayed.By, () => Answer(exchange, exchange.Execute()));
                break;
            case Fault.Duplicated:
                exchange.Execute();
                Answer(exchange, exchange.Execute());
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
                var whole = exchange.Execute();
                Answer(exchange, whole with { Body = whole.Body[..(whole.Body.Length / 2)] });
                break;
            case Fault.Unauthorised:
                Answer(exchange, new SandboxResponse(401, "text/html", Encoding.UTF8.GetBytes("<html>unauthorised</html>")));
                break;
            case Fault.RepeatedPage:
                Answer(exchange, exchange.Execute());
                break;
            default:
                throw new System.Diagnostics.UnreachableException(fault.GetType().Name);
        }
    }

    private static void ExecuteIf(Exchange exchange, bool executed)
    {
        if (executed)
        {
            exchange.Execute();
        }
    }

    private void Answer(Exchange exchange, SandboxResponse response) => After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetResult(SandboxHttpHandler.ToHttp(response, exchange.Request))));

    private void Break(Exchange exchange) => After(
        TimeSpan.FromMilliseconds(latency.Next(1, 20)),
        () => OutsideContext.Run(() => exchange.Answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "the connection broke"))));

    private void After(TimeSpan wait, Action work) => dispatcher.After(wait, work);

    private sealed record Exchange(HttpRequestMessage Request, Func<SandboxResponse> Execute, TaskCompletionSource<HttpResponseMessage> Answer);
}

/// <summary>Timers of the world.</summary>
public static class WorldTimers
{
    /// <summary>Does something in the world after a time; no crash prevents it.</summary>
    public static void After(this DeterministicDispatcher dispatcher, TimeSpan wait, Action work)
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
}
