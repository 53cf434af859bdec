using System.Text.Json.Nodes;
using SpecterActors.Domain.Exports;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Journal;
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
    private const int QuietEvery = 60;
    private const string EuroShopCode = "currency-not-supported";

    private readonly long began = time.GetTimestamp();
    private RefusedShop? refusedShop;

    private TimeSpan Elapsed => time.GetElapsedTime(began);

    public async Task<DemoResult> RunAsync(CancellationToken stop)
    {
        using var admin = new AdminClient(new Uri(host.Addresses[0]), host.Token);
        await ConfigureAsync(admin, stop);
        var person = new DemoOperator(admin, stage, time);
        var export = (await stage.SettingsAsync(stop)).FirstExport ? new DemoExport(admin, stage, terminal) : null;
        var calm = 0;
        DateTimeOffset? rests = null;
        StageReport? last = null;
        for (var beat = 0; ; beat++)
        {
            if (export is { IsDone: false })
            {
                await export.RoundAsync(last, CancellationToken.None);
            }

            var looked = time.GetUtcNow();
            if (await TryLookAsync(admin, person, export, stop) is not { } seen)
            {
                (calm, rests) = (0, null);
                terminal.Say($"{Elapsed.TotalSeconds,8:0.0} s  the journal cannot be used now; the work waits for it");
                if (!await WaitAsync(stop) || (options.UntilSynced && Elapsed > options.Timeout))
                {
                    throw new HostFault("journal-unusable", ExitCodes.Journal, "The journal could not be used at the end.", "Bring its disk or its server back and start again.");
                }

                continue;
            }

            last = seen.Progress.Stage;
            // Nothing moves any more when both sides are in step; what a person does to either sandbox shows at once.
            if (beat % ProgressEvery == 0 && (calm == 0 || beat % QuietEvery == 0))
            {
                terminal.Progress(seen.Progress, Line(seen.Progress));
            }

            // Twice in a row: a moment between two steps of the engine looks quiet too. Under faults some read has nearly always just failed;
            // then all feeds must have read everything once more while both sides stood as they should and nothing was open.
            rests = seen.Progress.Stage.InStep && seen.Report.OpenIntents == 0 && export is null or { IsDone: true } ? rests ?? looked : null;
            calm = rests is not null && (seen.Report.Quiet || seen.Report.ReadSince >= rests) ? calm + 1 : 0;
            if (options.UntilSynced && (calm >= 2 || seen.Progress.Stage.Violations.Count > 0 || export is { Wrong.Count: > 0 } || Elapsed > options.Timeout))
            {
                return Result(seen, person, export, calm >= 2);
            }

            if (calm == 2)
            {
                terminal.Say($"{Elapsed.TotalSeconds,6:0.0} s  both sides are in step. Everything goes on until Ctrl-C: look inside with the addresses above, or change something in a sandbox and watch it travel.");
            }

            if (!await WaitAsync(stop))
            {
                return Result(seen, person, export, calm >= 2);
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

    private async Task ConfigureAsync(AdminClient admin, CancellationToken stop)
    {
        var systems = await stage.SystemsAsync(stop);
        var wanted = DemoTenant.Settings(systems, await stage.SettingsAsync(stop));
        if (!await IsConfiguredAsync(admin, wanted, stop) && await PutAsync(admin, wanted, problem => problem is null, stop) is { } problem)
        {
            throw Refused($"The demo's tenant was refused: {Text(problem, "title")}", problem);
        }

        // After the tenant: the engine is at work from its first moment.
        if (DemoTenant.OfEuroShop(wanted, systems) is { } euro)
        {
            refusedShop = await RefuseAsync(admin, euro, stop);
            terminal.Say($"shop {DemoTenant.EuroShop}     refused as it must be: {refusedShop.Code} - {refusedShop.Message} {refusedShop.Remedy}");
        }
    }

    /// <summary>A shop whose base currency is not SEK is refused at set-up (mission A3), whatever else the settings hold.</summary>
    private async Task<RefusedShop> RefuseAsync(AdminClient admin, JsonObject euro, CancellationToken stop)
    {
        var problem = await PutAsync(admin, euro, problem => problem is null || Text(problem, "code") == EuroShopCode, stop);
        return problem is not null && Text(problem, "code") == EuroShopCode
            ? new RefusedShop(DemoTenant.EuroShop, EuroShopCode, Text(problem, "title"), Text(problem, "remedy"))
            : throw Refused($"The shop in EUR was to be refused as {EuroShopCode}, but got: {(problem is null ? "accepted" : Text(problem, "title"))}", problem);
    }

    /// <summary>Puts the settings until the answer is the one that is waited for; a set-up check is a call like any other: under faults it may fail a few times.</summary>
    /// <returns>The problem of the last attempt, or null when the settings were taken.</returns>
    private async Task<JsonNode?> PutAsync(AdminClient admin, JsonObject settings, Func<JsonNode?, bool> isIt, CancellationToken stop)
    {
        var end = Elapsed + SetUpMax;
        for (; ; )
        {
            var problem = await admin.PutTenantAsync(DemoTenant.Id, settings, "The demo begins.", stop);
            if (isIt(problem) || Elapsed > end)
            {
                return problem;
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    private static HostFault Refused(string message, JsonNode? problem) => new(
        problem is null ? "shop-accepted" : Text(problem, "code"), ExitCodes.Tenant, message,
        problem is null ? "This is a defect." : Text(problem, "remedy"));

    private static string Text(JsonNode problem, string member) => problem[member]?.GetValue<string>() ?? "";

    private static async Task<bool> IsConfiguredAsync(AdminClient admin, JsonObject wanted, CancellationToken stop)
    {
        var found = await admin.FindAsync($"admin/tenants/{DemoTenant.Id}", stop);
        return found?["settings"]?["erp"]?["baseUrl"]?.GetValue<string>() == wanted["erp"]!["baseUrl"]!.GetValue<string>();
    }

    /// <summary>Null while the journal is away: entities wait for it with growing pauses, and so does the demonstration.</summary>
    private async Task<Seen?> TryLookAsync(AdminClient admin, DemoOperator person, DemoExport? export, CancellationToken stop)
    {
        try
        {
            return await LookAsync(admin, person, export, stop);
        }
        catch (JournalUnavailableException)
        {
            return null;
        }
    }

    private async Task<Seen> LookAsync(AdminClient admin, DemoOperator person, DemoExport? export, CancellationToken stop)
    {
        var report = await stage.ReportAsync(CancellationToken.None);
        var quiet = await host.Engine.GetQuietAsync(CancellationToken.None);
        var inDoubt = await admin.InDoubtAsync(DemoTenant.Id, CancellationToken.None);
        var parked = await admin.ParkedAsync(DemoTenant.Id, CancellationToken.None);
        var lanes = await admin.LanesAsync(DemoTenant.Id, CancellationToken.None);
        await person.RoundAsync(inDoubt, parked, stop);
        var progress = new DemoProgress(
            Math.Round(Elapsed.TotalSeconds, 1), report, quiet.OpenIntents, inDoubt.Count, parked.Count,
            lanes.Sum(lane => lane.Calls), lanes.Sum(lane => lane.Throttled), lanes.Sum(lane => lane.Ambiguous), person.Told + person.ToldNone, Text(export), quiet.Text);
        return new Seen(progress, quiet, parked);
    }

    private DemoResult Result(Seen seen, DemoOperator person, DemoExport? export, bool inStep)
    {
        var (progress, quiet, parked) = seen;
        var orders = parked.Where(row => row.PersistenceId.Contains("/order/", StringComparison.Ordinal));
        var reason = inStep ? "both sides are in step"
            : progress.Stage.Violations.Count > 0 ? "the allowed rate was exceeded"
            : export is { Wrong.Count: > 0 } ? "the report of the first export is wrong"
            : Elapsed > options.Timeout ? $"not in step within {options.Timeout}; engine: {quiet.Text}"
            : "stopped before both sides were in step";
        return new DemoResult(
            inStep, reason, progress.Seconds, progress.Stage,
            orders.GroupBy(row => row.Code, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            progress.InDoubt, person.Told, person.ToldNone, progress.Calls, progress.Throttled, progress.Ambiguous, refusedShop, export?.View, export?.Wrong ?? []);
    }

    private static string Line(DemoProgress p) =>
        $"{p.Seconds,6:0.0} s  orders {p.Stage.OrdersPlaced}/{p.Stage.Orders} placed, {p.Stage.OrdersInErp}/{p.Stage.OrdersToSend} in ERP, "
        + $"{p.Stage.NumbersWritten} numbers back; articles {p.Stage.Articles - p.Stage.ArticlesDiffer}/{p.Stage.Articles}, stock {p.Stage.StockNumbers - p.Stage.StockDiffers}/{p.Stage.StockNumbers} in step{p.Export}; "
        + $"in doubt {p.InDoubt}, parked {p.Parked}, resolved {p.Resolved}; calls {p.Calls}, throttled {p.Throttled}, unknown outcome {p.Ambiguous}; {p.Engine}";

    private static string Text(DemoExport? export) => export?.View switch
    {
        null or { Stage: ExportStage.Finished } => "",
        { Stage: ExportStage.Running } view => $"; export {view.Done.All}/{view.ArticlesMax}{(view.Left is { } left ? $", {left.TotalSeconds:0} s left" : "")}",
        var view => $"; export {view.Stage.ToString().ToLowerInvariant()} {view.Report.All}",
    };

    private sealed record Seen(DemoProgress Progress, QuietReport Report, IReadOnlyList<AttentionRow> Parked);
}
