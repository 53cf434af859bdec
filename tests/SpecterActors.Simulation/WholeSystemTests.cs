using SpecterActors.Sandbox.Faults;
using SpecterActors.Simulation.World;
using Xunit;

namespace SpecterActors.Simulation;

public sealed class WholeSystemTests
{
    /// <summary>With either version of Specter's API (mission A1).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_sides_come_in_step_without_faults(int apiVersion)
    {
        var options = SeedPlan.OptionsOf(1);
        Run(options with { Crashes = 0, JournalFaults = 0, Tenants = [.. options.Tenants.Select(t => t with { Faults = FaultRates.Off, Outage = default, ApiVersion = apiVersion })] });
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace() => Assert.Equal(Run(SeedPlan.OptionsOf(7)).TraceHash, Run(SeedPlan.OptionsOf(7)).TraceHash);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_promise_is_kept_under_faults_crashes_and_a_faulty_disk(int seed) => Run(SeedPlan.OptionsOf(seed));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(100, 8)];

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
