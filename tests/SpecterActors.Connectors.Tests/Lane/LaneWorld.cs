using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Connectors.Tests.Lane;

/// <summary>Lanes on one thread under virtual time; every order of events follows from the seed.</summary>
internal sealed class LaneWorld
{
    private readonly DeterministicNode node;
    private int seed;

    public LaneWorld(int seed = 1)
    {
        this.seed = seed;
        Dispatcher = new DeterministicDispatcher((ulong)seed);
        node = Dispatcher.CreateNode("n");
    }

    public DeterministicDispatcher Dispatcher { get; }

    public TimeProvider Time => node.Time;

    public DateTimeOffset Now => Dispatcher.Now;

    public List<Start> Starts { get; } = [];

    public List<LaneAlarm> Alarms { get; } = [];

    public int MostRunning { get; private set; }

    public int Running { get; private set; }

    public OutboundLane Lane(LaneOptions options, HostBudget? host = null, string tenant = "t1") =>
        new(tenant, "specter", options, Time, new Random(seed++), NullLogger.Instance, host) { Alarm = Alarms.Add };

    /// <summary>Puts a call into the lane; it works for <paramref name="work"/> and then answers.</summary>
    public Placed Put(
        OutboundLane lane,
        Outcome<string>? answer = null,
        CallPriority priority = CallPriority.Order,
        TimeSpan work = default,
        TimeSpan? notAfterIn = null,
        CancellationToken cancellationToken = default,
        bool deaf = false,
        string name = "")
    {
        var placed = new Placed(Now);
        var options = new CallOptions(priority, "t1/x/1", notAfterIn is { } span ? Now + span : null);
        node.Post(() => _ = RunAsync(
            placed, () => lane.RunAsync("act", options, token => WorkAsync(placed, answer, priority, work, deaf, name, token), cancellationToken)));
        return placed;
    }

    public Placed PutBug(OutboundLane lane)
    {
        var placed = new Placed(Now);
        node.Post(() => _ = RunAsync(placed, () => lane.RunAsync<string>(
            "act", new CallOptions(CallPriority.Order, "e"), _ => throw new InvalidOperationException("bug"), CancellationToken.None)));
        return placed;
    }

    /// <summary>Starts work on the node and does <paramref name="after"/> there when it has ended.</summary>
    public void Run(Func<Task> work, Action after)
    {
        node.Post(() => _ = ThenAsync());

        async Task ThenAsync()
        {
            await work();
            after();
        }
    }

    public void Settle() => Dispatcher.RunUntilIdle();

    public void Pass(TimeSpan span) => Dispatcher.RunFor(span);

    public void Until(Func<bool> condition, string what, double minutes = 600) => Dispatcher.RunUntil(condition, TimeSpan.FromMinutes(minutes), what);

    private async Task RunAsync(Placed placed, Func<Task<Outcome<string>>> call)
    {
        try
        {
            placed.Outcome = await call();
        }
        catch (Exception bug)
        {
            placed.Bug = bug;
        }

        placed.EndedAt = Now;
    }

    private async Task<Outcome<string>> WorkAsync(
        Placed placed, Outcome<string>? answer, CallPriority priority, TimeSpan work, bool deaf, string name, CancellationToken token)
    {
        placed.Calls++;
        Starts.Add(new Start(Now, priority, name));
        Running++;
        MostRunning = Math.Max(MostRunning, Running);
        try
        {
            if (work > TimeSpan.Zero)
            {
                await Task.Delay(work, Time, deaf ? CancellationToken.None : token);
            }

            return answer ?? new Outcome<string>.Done("ok");
        }
        catch (OperationCanceledException)
        {
            placed.CancelledAt = Now;
            throw;
        }
        finally
        {
            Running--;
        }
    }

    internal readonly record struct Start(DateTimeOffset At, CallPriority Priority, string Name);

    internal sealed class Placed(DateTimeOffset at)
    {
        public DateTimeOffset At { get; } = at;

        public Outcome<string>? Outcome { get; set; }

        public Exception? Bug { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        public DateTimeOffset? CancelledAt { get; set; }

        public int Calls { get; set; }

        public TimeSpan? Took => EndedAt - At;
    }
}
