using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Simulation.World;

/// <summary>What one run is made of; everything else follows from the seed.</summary>
public sealed record SimulationOptions
{
    public int Seed { get; init; }

    public FaultRates Faults { get; init; } = FaultRates.Off;

    /// <summary>Times at which the engine's node dies and is started again.</summary>
    public int Crashes { get; init; }

    /// <summary>Share of journal commits that suffer something.</summary>
    public double JournalFaults { get; init; }

    /// <summary>Behaviour of Specter where public material leaves the truth open.</summary>
    public SpecterSwitches Specter { get; init; } = new();

    public SampleSize Size { get; init; } = SampleSize.Small;

    /// <summary>Longest virtual time after the traffic until both sides must be in step.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Check the promises that hold at every moment after every step (slower).</summary>
    public bool EveryStep { get; init; } = true;

    /// <summary>Print the engine's log.</summary>
    public Action<string>? Trace { get; init; }
}
