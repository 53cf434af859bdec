using Microsoft.Extensions.Logging;

namespace SpecterActors.Runtime.Cells;

/// <summary>What plain actors and entities have in common beyond the mailbox: a stage, instances that fail and are tried again, an end.</summary>
internal abstract class SupervisedCell : Cell
{
    private readonly SupervisionOptions supervision;
    private FailureTracker? failures;
    private ITimer? retry;
    private int instance;
    private volatile ActorStage stage = ActorStage.Starting;

    protected SupervisedCell(ActorSystem system, SupervisionOptions supervision, int capacity, int throughput, bool lean)
        : base(system, capacity, throughput, lean)
    {
        this.supervision = supervision;
        Suspend(true);
    }

    public ActorStage Stage
    {
        get => stage;
        protected set => stage = value;
    }

    /// <summary>Number of the present instance; what an earlier one began is ignored.</summary>
    public int Instance => Volatile.Read(ref instance);

    protected abstract string Kind { get; }

    protected abstract ActorRef Self { get; }

    protected ILogger Logger => System.LoggerFor(Path);

    protected FailureTracker Failures => failures ??= new FailureTracker(supervision, System.RandomFor(Path));

    public void Begin() => Enqueue(Signal.Start.Instance, null, Lane.Control);

    public void RequestStop() => Enqueue(Signal.Stop.Instance, null, Lane.Control);

    public ActorInfo Describe() => new(Path, Kind, stage, Depth, failures?.Total ?? 0, failures?.LastReason);

    protected sealed override void HandleControl(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Signal.Start:
                Begun();
                break;
            case Signal.Stop:
                BeginStop();
                break;
            case RetryDue due when due.Of == instance && stage != ActorStage.Stopping:
                TryAgain();
                break;
            case ControlMessage.Inspect:
                Inspected(envelope.Sender);
                break;
            case ControlMessage.Retry when stage is ActorStage.BackingOff or ActorStage.Broken:
                failures!.Forgive();
                TryAgain();
                break;
            case ControlMessage.Reload:
                Reload();
                break;
            case RetryDue or ControlMessage.Retry or ControlMessage.Wake:
                break;
            default:
                HandleOwn(envelope.Message);
                break;
        }
    }

    /// <summary>A control message that only this kind of cell knows.</summary>
    protected abstract void HandleOwn(object message);

    /// <summary>Begins an instance: the first, or the next one after a failure.</summary>
    protected abstract void Begun();

    protected abstract void BeginStop();

    protected virtual void Reload()
    {
    }

    protected virtual void Inspected(ActorRef? asker) => asker?.TellReserved(Inspection(), Self);

    /// <summary>The actor has just become broken.</summary>
    protected abstract void Broke(EntityFailure failure);

    /// <summary>Something was stored: an outage is over.</summary>
    protected void Succeeded() => failures?.Succeeded();

    protected void NextInstance() => instance++;

    protected void EndRetry()
    {
        retry?.Dispose();
        if (failures is not null)
        {
            failures.RetryAt = null;
        }
    }

    /// <summary>Counts a failure and begins the next instance after a back-off; after too many the actor is broken and waits far longer.</summary>
    protected void BackOff(Exception failure)
    {
        System.Metrics.Restarts.Add(1);
        var now = System.Time.GetUtcNow();
        var backoff = Failures.Record(failure.Message, now, isOutage: failure is Journal.JournalUnavailableException);
        var wait = backoff ?? supervision.BrokenRetryAfter;
        var retryAt = now + wait;
        failures!.RetryAt = retryAt;
        if (backoff is null)
        {
            stage = ActorStage.Broken;
            Log.ActorBroken(Logger, failure, Path, failures.Total, retryAt);
            failures.Forgive();
            Broke(new EntityFailure(ActorSystem.TenantOf(Path), Path, failure.Message, failures.Total, now, retryAt));
        }
        else
        {
            stage = ActorStage.BackingOff;
            Log.ActorRestarts(Logger, failure, Path, wait);
        }

        retry?.Dispose();
        var due = new RetryDue(instance);
        retry = System.Time.CreateTimer(_ => Enqueue(due, null, Lane.Control), null, wait, Timeout.InfiniteTimeSpan);
    }

    protected void AnswerBroken(Envelope envelope)
    {
        System.Lost(envelope, Path, DeadLetterReason.Broken, failures!.LastReason);
        envelope.Sender?.TellReserved(new ShellReply.Broken(Path, failures.LastReason, failures.RetryAt!.Value), Self);
    }

    protected virtual ActorInspection Inspection() =>
        new(Path, Kind, stage, Depth, failures?.Total ?? 0, failures?.LastReason, failures?.LastAt, failures?.RetryAt);

    private void TryAgain()
    {
        EndRetry();
        Begun();
    }

    private sealed record RetryDue(int Of);

    private abstract record Signal
    {
        public sealed record Start : Signal
        {
            public static Start Instance { get; } = new();
        }

        public sealed record Stop : Signal
        {
            public static Stop Instance { get; } = new();
        }
    }
}
