using System.Collections.Immutable;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>
/// State of a tenant's reconciliation: the run in hand or the last one. The differences themselves are not stored but some samples: a place
/// whose comparison was broken off by a crash is compared anew, and what was mended differs no more.
/// </summary>
public sealed record ReconciliationState
{
    /// <summary>How long what a run held back may be let go; afterwards another comparison is needed.</summary>
    public static readonly TimeSpan HoldKept = TimeSpan.FromHours(48);

    /// <summary>Place of the ERP.</summary>
    public const string Erp = "erp";

    /// <summary>From when the time to the first run counts, or null.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>How many runs were begun.</summary>
    public int Runs { get; init; }

    /// <summary>Id of the run in hand or the last one; empty before the first.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ReconciliationStage Stage { get; init; }

    /// <summary>An operator began it.</summary>
    public bool ByHand { get; init; }

    /// <summary>When it was begun, or null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Places still to be compared, the one in hand first.</summary>
    public ImmutableArray<string> Left { get; init; } = [];

    /// <summary>0 for the comparison itself; one more each time an operator lets go what was held.</summary>
    public int Pass { get; init; }

    /// <summary>What was found, by place.</summary>
    public ImmutableSortedDictionary<string, PlaceReport> Places { get; init; } = ImmutableSortedDictionary.Create<string, PlaceReport>(StringComparer.Ordinal);

    /// <summary>What an operator let go in this run.</summary>
    public ImmutableArray<DriftLetGo> LetGo { get; init; } = [];

    /// <summary>Time of the last event.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Something waits for a person's word.</summary>
    public bool IsBraked => Stage == ReconciliationStage.Ended && Places.Values.Any(p => p.Figures.Any(f => f.Hold is not null));

    /// <summary>Place of a shop's orders.</summary>
    public static string Orders(string shopId) => $"orders/{shopId}";

    /// <summary>Place of a shop's articles.</summary>
    public static string Articles(string shopId) => $"articles/{shopId}";

    /// <summary>Most differences of a kind that may be mended in a place although they are too many; null when nobody said so.</summary>
    public long? LetGoMax(string place, DriftKind kind) => LetGo.FirstOrDefault(l => l.Place == place && l.Kind == kind)?.Max;
}

/// <summary>Where a run stands.</summary>
public enum ReconciliationStage
{
    /// <summary>There was none yet.</summary>
    None,

    /// <summary>Comparing and mending.</summary>
    Running,

    /// <summary>Ended; what was held waits for a person.</summary>
    Ended,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}

/// <summary>What an operator let go: at most as many as the preview showed.</summary>
public sealed record DriftLetGo(string Place, DriftKind Kind, long Max);
