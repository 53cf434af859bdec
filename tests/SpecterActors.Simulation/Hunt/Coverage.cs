using SpecterActors.Simulation.World;

namespace SpecterActors.Simulation.Hunt;

/// <summary>Says what a hunt covered: medians of a seed, how often each fault happened, how many seeds reached each outcome.</summary>
public static class Coverage
{
    public static void Print(IReadOnlyList<SimulationReport> reports)
    {
        if (reports.Count == 0)
        {
            return;
        }

        Console.WriteLine(
            $"median of a seed: {Median(r => r.Orders)} orders, {Median(r => r.Articles)} articles, {Median(r => r.FaultsInAll)} faults of {Median(r => r.FaultKinds)} kinds, " +
            $"{Median(r => r.Crashes)} crashes, {Median(r => r.Requests)} requests, {Median(r => r.Steps)} steps, {TimeSpan.FromSeconds(Median(r => (long)r.VirtualTime.TotalSeconds))} of virtual time, " +
            $"in step {TimeSpan.FromSeconds(Median(r => (long)r.SettledAfter.TotalSeconds))} after the traffic");
        Console.WriteLine($"least of a seed: {reports.Min(r => r.Orders)} orders, {reports.Min(r => r.Articles)} articles, {reports.Min(r => r.FaultsInAll)} faults of {reports.Min(r => r.FaultKinds)} kinds, {reports.Min(r => r.Crashes)} crashes, {reports.Min(r => r.VirtualTime)} of virtual time");
        Console.WriteLine($"faults: {string.Join(", ", Sums(r => r.Faults).Where(f => f.Key != "None").Select(f => $"{f.Key} {f.Value}"))}");
        Console.WriteLine($"events, in how many seeds: {string.Join(", ", Sums(r => r.Outcomes.ToDictionary(o => o.Key, _ => 1)).Select(f => $"{f.Key} {f.Value}"))}");

        long Median(Func<SimulationReport, long> of) => reports.Select(of).Order().ElementAt(reports.Count / 2);

        SortedDictionary<string, int> Sums(Func<SimulationReport, IReadOnlyDictionary<string, int>> of)
        {
            var sums = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var (key, value) in reports.SelectMany(of))
            {
                sums[key] = sums.GetValueOrDefault(key) + value;
            }

            return sums;
        }
    }
}
