using SpecterActors.Simulation.World;
using SpecterActors.Simulation.World.Nodes;
using Xunit;

namespace SpecterActors.Simulation;

/// <summary>Two nodes that share the journal keep every promise of one, whatever befalls them.</summary>
public sealed class TwoNodesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_promise_is_kept_by_two_nodes(int seed) => new SimulationRun(NodePlan.Add(SeedPlan.OptionsOf(seed, plan: 1))).Execute();

    [Fact]
    public void The_same_seed_gives_the_same_trace_on_two_nodes() => Assert.Equal(Trace(1), Trace(1));

    private static ulong Trace(int seed) => new SimulationRun(NodePlan.Add(SeedPlan.OptionsOf(seed, plan: 1))).Execute().TraceHash;
}
