using System.Globalization;
using SpecterActors.Simulation.Hunt;
using SpecterActors.Simulation.World;
using Xunit;

namespace SpecterActors.Simulation.Regression;

/// <summary>Seeds that failed once do not fail again.</summary>
public sealed class RegressionTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Regression", "cases.txt")).Where(l => l.Length > 0 && l[0] != '#'))
            {
                var parts = line.Split('|', StringSplitOptions.TrimEntries);
                cases.Add(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_seed_that_failed_once_keeps_every_promise(int seed, string options)
    {
        var args = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        new SimulationRun(Shrink.Read(args).Apply(SeedPlan.OptionsOf(seed, Shrink.Plan(args)))).Execute();
    }
}
