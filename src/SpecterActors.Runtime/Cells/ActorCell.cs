using System.Diagnostics;

namespace SpecterActors.Runtime.Cells;

/// <summary>The shell of a plain actor: its instance, children, watchers and timers, and what becomes of its failures.</summary>
internal sealed partial class ActorCell : SupervisedCell
{
    private readonly Props props;
    private readonly ActorCell? parent;
    private readonly SortedDictionary<string, ActorCell> children = new(StringComparer.Ordinal);
    private readonly HashSet<ActorTimer> timers = [];
    private readonly List<ActorRef> watchers = [];
    private Actor? actor;
    private ActorRef? sender;
    private SeededRandom? random;
    private string kind = "actor";
    private bool replied;

    public ActorCell(ActorSystem system, string path, ActorCell? parent, Props props)
        : base(system, props.Supervision, props.MailboxCapacity, props.Throughput, lean: false)
    {
        Path = path;
        this.parent = parent;
        this.props = props;
        Ref = new CellRef(this);
    }

    public override string Path { get; }

    public CellRef Ref { get; }

    /// <summary>Whether the system itself is the parent.</summary>
    public bool IsTop => parent is null;

    protected override string Kind => kind;

    protected override ActorRef Self => Ref;

    protected override void Handle(Envelope envelope)
    {
        if (Stage == ActorStage.Broken)
        {
            if (envelope.Message is not ActorTimer)
            {
                AnswerBroken(envelope);
            }

            return;
        }

        var message = envelope.Message;
        switch (message)
        {
            case ActorTimer timer:
                timer.Taken();
                if (timer.Disposed)
                {
                    return;
                }

                message = timer.Message;
                if (!timer.Repeats)
                {
                    timers.Remove(timer);
                    timer.Dispose();
                }

                break;
            case Piped piped when piped.Instance != Instance:
                System.Lost(envelope with { Message = piped.Message }, Path, DeadLetterReason.Late);
                return;
            case Piped piped:
                message = piped.Message;
                break;
        }

        // Written only when they change: tellers read the same cache lines.
        if (!ReferenceEquals(sender, envelope.Sender))
        {
            sender = envelope.Sender;
        }

        if (replied)
        {
            replied = false;
        }

        try
        {
            actor!.Receive(message);
        }
        catch (Exception failure)
        {
            System.Lost(envelope with { Message = message }, Path, DeadLetterReason.Failed, failure.Message);
            Supervise(failure);
        }
    }

    protected override void HandleOwn(object message)
    {
        switch (message)
        {
            case ChildGone gone:
                children.Remove(gone.Child.Path);
                AfterChildGone();
                break;
            case WatchBy { Wanted: true } watch when Stage == ActorStage.Broken:
                watch.Watcher.TellReserved(new Terminated(Ref, Failures.LastReason), Ref);
                break;
            case WatchBy { Wanted: true } watch:
                watchers.Add(watch.Watcher);
                break;
            case WatchBy watch:
                watchers.Remove(watch.Watcher);
                break;
            case Escalated escalated when actor is not null:
                Fail(escalated.Failure);
                break;
            case Escalated:
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    /// <summary>The children of the last instance must have given back their names.</summary>
    protected override void Begun()
    {
        if (children.Count == 0)
        {
            Start();
        }
        else
        {
            Stage = ActorStage.Starting;
            Suspend(true);
        }
    }

    private void Start()
    {
        try
        {
            actor = props.Factory();
            kind = actor.GetType().Name;
            actor.Context = this;
            Stage = ActorStage.Ready;
            actor.PreStart();
            if (Stage == ActorStage.Ready)
            {
                Suspend(false);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void AfterChildGone()
    {
        if (children.Count > 0)
        {
            return;
        }

        if (Stage == ActorStage.Stopping)
        {
            FinishStop();
        }
        else if (Stage == ActorStage.Starting && actor is null)
        {
            Start();
        }
    }

    private void Supervise(Exception failure)
    {
        switch (props.Supervision.Directive(failure))
        {
            case SupervisionDirective.Restart:
                Fail(failure);
                break;
            case SupervisionDirective.Resume:
                Failures.Note(failure.Message, System.Time.GetUtcNow());
                Log.HandlerFailed(Logger, failure, Path);
                break;
            case SupervisionDirective.Stop:
                Log.HandlerFailed(Logger, failure, Path);
                BeginStop();
                break;
            case SupervisionDirective.Escalate when parent is not null:
                parent.Enqueue(new Escalated(failure), Ref, Lane.Control);
                Fail(failure);
                break;
            case SupervisionDirective.Escalate:
                Fail(failure);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Fail(Exception failure)
    {
        if (Stage == ActorStage.Stopping)
        {
            return;
        }

        Suspend(true);
        EndInstance();
        StopChildren();
        BackOff(failure);
    }

    protected override void Broke(EntityFailure failure)
    {
        parent?.Enqueue(new ChildBroken(Ref, failure.Reason, failure.Failures, failure.RetryAt), Ref, Lane.Reserved);
        TellWatchers(failure.Reason);
        Suspend(false);
    }

    private void EndInstance()
    {
        NextInstance();
        foreach (var timer in timers)
        {
            timer.Dispose();
        }

        timers.Clear();
        var ended = actor;
        actor = null;
        try
        {
            ended?.PostStop();
        }
        catch (Exception failure)
        {
            Log.HandlerFailed(Logger, failure, Path);
        }
    }

    protected override void BeginStop()
    {
        if (Stage == ActorStage.Stopping)
        {
            return;
        }

        Stage = ActorStage.Stopping;
        Suspend(true);
        BeginDraining();
        EndRetry();
        StopChildren();
        if (children.Count == 0)
        {
            FinishStop();
        }
    }

    private void StopChildren()
    {
        foreach (var child in children.Values)
        {
            child.RequestStop();
        }
    }

    private void FinishStop()
    {
        EndInstance();
        foreach (var left in CloseMailbox())
        {
            if (left.Message is not ActorTimer)
            {
                System.Lost(left with { Message = left.Message is Piped piped ? piped.Message : left.Message }, Path, DeadLetterReason.Stopped);
            }
        }

        System.Unregister(this);
        TellWatchers(brokenBy: null);
        parent?.Enqueue(new ChildGone(this), null, Lane.Control);
    }

    private void TellWatchers(string? brokenBy)
    {
        foreach (var watcher in watchers)
        {
            watcher.TellReserved(new Terminated(Ref, brokenBy), Ref);
        }

        watchers.Clear();
    }

    internal sealed record WatchBy(ActorRef Watcher, bool Wanted);

    private sealed record Piped(int Instance, object Message);

    private sealed record ChildGone(ActorCell Child);

    private sealed record Escalated(Exception Failure);
}
