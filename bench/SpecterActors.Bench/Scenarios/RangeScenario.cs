using SpecterActors.Bench.Range;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// A large range at an ERP that takes one call a second, in real time: the service as a process of its own, the simulated systems as another.
/// First the whole range as a first export, then a tenth as many new articles through the shop's article feed; orders are placed on the way.
/// Tells memory of the service as the system counts it, the lead, and how long an order takes from the shop to the ERP.
/// </summary>
/// <remarks>100,000 articles with <c>--full</c> (40 minutes), else 2,000 (two minutes). Progress goes to standard error.</remarks>
public sealed class RangeScenario : IBenchScenario
{
    /// <inheritdoc/>
    public string Name => "range";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        var articles = options.Full ? 100_000 : 2_000;
        var folder = Directory.CreateDirectory(Path.Combine(options.DataPath, $"range-{Environment.ProcessId}")).FullName;
        var (sandbox, sandboxUrl) = ChildProcess.Start(RangeHost.Dll, "sandbox", "--urls", "http://127.0.0.1:0");
        using (sandbox)
        {
            using var shop = new RangeClient(sandboxUrl, sandboxUrl, "");
            shop.AddArticlesAsync(articles, "A").GetAwaiter().GetResult();
            shop.SwitchAsync(RangeHost.RowsPerAnswer).GetAwaiter().GetResult();
            var config = Path.Combine(folder, "range.conf");
            File.WriteAllText(config, RangeHost.Configuration(sandboxUrl));
            var (engine, engineUrl) = ChildProcess.Start(RangeHost.Dll, "serve", "--config", config, "--data", Path.Combine(folder, "data"), "--urls", "http://127.0.0.1:0");
            using (engine)
            using (var client = new RangeClient(engineUrl, sandboxUrl, File.ReadAllText(Path.Combine(folder, "data", "admin.token")).Trim()))
            {
                var watch = new RangeWatch(engine, client);
                var found = RunAsync(articles, client, watch).GetAwaiter().GetResult();
                var results = Report(articles, watch, engine, found).ToList();
                engine.Dispose();
                Directory.Delete(folder, recursive: true);
                return results;
            }
        }
    }

    /// <summary>Answers how many articles the ERP has at the end, and how many requests it got.</summary>
    private static async Task<(int Articles, long Requests)> RunAsync(int articles, RangeClient client, RangeWatch watch)
    {
        await watch.UntilAsync("first reading", false, () => watch.FeedAsync(null));
        await client.StartExportAsync();
        await watch.UntilAsync("dry run", false, () => watch.ExportAsync("reported"));
        await client.ConfirmAsync((string)(await client.ExportAsync())!["runId"]!);
        await watch.UntilAsync("first export", true, () => watch.ExportAsync("finished"));

        await client.AddArticlesAsync(articles / 10, "B");
        var added = DateTimeOffset.UtcNow;
        await client.RunFeedAsync("shop-main-articles");
        await watch.UntilAsync("new articles by the feed", true, () => watch.FeedAsync(added));
        await watch.UntilAsync("rest", false, async () =>
        {
            var inErp = await client.ArticlesInErpAsync();
            return (inErp >= articles + (articles / 10), $"{inErp} articles in the ERP");
        });
        return (await client.ArticlesInErpAsync(), await client.ErpRequestsAsync());
    }

    private IEnumerable<BenchResult> Report(int articles, RangeWatch watch, ChildProcess engine, (int Articles, long Requests) found)
    {
        BenchResult Of(string unit, double[] values, string note) => new(Name, "sqlite", articles, 0, unit, new Series(values), null, null, note);
        foreach (var phase in watch.Phases)
        {
            yield return Of("MiB working set, service", [phase.MiB], $"most in phase \"{phase.Phase}\", which took {phase.Took.TotalSeconds:N0} s");
        }

        yield return Of("MiB working set, service", [engine.WorkingSetMiBMax], $"most of all, as the system counts it; {engine.Processor.TotalSeconds:N0} s of processor time");
        foreach (var phase in watch.Waits.GroupBy(w => w.Phase))
        {
            yield return Of("s order to ERP", [.. phase.Select(w => w.Wait.TotalSeconds)], $"{phase.Count()} orders placed in phase \"{phase.Key}\"");
        }

        yield return Of("articles unanswered", [watch.UnansweredMax], "most of the first export");
        yield return Of("articles open", [watch.LeadMax], "most when the article feed waited for the ERP");
        yield return Of("actors in memory", [watch.AwakeMax], $"most; the ERP has {found.Articles} articles after {found.Requests} requests");
    }
}
