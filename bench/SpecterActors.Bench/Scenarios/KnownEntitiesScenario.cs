namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// A million entities known to one node, each told once as fast as they answer: what is in memory is what is awake, and who is idle leaves.
/// Without <c>--full</c> a tenth of them.
/// </summary>
public sealed class KnownEntitiesScenario : IBenchScenario
{
    private const int Known = 1_000_000;

    public string Name => "known-entities";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        var known = options.Full ? Known : Known / 10;
        using var store = new BenchStore(options, "sqlite");
        foreach (var some in Enumerable.Range(0, known).Select(BenchEntity.Id).Chunk(100_000))
        {
            store.Fill(some, 1);
        }

        var system = BenchEntity.Make(store.Open, stored: null, passivateAfter: TimeSpan.FromMinutes(2));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (awake, bytes) = (new List<double>(), new List<double>());
        var rate = Measure.Rate(
            _ =>
            {
                foreach (var some in Enumerable.Range(0, known).Chunk(20_000))
                {
                    BringUpScenario.AskAll(system, some.Select(BenchEntity.Id));
                    awake.Add(system.EntitiesAwake);
                    bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0);
                }
            },
            known);
        var left = LeftAfterRest(system);
        var rest = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        system.StopAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        var note = FormattableString.Invariant($"{rate:N0} a second were told; a crowd rests a second at least, a small one two minutes");
        return
        [
            new BenchResult("known entities, awake at once", "sqlite", known, 1, "entities", new Series([.. awake]), null, null, note),
            new BenchResult("known entities, memory", "sqlite", known, 1, "MiB", new Series([.. bytes]), null, null, FormattableString.Invariant($"beside an empty node; {rest:N1} MiB with the {left:N0} awake at rest")),
        ];
    }

    /// <summary>Once the crowd has gone, those few stay that a node keeps for its whole idle time.</summary>
    private static int LeftAfterRest(Runtime.ActorSystem system)
    {
        var before = int.MaxValue;
        for (var tries = 0; tries < 20 && system.EntitiesAwake < before; tries++)
        {
            before = system.EntitiesAwake;
            Thread.Sleep(2_500);
        }

        return system.EntitiesAwake;
    }
}
