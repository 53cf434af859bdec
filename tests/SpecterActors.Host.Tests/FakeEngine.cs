using System.Collections.Immutable;
using SpecterActors.Domain;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Reconciliation;
using SpecterActors.Domain.Tenants;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests;

/// <summary>An engine with one tenant <c>demo</c> that notes what it is told.</summary>
internal sealed class FakeEngine : IEngine, IAdminService, Sync.Peers.IPeerEngine
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public List<string> Told { get; } = [];

    public TenantSettings? Configured { get; private set; }

    public AdminResult Answer { get; set; } = AdminResult.Done;

    public Exception? Throws { get; set; }

    /// <summary>Tenants that the list shows.</summary>
    public IReadOnlyList<string> Listed { get; set; } = ["demo"];

    public string TokenTaken { get; set; } = "right-token";

    /// <summary>Ends what operators do; null: at once.</summary>
    public Task? Hold { get; set; }

    public IAdminService Admin => this;

    public Task StartAsync(CancellationToken cancellationToken) => Note("start");

    public Task StopAsync(TimeSpan timeout) => Note($"stop {timeout}");

    public Sync.Peers.IPeerEngine Peer => this;

    /// <summary>It learns of its tenant only when it looks again.</summary>
    public bool IsBehind { get; set; }

    public string? TenantOfCallback(string token) => token == "right-token" && !IsBehind ? "demo" : null;

    public Task<string?> FindTenantOfCallbackAsync(string token, CancellationToken cancellationToken)
    {
        IsBehind = false;
        return Task.FromResult(TenantOfCallback(token));
    }

    /// <summary>What its own callbacks are answered.</summary>
    public CallbackAnswer OnCallback { get; set; } = CallbackAnswer.Taken;

    public CallbackAnswer TakeCallback(string token, string kind, string? orderNo = null)
    {
        Told.Add($"callback {kind}");
        return token == TokenTaken ? OnCallback : CallbackAnswer.Unknown;
    }

    public Task<QuietReport> GetQuietAsync(CancellationToken cancellationToken) => Task.FromResult(new QuietReport(true, 0, 0, "quiet"));

    public Task<IReadOnlyList<TenantSummary>> ListTenantsAsync(CancellationToken cancellationToken) => Rows([.. Listed.Select(id => Summary() with { Id = id })]);

    public Task<TenantDetail?> GetTenantAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult(tenant == "demo"
        ? new TenantDetail(Summary(), Settings(), ["erp.apiUserKey"], null, ["feed/erp-stock"], [new AuditEntry("admin", "configure", "first", At)])
        : null);

    public Task<IReadOnlyList<ActorNode>> GetTreeAsync(string tenant, CancellationToken cancellationToken) =>
        Rows(tenant, new ActorNode("demo/order/A1-1", "Ready", 0, 0, null, 3));

    public Task<EntityView?> GetEntityAsync(string persistenceId, long? atSequenceNumber, CancellationToken cancellationToken)
    {
        Told.Add($"entity {persistenceId} {atSequenceNumber}");
        return Task.FromResult(persistenceId.StartsWith("demo/", StringComparison.Ordinal)
            ? new EntityView(persistenceId, "order", atSequenceNumber ?? 3, false, """{"stage":"done"}""", [])
            : null);
    }

    public Task<IReadOnlyList<JournalEvent>> GetJournalAsync(string persistenceId, long fromSequenceNumber, int max, CancellationToken cancellationToken)
    {
        Told.Add($"journal {persistenceId} {fromSequenceNumber} {max}");
        return Rows(new JournalEvent(1, At, "order.received:1", """{"number":"1"}"""));
    }

    public Task<IReadOnlyList<IntentRow>> GetIntentsAsync(string tenant, int max, CancellationToken cancellationToken) => Rows(tenant, new IntentRow("demo/order/A1-1", "send", At));

    public Task<IReadOnlyList<FeedStatus>> GetFeedsAsync(string tenant, CancellationToken cancellationToken) =>
        Rows(tenant, new FeedStatus("erp-stock", At, At, false, null, null, 3, null, 0, []));

    public Task<IReadOnlyList<AttentionRow>> GetParkedAsync(string tenant, int max, CancellationToken cancellationToken) =>
        Rows(tenant, new AttentionRow("demo/order/A1-2", "sum-mismatch", "cause", "remedy", "Refused", At));

    public Task<IReadOnlyList<AttentionRow>> GetInDoubtAsync(string tenant, int max, CancellationToken cancellationToken) => Rows<AttentionRow>(tenant);

    public Task<IReadOnlyList<LaneView>> GetLanesAsync(string tenant, CancellationToken cancellationToken) =>
        Rows(tenant, new LaneView("erp", "specter", 0, 0, "Closed", 1, 0, 0, []));

    public Task<IReadOnlyList<SearchHit>> SearchAsync(string tenant, string number, CancellationToken cancellationToken) =>
        Rows(tenant, new SearchHit("demo/order/A1-1", "order", number, "Done"));

    public async Task<NodeMetrics> GetMetricsAsync(int tenantsMax, CancellationToken cancellationToken) => new(
        tenantsMax + 3,
        [
            new TenantMetrics(
                Summary(), await GetFeedsAsync("demo", cancellationToken), await GetLanesAsync("demo", cancellationToken),
                [
                    new PlaceReport("articles/main", At, 90, 100, [new DriftFigure(DriftKind.ArticleGone, 10, null, null, []) { Mended = 4 }]),
                    new PlaceReport("erp", At, null, 0, [DriftFigure.NotKnown(DriftKind.ErpOrders, "no such call")]),
                ],
                At, Braked: true),
        ]);

    public Task<ReconciliationView?> GetReconciliationAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult(tenant == "demo"
        ? new ReconciliationView(
            "3", ReconciliationStage.Ended, false, At, At, At, [], null, true,
            [new PlaceReport("articles/main", At, 90, 100, [new DriftFigure(DriftKind.ArticleGone, 10, null, new DriftHold("listing-shrunk", "too many"), [new DriftSample("A1", "uid 1")])])])
        : null);

    public Task<AdminResult> ReconcileAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"reconcile {tenant}", by);

    public Task<AdminResult> ConfirmReconciliationAsync(string tenant, string runId, bool preview, Operator by, CancellationToken cancellationToken) =>
        Act($"confirm reconciliation {tenant} {runId} {preview}", by);

    public Task<AdminResult> CancelReconciliationAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"cancel reconciliation {tenant}", by);

    public Task<AdminResult> ConfigureTenantAsync(TenantSettings settings, bool skipChecks, Operator by, CancellationToken cancellationToken)
    {
        Configured = settings;
        return Act($"configure {settings.Id} {skipChecks}", by);
    }

    public Task<SetupReport?> GetSetupAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult(
        tenant == "demo" ? new SetupReport("demo", At, [new SetupPoint("erp", SetupPointState.NotProven, "text", "remedy")], [new SetupMethod("main", "delivery", "401", "Postpaket", "", null)]) : null);

    public async Task<(AdminResult Result, CustomerImportReport? Report)> ImportCustomersAsync(
        string tenant, ReadOnlyMemory<byte> csv, Sync.Customers.CsvColumns columns, bool dryRun, Operator by, CancellationToken cancellationToken) =>
        (await Act($"import {tenant} {csv.Length} {columns.Id} {dryRun}", by), new CustomerImportReport(3, 2, 1, dryRun, 0, [], 0, [], 0));

    public Task<AdminResult> ForgetCustomerAsync(string tenant, string customerId, Operator by, CancellationToken cancellationToken) => Act($"forget {tenant} {customerId}", by);

    public Task<AdminResult> ProveArticlesAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"prove {tenant}", by);

    public Task<AdminResult> PauseAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"pause {tenant}", by);

    public Task<AdminResult> ResumeAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"resume {tenant}", by);

    public Task<AdminResult> RemoveAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"remove {tenant}", by);

    public Task<AdminResult> RunFeedAsync(string tenant, string feed, Operator by, CancellationToken cancellationToken) => Act($"run {tenant} {feed}", by);

    public Task<AdminResult> RewindFeedAsync(string tenant, string feed, DateTimeOffset? to, Operator by, CancellationToken cancellationToken) =>
        Act($"rewind {tenant} {feed} {to:O}", by);

    public Task<AdminResult> RetryAsync(string persistenceId, Operator by, CancellationToken cancellationToken) => Act($"retry {persistenceId}", by);

    public Task<AdminResult> RetryParkedAsync(string tenant, string? code, int max, bool preview, Operator by, CancellationToken cancellationToken) =>
        Act($"retry parked {tenant} {code ?? "any"} {max} {(preview ? "preview" : "do")}", by);

    public Task<AdminResult> EraseAsync(string tenant, string? order, string? person, bool preview, Operator by, CancellationToken cancellationToken) =>
        Act($"erase {tenant} {order ?? person} {(preview ? "preview" : "do")}", by);

    public Task<AdminResult> ResolveAsync(string persistenceId, string? erpOrderNo, Operator by, CancellationToken cancellationToken) =>
        Act($"resolve {persistenceId} {erpOrderNo ?? "none"}", by);

    public Task<AdminResult> ReleaseDataAsync(
        string tenant, string shopId, IReadOnlyList<Domain.Articles.ArticlePart>? parts, ReleaseAction action, int? count, Operator by, CancellationToken cancellationToken) =>
        Act($"{action} {string.Join('+', parts ?? [])} of {tenant}/{shopId} at most {count}", by);

    public Task<AdminResult> ReleaseStockAsync(string tenant, string shopId, bool preview, int? count, Operator by, CancellationToken cancellationToken) =>
        Act($"release stock {tenant} {shopId} {(preview ? "preview" : $"at most {count}")}", by);

    public Task<NotedArticles?> GetNotedArticlesAsync(string tenant, string note, int max, CancellationToken cancellationToken) =>
        Task.FromResult(tenant == "demo" ? new NotedArticles(note, 1, ["demo/article/SET-1"]) : null);

    public Task<IReadOnlyList<AttentionRow>> GetHeldAsync(string tenant, int max, CancellationToken cancellationToken) => Rows<AttentionRow>(tenant);

    public Task<AdminResult> KeepOrderBackAsync(string tenant, string number, Operator by, CancellationToken cancellationToken) => Act($"keep order {number} back", by);

    public Task<AdminResult> ExportOrderAsync(string tenant, string number, Operator by, CancellationToken cancellationToken) => Act($"export order {number}", by);

    public Task<AdminResult> ExportRangeAsync(
        string tenant, string? shopId, DateTimeOffset from, DateTimeOffset to, bool preview, int? count, Operator by, CancellationToken cancellationToken) =>
        Act($"export range {from:yyyy-MM-dd} {to:yyyy-MM-dd} {preview} {count}", by);

    public Task<AdminResult> DoneByHandAsync(string persistenceId, Operator by, CancellationToken cancellationToken) => Act($"done {persistenceId}", by);

    public Task<AdminResult> StartExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken) => Act($"export start {tenant} {shop}", by);

    public Task<ExportView?> GetExportAsync(string tenant, string shop, CancellationToken cancellationToken) => Task.FromResult(tenant == "demo" && shop == "main"
        ? new ExportView(
            "main-1", "main", ExportStage.Running, At, At, At, null, true, new ReportCounts(2, 1, 0, 1, 1), 1, 3, 3, 1, new ExportTally(1, 0, 1), 12.5m,
            TimeSpan.FromMinutes(3), [new ExportProblem("A2", "specter-7", "no", At)], null)
        : null);

    public Task<ExportReportView?> GetExportReportAsync(string tenant, string shop, ExportClass? only, string? from, int max, CancellationToken cancellationToken)
    {
        Told.Add($"report {tenant} {shop} {only} {from} {max}");
        ReportRow[] rows =
        [
            new("A1", "Kopp, blå", "1", null, ExportClass.Create),
            new("A 2", "Fat", "2", "7", ExportClass.Invalid, "article-number-illegal", "The article number has a space at position 2.", "Give it another."),
        ];
        return Task.FromResult(tenant != "demo" || shop != "main" || from is not (null or "1.0") ? null : new ExportReportView(
            "main-1", true, [.. rows.Where(r => (only is null || r.Class == only) && (from is null) == (r.Number == "A1"))], from is null ? "1.0" : null));
    }

    public Task<AdminResult> ConfirmExportAsync(string tenant, string shop, string reportId, Operator by, CancellationToken cancellationToken) =>
        Act($"export confirm {tenant} {shop} {reportId}", by);

    public Task<AdminResult> CancelExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken) => Act($"export cancel {tenant} {shop}", by);

    public Task<AdminResult> ExportArticleAsync(string tenant, string number, Operator by, CancellationToken cancellationToken) => Act($"export article {tenant} {number}", by);

    public static TenantSettings Settings() => new("demo", "Demo")
    {
        Erp = new ErpAccount("specter", "https://api.specter.example/", "1234", "55", ImmutableSortedDictionary<string, string>.Empty),
        Shops = [new ShopSettings("main", "abicart", "https://shop.example/", "40001", ImmutableSortedDictionary<string, string>.Empty)],
        Secrets = new Personal<SecretSet>("demo/secrets", null),
    };

    public Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken)
    {
        Told.Add($"register {tenant} {string.Join(' ', accounts)}");
        return Task.FromResult(Answer);
    }

    public Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken) => Act($"unregister {tenant}", by);

    public Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        Told.Add($"delete {tenant}");
        return Throws is null ? Task.CompletedTask : Task.FromException(Throws);
    }

    private static TenantSummary Summary() => new("demo", "Demo", false, 1, 1, 0, 0, null);

    private static Task<IReadOnlyList<T>> Rows<T>(params T[] rows) => Task.FromResult<IReadOnlyList<T>>(rows);

    private static Task<IReadOnlyList<T>> Rows<T>(string tenant, params T[] rows) => Task.FromResult<IReadOnlyList<T>>(tenant == "demo" ? rows : []);

    private Task Note(string what)
    {
        Told.Add(what);
        return Task.CompletedTask;
    }

    private async Task<AdminResult> Act(string what, Operator by)
    {
        if (Throws is { } thrown)
        {
            throw thrown;
        }

        Told.Add($"{what} ({by.Name}: {by.Reason})");
        await (Hold ?? Task.CompletedTask);
        return Answer;
    }
}
