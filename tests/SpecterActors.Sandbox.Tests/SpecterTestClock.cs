namespace SpecterActors.Sandbox.Tests;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SpecterTestClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
