using System.Diagnostics;

namespace SpecterActors.Runtime.Cells;

/// <summary>The shell of a plain actor: its instance, children, watchers and timers, and what becomes of its failures.</summary>
internal sealed partial class ActorCell : Cell
{
    private readonly Props props;
    private readonly ActorCell? parent;
    private readonly SortedDictionary<string, ActorCell> children = new(StringComparer.Ordinal);
    private readonly HashSet<ActorTimer> timers = [];
    private readonly List<ActorRef> watchers = [];
    private Actor? actor;
    private ActorRef? sender;
    private FailureTracker? failures;
    private SeededRandom? random;
    private ITimer? retry;
    private int instance;
    private bool replied;
    private volatile ActorStage stage = ActorStage.Starting;

    public ActorCell(ActorSystem system, string path, ActorCell? parent, Props props)
        : base(system, props.MailboxCapacity, props.Throughput, lean: false)
    {
        Path = path;
        this.parent = parent;
        this.props = props;
        Ref = new CellRef(this);
        Suspend(true);
    }

    public override string Path { get; }

    public CellRef Ref { get; }

    public ActorStage Stage => stage;

    private string Kind { get; set; } = "actor";

    /// <summary>Whether the system itself is the parent.</summary>
    public bool IsTop => parent is null;

    public ActorInfo Describe() => new(Path, Kind, stage, Depth, failures?.Total ?? 0, failures?.LastReason);

    public void Begin() => Enqueue(Signal.Start, null, Lane.Control);

    public void RequestStop() => Enqueue(Signal.Stop, null, Lane.Control);

    protected override void Handle(Envelope envelope)
    {
        if (stage == ActorStage.Broken)
        {
            AnswerBroken(envelope);
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
            case Piped piped when piped.Instance != instance:
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

    protected override void HandleControl(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Signal.StartSignal when stage is ActorStage.Starting or ActorStage.BackingOff or ActorStage.Broken:
                Start();
                break;
            case Signal.StartSignal:
                break;
            case Signal.StopSignal:
                BeginStop();
                break;
            case RetryOf due when due.Instance == instance:
                failures!.RetryAt = null;
                StartWhenChildless();
                break;
            case RetryOf:
                break;
            case ChildGone gone:
                children.Remove(gone.Child.Path);
                AfterChildGone();
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
            case ControlMessage.Inspect:
                envelope.Sender?.TellReserved(Inspect(), Ref);
                break;
            case ControlMessage.Retry when stage is ActorStage.BackingOff or ActorStage.Broken:
                failures!.Forgive();
                retry?.Dispose();
                failures.RetryAt = null;
                StartWhenChildless();
                break;
            case ControlMessage.Retry or ControlMessage.Wake:
                break;
            default:
                throw new UnreachableException(envelope.Message.GetType().Name);
        }
    }

    private void Start()
    {
        try
        {
            actor = props.Factory();
            Kind = actor.GetType().Name;
            actor.Context = this;
            stage = ActorStage.Ready;
            actor.PreStart();
            if (stage == ActorStage.Ready)
            {
                Suspend(false);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void StartWhenChildless()
    {
        // An instance spawns its children anew, so those of the earlier one must have given back their names.
        if (children.Count == 0)
        {
            Start();
        }
        else
        {
            stage = ActorStage.Starting;
            Suspend(true);
        }
    }

    private void AfterChildGone()
    {
        if (children.Count > 0)
        {
            return;
        }

        if (stage == ActorStage.Stopping)
        {
            FinishStop();
        }
        else if (stage == ActorStage.Starting && actor is null)
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
                Failures().Note(failure.Message, System.Time.GetUtcNow());
                Log.HandlerFailed(System.Logger, failure, Path);
                break;
            case SupervisionDirective.Stop:
                Log.HandlerFailed(System.Logger, failure, Path);
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
        if (stage == ActorStage.Stopping)
        {
            return;
        }

        Suspend(true);
        EndInstance();
        foreach (var child in children.Values)
        {
            child.RequestStop();
        }

        System.Metrics.Restarts.Add(1);
        var now = System.Time.GetUtcNow();
        var backoff = Failures().Record(failure.Message, now, isOutage: false);
        stage = backoff is null ? ActorStage.Broken : ActorStage.BackingOff;
        var wait = backoff ?? props.Supervision.BrokenRetryAfter;
        failures!.RetryAt = now + wait;
        if (backoff is null)
        {
            Log.ActorBroken(System.Logger, failure, Path, failures.Total, now + wait);
            parent?.Enqueue(new ChildBroken(Ref, failure.Message, failures.Total, now + wait), Ref, Lane.Reserved);
            failures.Forgive();
            Suspend(false);
        }
        else
        {
            Log.ActorRestarts(System.Logger, failure, Path, wait);
        }

        retry?.Dispose();
        var due = new RetryOf(instance);
        retry = System.Time.CreateTimer(_ => Enqueue(due, null, Lane.Control), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void EndInstance()
    {
        instance++;
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
            Log.HandlerFailed(System.Logger, failure, Path);
        }
    }

    private void BeginStop()
    {
        if (stage == ActorStage.Stopping)
        {
            return;
        }

        stage = ActorStage.Stopping;
        Suspend(true);
        BeginDraining();
        retry?.Dispose();
        foreach (var child in children.Values)
        {
            child.RequestStop();
        }

        if (children.Count == 0)
        {
            FinishStop();
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
        foreach (var watcher in watchers)
        {
            watcher.TellReserved(new Terminated(Ref), Ref);
        }

        parent?.Enqueue(new ChildGone(this), null, Lane.Control);
    }

    private void AnswerBroken(Envelope envelope)
    {
        if (envelope.Message is ActorTimer)
        {
            return;
        }

        System.Lost(envelope, Path, DeadLetterReason.Broken, failures!.LastReason);
        envelope.Sender?.TellReserved(new ShellReply.Broken(Path, failures.LastReason, failures.RetryAt!.Value), Ref);
    }

    private FailureTracker Failures() => failures ??= new FailureTracker(props.Supervision, System.RandomFor(Path));

    private ActorInspection Inspect() =>
        new(Path, Kind, stage, Depth, failures?.Total ?? 0, failures?.LastReason, failures?.LastAt, failures?.RetryAt);

    private sealed record Piped(int Instance, object Message);

    private abstract record Signal
    {
        public static Signal Start { get; } = new StartSignal();

        public static Signal Stop { get; } = new StopSignal();

        public sealed record StartSignal : Signal;

        public sealed record StopSignal : Signal;
    }

    private sealed record RetryOf(int Instance);

    private sealed record ChildGone(ActorCell Child);

    private sealed record WatchBy(ActorRef Watcher, bool Wanted);

    private sealed record Escalated(Exception Failure);
}
