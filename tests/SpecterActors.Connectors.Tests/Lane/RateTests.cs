using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class RateTests
{
    private static readonly LaneOptions Wide = new() { ConcurrencyMax = 1_000, QueuePerClassMax = 10_000, AttemptDeadline = TimeSpan.FromHours(1) };

    public static TheoryData<int, int, int> Rates => new()
    {
        { 1, 1_000, 1 }, { 1, 7, 2 }, { 2, 1_000, 3 }, { 10, 1_000, 4 }, { 10, 333, 5 }, { 100, 1_000, 6 }, { 30, 60_000, 7 }, { 500, 60_000, 8 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Never_more_than_N_in_any_window_and_at_least_99_percent_of_it(int calls, int windowMs, int seed)
    {
        var window = TimeSpan.FromMilliseconds(windowMs);
        var world = new LaneWorld(seed);
        var lane = world.Lane(Wide with { Rate = new LaneRate(calls, window) });
        var random = new Random(seed);
        var total = calls * 40;
        var began = world.Now;
        for (var i = 0; i < total; i++)
        {
            world.Put(lane, work: TimeSpan.FromMilliseconds(random.Next(0, 50)), priority: (CallPriority)random.Next(4));
        }

        world.Until(() => world.Starts.Count == total, "all starts");

        var starts = world.Starts.Select(start => start.At).ToList();
        for (var i = calls; i < total; i++)
        {
            Assert.True(starts[i] - starts[i - calls] >= window, $"start {i} came {starts[i] - starts[i - calls]} after start {i - calls}");
        }

        // 40 windows' worth of calls, the first at once: 39 windows is the bound that no lane can beat.
        Assert.True(starts[^1] - began <= window * 39 / 0.99, $"took {starts[^1] - began}");
    }

    [Fact]
    public void A_pause_earns_no_burst_above_the_window()
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = new LaneRate(5, TimeSpan.FromSeconds(1)) });
        Put(world, lane, 5);
        world.Pass(TimeSpan.FromSeconds(0.9));
        Put(world, lane, 20);
        world.Until(() => world.Starts.Count == 25, "all starts");

        for (var i = 5; i < 25; i++)
        {
            Assert.True(world.Starts[i].At - world.Starts[i - 5].At >= TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Spacing_holds_between_any_two_starts()
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = null, MinimumSpacing = TimeSpan.FromMilliseconds(200) });
        Put(world, lane, 10);
        world.Until(() => world.Starts.Count == 10, "all starts");

        Assert.All(Enumerable.Range(1, 9), i => Assert.Equal(TimeSpan.FromMilliseconds(200), world.Starts[i].At - world.Starts[i - 1].At));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Never_more_under_way_than_allowed(int most)
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = null, ConcurrencyMax = most });
        for (var i = 0; i < 30; i++)
        {
            world.Put(lane, work: TimeSpan.FromMilliseconds(10 + i));
        }

        world.Until(() => world.Starts.Count == 30 && world.Running == 0, "all calls");
        Assert.Equal(most, world.MostRunning);
    }

    [Fact]
    public void Orders_go_first_and_nothing_starves()
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = new LaneRate(1, TimeSpan.FromSeconds(1)), ConcurrencyMax = 1 });
        lane.Pause();
        foreach (var priority in (CallPriority[])[CallPriority.Catalogue, CallPriority.Price, CallPriority.Stock, CallPriority.Order])
        {
            for (var i = 0; i < 100; i++)
            {
                world.Put(lane, priority: priority);
            }
        }

        world.Settle();
        lane.Resume();
        world.Until(() => world.Starts.Count == 75, "75 starts");

        var shares = world.Starts.CountBy(start => start.Priority).ToDictionary();
        Assert.Equal(CallPriority.Order, world.Starts[0].Priority);
        Assert.InRange(shares[CallPriority.Order], 39, 41);
        Assert.InRange(shares[CallPriority.Stock], 19, 21);
        Assert.InRange(shares[CallPriority.Price], 9, 11);
        Assert.InRange(shares[CallPriority.Catalogue], 4, 6);
    }

    [Fact]
    public void An_idle_class_saves_up_no_credit()
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = new LaneRate(1, TimeSpan.FromSeconds(1)) });
        for (var i = 0; i < 200; i++)
        {
            world.Put(lane, priority: CallPriority.Order);
        }

        world.Until(() => world.Starts.Count == 100, "100 orders");
        for (var i = 0; i < 50; i++)
        {
            world.Put(lane, priority: CallPriority.Catalogue);
        }

        world.Until(() => world.Starts.Count == 120, "20 more");
        Assert.InRange(world.Starts.Skip(100).Count(start => start.Priority == CallPriority.Catalogue), 1, 3);
    }

    [Fact]
    public void Inside_a_class_first_come_first_served()
    {
        var world = new LaneWorld();
        var lane = world.Lane(Wide with { Rate = null, ConcurrencyMax = 1 });
        for (var i = 0; i < 20; i++)
        {
            world.Put(lane, work: TimeSpan.FromMilliseconds(1), name: $"{i}");
            world.Settle();
        }

        world.Until(() => world.Starts.Count == 20, "all starts");
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), world.Starts.Select(start => start.Name));
    }

    private static void Put(LaneWorld world, OutboundLane lane, int count)
    {
        for (var i = 0; i < count; i++)
        {
            world.Put(lane);
        }
    }
}
