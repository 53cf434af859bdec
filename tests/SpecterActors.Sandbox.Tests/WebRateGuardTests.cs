using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class WebRateGuardTests
{
    private readonly SpecterTestClock clock = new();

    [Fact]
    public void As_many_as_allowed_in_any_window_are_no_violation()
    {
        var guard = new RateGuard("s", new RateLimit(2, TimeSpan.FromSeconds(1), 1), clock);
        foreach (var wait in new[] { 0, 400, 600, 400, 600 })
        {
            clock.Advance(TimeSpan.FromMilliseconds(wait));
            Visit(guard);
        }

        Assert.Empty(guard.Violations);
        Assert.Equal(5, guard.Arrived);
    }

    [Fact]
    public void One_too_many_in_a_sliding_window_is_recorded_once_with_its_time()
    {
        var guard = new RateGuard("s", new RateLimit(2, TimeSpan.FromSeconds(1), 9), clock);
        var told = new List<RateViolation>();
        guard.Violated = told.Add;
        Visit(guard);
        clock.Advance(TimeSpan.FromMilliseconds(900));
        Visit(guard);
        clock.Advance(TimeSpan.FromMilliseconds(99));
        Visit(guard);

        var violation = Assert.Single(guard.Violations);
        Assert.Equal(("rate", 3, 2, clock.GetUtcNow()), (violation.Kind, violation.Count, violation.Allowed, violation.At));
        Assert.Equal([violation], told);
    }

    [Fact]
    public void Slack_forgives_arrivals_that_jitter()
    {
        var guard = new RateGuard("s", new RateLimit(1, TimeSpan.FromSeconds(1), 9, TimeSpan.FromMilliseconds(50)), clock);
        Visit(guard);
        clock.Advance(TimeSpan.FromMilliseconds(960));
        Visit(guard);

        Assert.Empty(guard.Violations);
    }

    [Fact]
    public void Too_many_at_once_is_recorded()
    {
        var guard = new RateGuard("s", new RateLimit(100, TimeSpan.FromSeconds(1), 1), clock);
        guard.Enter();
        guard.Enter();
        guard.Leave();
        guard.Leave();
        Visit(guard);

        Assert.Equal("concurrency", Assert.Single(guard.Violations).Kind);
        Assert.Equal(2, guard.MostUnderWay);
    }

    private static void Visit(RateGuard guard)
    {
        guard.Enter();
        guard.Leave();
    }
}
