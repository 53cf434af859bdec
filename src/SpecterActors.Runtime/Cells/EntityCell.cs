using System.Diagnostics;
using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>
/// The shell of one persistent entity in memory: its stages, its control messages and its leaving. Commands, recovery and effects stand in
/// the other parts of this class.
/// </summary>
internal sealed partial class EntityCell : Cell
{
    private readonly EntityRegistry registry;
    private readonly EntityKind kind;
    private EntityProgram? program;
    private object? state;
    private PersonalKeys? keys;
    private long sequenceNumber;
    private FailureTracker? failures;
    private ITimer? retry;
    private List<ActorRef?>? inspectors;
    private int incarnation;
    private long lastActive;
    private long waitingSince;
    private bool suspended = true;
    private volatile ActorStage stage = ActorStage.Starting;

    public EntityCell(EntityRegistry registry, EntityKind kind, EntityRef self)
        : base(registry.System, kind.Options.MailboxCapacity, throughput: 16, lean: true)
    {
        this.registry = registry;
        this.kind = kind;
        Ref = self;
        lastActive = System.Time.GetTimestamp();
        Suspend(true);
    }

    public override string Path => Ref.Path;

    public EntityRef Ref { get; }

    public string Tenant => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Place in the registry's list.</summary>
    public int Index { get; set; }

    public ActorStage Stage => stage;

    /// <summary>Number of the present incarnation; what an earlier one began is ignored.</summary>
    public int Incarnation => Volatile.Read(ref incarnation);

    /// <summary>Whether a graceful stop need not wait for this entity: nothing in hand, in flight or in the mailbox that will soon end.</summary>
    public bool IsAtRest => stage is ActorStage.BackingOff or ActorStage.Broken || (stage == ActorStage.Ready && IsQuiet && calls == 0);

    public void Begin() => Enqueue(BeginMessage, null, Lane.Control);

    public void RequestStop() => Enqueue(StopMessage, null, Lane.Control);

    public ActorInfo Describe() => new(Path, kind.Name, stage, Depth, failures?.Total ?? 0, failures?.LastReason);

    /// <summary>Called from time to time: ends what takes too long, lets the idle leave. Returns when to look again.</summary>
    public TimeSpan Sweep()
    {
        var options = kind.Options;
        var since = Volatile.Read(ref waitingSince);
        if (since != 0)
        {
            var limit = stage == ActorStage.Recovering ? options.RecoveryTimeout : options.PersistTimeout;
            var left = limit - System.Time.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            Enqueue(new TimedOut(since), null, Lane.Control);
            return limit;
        }

        if (stage != ActorStage.Ready)
        {
            return options.PersistTimeout;
        }

        var idleLeft = options.PassivateAfter - System.Time.GetElapsedTime(Volatile.Read(ref lastActive));
        if (idleLeft > TimeSpan.Zero)
        {
            return idleLeft;
        }

        if (TryCloseQuiet())
        {
            EndIncarnation();
            registry.Remove(this);
            System.Metrics.Passivations.Add(1);
        }

        return options.PassivateAfter;
    }

    /// <summary>Nothing under way, or nothing but timers that are far off and of which the agenda will remind: the journal brings it all back.</summary>
    protected override bool AgreesToClose()
    {
        if (stage != ActorStage.Ready || calls != 0)
        {
            return false;
        }

        if (effects is null)
        {
            return true;
        }

        var far = System.Time.GetUtcNow() + kind.Options.PassivateAfter;
        var agenda = program!.Agenda(state!);
        return effects.Values.All(effect => effect.RestsUntil is { } due && due > far && agenda.Any(entry => entry.Due <= due));
    }

    protected override object Described(object message) => message is EffectOutcome outcome ? outcome.Command : message;

