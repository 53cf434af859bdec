using System.Collections.Immutable;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>What has happened in a tenant's reconciliation.</summary>
public abstract record ReconciliationEvent(DateTimeOffset At)
{
    /// <summary>From now on the time to the first run counts.</summary>
    [EventName("reconciliation.scheduled", 1)]
    public sealed record Scheduled(DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>A run begins; actor and reason are null when it began by itself.</summary>
    [EventName("reconciliation.begun", 1)]
    public sealed record Begun(string RunId, ImmutableArray<string> Places, string? Actor, string? Reason, DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>A place was compared; what may be mended by itself is mended from now on.</summary>
    [EventName("reconciliation.compared", 1)]
    public sealed record Compared(PlaceReport Report, DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>So many more differences of a kind are mended.</summary>
    [EventName("reconciliation.mended", 1)]
    public sealed record Mended(string Place, DriftKind Kind, long Count, DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>A place is done.</summary>
    [EventName("reconciliation.place-done", 1)]
    public sealed record PlaceDone(string Place, DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>Every place is done.</summary>
    [EventName("reconciliation.ended", 1)]
    public sealed record Ended(DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>An operator lets go what was held; the places concerned are compared once more first.</summary>
    [EventName("reconciliation.let-go", 1)]
    public sealed record LetGo(ImmutableArray<DriftLetGo> What, string Actor, string Reason, DateTimeOffset At) : ReconciliationEvent(At);

    /// <summary>An operator ended the run. What was told already goes on to its end.</summary>
    [EventName("reconciliation.cancelled", 1)]
    public sealed record Cancelled(string Actor, string Reason, DateTimeOffset At) : ReconciliationEvent(At);
}
