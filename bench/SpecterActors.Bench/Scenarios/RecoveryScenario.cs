using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Rebuilding states from all their events: read, decoded, applied; beside the same rows read by a plain query and thrown away. And entities
/// brought up: told for the first time, recovered, answered.
/// </summary>
public sealed class RecoveryScenario : IBenchScenario
{
    public string Name => "recovery";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var kind in options.Stores)
        {
            yield return Rebuild(options, kind, streams: 1, eventsEach: 100_000);
            yield return Rebuild(options, kind, streams: 1_000, eventsEach: options.Full ? 1_000 : 100);
            yield return BringUp(options, kind, options.Full ? 50_000 : 10_000);
        }

        BenchStore.StopServer();
    }

    private static BenchResult Rebuild(BenchOptions options, string kind, int streams, int eventsEach)
    {
        using var store = new BenchStore(options, kind);
        string[] ids = [.. Enumerable.Range(0, streams).Select(BenchEntity.Id)];
        store.Fill(ids, eventsEach);
        var system = BenchEntity.Make(store.Open, stored: null);
        var count = streams * eventsEach;
        var bare = store.BareReads(ids);
        var (ours, raw) = Measure.Alternate(
            options.Rounds,
            warmUp: true,
            () => Measure.Rate(_ => Expect(count, All(system, ids)), count),
            bare is null ? null : () => Measure.Rate(_ => Expect(count, bare()), count));
        system.StopAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        return new BenchResult("recovery", kind, streams, eventsEach, "events/s", ours, raw, bare is null ? null : "rows read by a plain query on one connection");
    }

    private static BenchResult BringUp(BenchOptions options, string kind, int entities)
    {
        using var store = new BenchStore(options, kind);
        string[] ids = [.. Enumerable.Range(0, entities).Select(BenchEntity.Id)];
        store.Fill(ids, 1);
        var rates = new List<double>();
        var bytes = 0d;
        for (var round = 0; round <= options.Rounds; round++)
        {
            var system = BenchEntity.Make(store.Open, stored: null);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            rates.Add(Measure.Rate(_ => AskAll(system, ids), entities));
            bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / entities;
            system.StopAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        }

        return new BenchResult(
            "entities brought up", kind, entities, 1, "entities/s", new Series([.. rates.Skip(1)]), null, Note: FormattableString.Invariant($"{bytes:N0} bytes of memory per idle awake entity, its id included"));
    }

    private static void AskAll(ActorSystem system, string[] ids)
    {
        foreach (var some in ids.Chunk(2_000))
        {
            Task.WhenAll(some.Select(id => system.AskAsync<object>(system.EntityRef(id), "state", TimeSpan.FromSeconds(60)))).GetAwaiter().GetResult();
        }
    }

    private static int All(ActorSystem system, string[] ids) => ids
        .Chunk(200)
        .Sum(some => Task.WhenAll(some.Select(id => Task.Run(() => system.RebuildAsync(id, long.MaxValue, useSnapshot: false, CancellationToken.None))))
            .GetAwaiter().GetResult().Sum(rebuilt => (int)rebuilt.SequenceNumber));

    private static void Expect(int count, int read)
    {
        if (count != read)
        {
            throw new InvalidOperationException($"{read} events were read instead of {count}.");
        }
    }
}
