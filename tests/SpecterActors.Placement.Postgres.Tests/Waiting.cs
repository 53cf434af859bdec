using System.Diagnostics;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Bounded waits that name what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static async Task<TimeSpan> UntilAsync(Func<bool> holds, string what, int secondsMax = 30)
    {
        var began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(secondsMax))
            {
                throw new TimeoutException($"Not within {secondsMax} s: {what}.");
            }

            await Task.Delay(Step, TimeProvider.System);
        }

        return Stopwatch.GetElapsedTime(began);
    }
}
