using System.Diagnostics;
using System.Globalization;
using SpecterActors.Runtime;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;

namespace SpecterActors.Simulation.Hunt;

/// <summary>Runs many seeds and says what they covered.</summary>
public static class Hunter
{
    /// <summary>Threads take seeds one by one; each runs whole seeds. Returns the exit code.</summary>
    public static int Hunt(int first, int count, int parallel, int? nodes)
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
                    var report = new SimulationRun(OnNodes(SeedPlan.OptionsOf(seed), nodes)).Execute();
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
                        Console.WriteLine($"seed {seed}{(IsOnTwo(seed, nodes) ? " --nodes 2" : "")} failed: {e.Message}");
                    }
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Coverage.Print(reports);
        Console.WriteLine($"all traces together: {reports.OrderBy(r => r.Seed).Aggregate(StableHash.Start, (hash, r) => StableHash.Mix(hash, r.TraceHash)):x16}");
        Console.WriteLine($"{count} seeds in {watch.Elapsed.TotalSeconds:0} s: {count / watch.Elapsed.TotalMinutes:0} a minute, {cost}");
        Console.WriteLine(failed.Count == 0 ? "no promise was broken" : $"{failed.Count} seeds failed: {string.Join(", ", failed)}; replay with --seed N --trace, and --nodes 2 where it stands above");
        if (failed.Count > 0)
        {
            SimulateCommand.Run(["--seed", failed.Min.ToString(CultureInfo.InvariantCulture), "--shrink", "--nodes", IsOnTwo(failed.Min, nodes) ? "2" : "1"]);
        }

        return failed.Count == 0 ? 0 : 1;
    }

    /// <summary>Every fifth seed of a hunt runs on two nodes, unless the command line says how many there are.</summary>
    private static bool IsOnTwo(int seed, int? nodes) => nodes is { } asked ? asked == 2 : NodePlan.IsFor(seed);

    private static SimulationOptions OnNodes(SimulationOptions options, int? nodes) => IsOnTwo(options.Seed, nodes) ? NodePlan.Add(options) : options;
}
