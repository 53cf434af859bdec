using System.Diagnostics;
using SpecterActors.Sync.Tests.Exports;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// The whole engine: orders per second from the shop's feed to the ERP's call, and stock changes per second from the ERP's feed to the shop's call,
/// over ten tenants, journal on disk. The remote systems answer at once and allow any rate, so what is measured is the engine.
/// </summary>
public sealed class EngineScenario : IBenchScenario
{
    private const int Tenants = 10;
    private const int Articles = 200;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    public string Name => "engine";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var kind in options.Stores)
        {
            using var store = new BenchStore(options, kind);
            foreach (var result in RunAsync(options, kind, store).GetAwaiter().GetResult())
            {
                yield return result;
            }
        }

        BenchStore.StopServer();
    }

    private static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options, string kind, BenchStore store)
    {
        await using var stage = await EngineStage.StartAsync(TimeProvider.System, store);
        var worlds = Enumerable.Range(0, Tenants).Select(tenant => stage.World(tenant, Soon)).ToArray();
        foreach (var world in worlds)
        {
            world.Catalogue.AddRange(Enumerable.Range(1, Articles).Select(i => RangeSettings.Article(i)));
        }

        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            await stage.AddTenantAsync(tenant, 10_000);
        }

        var each = options.Full ? 1_000 : 200;
        var (orders, stocks) = (new List<double>(), new List<double>());
        for (var round = -1; round < options.Rounds; round++)
        {
            var orderRate = await OrdersAsync(stage, worlds, (round + 1) * each, each);
            var stockRate = await StockAsync(stage, worlds, round);
            if (round >= 0)
            {
                orders.Add(orderRate);
                stocks.Add(stockRate);
            }
        }

        return
        [
            new BenchResult("engine, orders from feed to ERP", kind, Tenants, 0, "orders/s", new Series([.. orders]), null, null, $"{Tenants} tenants, {each} orders each at once, one row, a buyer each"),
            new BenchResult("engine, stock from feed to shop", kind, Tenants, 0, "changes/s", new Series([.. stocks]), null, null, $"{Tenants} tenants, {Articles} articles each; the shop is read before each write"),
        ];
    }

    private static async Task<double> OrdersAsync(EngineStage stage, RangeWorld[] worlds, int from, int each)
    {
        var began = Stopwatch.GetTimestamp();
        for (var tenant = 0; tenant < worlds.Length; tenant++)
        {
            for (var i = 0; i < each; i++)
            {
                worlds[tenant].Place(from + i, 1 + (i % Articles));
            }

            await stage.RunFeedAsync(tenant, "shop-main-orders");
        }

        await stage.UntilAsync(() => worlds.All(world => world.OrdersInErp >= from + each), "all orders in the ERP");
        return worlds.Length * each / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> StockAsync(EngineStage stage, RangeWorld[] worlds, int round)
    {
        // A figure of its own per round, far from the last by more than the units held, so that every article must be written.
        var figure = 1_000_000m * (round + 2);
        var began = Stopwatch.GetTimestamp();
        for (var tenant = 0; tenant < worlds.Length; tenant++)
        {
            worlds[tenant].QueueStock(Enumerable.Range(1, Articles).Select(i => ($"A{i}", figure)));
            await stage.RunFeedAsync(tenant, "erp-stock");
        }

        await stage.UntilAsync(() => worlds.All(world => world.Showing(stock => stock > figure - 100_000m && stock <= figure) == Articles), "all stock in the shops");
        return worlds.Length * Articles / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
