namespace SpecterActors.Cluster.Tests;

/// <summary>Bounded waiting that says what was missing.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits; gives the time it took. <paramref name="missing"/> is asked for only at the end.</summary>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> missing)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < limit, $"after {limit.TotalSeconds:0} s: {missing()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    public static Task<TimeSpan> TrueAsync(Func<bool> condition, TimeSpan limit, Func<string> missing) => TrueAsync(() => Task.FromResult(condition()), limit, missing);
}
