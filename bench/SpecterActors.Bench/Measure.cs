using System.Diagnostics;

namespace SpecterActors.Bench;

/// <summary>Takes rates.</summary>
public static class Measure
{
    /// <summary>Finds how many operations take about as long as asked for, then measures ours and the raw work in turn. Each delegate does the number of operations given.</summary>
    public static (Series Ours, Series Raw) Compare(BenchOptions options, Action<int> ours, Action<int> raw)
    {
        var (countOurs, countRaw) = (Calibrate(options, ours), Calibrate(options, raw));
        var (a, b) = Alternate(options.Rounds, warmUp: false, () => Rate(ours, countOurs), () => Rate(raw, countRaw));
        return (a, b!);
    }

    /// <summary>Rounds of both in turn, so that both see the same machine; the first one warms up and does not count.</summary>
    public static (Series Ours, Series? Raw) Alternate(int rounds, bool warmUp, Func<double> ours, Func<double>? raw)
    {
        var (a, b) = (new List<double>(), new List<double>());
        for (var round = warmUp ? -1 : 0; round < rounds; round++)
        {
            // Who goes first alternates: a disk gives what is left of its burst to the second.
            var before = round % 2 == 0 ? raw?.Invoke() : null;
            var rate = ours();
            before ??= raw?.Invoke();
            if (round >= 0)
            {
                a.Add(rate);
                if (before is { } other)
                {
                    b.Add(other);
                }
            }
        }

        return (new Series([.. a]), raw is null ? null : new Series([.. b]));
    }

    /// <summary>Whether rates are per second of this process's processor time instead of the clock's: they hold on a busy machine, but say nothing of waiting.</summary>
    public static bool ByProcessorTime { get; set; }

    /// <summary>Operations per second of doing <paramref name="count"/> of them.</summary>
    public static double Rate(Action<int> work, int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var began = Now();
        work(count);
        return count / (Now() - began).TotalSeconds;
    }

    private static TimeSpan Now() => ByProcessorTime ? Environment.CpuUsage.TotalTime : TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    /// <summary>How many operations take about as long as asked for; warms up on the way.</summary>
    private static int Calibrate(BenchOptions options, Action<int> work)
    {
        var count = 1000;
        while (true)
        {
            var seconds = count / Rate(work, count);
            if (seconds > options.Seconds / 4 || count > 100_000_000)
            {
                return (int)Math.Clamp(count * options.Seconds / seconds, 1000, 200_000_000);
            }

            count *= 4;
        }
    }
}
