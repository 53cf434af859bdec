using System.Diagnostics;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sync.Tests.Exports;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// How long a new order of one tenant takes to the ERP while another tenant's whole range changes and its ERP fails every second call, beside the
/// same before that began. Remote systems answer in 200 ms.
/// </summary>
public sealed class NoisyNeighbourScenario : IBenchScenario
{
    private const int Quiet = 1;
    private const int Noisy = 2;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    public string Name => "noisy-neighbour";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var kind in options.Stores.Where(store => store != "memory"))
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
        var articles = options.Full ? 100_000 : 20_000;
        var (quiet, noisy) = (stage.World(Quiet, Latency), stage.World(Noisy, Latency));
        quiet.Catalogue.AddRange(Enumerable.Range(1, 50).Select(i => RangeSettings.Article(i)));
        noisy.Catalogue.AddRange(Enumerable.Range(1, articles).Select(i => RangeSettings.Article(i)));
        await stage.AddTenantAsync(Quiet, 50);
        const int each = 200;
        await OrdersAsync(stage, quiet, 0, 40);
        await stage.AddTenantAsync(Noisy, 50, settings => settings with
        {
            Shops = [settings.Shops[0] with { Articles = new ArticleSyncSettings { ExportTrigger = ProductExportTrigger.AddedOrChanged, ExportTransfer = ProductExportTransfer.Directly } }],
        });
        await stage.UntilAsync(() => noisy.CataloguePagesRead > articles / RangeWorld.PageSize, "the first reading of the large range");
        var before = await OrdersAsync(stage, quiet, 1_000, each);
        var flip = 0;
        noisy.Fails = action => action == "articles" && Interlocked.Increment(ref flip) % 2 == 0;
        noisy.ChangeAll();
        await stage.RunFeedAsync(Noisy, "shop-main-articles");
        await stage.UntilAsync(() => noisy.SubmitCalls > 0, "noise");
        var during = await OrdersAsync(stage, quiet, 10_000, each);
        var note = $"{articles} articles changed at the other tenant, every second call of its ERP fails; {noisy.CataloguePagesRead} pages and {noisy.SubmitCalls} submits of its by the end";
        return [.. new[] { 50, 95, 99 }.Select(p => new BenchResult(
            $"noisy neighbour, order to ERP, p{p}", kind, 2, 0, "ms", new Series(Percentile(during, p)), new Series(Percentile(before, p)), "the same before", note))];
    }

    /// <summary>An order every quarter of a second, whatever became of those before.</summary>
    private static async Task<List<double>> OrdersAsync(EngineStage stage, RangeWorld world, int from, int count)
    {
        var waiting = new List<Task<double>>();
        for (var i = 0; i < count; i++)
        {
            waiting.Add(OrderAsync(stage, world, from + i, 1 + (i % 50)));
            await Task.Delay(Between);
        }

        return [.. (await Task.WhenAll(waiting)).Order()];
    }

    private static async Task<double> OrderAsync(EngineStage stage, RangeWorld world, int number, int article)
    {
        var began = Stopwatch.GetTimestamp();
        var externalNo = world.Place(number, article);
        await stage.RunFeedAsync(Quiet, "shop-main-orders");
        while (!world.HasOrder(externalNo))
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(5))
            {
                throw new TimeoutException($"Order {externalNo} did not reach the ERP within five minutes.");
            }

            await Task.Delay(1);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Percentile(List<double> sorted, int percent) => sorted[(sorted.Count - 1) * percent / 100];
}
