using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Domain.Exports;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;
using SpecterActors.Sync.Tests.Exports;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// The first export of a large range at one call a second to either side, journal on disk, with orders on the way: memory, lead, and how long
/// a new order takes to the ERP. The clock runs ten times faster, so a second of work of the machine counts as ten.
/// </summary>
public sealed class FirstExportScenario : IBenchScenario
{
    private const int Factor = 10;
    private static readonly Operator By = new("bench", "measure");
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Name => "first-export";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        var articles = options.Full ? 100_000 : 5_000;
        Directory.CreateDirectory(options.DataPath);
        var file = Path.Combine(options.DataPath, $"first-export-{Environment.ProcessId}.db");
        try
        {
            return RunAsync(articles, file).GetAwaiter().GetResult();
        }
        finally
        {
            foreach (var left in Directory.GetFiles(options.DataPath, Path.GetFileName(file) + "*"))
            {
                File.Delete(left);
            }
        }
    }

    private async Task<IReadOnlyList<BenchResult>> RunAsync(int articles, string file)
    {
        var time = new AcceleratedTime(RangeSettings.Morning, Factor);
        var world = new RangeWorld(time, complete => complete(), 1);
        world.Catalogue.AddRange(Enumerable.Range(1, articles).Select(i => RangeSettings.Article(i)));
        var worldBytes = GC.GetTotalMemory(forceFullCollection: true);
        var dispatcher = new PoolDispatcher(time, e => Console.Error.WriteLine(e));
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = file });
        var journal = new GroupCommitJournal(store, dispatcher.Post, TimeProvider.System);
        var keys = new MasterKeys(new Random(1).NextBytes);
        keys.Ensure(RangeSettings.Tenant);
        keys.Ensure("_installation");
        var random = new Random(2);
        var engine = Engine.Create(
            new EngineOptions { ErpKinds = [new RangeErpKind(world)], ShopKinds = [new RangeShopKind(world)], CreateHandler = () => new SpeaksNoHttp(), Seed = 1 },
            new ActorSystemOptions { InstanceId = "bench", Seed = 1 },
            dispatcher,
            journal,
            DomainCatalogue.Codec(keys, bytes => Fill(random, bytes)),
            NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        await engine.Admin.ConfigureTenantAsync(RangeSettings.Of(callsASecond: 1), skipChecks: true, By, CancellationToken.None);
        while (await engine.Admin.StartExportAsync(RangeSettings.Tenant, "main", By, CancellationToken.None) is { Ok: false })
        {
            // The tenant starts by itself, a moment after it was configured.
            await Task.Delay(LookEvery, time);
        }

        var measured = new Measured(worldBytes);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var placed = time.GetUtcNow();
            var number = world.Place(measured.Waits.Count);
            await engine.Admin.RunFeedAsync(RangeSettings.Tenant, "shop-main-orders", By, CancellationToken.None);
            while (!world.HasOrder(number))
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), time);
            }

            var view = (await engine.Admin.GetExportAsync(RangeSettings.Tenant, "main", CancellationToken.None))!;
            measured.Look(time.GetUtcNow() - placed, view.Unanswered, engine.System.Tree(RangeSettings.Tenant).Count);
            if (view.Stage == ExportStage.Finished)
            {
                break;
            }

            if (view.Stage == ExportStage.Reported)
            {
                await engine.Admin.ConfirmExportAsync(RangeSettings.Tenant, "main", view.RunId, By, CancellationToken.None);
            }

            await Task.Delay(LookEvery, time);
        }

        var took = Stopwatch.GetElapsedTime(began);
        await engine.DisposeAsync();
        await journal.StopAsync(CancellationToken.None);
        return Report(articles, measured, took, world.Books.Count);
    }

    private IReadOnlyList<BenchResult> Report(int articles, Measured measured, TimeSpan took, int exported)
    {
        var waits = measured.Waits.Select(w => w.TotalSeconds).Order().ToList();
        BenchResult Of(string unit, double[] values, string note) => new(Name, "sqlite", articles, 0, unit, new Series(values), null, null, note);
        return
        [
            Of("MiB managed, engine", [measured.EngineMiBMax], "most, after a full collection, less the simulated systems before the start"),
            Of("MiB working set", [measured.WorkingSetMiBMax], "most, of the whole process with the simulated systems"),
            Of("s order to ERP", [.. waits], $"p95 {waits[(int)((waits.Count - 1) * 0.95)]:N1} s, on the fast clock"),
            Of("articles unanswered", [measured.UnansweredMax], $"most; the bound is {ExportState.WindowMax}"),
            Of("actors in memory", [measured.AwakeMax], $"most; {exported} articles exported in {took.TotalSeconds:N0} s of real time, {took.TotalHours * Factor:N1} h of theirs"),
        ];
    }

    private static void Fill(Random random, Span<byte> bytes)
    {
        lock (random)
        {
            random.NextBytes(bytes);
        }
    }

    private sealed class Measured(long worldBytes)
    {
        public List<TimeSpan> Waits { get; } = [];

        public double EngineMiBMax { get; private set; }

        public double WorkingSetMiBMax { get; private set; }

        public int UnansweredMax { get; private set; }

        public int AwakeMax { get; private set; }

        public void Look(TimeSpan wait, int unanswered, int awake)
        {
            Waits.Add(wait);
            UnansweredMax = Math.Max(UnansweredMax, unanswered);
            AwakeMax = Math.Max(AwakeMax, awake);
            using var process = Process.GetCurrentProcess();
            WorkingSetMiBMax = Math.Max(WorkingSetMiBMax, process.WorkingSet64 / 1048576.0);
            EngineMiBMax = Math.Max(EngineMiBMax, (GC.GetTotalMemory(forceFullCollection: true) - worldBytes) / 1048576.0);
        }
    }
}
