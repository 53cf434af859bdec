using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Oracles;

/// <summary>What a run reached, for coverage: how often each event lies in the journal.</summary>
public static class Outcomes
{
    public static IReadOnlyDictionary<string, int> Of(SimulationWorld world)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var events = world.Store.ReadAllAsync(0, int.MaxValue, CancellationToken.None).GetAsyncEnumerator();
        while (events.MoveNextAsync().GetAwaiter().GetResult())
        {
            counts[events.Current.Manifest] = counts.GetValueOrDefault(events.Current.Manifest) + 1;
        }

        return counts;
    }
}
