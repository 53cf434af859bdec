namespace SpecterActors.Connectors.Lane;

/// <summary>A consistent picture of one lane at one moment.</summary>
/// <param name="Tenant">Tenant.</param>
/// <param name="System">Kind or name of the outside system.</param>
/// <param name="Gate">Whether calls may go.</param>
/// <param name="Paused">The tenant is paused: calls under way finish, waiting ones stay.</param>
/// <param name="HeldUntil">Next time a call may go, or null when nothing holds the lane.</param>
/// <param name="HeldReason">Why it is held, or null.</param>
/// <param name="Running">Calls under way.</param>
/// <param name="Queued">Calls waiting, per priority class; every class is listed.</param>
/// <param name="Counters">What became of the calls so far.</param>
public sealed record LaneStatus(
    string Tenant,
    string System,
    LaneGateState Gate,
    bool Paused,
    DateTimeOffset? HeldUntil,
    string? HeldReason,
    int Running,
    IReadOnlyDictionary<CallPriority, int> Queued,
    LaneCounters Counters);

/// <summary>Counters of one lane since it was made.</summary>
/// <param name="Calls">Attempts started.</param>
/// <param name="Done">Answered yes.</param>
/// <param name="Refused">Answered no.</param>
/// <param name="Throttled">Answered "later" (429, or 503 with Retry-After).</param>
/// <param name="NotSent">Started but surely not executed: no connection.</param>
/// <param name="Ambiguous">May or may not have been executed.</param>
/// <param name="Unauthorised">Credentials did not work.</param>
/// <param name="TurnedAway">Never started: queue full, too late, or the lane was held.</param>
public sealed record LaneCounters(long Calls, long Done, long Refused, long Throttled, long NotSent, long Ambiguous, long Unauthorised, long TurnedAway);

/// <summary>Whether calls may go through a lane.</summary>
public enum LaneGateState
{
    /// <summary>They may.</summary>
    Closed,

    /// <summary>Too many failures in a row: held until the next probe.</summary>
    Open,

    /// <summary>One call is on its way, or may go, to find out whether the system works again.</summary>
    Probing,

    /// <summary>The credentials do not work: held until the next probe.</summary>
    Unauthorised,
}

/// <summary>One attempt as the log keeps it. Secrets are redacted; the text is at most 300 characters.</summary>
/// <param name="At">When it started.</param>
/// <param name="Action">What was called.</param>
/// <param name="EntityId">On whose behalf.</param>
/// <param name="Outcome"><c>done</c>, <c>refused</c>, <c>throttled</c>, <c>not-sent</c>, <c>unauthorised</c>, <c>ambiguous</c> or <c>bug</c>.</param>
/// <param name="Duration">Until the outcome was known.</param>
/// <param name="Text">Code, message or reason; empty for a success.</param>
public sealed record LaneAttempt(DateTimeOffset At, string Action, string EntityId, string Outcome, TimeSpan Duration, string Text);

/// <summary>Something an operator should know about a lane.</summary>
public sealed record LaneAlarm(string Tenant, string System, LaneAlarmKind Kind, string Text, DateTimeOffset At);

/// <summary>Kinds of <see cref="LaneAlarm"/>.</summary>
public enum LaneAlarmKind
{
    /// <summary>The credentials do not work; raised once until they do.</summary>
    Unauthorised,

    /// <summary>The credentials work again.</summary>
    Authorised,

    /// <summary>The breaker opened; raised once until the system answers again.</summary>
    Unreachable,

    /// <summary>The system answers again.</summary>
    Reachable,
}
