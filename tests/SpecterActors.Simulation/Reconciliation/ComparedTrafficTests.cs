using SpecterActors.Simulation.World;
using Xunit;

namespace SpecterActors.Simulation.Reconciliation;

/// <summary>Comparisons in the midst of traffic, faults, pauses and crashes: every promise is kept, that on stock after every step (guarantees 4 and 10).</summary>
public sealed class ComparedTrafficTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(21)]
    [InlineData(33)]
    public void Every_promise_is_kept_while_both_sides_are_compared_again_and_again(int seed) =>
        new SimulationRun(SeedPlan.OptionsOf(seed) with { CompareEvery = TimeSpan.FromMinutes(11) }).Execute();
}
