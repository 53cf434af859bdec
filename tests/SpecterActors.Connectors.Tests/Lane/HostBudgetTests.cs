using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class HostBudgetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly LaneOptions Wide = new() { Rate = null, ConcurrencyMax = 100, QueuePerClassMax = 10_000 };

    [Fact]
    public void All_lanes_together_keep_the_hosts_concurrency_and_take_turns()
    {
        var world = new LaneWorld();
        using var host = new HostBudget("api.specter.test", 2, null, world.Time);
        var lanes = Enumerable.Range(0, 4).Select(i => (Name: $"t{i}", Lane: world.Lane(Wide, host, $"t{i}"))).ToList();
        foreach (var (name, lane) in lanes)
        {
            // The first tenant floods before anybody else comes.
            for (var i = 0; i < (name == "t0" ? 300 : 20); i++)
            {
                world.Put(lane, work: Second, name: name);
            }

            world.Settle();
        }

        world.Until(() => world.Starts.Count(start => start.Name != "t0") == 60, "all calls of the quiet tenants");
        Assert.Equal(2, world.MostRunning);
        Assert.InRange(world.Starts.Count(start => start.Name == "t0"), 18, 24);
        world.Until(() => world.Starts.Count == 360 && world.Running == 0, "all calls");
        Assert.Equal(0, host.Running);
    }

    [Fact]
    public void All_lanes_together_keep_the_hosts_rate()
    {
        var world = new LaneWorld(3);
        using var host = new HostBudget("api.specter.test", 100, new LaneRate(10, Second), world.Time);
        var lanes = Enumerable.Range(0, 3).Select(i => world.Lane(Wide with { Rate = new LaneRate(8, Second) }, host, $"t{i}")).ToList();
        var began = world.Now;
        for (var i = 0; i < 300; i++)
        {
            world.Put(lanes[i % 3], work: TimeSpan.FromMilliseconds(30));
        }

        world.Until(() => world.Starts.Count == 300, "all calls");
        for (var i = 10; i < 300; i++)
        {
            Assert.True(world.Starts[i].At - world.Starts[i - 10].At >= Second);
        }

        Assert.True(world.Now - began <= Second * 29 / 0.99 + Second);
    }

    [Fact]
    public void A_lane_that_is_held_or_paused_does_not_keep_the_others_waiting()
    {
        var world = new LaneWorld();
        using var host = new HostBudget("api.specter.test", 1, null, world.Time);
        var held = world.Lane(Wide, host, "held");
        var paused = world.Lane(Wide, host, "paused");
        var free = world.Lane(Wide, host, "free");
        world.Put(free, work: Second);
        world.Settle();
        for (var i = 0; i < 5; i++)
        {
            world.Put(held);
            world.Put(paused);
        }

        world.Settle();
        held.HoldUntil(world.Now + (Second * 9));
        paused.Pause();
        var next = world.Put(free);
        world.Until(() => next.Outcome is not null, "the free lane's call", minutes: 1);

        Assert.Equal(Second, next.Took);
        paused.Resume();
        world.Pass(Second * 10);
        Assert.Equal(12, world.Starts.Count);
    }
}
