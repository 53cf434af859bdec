using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>Plants each known defect and says after how many seeds the simulation finds it.</summary>
public static class Mutants
{
    /// <summary>Hunts for the defect of this name, or for all. Returns the exit code: 1 when one was not found.</summary>
    public static int Hunt(string? name, int firstSeed, int seedsMax, int parallel)
    {
        var names = name is null ? PlantedDefects.All.Select(d => d.Name).ToList() : [PlantedDefects.Find(name).Name];
        var missed = new List<string>();
        foreach (var defect in names)
        {
            var found = First(defect, firstSeed, seedsMax, parallel);
            Console.WriteLine(found is { } at ? $"{defect}: found after {at.Seed - firstSeed + 1} seeds, by seed {at.Seed}: {Short(at.Message)}" : $"{defect}: NOT FOUND within {seedsMax} seeds");
            if (found is null)
            {
                missed.Add(defect);
            }
        }

        Console.WriteLine(missed.Count == 0 ? $"all {names.Count} planted defects were found" : $"{missed.Count} of {names.Count} planted defects were not found: {string.Join(", ", missed)}");
        return missed.Count == 0 ? 0 : 1;
    }

    /// <summary>The first seed that finds the defect, and what it says.</summary>
    private static (int Seed, string Message)? First(string defect, int firstSeed, int seedsMax, int parallel)
    {
        var next = firstSeed - 1;
        (int Seed, string Message)? found = null;
        var gate = new Lock();
        var threads = Enumerable.Range(0, parallel).Select(_ => new Thread(() =>
        {
            while (Interlocked.Increment(ref next) is var seed && seed < firstSeed + seedsMax && !(found?.Seed < seed))
            {
                try
                {
                    new SimulationRun(PlantedDefects.Find(defect).OptionsOf(seed)).Execute();
                }
                catch (Exception e) when (IsSoundWithout(seed, PlantedDefects.Find(defect).TwoNodes))
                {
                    lock (gate)
                    {
                        found = found is { } earlier && earlier.Seed < seed ? earlier : (seed, e.Message);
                    }
                }
                catch (Exception)
                {
                    // The seed fails without the defect as well: it proves nothing here.
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return found;
    }

    /// <summary>Whether the seed keeps all promises without the defect: else it was not the defect that was found.</summary>
    private static bool IsSoundWithout(int seed, bool twoNodes)
    {
        try
        {
            new SimulationRun((Defect.None with { TwoNodes = twoNodes }).OptionsOf(seed)).Execute();
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine($"seed {seed} fails without any defect: {Short(e.Message)}");
            return false;
        }
    }

    private static string Short(string text) => text.Length <= 160 ? text : text[..160];
}
