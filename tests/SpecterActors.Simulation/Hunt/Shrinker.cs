using System.Diagnostics;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>Looks for the least that still breaks the promise a seed broke: one thing after the other is taken away, for a bounded time.</summary>
public sealed class Shrinker(SimulationOptions options, TimeSpan limit)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private string oracle = "";

    /// <summary>Runs tried.</summary>
    public int Runs { get; private set; }

    /// <summary>The shrunk seed and the failure it still has; null when the seed does not fail at all.</summary>
    public (Shrink Shrink, Exception Failure)? Run()
    {
        var whole = new Shrink { Nodes = options.Nodes is null ? null : 2 };
        if (Fails(whole) is not { } first)
        {
            return null;
        }

        oracle = OracleOf(first);
        var best = (Shrink: whole, Failure: first);
        bool progress;
        do
        {
            progress = false;
            foreach (var smaller in Smaller(best.Shrink))
            {
                if (watch.Elapsed > limit)
                {
                    return best;
                }

                if (Fails(smaller) is { } failure && OracleOf(failure) == oracle)
                {
                    best = (smaller, failure);
                    progress = true;
                    break;
                }
            }
        }
        while (progress);
        return best;
    }

    /// <summary>What could be taken away next, the largest steps first.</summary>
    private IEnumerable<Shrink> Smaller(Shrink now)
    {
        foreach (var tenant in options.Tenants.Where(_ => now.Only is null))
        {
            yield return now with { Only = tenant.Id };
        }

        for (var i = 0; i < (options.Nodes?.Misfortunes.Count ?? 0); i++)
        {
            if (!now.Spared.Contains(i))
            {
                yield return now with { Spared = [.. now.Spared, i] };
            }
        }

        foreach (var part in Shrink.Parts.Where(p => !now.Without.Contains(p)))
        {
            yield return now with { Without = [.. now.Without, part] };
        }

        var crashes = now.Crashes ?? options.Crashes;
        for (var fewer = 0; fewer < crashes; fewer++)
        {
            yield return now with { Crashes = fewer };
        }

        foreach (var orders in new[] { 11, 14 }.Where(o => o < (now.Orders ?? 18)))
        {
            yield return now with { Orders = orders };
        }

        if (now.StockChanges is null)
        {
            yield return now with { StockChanges = 0 };
        }

        // Bisects: the failure needs the faults up to some number.
        var faults = now.Faults ?? 1_024;
        foreach (var fewer in new[] { 0, faults / 8, faults / 4, faults / 2, faults * 3 / 4, faults * 7 / 8, faults - 1 }.Where(f => f >= 0 && f < faults).Distinct())
        {
            yield return now with { Faults = fewer };
        }
    }

    private Exception? Fails(Shrink shrink)
    {
        Runs++;
        try
        {
            new SimulationRun(shrink.Apply(options) with { Trace = null }).Execute();
            return null;
        }
        catch (ArgumentException)
        {
            // The sample world cannot be that small.
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static string OracleOf(Exception failure) => failure is OracleException found ? found.Oracle : failure.GetType().Name;
}
