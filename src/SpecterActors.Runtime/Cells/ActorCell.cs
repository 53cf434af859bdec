using System.Diagnostics;

namespace SpecterActors.Runtime.Cells;

/// <summary>The shell of a plain actor: its instance, its watchers, and what becomes of its failures.</summary>
internal sealed class ActorCell : SupervisedCell, IActorContext
{
    private readonly Props props;
    private readonly List<ActorRef> watchers = [];
    private Actor? actor;
    private ActorRef? sender;
    private string kind = "actor";
    private bool replied;

    public ActorCell(ActorSystem system, string path, Props props)
        : base(system, props.Supervision, props.MailboxCapacity, props.Throughput, lean: false)
    {
        Path = path;
        this.props = props;
        Ref = new CellRef(this);
    }

    public override string Path { get; }

    public CellRef Ref { get; }

    protected override string Kind => kind;

    protected override ActorRef Self => Ref;

    ActorRef IActorContext.Self => Ref;

    ActorRef? IActorContext.Sender => sender;

    TimeProvider IActorContext.Time => System.Time;

    void IActorContext.Reply(object message)
    {
        if (sender is null)
        {
            System.Lost(new Envelope(message, Ref), "(nobody)", DeadLetterReason.Stopped, "the message had no sender");
        }
        else if (replied)
        {
            sender.Tell(message, Ref);
        }
        else
        {
            replied = true;
            sender.TellReserved(message, Ref);
        }
    }

    void IActorContext.Watch(ActorRef target) => Watched(target).Watch(Ref);

    void IActorContext.Unwatch(ActorRef target) => Watched(target).Unwatch(Ref);

    void IActorContext.Stop() => RequestStop();

    protected override void Handle(Envelope envelope)
    {
        if (Stage == ActorStage.Broken)
        {
            AnswerBroken(envelope);
            return;
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
            actor!.Receive(envelope.Message);
        }
        catch (Exception failure)
        {
            System.Lost(envelope, Path, DeadLetterReason.Failed, failure.Message);
            Fail(failure);
        }
    }

    protected override void HandleOwn(object message)
    {
        switch (message)
        {
            case WatchBy { Wanted: true } watch when Stage == ActorStage.Broken:
                watch.Watcher.TellReserved(new Terminated(Ref, Failures.LastReason), Ref);
                break;
            case WatchBy { Wanted: true } watch:
                watchers.Add(watch.Watcher);
                break;
            case WatchBy watch:
                watchers.Remove(watch.Watcher);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    protected override void Begun()
    {
        try
        {
            actor = props.Factory();
            kind = actor.GetType().Name;
            actor.Context = this;
            Stage = ActorStage.Ready;
            actor.PreStart();
            Suspend(false);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    protected override void Broke(EntityFailure failure)
    {
        TellWatchers(failure.Reason);
        Suspend(false);
    }

    protected override void BeginStop()
    {
        Stage = ActorStage.Stopping;
        EndRetry();
        EndInstance();
        foreach (var left in CloseMailbox())
        {
            System.Lost(left, Path, DeadLetterReason.Stopped);
            AskExtensions.TellStopped(left.Sender, Path, handled: false);
        }

        System.Unregister(this);
        TellWatchers(brokenBy: null);
    }

    private void Fail(Exception failure)
    {
        Suspend(true);
        EndInstance();
        BackOff(failure);
    }

    private void EndInstance()
    {
        NextInstance();
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

    private void TellWatchers(string? brokenBy)
    {
        foreach (var watcher in watchers)
        {
            watcher.TellReserved(new Terminated(Ref, brokenBy), Ref);
        }

        watchers.Clear();
    }

    private static LocalRef Watched(ActorRef target) =>
        target as LocalRef ?? throw new ArgumentException($"{target.Path} is no actor of this system: nobody would tell of its end.", nameof(target));

    internal sealed record WatchBy(ActorRef Watcher, bool Wanted);
}
