namespace SpecterActors.Runtime;

/// <summary>Where an actor stands.</summary>
public enum ActorStage
{
    /// <summary>Made, not yet started or recovered.</summary>
    Starting,

    /// <summary>Reading its journal, or waiting for its turn to.</summary>
    Recovering,

    /// <summary>Takes messages.</summary>
    Ready,

    /// <summary>Waits for the journal; messages wait in the mailbox.</summary>
    Persisting,

    /// <summary>Failed; is tried again after a back-off, messages wait in the mailbox.</summary>
    BackingOff,

    /// <summary>Failed too often; parked until a long back-off is over or an operator retries.</summary>
    Broken,

    /// <summary>Closes.</summary>
    Stopping,
}

/// <summary>A row of the actor tree.</summary>
/// <param name="Path">Path, tenant first.</param>
/// <param name="Kind">Kind of entity, or the type of a plain actor.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="MailboxDepth">Messages that wait.</param>
/// <param name="Failures">Failures since it was made.</param>
/// <param name="LastFailure">What went wrong last, or null.</param>
public sealed record ActorInfo(string Path, string Kind, ActorStage Stage, int MailboxDepth, int Failures, string? LastFailure);

/// <summary>What an actor says of itself when asked with <see cref="ControlMessage.Inspect"/>.</summary>
/// <param name="Path">Path, tenant first.</param>
/// <param name="Kind">Kind of entity, or the type of a plain actor.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="MailboxDepth">Messages that wait.</param>
/// <param name="Failures">Failures since it was made.</param>
/// <param name="LastFailure">What went wrong last, or null.</param>
/// <param name="LastFailureAt">When, or null.</param>
/// <param name="RetryAt">When it is tried again; null unless it backs off or is broken.</param>
public record ActorInspection(
    string Path,
    string Kind,
    ActorStage Stage,
    int MailboxDepth,
    int Failures,
    string? LastFailure,
    DateTimeOffset? LastFailureAt,
    DateTimeOffset? RetryAt);

/// <summary>What an entity says of itself.</summary>
/// <param name="About">What every actor says.</param>
/// <param name="State">The state now; null while it backs off or is broken.</param>
/// <param name="SequenceNumber">Number of the latest event in <paramref name="State"/>.</param>
/// <param name="Effects">Effects under way, by key.</param>
/// <param name="PersistingFor">Age of the append in flight, or null.</param>
public sealed record EntityInspection(
    ActorInspection About,
    object? State,
    long SequenceNumber,
    IReadOnlyList<EffectInspection> Effects,
    TimeSpan? PersistingFor)
    : ActorInspection(About);

/// <summary>An effect under way.</summary>
public sealed record EffectInspection(string Key, TimeSpan Age);

/// <summary>An entity failed too often and is parked; its neighbours go on.</summary>
/// <param name="Tenant">First segment of the persistence id.</param>
/// <param name="PersistenceId">The entity.</param>
/// <param name="Reason">What went wrong last.</param>
/// <param name="Failures">Failures since it was woken.</param>
/// <param name="At">When it became broken.</param>
/// <param name="RetryAt">When it is tried again without an operator.</param>
public sealed record EntityFailure(string Tenant, string PersistenceId, string Reason, int Failures, DateTimeOffset At, DateTimeOffset RetryAt);
