using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Demo;

/// <summary>
/// The engine against a sandbox: configures the tenant, watches, helps where only a person can, and says at the end whether both sides are in
/// step. The verdict comes from the sandbox alone; the engine is asked only whether it has come to rest.
/// </summary>
internal sealed class DemoRun(EngineHost host, StageClient stage, DemoOptions options, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SetUpMax = TimeSpan.FromMinutes(1);
    private const int ProgressEvery = 5;

    private readonly long began = time.GetTimestamp();

    private TimeSpan Elapsed => time.GetElapsedTime(began);

    public async Task<DemoResult> RunAsync(CancellationToken stop)
    {
        using var admin = new AdminClient(new Uri(host.Addresses[0]), host.Token);
        await ConfigureAsync(admin, stop);
        var person = new DemoOperator(admin, stage, time);
        var calm = 0;
        for (var beat = 0; ; beat++)
        {
            var seen = await LookAsync(admin, person, stop);
            if (beat % ProgressEvery == 0)
            {
                terminal.Progress(seen.Progress, Line(seen.Progress));
            }

            // Twice in a row: a moment between two steps of the engine looks quiet too.
            calm = seen.Progress.Stage.InStep && seen.Quiet ? calm + 1 : 0;
            if (options.UntilSynced && (calm >= 2 || seen.Progress.Stage.Violations.Count > 0 || Elapsed > options.Timeout))
            {
                return Result(seen, person, calm >= 2);
            }

            if (!await WaitAsync(stop))
            {
                return Result(seen, person, calm >= 2);
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Pause, time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // A set-up check is a call like any other: under faults it may fail a few times before it passes.
    private async Task ConfigureAsync(AdminClient admin, CancellationToken stop)
    {
        var wanted = DemoTenant.Settings(await stage.SystemsAsync(stop), new SampleSettings());
        if (await IsConfiguredAsync(admin, wanted, stop))
        {
            return;
        }

        for (; ; )
        {
            var problem = await admin.PutTenantAsync(DemoTenant.Id, wanted, "The demo begins.", stop);
            if (problem is null)
            {
                return;
            }

            if (Elapsed > SetUpMax)
            {
                throw new HostFault(
                    problem["code"]?.GetValue<string>() ?? "tenant-refused",
                    ExitCodes.Tenant,
                    $"The demo's tenant was refused: {problem["title"]?.GetValue<string>()}",
                    problem["remedy"]?.GetValue<string>() ?? "Look at the log.");
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    private static async Task<bool> IsConfiguredAsync(AdminClient admin, JsonObject wanted, CancellationToken stop)
    {
        var found = await admin.FindAsync($"admin/tenants/{DemoTenant.Id}", stop);
        return found?["settings"]?["erp"]?["baseUrl"]?.GetValue<string>() == wanted["erp"]!["baseUrl"]!.GetValue<string>();
    }

    private async Task<Seen> LookAsync(AdminClient admin, DemoOperator person, CancellationToken stop)
    {
        var report = await stage.ReportAsync(CancellationToken.None);
        var quiet = await host.Engine.GetQuietAsync(CancellationToken.None);
        var inDoubt = await admin.InDoubtAsync(DemoTenant.Id, CancellationToken.None);
        var parked = await admin.ParkedAsync(DemoTenant.Id, CancellationToken.None);
        var lanes = await admin.LanesAsync(DemoTenant.Id, CancellationToken.None);
        await person.RoundAsync(inDoubt, parked, stop);
        var progress = new DemoProgress(
            Math.Round(Elapsed.TotalSeconds, 1), report, quiet.OpenIntents, inDoubt.Count, parked.Count,
            lanes.Sum(lane => lane.Calls), lanes.Sum(lane => lane.Throttled), lanes.Sum(lane => lane.Ambiguous), person.Told + person.ToldNone, quiet.Text);
        return new Seen(progress, quiet.Quiet, quiet, parked);
    }

    private DemoResult Result(Seen seen, DemoOperator person, bool inStep)
    {
        var (progress, _, quiet, parked) = seen;
        var orders = parked.Where(row => row.PersistenceId.Contains("/order/", StringComparison.Ordinal));
        var reason = inStep ? "both sides are in step"
            : progress.Stage.Violations.Count > 0 ? "the allowed rate was exceeded"
            : Elapsed > options.Timeout ? $"not in step within {options.Timeout}; engine: {quiet.Text}"
            : "stopped before both sides were in step";
        return new DemoResult(
            inStep, reason, progress.Seconds, progress.Stage,
            orders.GroupBy(row => row.Code, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            progress.InDoubt, person.Told, person.ToldNone, progress.Calls, progress.Throttled, progress.Ambiguous);
    }

    private static string Line(DemoProgress p) =>
        $"{p.Seconds,6:0.0} s  orders {p.Stage.OrdersPlaced}/{p.Stage.Orders} placed, {p.Stage.OrdersInErp}/{p.Stage.OrdersToSend} in ERP, "
        + $"{p.Stage.NumbersWritten} numbers back; stock {p.Stage.StockNumbers - p.Stage.StockDiffers}/{p.Stage.StockNumbers} in step; "
        + $"in doubt {p.InDoubt}, parked {p.Parked}, resolved {p.Resolved}; calls {p.Calls}, throttled {p.Throttled}, unknown outcome {p.Ambiguous}; {p.Engine}";

    private sealed record Seen(DemoProgress Progress, bool Quiet, QuietReport Report, IReadOnlyList<AttentionRow> Parked);
}
