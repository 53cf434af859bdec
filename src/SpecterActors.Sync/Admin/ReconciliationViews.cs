using SpecterActors.Domain.Reconciliation;

namespace SpecterActors.Sync.Admin;

/// <summary>The comparison of both sides of a tenant, as an operator sees it.</summary>
/// <param name="RunId">The run in hand or the last one; empty before the first.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="ByHand">An operator began it.</param>
/// <param name="StartedAt">When it began, or null.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="NextAt">When the next one begins by itself, or null: it is switched off, or one is under way.</param>
/// <param name="Left">Places still to be compared.</param>
/// <param name="Doing">What it is about at present, or null.</param>
/// <param name="Braked">Something waits for a person's word.</param>
/// <param name="Places">What differed, by place.</param>
public sealed record ReconciliationView(
    string RunId,
    ReconciliationStage Stage,
    bool ByHand,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? NextAt,
    IReadOnlyList<string> Left,
    string? Doing,
    bool Braked,
    IReadOnlyList<PlaceReport> Places);

/// <summary>What a confirmation would let go.</summary>
/// <param name="RunId">The run that was looked at; the confirmation names it.</param>
/// <param name="Kinds">Each kind that is held, with the most that would be mended and some samples.</param>
public sealed record ReconciliationPreview(string RunId, IReadOnlyList<HeldDrift> Kinds);

/// <summary>Differences that are held.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Max">Most that would be mended; null when a confirmation does not help.</param>
/// <param name="Why">Why they are held.</param>
/// <param name="Samples">Some of them.</param>
public sealed record HeldDrift(string Place, DriftKind Kind, long? Max, string Why, IReadOnlyList<DriftSample> Samples);
