using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class LateAndFullTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_call_that_must_not_begin_any_more_is_answered_then_and_never_made()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { ConcurrencyMax = 1 });
        world.Put(lane, work: Second * 30);
        world.Settle();
        var late = world.Put(lane, notAfterIn: Second * 5);
        var never = world.Put(lane, notAfterIn: Second * 60);
        world.Until(() => late.Outcome is not null && never.Outcome is not null, "both answers");

        Assert.Equal(LaneReasons.NotAfterPassed, Assert.IsType<Outcome<string>.NotSent>(late.Outcome).Reason);
        Assert.Equal(0, late.Calls);
        Assert.InRange(late.Took!.Value, Second * 5, Second * 5.1);
        Assert.IsType<Outcome<string>.Done>(never.Outcome);
    }

    [Fact]
    public void A_call_may_begin_at_its_very_last_moment()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions());
        var placed = world.Put(lane, notAfterIn: TimeSpan.Zero);
        world.Settle();

        Assert.IsType<Outcome<string>.Done>(placed.Outcome);
    }

    [Fact]
    public void The_deadline_makes_a_call_ambiguous_and_cancels_it()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { AttemptDeadline = Second * 20 });
        var placed = world.Put(lane, work: Second * 300);
        world.Until(() => placed.Outcome is not null, "an outcome");
        world.Settle();

        Assert.Equal(LaneReasons.Deadline, Assert.IsType<Outcome<string>.Ambiguous>(placed.Outcome).Reason);
        Assert.Equal(Second * 20, placed.Took);
        Assert.Equal(placed.EndedAt, placed.CancelledAt);
        Assert.Equal(0, lane.Status().Running);
    }

    [Fact]
    public void A_call_that_ignores_its_cancellation_frees_its_place_after_a_while_and_only_once()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { ConcurrencyMax = 1, AttemptDeadline = Second * 10, AbandonAfter = Second * 5, Rate = null });
        var deaf = world.Put(lane, work: Second * 60, deaf: true);
        world.Settle();
        var next = world.Put(lane, work: Second * 100);
        world.Until(() => deaf.Outcome is not null, "the first outcome");
        world.Pass(Second * 4.9);
        Assert.Equal(0, next.Calls);
        world.Pass(Second * 0.2);
        Assert.Equal(1, next.Calls);

        var third = world.Put(lane);
        world.Pass(Second * 5);
        Assert.Equal(1, lane.Status().Running);
        world.Until(() => third.Outcome is not null, "the third outcome");
        world.Pass(Second * 120);
        Assert.Equal(0, lane.Status().Running);
    }

    [Fact]
    public void A_full_class_turns_away_and_the_other_classes_still_take()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { QueuePerClassMax = 3, ConcurrencyMax = 1, Rate = new LaneRate(1, Second) });
        world.Put(lane, work: Second * 9);
        world.Settle();
        var waiting = Enumerable.Range(0, 3).Select(_ => world.Put(lane, priority: CallPriority.Catalogue)).ToList();
        world.Settle();
        var tooMany = world.Put(lane, priority: CallPriority.Catalogue);
        var order = world.Put(lane, priority: CallPriority.Order);
        world.Settle();

        var refused = Assert.IsType<Outcome<string>.NotSent>(tooMany.Outcome);
        Assert.Equal(LaneReasons.QueueFull, refused.Reason);
        Assert.True(refused.RetryAt > world.Now);
        world.Until(() => waiting.TrueForAll(placed => placed.Outcome is not null) && order.Outcome is not null, "the others");
        Assert.Equal(1, lane.Status().Counters.TurnedAway);
    }

    [Fact]
    public void Cancelled_while_waiting_is_not_sent_and_under_way_is_ambiguous()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { ConcurrencyMax = 1 });
        using var giveUp = new CancellationTokenSource();
        var running = world.Put(lane, work: Second * 30, cancellationToken: giveUp.Token);
        world.Settle();
        var waiting = world.Put(lane, cancellationToken: giveUp.Token);
        world.Settle();
        giveUp.Cancel();
        world.Settle();

        Assert.Equal(LaneReasons.Cancelled, Assert.IsType<Outcome<string>.NotSent>(waiting.Outcome).Reason);
        Assert.Equal(LaneReasons.Cancelled, Assert.IsType<Outcome<string>.Ambiguous>(running.Outcome).Reason);
        Assert.Equal((0, 1), (waiting.Calls, running.Calls));
    }

    [Fact]
    public void A_bug_in_a_call_is_thrown_and_the_lane_goes_on()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { ConcurrencyMax = 1 });
        var bug = world.PutBug(lane);
        var next = world.Put(lane);
        world.Settle();

        Assert.IsType<InvalidOperationException>(bug.Bug);
        Assert.IsType<Outcome<string>.Done>(next.Outcome);
        Assert.Contains(lane.Attempts(), attempt => attempt.Outcome == "bug");
    }

    [Fact]
    public void Paused_calls_stay_even_past_their_time_and_are_answered_on_resume()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions());
        var running = world.Put(lane, work: Second * 2);
        world.Settle();
        lane.Pause();
        var late = world.Put(lane, notAfterIn: Second * 5);
        var patient = world.Put(lane);
        world.Pass(TimeSpan.FromHours(3));

        Assert.IsType<Outcome<string>.Done>(running.Outcome);
        Assert.Null(late.Outcome);
        Assert.Null(patient.Outcome);
        Assert.True(lane.Status().Paused);
        Assert.Equal(2, lane.Status().Queued[CallPriority.Order]);

        lane.Resume();
        world.Settle();
        Assert.Equal(LaneReasons.NotAfterPassed, Assert.IsType<Outcome<string>.NotSent>(late.Outcome).Reason);
        Assert.IsType<Outcome<string>.Done>(patient.Outcome);
    }

    [Fact]
    public void A_lane_that_is_taken_down_answers_everybody()
    {
        var world = new LaneWorld();
        var lane = world.Lane(new LaneOptions { ConcurrencyMax = 1 });
        var running = world.Put(lane, work: Second);
        world.Settle();
        var waiting = world.Put(lane);
        world.Settle();
        lane.Dispose();
        var after = world.Put(lane);
        world.Pass(Second * 2);

        Assert.IsType<Outcome<string>.Done>(running.Outcome);
        Assert.Equal(LaneReasons.Stopped, Assert.IsType<Outcome<string>.NotSent>(waiting.Outcome).Reason);
        Assert.Equal(LaneReasons.Stopped, Assert.IsType<Outcome<string>.NotSent>(after.Outcome).Reason);
    }
}
