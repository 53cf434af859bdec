using SpecterActors.Connectors.Lane;
using Xunit;

namespace SpecterActors.Connectors.Tests.Lane;

public sealed class SlidingWindowTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_call_whose_thread_was_held_up_counts_from_when_it_had_left()
    {
        var window = new SlidingWindow(new LaneRate(1, Second), TimeProvider.System);
        var place = window.Take();
        window.Started(place, At(10));
        window.Left(place, At(10), At(10.25));
        Assert.Equal(TimeSpan.FromSeconds(0.25), window.WaitAt(At(11)));
        Assert.Equal(TimeSpan.Zero, window.WaitAt(At(11.25)));
    }

    [Fact]
    public void One_held_up_for_longer_than_the_window_does_not_touch_the_place_that_another_has_by_then()
    {
        var window = new SlidingWindow(new LaneRate(1, Second), TimeProvider.System);
        var first = window.Take();
        window.Started(first, At(10));
        var second = window.Take();
        window.Left(first, At(10), At(11.5));
        Assert.Null(window.WaitAt(At(11.5)));
        window.Started(second, At(11.2));
        Assert.Equal(TimeSpan.FromSeconds(0.7), window.WaitAt(At(11.5)));
    }

    private static long At(double seconds) => (long)(seconds * TimeProvider.System.TimestampFrequency);
}
