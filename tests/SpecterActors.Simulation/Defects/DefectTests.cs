using SpecterActors.Simulation.World;
using Xunit;

namespace SpecterActors.Simulation.Defects;

/// <summary>
/// The simulation finds what is broken on purpose. What a seed means changes with the sample world, so a few seeds from the recorded one
/// on are tried; defects that need many seeds are hunted by <c>simulate --mutants</c> only.
/// </summary>
public sealed class DefectTests
{
    private const int SeedsMax = 12;

    public static TheoryData<string, int> Recorded => new()
    {
        { "no-settle-time", 2 }, { "acknowledge-first", 55 }, { "round-each-row", 1 }, { "reuse-number", 1 }, { "customer-once", 1 },
        { "ambiguous-is-unsent", 1 }, { "ambiguous-is-refused", 1 }, { "skip-a-row", 1 }, { "forget-wake-up", 17 }, { "clock-in-evolve", 1 },
        { "no-turns", 1 }, { "write-number-for-ever", 1 }, { "forget-reservations", 1 }, { "fall-at-once", 1 },
        { "no-grace", 1 }, { "hollow-round", 1 }, { "ambiguous-write-is-done", 2 },
        { "supplement-twice", 1 }, { "supplement-unheld", 27 }, { "import-for-ever", 1 }, { "alias-forgotten", 3 }, { "zero-of-new", 3 },
        { "export-restarts", 19 }, { "early-status-lost", 1 }, { "any-figure-is-new", 4 },
        { "made-unlooked", 16 }, { "half-a-list", 1 }, { "found-and-left", 5 }, { "never-compared", 5 }, { "flood", 1 }, { "call-past-lease", 4 },
        { "supplement-first", 8 }, { "first-sent-forgotten", 16 }, { "no-figure-version", 80 }, { "rename-second", 80 }, { "no-fence", 8 }, { "drop-held-rows", 33 },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_planted_defect_is_found(string defect, int seed)
    {
        for (var tried = seed; tried < seed + SeedsMax; tried++)
        {
            try
            {
                new SimulationRun(PlantedDefects.Find(defect).OptionsOf(tried) with { Patience = TimeSpan.FromMinutes(90) }).Execute();
            }
            catch (Exception found) when (found is Oracles.OracleException or TimeoutException)
            {
                return;
            }
        }

        Assert.Fail($"{defect} was not found by the seeds {seed} to {seed + SeedsMax - 1}");
    }
}
