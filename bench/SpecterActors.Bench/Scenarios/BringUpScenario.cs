using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Persistent entities brought up: told for the first time, recovered, answered; and the memory of one that is awake and idle.</summary>
public sealed class BringUpScenario : IBenchScenario
{
    public string Name => "bring-up";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var kind in options.Stores)
        {
            var (rate, memory) = BringUp(options, kind, options.Full ? 50_000 : 10_000);
            yield return rate;
            yield return memory;
        }

        BenchStore.StopServer();
    }

    private static (BenchResult Rate, BenchResult Memory) BringUp(BenchOptions options, string kind, int entities)
    {
        using var store = new BenchStore(options, kind);
        string[] ids = [.. Enumerable.Range(0, entities).Select(BenchEntity.Id)];
        store.Fill(ids, 1);
        var (rates, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            var system = BenchEntity.Make(store.Open, stored: null);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            rates.Add(Measure.Rate(_ => AskAll(system, ids), entities));
            bytes.Add((double)(GC.GetTotalMemory(forceFullCollection: true) - before) / entities);
            system.StopAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        }

        return (
            new BenchResult("entities brought up", kind, entities, 1, "entities/s", new Series([.. rates.Skip(1)]), null),
            new BenchResult("idle entity, memory", kind, entities, 1, "bytes", new Series([.. bytes.Skip(1)]), null, Note: "awake; its id and a state of 24 bytes included"));
    }

    internal static void AskAll(ActorSystem system, IEnumerable<string> ids)
    {
        foreach (var some in ids.Chunk(2_000))
        {
            Task.WhenAll(some.Select(id => system.AskAsync<object>(system.EntityRef(id), "state", TimeSpan.FromSeconds(60)))).GetAwaiter().GetResult();
        }
    }
}
