using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// How fast a person is looked for in all orders of a tenant before it is erased: real orders, copied as they are with their keys and sealed buyers,
/// and a person whom none of them names. A hundred thousand of them with <c>--full</c>.
/// </summary>
public sealed class ErasureScenario : IBenchScenario
{
    private static readonly Operator By = new("bench", "measure");

    public string Name => "erasure";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        using var memory = new BenchStore(options, "memory");
        var stage = EngineStage.StartAsync(TimeProvider.System, memory).GetAwaiter().GetResult();
        var orders = OrderRecoveryScenario.RealOrdersAsync(stage).GetAwaiter().GetResult();
        var tenant = stage.Journal.RecoverAsync("t1/tenant/root", false, long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var kind in options.Stores.Where(kind => kind != "memory"))
        {
            yield return Scan(options, stage, kind, orders, tenant, options.Full ? 100_000 : 10_000);
        }

        stage.DisposeAsync().AsTask().Wait();
        BenchStore.StopServer();
    }

    private static BenchResult Scan(BenchOptions options, EngineStage stage, string kind, IReadOnlyList<Recovery> orders, Recovery tenant, int count)
    {
        using var store = new BenchStore(options, kind);
        store.Store([new AppendRequest("t1/tenant/root", 0, "bench", OrderRecoveryScenario.Data(tenant), NewKeys: tenant.Keys)]);
        foreach (var some in Enumerable.Range(0, count).Chunk(100))
        {
            store.Store([.. some.Select(i => new AppendRequest(OrderRecoveryScenario.Id(i), 0, "bench", OrderRecoveryScenario.Data(orders[i % orders.Count]), NewKeys: orders[i % orders.Count].Keys))]);
        }

        var reading = stage.At(store);
        var (ours, _) = Measure.Alternate(options.Rounds, warmUp: false, () => Measure.Rate(_ => Look(reading), count), null);
        reading.DisposeAsync().AsTask().Wait();
        return new BenchResult("erasure: orders looked through for a person", kind, count, orders[0].Events.Count, "orders/s", ours, null);
    }

    private static void Look(EngineStage stage)
    {
        var result = stage.Admin.EraseAsync("t1", null, "nobody@example.se", preview: true, By, CancellationToken.None).GetAwaiter().GetResult();
        if (result is not { Ok: true, Detail: Erasure { Orders.Count: 0 } })
        {
            throw new InvalidOperationException($"The search for a person nobody knows was answered {result}.");
        }
    }
}
