namespace SpecterActors.Simulation.World;

/// <summary>The clock of an outside system: the world's, ahead or behind by a skew that may change while it runs.</summary>
public sealed class SkewedTime(TimeProvider world, TimeSpan skew) : TimeProvider
{
    /// <summary>How far this clock is ahead of the world's.</summary>
    public TimeSpan Skew { get; private set; } = skew;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Skew;

    public override long GetTimestamp() => world.GetTimestamp();

    public override long TimestampFrequency => world.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(callback, state, dueTime, period);

    public void Jump(TimeSpan by) => Skew += by;
}
