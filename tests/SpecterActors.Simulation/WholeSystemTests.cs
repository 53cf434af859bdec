using SpecterActors.Sandbox.Faults;
using SpecterActors.Simulation.Hunt;
using SpecterActors.Simulation.World;
using Xunit;

namespace SpecterActors.Simulation;

public sealed class WholeSystemTests
{
    [Fact]
    public void Both_sides_come_in_step_without_faults() => Run(new SimulationOptions { Seed = 1 });

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var options = new SimulationOptions { Seed = 7, Faults = FaultRates.Heavy, Crashes = 1 };
        Assert.Equal(Run(options).TraceHash, Run(options).TraceHash);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_sides_come_in_step_under_heavy_faults_crashes_and_a_faulty_disk(int seed) => Run(
        new SimulationOptions
        {
            Seed = seed, Faults = FaultRates.Heavy, Crashes = 1 + (seed % 3), JournalFaults = seed % 2 == 0 ? 0.02 : 0,
            Specter = SimulateCommand.SwitchesOf(seed),
        });

    public static TheoryData<int> Seeds => [.. Enumerable.Range(100, 10)];

    private static SimulationReport Run(SimulationOptions options)
    {
        try
        {
            return new SimulationRun(options).Execute();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {options.Seed}: {e.Message}", e);
        }
    }
}
