using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

/// <summary>The lane under random use: on one thread from a seed, and on the pool.</summary>
public sealed class LaneInterleavingTests
{
    [Fact]
    public void Every_call_gets_one_outcome_within_all_limits_whatever_the_order()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            RunRandomly(seed);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace() => Assert.Equal(RunRandomly(4711), RunRandomly(4711));

    [Fact]
    public async Task On_the_pool_limits_hold_and_nothing_is_lost()
    {
        using var host = new HostBudget("h", 6, null, TimeProvider.System);
        using var first = new OutboundLane("a", "s", new LaneOptions { Rate = null, ConcurrencyMax = 4, QueuePerClassMax = 5_000 }, TimeProvider.System, new Random(1), NullLogger.Instance, host);
        using var second = new OutboundLane("b", "s", new LaneOptions { Rate = null, ConcurrencyMax = 4, QueuePerClassMax = 5_000 }, TimeProvider.System, new Random(2), NullLogger.Instance, host);
        var running = new int[2];
        var most = new int[2];

        async Task<Outcome<int>> WorkAsync(int lane, int value)
        {
            var now = Interlocked.Increment(ref running[lane]);
            int seen;
            while ((seen = Volatile.Read(ref most[lane])) < now)
            {
                Interlocked.CompareExchange(ref most[lane], now, seen);
            }

            await Task.Yield();
            Interlocked.Decrement(ref running[lane]);
            return new Outcome<int>.Done(value);
        }

        var calls = Enumerable.Range(0, 3_000).Select(i => Task.Run(() =>
        {
            var (index, lane) = i % 2 == 0 ? (0, first) : (1, second);
            return lane.RunAsync("act", new CallOptions((CallPriority)(i % 4), "e"), _ => WorkAsync(index, i), CancellationToken.None);
        })).ToList();
        var outcomes = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Enumerable.Range(0, 3_000), outcomes.Select(outcome => Assert.IsType<Outcome<int>.Done>(outcome).Value));
        Assert.All(most, highest => Assert.InRange(highest, 1, 4));
        Assert.Equal((0, 0, 0), (first.Status().Running, second.Status().Running, host.Running));
    }

    private static ulong RunRandomly(int seed)
    {
        var world = new LaneWorld(seed);
        var random = new Random(seed);
        var rate = new LaneRate(random.Next(1, 20), TimeSpan.FromMilliseconds(random.Next(100, 3_000)));
        var options = new LaneOptions
        {
            Rate = rate,
            ConcurrencyMax = random.Next(1, 6),
            QueuePerClassMax = random.Next(5, 60),
            AttemptDeadline = TimeSpan.FromSeconds(5),
            BreakerThreshold = random.Next(1, 6),
            BreakerDelay = TimeSpan.FromSeconds(random.Next(1, 30)),
        };
        using var host = new HostBudget("h", random.Next(1, 6), null, world.Time);
        var lane = world.Lane(options, host);
        var other = world.Lane(options with { Rate = null }, host, "other");
        var placed = new List<LaneWorld.Placed>();
        for (var step = 0; step < 200; step++)
        {
            placed.Add(world.Put(
                random.Next(4) == 0 ? other : lane, Answer(random, world.Now), (CallPriority)random.Next(4), TimeSpan.FromMilliseconds(random.Next(0, 7_000)),
                random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(0, 30)) : null, deaf: random.Next(10) == 0, name: "x"));
            Disturb(random, lane, world);
        }

        lane.Resume();
        world.Until(() => placed.TrueForAll(call => call.EndedAt is not null), $"an outcome of every call (seed {seed})");
        world.Pass(TimeSpan.FromMinutes(1));

        Assert.All(placed, call => Assert.Null(call.Bug));
        Assert.All(placed, call => Assert.True(call.Calls <= 1 && (call.Outcome is not Outcome<string>.Done || call.Calls == 1)));
        Assert.Equal((0, 0, 0), (lane.Status().Running, other.Status().Running, host.Running));
        world.Dispatcher.MixIntoTrace((ulong)world.Starts.Count);
        return world.Dispatcher.TraceHash;
    }

    private static void Disturb(Random random, OutboundLane lane, LaneWorld world)
    {
        switch (random.Next(12))
        {
            case 0: lane.Pause(); break;
            case 1 or 2: lane.Resume(); break;
            case 3: lane.HoldUntil(world.Now.AddSeconds(random.Next(0, 20))); break;
            case 4 or 5 or 6: world.Pass(TimeSpan.FromMilliseconds(random.Next(0, 4_000))); break;
            default: world.Settle(); break;
        }
    }

    private static Outcome<string> Answer(Random random, DateTimeOffset now) => random.Next(12) switch
    {
        0 => new Outcome<string>.Ambiguous("http-500"),
        1 => new Outcome<string>.NotSent("no-connection"),
        2 => new Outcome<string>.NotSent(LaneReasons.Throttled, now.AddSeconds(random.Next(0, 9))),
        3 => new Outcome<string>.Unauthorised("no"),
        4 => new Outcome<string>.Refused("specter-1", "no"),
        _ => new Outcome<string>.Done("ok"),
    };
}
