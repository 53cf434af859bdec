using System.Diagnostics;
using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>
/// The shell of one persistent entity in memory: its stages, its control messages and its leaving. Commands, recovery and effects stand in
/// the other parts of this class.
/// </summary>
internal sealed partial class EntityCell : SupervisedCell
{
    private readonly EntityRegistry registry;
    private readonly EntityKind kind;
    private EntityProgram? program;
    private object? state;
    private PersonalKeys? keys;
    private long sequenceNumber;
    private List<ActorRef?>? inspectors;
    private long lastActive;
    private long waitingSince;
    private bool suspended = true;
    private bool mustReload;

    public EntityCell(EntityRegistry registry, EntityKind kind, EntityRef self)
        : base(registry.System, kind.Options.Supervision, kind.Options.MailboxCapacity, throughput: 16, lean: true)
    {
        this.registry = registry;
        this.kind = kind;
        Ref = self;
        Touch();
    }

    public override string Path => Ref.Path;

    public EntityRef Ref { get; }

    /// <summary>Place in the registry's list.</summary>
    public int Index { get; set; }

    protected override string Kind => kind.Name;

    protected override ActorRef Self => Ref;

    /// <summary>Whether a graceful stop need not wait for this entity: nothing in hand, in flight or in the mailbox that will soon end.</summary>
    public bool IsAtRest => Stage is ActorStage.BackingOff or ActorStage.Broken || (Stage == ActorStage.Ready && IsQuiet && calls == 0);

    /// <summary>Messages wait in the mailbox for the end of an append, a recovery or a back-off.</summary>
    public bool TakesNoMessages => Stage is ActorStage.Persisting or ActorStage.Recovering or ActorStage.BackingOff;

    /// <summary>Called from time to time: ends what takes too long, lets the idle leave. Returns when to look again.</summary>
    public TimeSpan Sweep()
    {
        var options = kind.Options;
        var since = Volatile.Read(ref waitingSince);
        if (since != 0)
        {
            var limit = Stage == ActorStage.Recovering ? options.RecoveryTimeout : options.PersistTimeout;
            var left = limit - System.Time.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            Enqueue(new TimedOut(since), null, Lane.Control);
            return limit;
        }

        if (Stage != ActorStage.Ready)
        {
            return options.PersistTimeout;
        }

        var idleTime = registry.IdleTime(options);
        var idleLeft = idleTime - System.Time.GetElapsedTime(Volatile.Read(ref lastActive));
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

        return idleTime;
    }

    /// <summary>Nothing under way, or nothing but timers that are far off and of which the agenda will remind: the journal brings it all back.</summary>
    protected override bool AgreesToClose()
    {
        if (Stage != ActorStage.Ready || calls != 0)
        {
            return false;
        }

        if (effects is null)
        {
            return true;
        }

        var far = System.Time.GetUtcNow() + registry.IdleTime(kind.Options);
        var agenda = program!.Agenda(state!);
        return effects.Values.All(effect => effect.RestsUntil is { } due && due > far && agenda.Any(entry => entry.Due <= due));
    }

    protected override object Described(object message) => message is EffectOutcome outcome ? outcome.Command : message;

    protected override void HandleOwn(object message)
    {
        switch (message)
        {
            case PermitGranted granted when granted.Of == Instance && Stage == ActorStage.Recovering:
                Read();
                break;
            case PermitGranted:
                registry.Gate.Leave();
                break;
            case Answer answer when answer.Of != Instance:
                break;
            case Answer { Failure: { } failure }:
                Fail(failure);
                break;
            case Answer { Result: AppendResult appended }:
                AfterAppend(appended);
                break;
            case Answer { Result: Recovery recovered }:
                AfterRead(recovered);
                break;
            case Answer { Result: WholeStream whole }:
                AfterRebuild(whole);
                break;
            case TimedOut timedOut when timedOut.Since == waitingSince:
                Fail(new TimeoutException(Stage == ActorStage.Recovering ? "The recovery took too long." : "The append took too long; its outcome is unknown."));
                break;
            case TimedOut:
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    protected override void Inspected(ActorRef? asker)
    {
        if (Stage is ActorStage.Starting or ActorStage.Recovering)
        {
            (inspectors ??= []).Add(asker);
        }
        else
        {
            base.Inspected(asker);
        }
    }

    protected override void Reload()
    {
        // One that backs off, is broken or stops holds no state; one at work reloads when it has an outcome.
        mustReload = Stage is ActorStage.Ready or ActorStage.Persisting or ActorStage.Recovering;
        if (Stage == ActorStage.Ready)
        {
            ReloadNow();
        }
    }

    private void ReloadNow()
    {
        mustReload = false;
        EndIncarnation();
        Begun();
    }

    protected override void BeginStop()
    {
        Stage = ActorStage.Stopping;
        EndIncarnation();
        EndRetry();
        foreach (var asker in TakeInspectors())
        {
            AskExtensions.TellStopped(asker, Path, handled: false);
        }

        foreach (var work in new[] { inHand, retryWork })
        {
            if (work is { FromRecovery: false })
            {
                System.Lost(new Envelope(work.Command, work.Sender), Path, DeadLetterReason.Stopped, "it was in hand; its state says whether it was stored");
                AskExtensions.TellStopped(work.Sender, Path, handled: true);
            }
        }

        foreach (var left in CloseMailbox())
        {
            var lost = Unwrapped(left);
            System.Lost(lost, Path, DeadLetterReason.Stopped);
            AskExtensions.TellStopped(lost.Sender, Path, handled: false);
        }

        registry.Remove(this);
        registry.Watchers.Tell(Ref, brokenBy: null);
    }

    /// <summary>What the journal answers, or fails to, goes on as a control message to this incarnation.</summary>
    private async void Observe<T>(Func<Task<T>> work)
    {
        var of = Instance;
        Answer answer;
        try
        {
            answer = new Answer(of, await work(), Failure: null);
        }
        catch (Exception failure)
        {
            answer = new Answer(of, Result: null, failure);
        }

        Enqueue(answer, null, Lane.Control);
    }

    /// <summary>Forgets everything of this incarnation; what it still has in flight reaches nobody.</summary>
    private void EndIncarnation()
    {
        NextInstance();
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

    protected override ActorInspection Inspection()
    {
        TimeSpan? persisting = Stage == ActorStage.Persisting ? System.Time.GetElapsedTime(waitingSince) : null;
        return new EntityInspection(base.Inspection(), state, sequenceNumber, InspectEffects(), persisting);
    }

    /// <summary>Answers those who asked during the recovery, now that there is something to say.</summary>
    private void AnswerInspectors()
    {
        foreach (var asker in TakeInspectors())
        {
            base.Inspected(asker);
        }
    }

    private List<ActorRef?> TakeInspectors()
    {
        var waiting = inspectors ?? [];
        inspectors = null;
        return waiting;
    }

    private static Envelope Unwrapped(Envelope envelope) =>
        envelope.Message is EffectOutcome outcome ? envelope with { Message = outcome.Command } : envelope;

    /// <summary>Of the journal, or of an effect that could not make a command of its outcome.</summary>
    private sealed record Answer(int Of, object? Result, Exception? Failure);

    private sealed record PermitGranted(int Of);

    private sealed record TimedOut(long Since);
}
