using SpecterActors.Runtime;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Rebuilding states from all their events: read, decoded, applied; beside the same rows read by a plain query and thrown away.
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

    internal static int All(ActorSystem system, string[] ids) => ids
        .Chunk(200)
        .Sum(some => Task.WhenAll(some.Select(id => Task.Run(() => system.RebuildAsync(id, long.MaxValue, useSnapshot: false, CancellationToken.None))))
            .GetAwaiter().GetResult().Sum(rebuilt => (int)rebuilt.SequenceNumber));

    internal static void Expect(int count, int read)
    {
        if (count != read)
        {
            throw new InvalidOperationException($"{read} events were read instead of {count}.");
        }
    }
}
