using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class HoldTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Outcome<string> Unauthorised = new Outcome<string>.Unauthorised("wrong key");
    private static readonly Outcome<string> NoConnection = new Outcome<string>.NotSent("no-connection");

    [Fact]
    public void Retry_after_holds_the_whole_lane_for_exactly_that_long()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null });
        var throttled = world.Put(lane, new Outcome<string>.NotSent(LaneReasons.Throttled, world.Now + (Second * 7)));
        world.Settle();
        var next = world.Put(lane);
        world.Until(() => next.Outcome is not null, "the next call");

        Assert.Equal(world.Now, Assert.IsType<Outcome<string>.NotSent>(throttled.Outcome).RetryAt);
        Assert.Equal(Second * 7, next.Took);
        Assert.Equal(1, lane.Status().Counters.Throttled);
    }

    [Fact]
    public void A_call_that_would_wait_too_long_is_told_when_to_come_back()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, HoldWaitMax = Second * 10 });
        lane.HoldUntil(world.Now + (Second * 60));
        var tooLong = world.Put(lane);
        world.Settle();
        var refused = Assert.IsType<Outcome<string>.NotSent>(tooLong.Outcome);
        Assert.Equal(LaneReasons.Throttled, refused.Reason);
        Assert.Equal(world.Now + (Second * 60), refused.RetryAt);
        Assert.Equal(Second * 60, lane.Status().HeldUntil - world.Now);

        world.Pass(Second * 55);
        var bounded = world.Put(lane, notAfterIn: Second * 2);
        var waits = world.Put(lane);
        world.Settle();
        Assert.IsType<Outcome<string>.NotSent>(bounded.Outcome);
        world.Until(() => waits.Outcome is not null, "the waiting call");
        Assert.Equal(Second * 5, waits.Took);
    }

    [Fact]
    public void Asked_to_wait_again_and_again_the_lane_waits_longer_until_it_is_answered()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, HoldWaitMax = TimeSpan.FromHours(1) });
        var holds = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var answer = i == 7 ? new Outcome<string>.Done("ok") : (Outcome<string>)new Outcome<string>.NotSent(LaneReasons.Throttled, world.Now.AddSeconds(2));
            world.Put(lane, answer);
            world.Settle();
            var left = lane.Status().HeldUntil - world.Now ?? TimeSpan.Zero;
            holds.Add(left.TotalSeconds);
            world.Pass(left);
        }

        Assert.Equal([2, 2, 4, 8, 16, 32, 60, 0, 2], holds);
    }

    [Fact]
    public void A_far_retry_after_is_bounded()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { RetryAfterMax = TimeSpan.FromMinutes(10) });
        lane.HoldUntil(world.Now.AddYears(50));

        Assert.Equal(TimeSpan.FromMinutes(10), lane.Status().HeldUntil - world.Now);
    }

    [Fact]
    public void The_breaker_opens_probes_one_call_at_a_time_with_growing_pauses_and_closes()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, BreakerThreshold = 3, BreakerDelay = Second * 20, BreakerDelayMax = Second * 100 });
        for (var i = 0; i < 3; i++)
        {
            world.Put(lane, i == 1 ? new Outcome<string>.Ambiguous("http-500") : NoConnection);
        }

        world.Settle();
        Assert.Equal(LaneGateState.Open, lane.Status().Gate);
        Assert.Equal(LaneAlarmKind.Unreachable, Assert.Single(world.Alarms).Kind);

        var expected = Second * 20;
        for (var probe = 0; probe < 5; probe++)
        {
            var held = lane.Status().HeldUntil!.Value - world.Now;
            Assert.InRange(held, expected * 0.8, expected * 1.2);
            world.Pass(held + TimeSpan.FromMilliseconds(1));
            Assert.Equal(LaneGateState.Probing, lane.Status().Gate);
            var first = world.Put(lane, NoConnection, work: Second);
            var second = world.Put(lane, NoConnection, work: Second);
            world.Pass(Second * 2);
            Assert.Equal(1, first.Calls + second.Calls);
            expected = expected * 2 < Second * 100 ? expected * 2 : Second * 100;
        }

        world.Pass(Second * 130);
        var good = world.Put(lane);
        var after = world.Put(lane);
        world.Settle();
        Assert.IsType<Outcome<string>.Done>(good.Outcome);
        Assert.IsType<Outcome<string>.Done>(after.Outcome);
        Assert.Equal([LaneAlarmKind.Unreachable, LaneAlarmKind.Reachable], world.Alarms.Select(alarm => alarm.Kind));
        Assert.Equal(LaneGateState.Closed, lane.Status().Gate);
    }

    [Fact]
    public void A_probe_risks_a_read_of_stock_before_an_order()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, BreakerThreshold = 1, BreakerDelay = Second * 5 });
        world.Put(lane, NoConnection);
        world.Settle();
        var order = world.Put(lane, priority: CallPriority.Order);
        var stock = world.Put(lane, NoConnection, priority: CallPriority.Stock);
        world.Pass(Second * 7);

        Assert.Equal(1, stock.Calls);
        Assert.Equal(0, order.Calls);
    }

    [Fact]
    public void An_answer_between_failures_keeps_the_breaker_closed()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, BreakerThreshold = 3 });
        for (var i = 0; i < 12; i++)
        {
            world.Put(lane, i % 3 == 2 ? new Outcome<string>.Refused("specter-20", "x") : NoConnection);
            world.Settle();
        }

        Assert.Equal(LaneGateState.Closed, lane.Status().Gate);
        Assert.Empty(world.Alarms);
    }

    [Fact]
    public void Wrong_credentials_hold_the_lane_with_one_alarm_and_it_resumes_by_itself()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, ConcurrencyMax = 4, UnauthorisedProbeInterval = Second * 100 });
        for (var i = 0; i < 4; i++)
        {
            world.Put(lane, Unauthorised, work: Second);
        }

        world.Pass(Second * 2);
        Assert.Equal(LaneGateState.Unauthorised, lane.Status().Gate);

        var calls = 0;
        for (var minute = 0; minute < 20; minute++)
        {
            for (var i = 0; i < 5; i++)
            {
                var placed = world.Put(lane, Unauthorised);
                world.Pass(Second * 12);
                calls += placed.Calls;
                if (placed.Calls == 0)
                {
                    var held = Assert.IsType<Outcome<string>.NotSent>(placed.Outcome);
                    Assert.Equal(LaneReasons.HeldUnauthorised, held.Reason);
                }
            }
        }

        Assert.InRange(calls, 9, 16);
        Assert.Equal(LaneAlarmKind.Unauthorised, Assert.Single(world.Alarms).Kind);

        world.Pass(Second * 130);
        var good = world.Put(lane);
        world.Settle();
        Assert.IsType<Outcome<string>.Done>(good.Outcome);
        Assert.Equal(LaneGateState.Closed, lane.Status().Gate);
        Assert.Equal([LaneAlarmKind.Unauthorised, LaneAlarmKind.Authorised], world.Alarms.Select(alarm => alarm.Kind));
    }

    [Fact]
    public void A_probe_that_was_given_up_leaves_the_next_call_to_probe()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { Rate = null, BreakerThreshold = 1, BreakerDelay = Second });
        world.Put(lane, NoConnection);
        world.Pass(Second * 2);
        using var giveUp = new CancellationTokenSource();
        var probe = world.Put(lane, work: Second * 30, cancellationToken: giveUp.Token);
        world.Settle();
        giveUp.Cancel();
        world.Settle();
        Assert.IsType<Outcome<string>.Ambiguous>(probe.Outcome);

        var next = world.Put(lane);
        world.Settle();
        Assert.IsType<Outcome<string>.Done>(next.Outcome);
        Assert.Equal(LaneGateState.Closed, lane.Status().Gate);
    }
}
