using System.Diagnostics;

namespace SpecterActors.Bench;

/// <summary>Takes rates.</summary>
public static class Measure
{
    /// <summary>
    /// Runs ours and the raw work in turn, so that both see the same machine, and returns the best rate of each. Each delegate does
    /// the number of operations that it is given and returns when all are done.
    /// </summary>
    public static Compared Compare(BenchOptions options, Action<int> ours, Action<int> raw)
    {
        var (bestOurs, bestRaw) = (0d, 0d);
        var (cpuOurs, cpuRaw) = (double.MaxValue, double.MaxValue);
        var (countOurs, countRaw) = (Calibrate(options, ours), Calibrate(options, raw));
        for (var round = 0; round < options.Rounds; round++)
        {
            var before = Cpu();
            bestRaw = Math.Max(bestRaw, Rate(raw, countRaw));
            var between = Cpu();
            bestOurs = Math.Max(bestOurs, Rate(ours, countOurs));
            cpuRaw = Math.Min(cpuRaw, (between - before).TotalNanoseconds / countRaw);
            cpuOurs = Math.Min(cpuOurs, (Cpu() - between).TotalNanoseconds / countOurs);
        }

        return new Compared(bestOurs, bestRaw, $"processor time {cpuOurs:N0} ns, raw {cpuRaw:N0} ns");
    }

    /// <summary>Operations per second of doing <paramref name="count"/> of them.</summary>
    public static double Rate(Action<int> work, int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var began = Stopwatch.GetTimestamp();
        work(count);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    /// <summary>How many operations take about as long as asked for; warms up on the way.</summary>
    public static int Calibrate(BenchOptions options, Action<int> work)
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

/// <summary>The best rates of both, and the least processor time per operation, which a busy machine disturbs less.</summary>
public readonly record struct Compared(double Ours, double Raw, string Cpu)
{
    /// <summary>The rates alone.</summary>
    public void Deconstruct(out double ours, out double raw) => (ours, raw) = (Ours, Raw);
}
