using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>Recovery, and what becomes of failures: one path for crash, persist failure and recovery failure.</summary>
internal sealed partial class EntityCell
{
    private string writerId = "";
    private long snapshotAt;
    private bool ignoreSnapshot;
    private bool holdsPermit;
    private bool agendaIsStored;

    /// <summary>A recovery permit for <paramref name="asked"/>; false when this entity does not take it, so that the next in line gets it.</summary>
    public bool GrantRecovery(int asked) => Enqueue(new PermitGranted(asked), null, Lane.Control) == Delivery.Taken;

    private void StartRecovery()
    {
        incarnation++;
        retry?.Dispose();
        if (failures is not null)
        {
            failures.RetryAt = null;
        }

        Hold(true);
        stage = ActorStage.Recovering;
        ignoreSnapshot = false;
        if (registry.Gate.TryEnter(this, incarnation))
        {
            Read();
        }
    }

    private void Read()
    {
        holdsPermit = true;
        writerId = System.NextWriterId();
        Volatile.Write(ref waitingSince, Now());
        ObserveRead(incarnation, useSnapshot: !ignoreSnapshot);
    }

    private async void ObserveRead(int of, bool useSnapshot)
    {
        object outcome;
        try
        {
            outcome = new Recovered(of, await System.Journal.RecoverAsync(Path, useSnapshot, long.MaxValue, CancellationToken.None));
        }
        catch (Exception failure)
        {
            outcome = new IncarnationFailed(of, failure);
        }

        Enqueue(outcome, null, Lane.Control);
    }

    private void AfterRead(Recovery recovery)
    {
        try
        {
            program = kind.Create(Path);
            keys = new PersonalKeys();
            var rebuilt = EntityRebuilder.Rebuild(System.Codec, program, recovery, keys, System.Logger, Path);
            if (rebuilt is null && !ignoreSnapshot)
            {
                ignoreSnapshot = true;
                ObserveRead(incarnation, useSnapshot: false);
                return;
            }

            (state, sequenceNumber) = rebuilt ?? throw new InvalidOperationException("The journal answered with a snapshot that was not asked for.");
            if (sequenceNumber != recovery.HeadSequenceNumber)
            {
                throw new InvalidOperationException($"Recovered up to {sequenceNumber}, but the head of the stream is {recovery.HeadSequenceNumber}.");
            }

            snapshotAt = recovery.Snapshot?.SequenceNumber ?? 0;
            keys = keys.Ids.Count == 0 ? null : keys;
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }

        holdsPermit = false;
        registry.Gate.Leave();
        System.Metrics.Recovery.Record(System.Time.GetElapsedTime(waitingSince).TotalSeconds);
        System.Metrics.Recoveries.Add(1);
        Volatile.Write(ref waitingSince, 0);
        agendaIsStored = false;
        stage = ActorStage.Ready;
        Touch();
        AnswerInspectors();
        AfterRecovery();
    }

    private void AfterRecovery()
    {
        object? first;
        try
        {
            first = program!.OnRecovered(state!, System.Time.GetUtcNow());
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }

        if (first is not null)
        {
            Execute(new Work(first, null, null, fromRecovery: true));
        }
        else if (Reconcile())
        {
            Next();
        }
    }

    /// <summary>Ends the incarnation and recovers after a back-off. The command in hand is tried once more, then given up.</summary>
    private void Fail(Exception failure)
    {
        var work = inHand;
        inHand = null;
        EndIncarnation();
        Hold(true);
        System.Metrics.Restarts.Add(1);
        var now = System.Time.GetUtcNow();
        var backoff = Failures().Record(failure.Message, now, isOutage: failure is JournalUnavailableException);
        KeepForRetry(work, failure);
        var wait = backoff ?? kind.Options.Supervision.BrokenRetryAfter;
        failures!.RetryAt = now + wait;
        if (backoff is null)
        {
            Break(failure, now);
        }
        else
        {
            stage = ActorStage.BackingOff;
            Log.ActorRestarts(System.Logger, failure, Path, wait);
        }

        AnswerInspectors();
        retry?.Dispose();
        var due = new RetryDue(incarnation);
        retry = System.Time.CreateTimer(_ => Enqueue(due, null, Lane.Control), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void KeepForRetry(Work? work, Exception failure)
    {
        if (work is null or { FromRecovery: true })
        {
            return;
        }

        if (work.Attempts < 2)
        {
            retryWork = work;
            return;
        }

        System.Lost(new Envelope(work.Command, work.Sender), Path, DeadLetterReason.Failed, failure.Message);
        work.Sender?.TellReserved(new ShellReply.CommandFailed(Path, failure.Message), Ref);
    }

    private void Break(Exception failure, DateTimeOffset now)
    {
        stage = ActorStage.Broken;
        var retryAt = failures!.RetryAt!.Value;
        Log.ActorBroken(System.Logger, failure, Path, failures.Total, retryAt);
        failures.Forgive();
        if (retryWork is { } waiting)
        {
            retryWork = null;
            AnswerBroken(new Envelope(waiting.Command, waiting.Sender));
        }

        System.Escalate(new EntityFailure(Tenant, Path, failure.Message, failures.Total, now, retryAt));
        Hold(false);
    }

    private void AnswerBroken(Envelope envelope)
    {
        System.Lost(Unwrapped(envelope), Path, DeadLetterReason.Broken, failures!.LastReason);
        envelope.Sender?.TellReserved(new ShellReply.Broken(Path, failures.LastReason, failures.RetryAt!.Value), Ref);
    }

    private long Now() => Math.Max(1, System.Time.GetTimestamp());

    private void Touch() => Volatile.Write(ref lastActive, System.Time.GetTimestamp());
}
