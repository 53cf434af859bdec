using System.Globalization;
using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>The command line of the simulation. Exit code 1 when a promise is broken.</summary>
public static class SimulateCommand
{
    private const string Help = """
        simulate [--first-seed N] [--seeds N] [--parallel N]   runs many seeds (defaults 1, 100, 2); prints rate, medians, coverage, failing seeds
        simulate --seed N [--trace] [--events ID]              runs one seed; --trace prints the engine's log and the world's doings with virtual times,
                                                               --events the journal of one entity at the end, such as north/order/A1-1001
        simulate --seed N --defect NAME                        the same with a defect planted in the engine
        simulate --mutants [NAME] [--seeds N] [--parallel N]   plants each known defect and says after how many seeds it is found (at most N, default 1000)
        """;

    public static int Run(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (args.Contains("--mutants"))
        {
            return Mutants.Hunt(Text(args, "--mutants"), Number(args, "--first-seed") ?? 1, Number(args, "--seeds") ?? 1_000, Number(args, "--parallel") ?? 2);
        }

        if (Number(args, "--seed") is { } only)
        {
            return One(SeedPlan.OptionsOf(only) with { Defect = Text(args, "--defect") is { } defect ? PlantedDefects.Find(defect) : null }, args.Contains("--trace"), Text(args, "--events"));
        }

        return Hunter.Hunt(Number(args, "--first-seed") ?? 1, Number(args, "--seeds") ?? 100, Number(args, "--parallel") ?? 2);
    }

    private static int One(SimulationOptions options, bool trace, string? events)
    {
        var run = new SimulationRun(options with { Trace = trace ? Console.WriteLine : null });
        try
        {
            var report = run.Execute();
            Console.WriteLine($"seed {options.Seed}: in step {report.SettledAfter} after the traffic; {report.Steps} steps, {report.Requests} requests, {report.FaultsInAll} faults of {report.FaultKinds} kinds, {report.VirtualTime} of virtual time, trace {report.TraceHash:x16}");
            return 0;
        }
        catch (Exception e)
        {
            Console.WriteLine($"seed {options.Seed}: {e}");
            return 1;
        }
        finally
        {
            foreach (var line in events is null ? [] : run.World.ReadEvents(events))
            {
                Console.WriteLine(line);
            }
        }
    }

    private static string? Text(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length && !args[at + 1].StartsWith('-') ? args[at + 1] : null;
    }

    private static int? Number(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
    }
}
