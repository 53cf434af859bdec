namespace SpecterActors.Host.Tests;

/// <summary>Bounded waiting that says what was missing.</summary>
internal static class Until
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string missing) => TrueAsync(() => Task.FromResult(condition()), missing);

    public static async Task TrueAsync(Func<Task<bool>> condition, string missing)
    {
        using var limit = new CancellationTokenSource(Longest);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, missing);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
