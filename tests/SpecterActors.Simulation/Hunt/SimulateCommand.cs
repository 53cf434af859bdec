using System.Diagnostics;
using System.Globalization;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>
/// Hunts through seeds: <c>simulate --first-seed N --seeds N --parallel N</c>, or replays one: <c>simulate --seed N --trace</c>. Prints the
/// rate, how often each fault happened, and each failing seed with its first broken promise. Exit code 1 when a seed fails.
/// </summary>
public static class SimulateCommand
{
    private const string Help = """
        simulate [--first-seed N] [--seeds N] [--parallel N]   runs many seeds (defaults 1, 100, 2)
        simulate --seed N [--trace]                            runs one seed; --trace prints the engine's log with virtual times
        """;

    public static int Run(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (Number(args, "--seed") is { } only)
        {
            return One(only, args.Contains("--trace"));
        }

        return Many(Number(args, "--first-seed") ?? 1, Number(args, "--seeds") ?? 100, Number(args, "--parallel") ?? 2);
    }

    /// <summary>What a seed means: every kind of fault, one to three crashes, one of the three duplicate behaviours.</summary>
    public static SimulationOptions OptionsOf(int seed) => new()
    {
        Seed = seed, Faults = seed % 5 == 0 ? FaultRates.Light : FaultRates.Heavy, Crashes = 1 + (seed % 3), JournalFaults = seed % 2 == 0 ? 0.02 : 0,
        Specter = SwitchesOf(seed),
    };

    /// <summary>Every combination of what is not known of Specter comes up: how it refuses a doubled order, what a get does to batches, how late stock is queued.</summary>
    public static SpecterSwitches SwitchesOf(int seed) => new()
    {
        DuplicateOrderAnswer = (DuplicateOrderAnswer)(seed % 3),
        EmptyGetOpensBatch = seed / 3 % 2 == 1,
        RepeatedGetExtendsBatch = seed / 6 % 2 == 1,
        StockChangeQueuedAfter = seed / 12 % 2 == 1 ? TimeSpan.FromSeconds(8) : TimeSpan.Zero,
    };

    private static int One(int seed, bool trace)
    {
        try
        {
            var report = new SimulationRun(OptionsOf(seed) with { Trace = trace ? Console.WriteLine : null }).Execute();
            Console.WriteLine($"seed {seed}: in step {report.SettledAfter} after the traffic; {report.Steps} steps, {report.Requests} requests, trace {report.TraceHash:x16}");
            return 0;
        }
        catch (Exception e)
        {
            Console.WriteLine($"seed {seed}: {e}");
            return 1;
        }
    }

    private static int Many(int first, int count, int parallel)
    {
        var watch = Stopwatch.StartNew();
        var faults = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failed = new List<int>();
        var steps = 0L;
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, seed =>
        {
            try
            {
                var report = new SimulationRun(OptionsOf(seed)).Execute();
                lock (faults)
                {
                    steps += report.Steps;
                    foreach (var (fault, times) in report.Faults)
                    {
                        faults[fault] = faults.GetValueOrDefault(fault) + times;
                    }
                }
            }
            catch (Exception e)
            {
                lock (faults)
                {
                    failed.Add(seed);
                    Console.WriteLine($"seed {seed} failed: {e.Message}");
                }
            }
        });
        Console.WriteLine($"{count} seeds in {watch.Elapsed.TotalSeconds:0} s ({count / watch.Elapsed.TotalMinutes:0} a minute), {steps} steps; faults: {string.Join(", ", faults.Select(f => $"{f.Key} {f.Value}"))}");
        Console.WriteLine(failed.Count == 0 ? "no promise was broken" : $"{failed.Count} seeds failed: {string.Join(", ", failed.Order())}; replay with --seed N --trace");
        return failed.Count == 0 ? 0 : 1;
    }

    private static int? Number(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
    }
}
