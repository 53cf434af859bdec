using System.Text.Json.Nodes;
using SpecterActors.Domain.Articles;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Cluster;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>
/// A tenant in full. <paramref name="Settings"/> has the shape of the body of a put and holds no secret; <paramref name="Owner"/> tells which
/// of several nodes runs it, <paramref name="Review"/> how far changed settings have
/// reached, <paramref name="StockHeld"/> the shops whose stock waits for a person to let it go, <paramref name="DataHeld"/> the parts of the articles
/// that do, and <paramref name="DataWalk"/> how far articles have been brought in step.
/// </summary>
internal sealed record TenantView(
    TenantSummary Summary, JsonObject Settings, IReadOnlyList<string> SecretNames, string? PauseReason, IReadOnlyList<string> Children, IReadOnlyList<AuditEntry> Audit,
    OwnerView? Owner, ArticleReviewView? Review, IReadOnlyList<string> StockHeld, IReadOnlyDictionary<string, IReadOnlyList<ArticlePart>> DataHeld, DataWalkView? DataWalk);

/// <summary>A state; <paramref name="Living"/>: told by the actor in memory, otherwise rebuilt from the journal.</summary>
internal sealed record StateView(string PersistenceId, string Kind, long SequenceNumber, bool Living, JsonNode? State, IReadOnlyList<EffectView> UnderWay);

/// <summary>An event.</summary>
internal sealed record EventView(long SequenceNumber, DateTimeOffset At, string Name, JsonNode? Payload);

/// <summary>Body of every mutation.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
internal sealed record ReasonBody(string Reason, string? Operator);

/// <summary>Body of a put of a tenant.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="SkipChecks">Do not call the shop and the ERP before the settings are taken.</param>
/// <param name="Settings">The settings, in the shape that hocon/reference.conf shows below <c>tenants</c>; secrets are write-only.</param>
internal sealed record TenantBody(string Reason, string? Operator, bool SkipChecks, JsonObject Settings);

/// <summary>Body of a rewind.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="To">Time to read again from; null: from the beginning.</param>
internal sealed record RewindBody(string Reason, string? Operator, DateTimeOffset? To);

/// <summary>Body of a resolve.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="ErpOrderNo">The order's number in the ERP; null: the ERP has no such order. Must be given, if only as null.</param>
internal sealed record ResolveBody(string Reason, string? Operator, string? ErpOrderNo);

/// <summary>Body of a retry of what is parked.</summary>
/// <param name="Reason">Why; ends in the tenant's audit.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="Code">Only what is parked under this code; null: under any.</param>
/// <param name="Max">Most entities, 1 to 500; default 100.</param>
/// <param name="Preview">Only answer what would be taken. Must be given: a preview comes first.</param>
internal sealed record RetryParkedBody(string Reason, string? Operator, string? Code, int? Max, bool Preview);

/// <summary>Body of an erasure. Exactly one of order and person is given.</summary>
/// <param name="Reason">Why; ends in the tenant's audit and stays there: do not name the person.</param>
/// <param name="Operator">Who; default <c>admin</c>.</param>
/// <param name="Order">External number of one order.</param>
/// <param name="Person">E-mail address, organisation or personal number: all orders of that person.</param>
/// <param name="Preview">Only answer what would be erased. Must be given: there is no way back.</param>
internal sealed record EraseBody(string Reason, string? Operator, string? Order, string? Person, bool Preview);

/// <summary>Answer of a mutation that was done.</summary>
/// <param name="Done">Always true.</param>
/// <param name="Setup">How the tenant's set-up stands, when it was configured with checks; else null.</param>
internal sealed record DoneView(bool Done, SetupReport? Setup = null);
