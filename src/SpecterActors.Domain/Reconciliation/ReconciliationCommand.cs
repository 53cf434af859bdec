using System.Collections.Immutable;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>What a tenant's reconciliation can be told.</summary>
public abstract record ReconciliationCommand
{
    private ReconciliationCommand() { }

    /// <summary>Time has passed: a run begins when it is due and none is under way.</summary>
    /// <param name="Places">What there is to compare, in order.</param>
    public sealed record Tick(ReconciliationSettings Settings, ImmutableArray<string> Places, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>An operator wants a run now. Refused while one is under way.</summary>
    public sealed record Start(ImmutableArray<string> Places, string Actor, string Reason, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>A place was compared.</summary>
    public sealed record TakeReport(string RunId, PlaceReport Report, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>So many more differences are mended.</summary>
    public sealed record AddMended(string RunId, string Place, DriftKind Kind, long Count, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>Nothing is left to do in a place.</summary>
    public sealed record EndPlace(string RunId, string Place, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>An operator lets go what the run held back: of each kind at most what it found.</summary>
    /// <param name="RunId">The run that was looked at; any but the last is refused.</param>
    public sealed record Confirm(string RunId, string Actor, string Reason, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>An operator ends the run.</summary>
    public sealed record Cancel(string Actor, string Reason, DateTimeOffset At) : ReconciliationCommand;

    /// <summary>Changes nothing: answers the state with what only memory knows.</summary>
    public sealed record Show : ReconciliationCommand;

    /// <summary>Changes nothing: the plan is looked at again.</summary>
    public sealed record Continue : ReconciliationCommand;
}
