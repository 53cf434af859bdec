using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tests.Exports;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// States of real orders rebuilt from all their events, keys cold: the orders of a shop are carried to an ERP by the whole engine, then their
/// streams are copied as they are, keys and sealed buyers included. One stream of a hundred thousand such events, and as many in streams of one
/// order each; beside the same rows read by a plain query and thrown away.
/// </summary>
public sealed class OrderRecoveryScenario : IBenchScenario
{
    private const int Events = 100_000;
    private const int Orders = 20;

    public string Name => "order-recovery";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        using var memory = new BenchStore(options, "memory");
        var stage = EngineStage.StartAsync(TimeProvider.System, memory).GetAwaiter().GetResult();
        var orders = RealOrdersAsync(stage).GetAwaiter().GetResult();
        foreach (var kind in options.Stores)
        {
            yield return Rebuild(options, stage, kind, [(Id(0), Repeated(orders[0]), orders[0].Keys)]);
            yield return Rebuild(options, stage, kind, [.. Enumerable.Range(0, Events / orders[0].Events.Count).Select(i => (Id(i), Data(orders[i % Orders]), orders[i % Orders].Keys))]);
        }

        stage.DisposeAsync().AsTask().Wait();
        BenchStore.StopServer();
    }

    internal static string Id(int number) => FormattableString.Invariant($"t1/order/COPY-{number}");

    internal static List<EventData> Data(Recovery order) => [.. order.Events.Select(stored => new EventData(stored.Manifest, stored.Payload, stored.Created))];

    /// <summary>The life of one order again and again: every event is a real one.</summary>
    private static List<EventData> Repeated(Recovery order) => [.. Enumerable.Repeat(Data(order), Events / order.Events.Count).SelectMany(life => life)];

    private static BenchResult Rebuild(
        BenchOptions options, EngineStage stage, string kind, IReadOnlyList<(string Id, List<EventData> Events, IReadOnlyDictionary<string, byte[]> Keys)> streams)
    {
        using var store = new BenchStore(options, kind);
        foreach (var some in streams.Chunk(100))
        {
            store.Store([.. some.Select(s => new AppendRequest(s.Id, 0, "bench", s.Events, NewKeys: s.Keys))]);
        }

        var reading = stage.At(store);
        string[] ids = [.. streams.Select(s => s.Id)];
        var count = streams.Sum(s => s.Events.Count);
        var bare = store.BareReads(ids);
        var (ours, raw) = Measure.Alternate(
            options.Rounds,
            warmUp: true,
            () => Measure.Rate(_ => RecoveryScenario.Expect(count, RecoveryScenario.All(reading.System, ids)), count),
            bare is null ? null : () => Measure.Rate(_ => RecoveryScenario.Expect(count, bare()), count));
        reading.DisposeAsync().AsTask().Wait();
        var bytes = streams.Sum(s => s.Events.Sum(e => (long)e.Payload.Length)) / count;
        return new BenchResult(
            "recovery of orders", kind, streams.Count, count / streams.Count, "events/s", ours, raw, bare is null ? null : "rows read by a plain query on one connection",
            FormattableString.Invariant($"{bytes} bytes an event, {streams.Sum(s => s.Keys.Count)} keys unwrapped"));
    }

    internal static async Task<IReadOnlyList<Recovery>> RealOrdersAsync(EngineStage stage)
    {
        var world = stage.World(1, TimeSpan.FromMilliseconds(1));
        world.Catalogue.AddRange(Enumerable.Range(1, Orders).Select(i => RangeSettings.Article(i)));
        await stage.AddTenantAsync(1, 1_000);
        for (var i = 0; i < Orders; i++)
        {
            world.Place(i, 1 + i);
        }

        await stage.RunFeedAsync(1, "shop-main-orders");
        await stage.UntilAsync(() => world.OrdersInErp == Orders, "all orders in the ERP");
        var before = -1L;
        long now = 0;
        while (now != before)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            before = now;
            now = (await stage.Journal.ListStreamsAsync("t1/order/", null, 2 * Orders, CancellationToken.None)).Sum(stream => stream.SequenceNumber);
        }

        var streams = await stage.Journal.ListStreamsAsync("t1/order/", null, 2 * Orders, CancellationToken.None);
        return await Task.WhenAll(streams.Take(Orders).Select(stream => stage.Journal.RecoverAsync(stream.PersistenceId, false, long.MaxValue, CancellationToken.None)));
    }
}
