using System.Diagnostics;
using System.Globalization;
using SpecterActors.Runtime;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>Runs many seeds and says what they covered.</summary>
public static class Hunter
{
    /// <summary>Threads take seeds one by one; each runs whole seeds. Returns the exit code.</summary>
    public static int Hunt(int first, int count, int parallel)
    {
        var watch = Stopwatch.StartNew();
        var reports = new List<SimulationReport>();
        var failed = new SortedSet<int>();
        var next = first - 1;
        var cost = new Cost(warmUp: count / 4);
        var threads = Enumerable.Range(0, parallel).Select(_ => new Thread(() =>
        {
            while (Interlocked.Increment(ref next) is var seed && seed < first + count)
            {
                try
                {
                    var report = new SimulationRun(SeedPlan.OptionsOf(seed)).Execute();
                    lock (reports)
                    {
                        reports.Add(report);
                        cost.Ran();
                    }
                }
                catch (Exception e)
                {
                    lock (reports)
                    {
                        failed.Add(seed);
                        Console.WriteLine($"seed {seed} failed: {e.Message}");
                    }
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Coverage.Print(reports);
        Console.WriteLine($"all traces together: {reports.OrderBy(r => r.Seed).Aggregate(StableHash.Start, (hash, r) => StableHash.Mix(hash, r.TraceHash)):x16}");
        Console.WriteLine($"{count} seeds in {watch.Elapsed.TotalSeconds:0} s: {count / watch.Elapsed.TotalMinutes:0} a minute, {cost}");
        Console.WriteLine(failed.Count == 0 ? "no promise was broken" : $"{failed.Count} seeds failed: {string.Join(", ", failed)}; replay with --seed N --trace");
        if (failed.Count > 0)
        {
            SimulateCommand.Run(["--seed", failed.Min.ToString(CultureInfo.InvariantCulture), "--shrink"]);
        }

        return failed.Count == 0 ? 0 : 1;
    }
}
