using SpecterActors.Domain;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Exports;
using SpecterActors.Domain.Tenants;

namespace SpecterActors.Sync.Admin;

/// <summary>
/// Everything an operator can see and do, without HTTP: the admin API and the command line are thin layers over it. Every mutation needs
/// an actor and a reason and ends in the tenant's audit. A tenant or entity that does not exist answers null or a refusal, never throws.
/// </summary>
public interface IAdminService
{
    /// <summary>All tenants with their health at a glance.</summary>
    Task<IReadOnlyList<TenantSummary>> ListTenantsAsync(CancellationToken cancellationToken);

    /// <summary>One tenant: settings (secrets by name only), pause, feeds, lanes, counts; or null.</summary>
    Task<TenantDetail?> GetTenantAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>Creates a tenant or changes its settings, after checking them; the connection to both sides is checked unless <paramref name="skipChecks"/>.</summary>
    Task<AdminResult> ConfigureTenantAsync(TenantSettings settings, bool skipChecks, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the stock of a shop go that a change of flow or master would write (<see cref="TenantDetail.StockHeld"/>). A preview changes nothing and
    /// answers a <see cref="StockPreview"/> in <see cref="AdminResult.Detail"/>, which looks at every article of the shop and takes its time; then
    /// <paramref name="count"/> is the number of writes it showed, and more than those are refused.
    /// </summary>
    Task<AdminResult> ReleaseStockAsync(string tenant, string shopId, bool preview, int? count, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Brings article data of a shop in step that a change of flow or master left different (<see cref="TenantDetail.DataHeld"/>), or leaves them;
    /// <paramref name="parts"/> null: all that are held. A preview changes nothing and answers a <see cref="DataPreview"/> in
    /// <see cref="AdminResult.Detail"/>, which looks at every article and takes its time; a push needs the writes it showed as
    /// <paramref name="count"/>, and more than those are refused.
    /// </summary>
    Task<AdminResult> ReleaseDataAsync(
        string tenant, string shopId, IReadOnlyList<ArticlePart>? parts, ReleaseAction action, int? count, Operator by, CancellationToken cancellationToken);

    /// <summary>Nothing is read or sent any more; what is in flight ends.</summary>
    Task<AdminResult> PauseAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>Goes on after a pause.</summary>
    Task<AdminResult> ResumeAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>Removes a paused tenant for good.</summary>
    Task<AdminResult> RemoveAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>Actors below the tenant that are in memory now.</summary>
    Task<IReadOnlyList<ActorNode>> GetTreeAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>State of an entity: of the living actor, or rebuilt from the journal; at a sequence number when given. Null when it has no events.</summary>
    Task<EntityView?> GetEntityAsync(string persistenceId, long? atSequenceNumber, CancellationToken cancellationToken);

    /// <summary>A page of the entity's events, oldest first, from <paramref name="fromSequenceNumber"/>.</summary>
    Task<IReadOnlyList<JournalEvent>> GetJournalAsync(string persistenceId, long fromSequenceNumber, int max, CancellationToken cancellationToken);

    /// <summary>Open intents of a tenant: what is due when, earliest first.</summary>
    Task<IReadOnlyList<IntentRow>> GetIntentsAsync(string tenant, int max, CancellationToken cancellationToken);

    /// <summary>Feeds with cursor, age and held rows.</summary>
    Task<IReadOnlyList<FeedStatus>> GetFeedsAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>What cannot go on without a person: parked orders and articles, held rows; newest first.</summary>
    Task<IReadOnlyList<AttentionRow>> GetParkedAsync(string tenant, int max, CancellationToken cancellationToken);

    /// <summary>Orders that wait although nothing is wrong with them: exported by hand, not transferred, waiting for a status of the shop or for what is missing.</summary>
    Task<IReadOnlyList<AttentionRow>> GetHeldAsync(string tenant, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Articles that are as they should be and yet worth knowing: those with this note, one of <see cref="ArticleObstacles.AllNotes"/>; at most
    /// <paramref name="max"/> of them in order of their numbers. Null when there is no such tenant.
    /// </summary>
    Task<NotedArticles?> GetNotedArticlesAsync(string tenant, string note, int max, CancellationToken cancellationToken);

    /// <summary>Orders that may exist in the ERP without our knowing their number.</summary>
    Task<IReadOnlyList<AttentionRow>> GetInDoubtAsync(string tenant, int max, CancellationToken cancellationToken);

    /// <summary>Outbound lanes with queue, limits, breaker, last attempts.</summary>
    Task<IReadOnlyList<LaneView>> GetLanesAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>Finds entities by a business number: shop order number, external number, ERP order number, article number.</summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string tenant, string number, CancellationToken cancellationToken);

    /// <summary>What stands and what is missing in a tenant's set-up; asks both systems. Null when there is no such tenant.</summary>
    Task<SetupReport?> GetSetupAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>
    /// By the operator's consent: has the ERP make the articles of freight, fees, discounts and gift cards that nothing has shown to exist;
    /// existing ones stay as they are. What came of it is in the next report.
    /// </summary>
    Task<AdminResult> ProveArticlesAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Takes in a list of the ERP's customers (CSV), so that conflicts of a buyer's values are known before anything is overwritten. The
    /// report is null when the action was refused; a dry run stores nothing.
    /// </summary>
    Task<(AdminResult Result, CustomerImportReport? Report)> ImportCustomersAsync(
        string tenant, ReadOnlyMemory<byte> csv, Customers.CsvColumns columns, bool dryRun, Operator by, CancellationToken cancellationToken);

    /// <summary>Forgets what is known of a customer of the ERP: it is gone there, or was wrong.</summary>
    Task<AdminResult> ForgetCustomerAsync(string tenant, string customerId, Operator by, CancellationToken cancellationToken);

    /// <summary>Runs a feed now.</summary>
    Task<AdminResult> RunFeedAsync(string tenant, string feed, Operator by, CancellationToken cancellationToken);

    /// <summary>Sets a cursor feed back to an earlier time; rows read again change nothing twice.</summary>
    Task<AdminResult> RewindFeedAsync(string tenant, string feed, DateTimeOffset? to, Operator by, CancellationToken cancellationToken);

    /// <summary>Sets a parked entity, or a broken actor, going again.</summary>
    Task<AdminResult> RetryAsync(string persistenceId, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Sets going again what is parked under <paramref name="code"/> (null: under any), at most <paramref name="max"/>, 1 to 500. A preview
    /// changes nothing and answers what a retry would take; either answers a <see cref="BulkRetry"/> in <see cref="AdminResult.Detail"/>.
    /// </summary>
    Task<AdminResult> RetryParkedAsync(string tenant, string? code, int max, bool preview, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the personal data of one order, or of all orders of one person, unreadable for good by destroying their keys; business data stay.
    /// Exactly one of <paramref name="order"/> (external number) and <paramref name="person"/> (e-mail address, organisation or personal number, in any
    /// spelling) is given; a person is looked for in every order of the tenant, which takes its time. A preview changes nothing. Either answers an
    /// <see cref="Erasure"/> in <see cref="AdminResult.Detail"/>. What outside systems hold is theirs to erase.
    /// </summary>
    Task<AdminResult> EraseAsync(string tenant, string? order, string? person, bool preview, Operator by, CancellationToken cancellationToken);

    /// <summary>Tells an order in doubt its ERP number; null: the ERP has no such order.</summary>
    Task<AdminResult> ResolveAsync(string persistenceId, string? erpOrderNo, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// An operator made in the ERP by hand what the order showed as to be done there (a difference, a cancellation, an address): it is shown no
    /// more, and later changes count from there.
    /// </summary>
    Task<AdminResult> DoneByHandAsync(string persistenceId, Operator by, CancellationToken cancellationToken);

    /// <summary>Lets one order go that waits or that the start date left out (A17); <paramref name="number"/> is the shop's.</summary>
    Task<AdminResult> ExportOrderAsync(string tenant, string number, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps one order back that is not with the ERP yet: neither settings nor the shop nor a range of orders let it go, only
    /// <see cref="ExportOrderAsync"/>. <paramref name="number"/> is the shop's.
    /// </summary>
    Task<AdminResult> KeepOrderBackAsync(string tenant, string number, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Lets orders of a shop go that were placed within a range of time and are not in the ERP, beyond the feed's cursor and its start date. A
    /// preview changes nothing and answers a <see cref="RangePreview"/> in <see cref="AdminResult.Detail"/>; otherwise at most
    /// <paramref name="count"/> go, the count that the preview showed. Resumed after a crash. <paramref name="shopId"/> may be null for a tenant with
    /// one shop.
    /// </summary>
    Task<AdminResult> ExportRangeAsync(
        string tenant, string? shopId, DateTimeOffset from, DateTimeOffset to, bool preview, int? count, Operator by, CancellationToken cancellationToken);

    /// <summary>Begins the first export of a shop's range with a dry run, which sends nothing.</summary>
    Task<AdminResult> StartExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken);

    /// <summary>Where the export of a shop's range stands; null when none was ever begun.</summary>
    Task<ExportView?> GetExportAsync(string tenant, string shop, CancellationToken cancellationToken);

    /// <summary>Rows of the report, from <paramref name="from"/> (the answer before said where); null when there is none or the place is not one.</summary>
    Task<ExportReportView?> GetExportReportAsync(string tenant, string shop, ExportClass? only, string? from, int max, CancellationToken cancellationToken);

    /// <summary>Lets the articles of a report go; refused for any report but the last.</summary>
    Task<AdminResult> ConfirmExportAsync(string tenant, string shop, string reportId, Operator by, CancellationToken cancellationToken);

    /// <summary>Ends a run; articles that were told already go on to their end.</summary>
    Task<AdminResult> CancelExportAsync(string tenant, string shop, Operator by, CancellationToken cancellationToken);

    /// <summary>Figures of the tenants that run on this node, of at most <paramref name="tenantsMax"/> of them, for a monitoring system.</summary>
    Task<NodeMetrics> GetMetricsAsync(int tenantsMax, CancellationToken cancellationToken);

    /// <summary>Where the comparison of both sides stands: the run in hand or the last one, with what differed. Null when there is no such tenant.</summary>
    Task<ReconciliationView?> GetReconciliationAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>Compares both sides now.</summary>
    Task<AdminResult> ReconcileAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>
    /// Lets go what the last run held back, at most as much of each kind as it found. A preview changes nothing and answers a
    /// <see cref="ReconciliationPreview"/> in <see cref="AdminResult.Detail"/>; refused for any run but the last.
    /// </summary>
    Task<AdminResult> ConfirmReconciliationAsync(string tenant, string runId, bool preview, Operator by, CancellationToken cancellationToken);

    /// <summary>Ends the run; what was told already goes on to its end.</summary>
    Task<AdminResult> CancelReconciliationAsync(string tenant, Operator by, CancellationToken cancellationToken);

    /// <summary>Exports one article again as the shop has it now (A26).</summary>
    Task<AdminResult> ExportArticleAsync(string tenant, string number, Operator by, CancellationToken cancellationToken);
}

/// <summary>Who does something, and why.</summary>
public sealed record Operator(string Name, string Reason);

/// <summary>What became of an operator's action.</summary>
public sealed record AdminResult(bool Ok, bool NotFound, Refusal? Refusal)
{
    /// <summary>How the set-up stands, when a tenant was configured with checks.</summary>
    public SetupReport? Setup { get; init; }

    /// <summary>What there is to tell beyond that, or null.</summary>
    public object? Detail { get; init; }

    /// <summary>
    /// Nothing was done, and nothing will be: the actor had stopped before it took this, as when its shard goes to another node. The same may be
    /// told again, to whichever node runs the tenant then.
    /// </summary>
    public bool Moved => Refusal?.Code == AdminCodes.TenantMoving;

    /// <summary>Done.</summary>
    public static AdminResult Done { get; } = new(true, false, null);

    /// <summary>There is no such thing.</summary>
    public static AdminResult Missing(string what) => new(false, true, new Refusal("not-found", $"There is no {what}.", "Look at the list."));

    /// <summary>Refused, with the reason.</summary>
    public static AdminResult No(Refusal refusal) => new(false, false, refusal);
}

/// <summary>Codes of refusals that are no verdict on the action itself.</summary>
public static class AdminCodes
{
    /// <summary>Nothing was done: the tenant is on its way to another node. Tell it again.</summary>
    public const string TenantMoving = "tenant-moving";

    /// <summary>Nothing was done: the actor has too much to do. Tell it again in a while.</summary>
    public const string ActorBusy = "actor-busy";

    /// <summary>It may have been done or may yet be.</summary>
    public const string AnswerLost = "answer-lost";

    /// <summary>It was done, but the audit does not show it.</summary>
    public const string AuditMissing = "audit-missing";

    /// <summary>The actor is broken, or the journal or a defect kept it from doing it.</summary>
    public const string NotAnswered = "not-answered";
}

/// <summary>A tenant at a glance.</summary>
/// <param name="OldestWaiting">
/// Since when the oldest thing waits that goes on by itself: an order not yet in the ERP since its reception, anything else since it became due;
/// null when nothing waits. What is parked does not count: it waits for a person.
/// </param>
/// <param name="OldestWaitingAge">Age of that now.</param>
public sealed record TenantSummary(
    string Id, string Name, bool Paused, int Shops, int Parked, int InDoubt, int BrokenActors, DateTimeOffset? OldestWaiting, TimeSpan? OldestWaitingAge = null);

/// <summary>A tenant in full; settings carry secrets by name only.</summary>
/// <param name="Review">The articles that are being told of changed settings; null when all have heard.</param>
/// <param name="StockHeld">Shops whose stock a change of flow would write; nothing of it is written before a person lets it go.</param>
/// <param name="DataHeld">Parts of the articles whose master was exchanged, by shop: what differs waits for a person.</param>
/// <param name="DataWalk">The articles that are being brought in step; null when none are.</param>
public sealed record TenantDetail(
    TenantSummary Summary, TenantSettings Settings, IReadOnlyList<string> SecretNames, string? PauseReason, IReadOnlyList<string> Children, IReadOnlyList<AuditEntry> Audit,
    ArticleReviewView? Review = null, IReadOnlyList<string>? StockHeld = null,
    IReadOnlyDictionary<string, IReadOnlyList<ArticlePart>>? DataHeld = null, DataWalkView? DataWalk = null);

/// <summary>What an operator does with article data that a change of master left different.</summary>
public enum ReleaseAction
{
    /// <summary>Only look.</summary>
    Preview,

    /// <summary>The master's values go to the other side.</summary>
    Push,

    /// <summary>They stay until the master changes them.</summary>
    Leave,
}

/// <summary>What bringing a shop's articles in step would write.</summary>
/// <param name="Parts">The parts looked at.</param>
/// <param name="Articles">Articles that the shop lists.</param>
/// <param name="Writes">How many articles would be written, at either side.</param>
/// <param name="ToShop">How many of them in the shop, by part.</param>
/// <param name="ToErp">How many of them in the ERP, by part.</param>
/// <param name="Hidden">How many would be made inactive in the shop.</param>
/// <param name="NotMade">Articles that the shop lacks and that may not be made there as they are; they would be listed with what to do.</param>
/// <param name="Unknown">Articles that the ERP has not shown: nothing is written to the shop from it.</param>
/// <param name="Samples">Some of them.</param>
public sealed record DataPreview(
    IReadOnlyList<ArticlePart> Parts, int Articles, int Writes, IReadOnlyDictionary<ArticlePart, int> ToShop, IReadOnlyDictionary<ArticlePart, int> ToErp, int Hidden, int NotMade, int Unknown,
    IReadOnlyList<DataSample> Samples);

/// <summary>An article that would be written.</summary>
/// <param name="Article">Number of the article.</param>
/// <param name="Parts">What differs.</param>
/// <param name="ToShop">What would be written to the shop's article, or null.</param>
/// <param name="ToErp">What would be submitted to the ERP, or null.</param>
public sealed record DataSample(string Article, IReadOnlyList<ArticlePart> Parts, ArticlePatch? ToShop, ErpArticleDraft? ToErp);

/// <summary>How far the articles of a shop are brought in step.</summary>
/// <param name="Shop">The shop.</param>
/// <param name="Parts">What is brought in step.</param>
/// <param name="Since">When it was confirmed.</param>
/// <param name="Told">Articles that were told.</param>
/// <param name="Behind">Persistence ids of those that did not answer and are told again.</param>
public sealed record DataWalkView(string Shop, IReadOnlyList<ArticlePart> Parts, DateTimeOffset Since, int Told, IReadOnlyList<string> Behind);

/// <summary>What letting a shop's stock go would write.</summary>
/// <param name="Articles">Articles that the shop lists.</param>
/// <param name="Writes">How many would be written another stock than the shop showed last.</param>
/// <param name="Zeroes">How many of them a zero.</param>
/// <param name="Samples">Some of them.</param>
public sealed record StockPreview(int Articles, int Writes, int Zeroes, IReadOnlyList<StockSample> Samples);

/// <summary>A stock that would be written.</summary>
/// <param name="Article">Number of the article in the shop.</param>
/// <param name="Shows">What the shop showed last, or null when that is not known.</param>
/// <param name="Becomes">What it would show.</param>
public sealed record StockSample(string Article, decimal? Shows, decimal Becomes);

/// <summary>Articles with a note.</summary>
/// <param name="Note">The note.</param>
/// <param name="Matching">How many there are in all.</param>
/// <param name="Articles">Persistence ids; the last part is the number that each was seen under first.</param>
public sealed record NotedArticles(string Note, int Matching, IReadOnlyList<string> Articles);

/// <summary>How far a change of settings has reached the articles that decide by them.</summary>
/// <param name="Since">When they changed.</param>
/// <param name="Shops">Shops whose articles are concerned.</param>
/// <param name="Told">How many articles were told so far.</param>
/// <param name="Behind">Articles that did not answer and are told again.</param>
public sealed record ArticleReviewView(DateTimeOffset Since, IReadOnlyList<string> Shops, int Told, IReadOnlyList<string> Behind);

/// <summary>An actor in memory.</summary>
public sealed record ActorNode(string Path, string Stage, int MailboxDepth, int Restarts, string? LastFailure, long? SequenceNumber);

/// <summary>A state, who told it, and at which sequence number. <paramref name="StateJson"/> is canonical JSON; personal parts show as <c>(personal)</c>.</summary>
public sealed record EntityView(string PersistenceId, string Kind, long SequenceNumber, bool Living, string StateJson, IReadOnlyList<EffectView> UnderWay);

/// <summary>An effect under way.</summary>
public sealed record EffectView(string Key, TimeSpan Age);

/// <summary>An event for people.</summary>
public sealed record JournalEvent(long SequenceNumber, DateTimeOffset At, string Name, string PayloadJson);

/// <summary>An open intent.</summary>
public sealed record IntentRow(string PersistenceId, string Kind, DateTimeOffset Due);

/// <summary>A feed now.</summary>
/// <param name="LastDrainedAge">Time since its last round was drained; null when none was since the start.</param>
/// <param name="OldestHeldAge">Age of the oldest row it holds back; null when it holds none.</param>
/// <param name="WaitsFor">What reading on waits for (the ERP has not answered enough of what was read, or a call of before may still be executed); null when it reads or rests.</param>
public sealed record FeedStatus(
    string Name, DateTimeOffset? LastRoundBegun, DateTimeOffset? LastRoundDrained, bool Running, string? LastProblem, DateTimeOffset? Watermark,
    long AcknowledgedBatches, string? ClosingBatch, int HeldRows, IReadOnlyList<string> Alarms,
    TimeSpan? LastDrainedAge = null, TimeSpan? OldestHeldAge = null, string? WaitsFor = null);

/// <summary>Something that waits for a person.</summary>
public sealed record AttentionRow(string PersistenceId, string Code, string Cause, string Remedy, string Class, DateTimeOffset Since);

/// <summary>What a retry of parked entities takes, or took.</summary>
/// <param name="Preview">Whether nothing was changed.</param>
/// <param name="Matching">All parked entities that match.</param>
/// <param name="Rows">Those that this retry takes: what they wait for, as the list of the parked tells it.</param>
/// <param name="Refused">Those that did not take it, with the reason; empty in a preview.</param>
public sealed record BulkRetry(bool Preview, int Matching, IReadOnlyList<AttentionRow> Rows, IReadOnlyList<RefusedRetry> Refused);

/// <summary>Whose personal data an erasure takes, or took.</summary>
/// <param name="Preview">Whether nothing was changed.</param>
/// <param name="Orders">The orders concerned.</param>
/// <param name="Keys">Personal keys that can still be destroyed; 0 when all are gone already.</param>
public sealed record Erasure(bool Preview, IReadOnlyList<string> Orders, int Keys);

/// <summary>An entity that did not take its retry.</summary>
public sealed record RefusedRetry(string PersistenceId, string Code, string Message, string Remedy);

/// <summary>An outbound lane now.</summary>
public sealed record LaneView(
    string Name, string System, int InFlight, int Queued, string State, long Calls, long Throttled, long Ambiguous, IReadOnlyList<AttemptView> LastAttempts);

/// <summary>One attempt, secrets redacted.</summary>
public sealed record AttemptView(DateTimeOffset At, string Action, string Entity, string Outcome, TimeSpan Duration, string Text);

/// <summary>An entity found by a number.</summary>
public sealed record SearchHit(string PersistenceId, string Kind, string MatchedBy, string Stage);

/// <summary>What an export of a range would let go. <paramref name="Orders"/> shows the first of them.</summary>
public sealed record RangePreview(int Count, decimal TotalIncVat, IReadOnlyList<RangeRow> Orders);

/// <summary>An order of a range.</summary>
public sealed record RangeRow(string Number, DateTimeOffset PlacedAt, decimal TotalIncVat, string Currency);