    protected override void HandleControl(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Appended appended when appended.Incarnation == incarnation:
                AfterAppend(appended.Result);
                break;
            case Recovered recovered when recovered.Incarnation == incarnation:
                AfterRead(recovered.Recovery);
                break;
            case IncarnationFailed failed when failed.Incarnation == incarnation:
                Fail(failed.Failure);
                break;
            case PermitGranted granted when granted.Incarnation == incarnation && stage == ActorStage.Recovering:
                Read();
                break;
            case PermitGranted:
                registry.Gate.Leave();
                break;
            case RetryDue due when due.Incarnation == incarnation && stage != ActorStage.Stopping:
                StartRecovery();
                break;
            case TimedOut timedOut when timedOut.Since == waitingSince:
                Fail(new TimeoutException(stage == ActorStage.Recovering ? "The recovery took too long." : "The append took too long; its outcome is unknown."));
                break;
            case Appended or Recovered or IncarnationFailed or RetryDue or TimedOut:
                // Of an earlier incarnation, or overtaken.
                break;
            case ControlMessage.Inspect when stage is ActorStage.Starting or ActorStage.Recovering:
                (inspectors ??= []).Add(envelope.Sender);
                break;
            case ControlMessage.Inspect:
                envelope.Sender?.TellReserved(Inspect(), Ref);
                break;
            case ControlMessage.Retry when stage is ActorStage.BackingOff or ActorStage.Broken:
                failures!.Forgive();
                StartRecovery();
                break;
            case ControlMessage.Retry or ControlMessage.Wake:
                break;
            case string begin when ReferenceEquals(begin, BeginMessage):
                StartRecovery();
                break;
            case string stop when ReferenceEquals(stop, StopMessage):
                Stop();
                break;
            default:
                throw new UnreachableException(envelope.Message.GetType().Name);
        }
    }

    private const string BeginMessage = "begin";

    private const string StopMessage = "stop";

    private void Stop()
    {
        stage = ActorStage.Stopping;
        EndIncarnation();
        retry?.Dispose();
        foreach (var work in new[] { inHand, retryWork })
        {
            if (work is { FromRecovery: false })
            {
                System.Lost(new Envelope(work.Command, work.Sender), Path, DeadLetterReason.Stopped, "it was in hand; its state says whether it was stored");
            }
        }

        foreach (var left in CloseMailbox())
        {
            System.Lost(Unwrapped(left), Path, DeadLetterReason.Stopped);
        }

        registry.Remove(this);
    }

    /// <summary>Forgets everything of this incarnation; what it still has in flight reaches nobody.</summary>
    private void EndIncarnation()
    {
        incarnation++;
        Volatile.Write(ref waitingSince, 0);
        EndEffects();
        if (holdsPermit)
        {
            holdsPermit = false;
            registry.Gate.Leave();
        }

        program = null;
        state = null;
        keys = null;
    }

    private void Hold(bool value)
    {
        if (suspended != value)
        {
            suspended = value;
            Suspend(value);
        }
    }

    private EntityInspection Inspect()
    {
        var about = new ActorInspection(
            Path, kind.Name, stage, Depth, failures?.Total ?? 0, failures?.LastReason, failures?.LastAt, failures?.RetryAt);
        TimeSpan? persisting = stage == ActorStage.Persisting ? System.Time.GetElapsedTime(waitingSince) : null;
        return new EntityInspection(about, state, sequenceNumber, InspectEffects(), persisting);
    }

    /// <summary>Answers those who asked during the recovery, now that there is something to say.</summary>
    private void AnswerInspectors()
    {
        var waiting = inspectors;
        inspectors = null;
        foreach (var asker in waiting ?? [])
        {
            asker?.TellReserved(Inspect(), Ref);
        }
    }

    private FailureTracker Failures() => failures ??= new FailureTracker(kind.Options.Supervision, System.RandomFor(Path));

    private static Envelope Unwrapped(Envelope envelope) =>
        envelope.Message is EffectOutcome outcome ? envelope with { Message = outcome.Command } : envelope;

    private sealed record Appended(int Incarnation, AppendResult Result);

    private sealed record Recovered(int Incarnation, Recovery Recovery);

    private sealed record IncarnationFailed(int Incarnation, Exception Failure);

    private sealed record PermitGranted(int Incarnation);

    private sealed record RetryDue(int Incarnation);

    private sealed record TimedOut(long Since);
}
