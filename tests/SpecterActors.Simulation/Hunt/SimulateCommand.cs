using System.Globalization;
using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;

namespace SpecterActors.Simulation.Hunt;

/// <summary>The command line of the simulation. Exit code 1 when a promise is broken.</summary>
public static class SimulateCommand
{
    private const string Help = """
        simulate [--first-seed N] [--seeds N] [--parallel N]   runs many seeds (defaults 1, 100, 2); prints rate, medians, coverage, failing seeds;
                                                               every fifth seed on two nodes, or all of them on --nodes 1 or 2
        simulate --seed N [--trace] [--events ID]              runs one seed; --trace prints the engine's log and the world's doings with virtual times,
                                                               --events the journal of one entity at the end, such as north/order/A1-1001
        simulate --seed N --nodes 2                            the same seed on two nodes that share the journal
        simulate --seed N --defect NAME                        the same with a defect planted in the engine
        simulate --seed N --shrink                             takes away what the failure does not need, for at most three minutes, and prints what is left:
                                                               --faults N, --crashes N, --orders N, --stock-changes N, --discards N, --nodes 2, --spare N,..., --only TENANT, --without PART,...
                                                               replay that with the same options
        simulate --seed N --plan 1                             what the seed meant under an earlier plan, as in the list of regression cases
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
            return Mutants.Hunt(Shrink.Text(args, "--mutants"), Shrink.Number(args, "--first-seed") ?? 1, Shrink.Number(args, "--seeds") ?? 1_000, Shrink.Number(args, "--parallel") ?? 2);
        }

        var plan = Shrink.Plan(args);
        if (Shrink.Number(args, "--seed") is { } only)
        {
            var options = SeedPlan.OptionsOf(only, plan) with { Defect = Shrink.Text(args, "--defect") is { } defect ? PlantedDefects.Find(defect) : null };
            return args.Contains("--shrink")
                ? Shorten(Shrink.Number(args, "--nodes") == 2 ? NodePlan.Add(options) : options, plan)
                : One(Shrink.Read(args).Apply(options), args.Contains("--trace"), Shrink.Text(args, "--events"));
        }

        LongHunt.Restart(Shrink.Number(args, "--seeds") ?? 100);
        return Hunter.Hunt(Shrink.Number(args, "--first-seed") ?? 1, Shrink.Number(args, "--seeds") ?? 100, Shrink.Number(args, "--parallel") ?? 2, Shrink.Number(args, "--nodes"));
    }

    private static int Shorten(SimulationOptions options, int plan)
    {
        var shrinker = new Shrinker(options, TimeSpan.FromMinutes(3));
        if (shrinker.Run() is not var (shrink, failure))
        {
            Console.WriteLine($"seed {options.Seed} breaks no promise");
            return 0;
        }

        Console.WriteLine($"shrunk in {shrinker.Runs} runs: simulate --seed {options.Seed}{(plan == SeedPlan.Newest ? "" : $" --plan {plan}")} {shrink}{(options.Defect is { } defect ? $" --defect {defect}" : "")} --trace");
        Console.WriteLine(failure.Message);
        return 1;
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
}
