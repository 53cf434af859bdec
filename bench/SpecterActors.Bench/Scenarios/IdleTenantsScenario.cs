using System.Diagnostics;

namespace SpecterActors.Bench.Scenarios;

/// <summary>What a tenant costs at which nothing happens, polls once a minute on: memory, processor time, rows in the journal. The clock runs ten times faster.</summary>
public sealed class IdleTenantsScenario : IBenchScenario
{
    private const int Factor = 10;
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    public string Name => "idle-tenants";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        foreach (var tenants in new[] { 1, 100, 1_000, 5_000 }.Where(size => options.Wants(size, large: size > 1_000)))
        {
            using var store = new BenchStore(options, "sqlite");
            foreach (var result in RunAsync(options, tenants, store).GetAwaiter().GetResult())
            {
                yield return result;
            }
        }
    }

    private static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options, int tenants, BenchStore store)
    {
        var time = new AcceleratedTime(Morning, Factor);
        await using var stage = await EngineStage.StartAsync(time, store);
        for (var tenant = 0; tenant < tenants; tenant++)
        {
            stage.World(tenant, TimeSpan.FromMilliseconds(50));
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var tenant = 0; tenant < tenants; tenant++)
        {
            await stage.AddTenantAsync(tenant, 10);
        }

        // The first rounds, and the leave of what was awake for the set-up.
        await Task.Delay(TimeSpan.FromMinutes(5), time);
        var rows = await RowsAsync(stage);
        var kib = new List<double>();
        var cpu = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            kib.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / tenants);
            using var process = Process.GetCurrentProcess();
            var (cpuAtFirst, at) = (process.TotalProcessorTime, time.GetUtcNow());
            await Task.Delay(TimeSpan.FromMinutes(2), time);
            process.Refresh();
            cpu.Add((process.TotalProcessorTime - cpuAtFirst).TotalSeconds / (time.GetUtcNow() - at).TotalDays / tenants);
        }

        var added = await RowsAsync(stage) - rows;
        return
        [
            new BenchResult("idle tenant, memory", "sqlite", tenants, 0, "KiB a tenant", new Series([.. kib]), null),
            new BenchResult("idle tenant, processor", "sqlite", tenants, 0, "s a tenant and day", new Series([.. cpu]), null, null, "polls of 5 feeds a minute, simulated systems included"),
            new BenchResult("idle tenant, journal", "sqlite", tenants, 0, "rows", new Series(added), null, null, $"in {options.Rounds * 2} minutes of theirs, all tenants together"),
        ];
    }

    private static async Task<int> RowsAsync(EngineStage stage)
    {
        var (rows, after) = (0, 0L);
        while (true)
        {
            var begin = after;
            await foreach (var stored in stage.Journal.ReadAllAsync(after, 10_000, CancellationToken.None))
            {
                rows++;
                after = stored.Ordering;
            }

            if (after == begin)
            {
                return rows;
            }
        }
    }
}
