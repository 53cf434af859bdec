namespace SpecterActors.Sandbox.Abicart;

/// <summary>The shop's clock: whole seconds, as its timestamps show them.</summary>
internal sealed class AbicartClock(TimeProvider time)
{
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }
}
