using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class SlidingWindowTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nothing_is_admitted_behind_a_call_that_is_held_up_before_it_has_begun()
    {
        var window = new SlidingWindow(new LaneRate(1, Second), TimeProvider.System);
        var place = window.Take();
        Assert.Null(window.WaitAt(At(20)));
        window.Started(place, At(20.25));
        Assert.Equal(TimeSpan.FromSeconds(0.25), window.WaitAt(At(21)));
        Assert.Equal(TimeSpan.Zero, window.WaitAt(At(21.25)));
    }

    private static long At(double seconds) => (long)(seconds * TimeProvider.System.TimestampFrequency);
}
