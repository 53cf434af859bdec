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

    protected override void Begun()
    {
        NextInstance();
        Hold(true);
        Stage = ActorStage.Recovering;
        ignoreSnapshot = false;
        if (registry.Gate.TryEnter(this, Instance))
        {
            Read();
        }
    }

    private void Read()
    {
        holdsPermit = true;
        writerId = System.NextWriterId();
        Volatile.Write(ref waitingSince, Now());
        ObserveRead(useSnapshot: !ignoreSnapshot);
    }

    private void ObserveRead(bool useSnapshot) =>
        Observe(() => System.Journal.RecoverAsync(Path, useSnapshot, long.MaxValue, CancellationToken.None));

    private void AfterRead(Recovery recovery)
    {
        Rebuilt rebuilt;
        try
        {
            program = kind.Create(Path);
            keys = new PersonalKeys();
            var read = EntityRebuilder.Rebuild(System.Codec, program, recovery, keys, Logger, Path);
            if (read is null && !ignoreSnapshot)
            {
                ignoreSnapshot = true;
                ObserveRead(useSnapshot: false);
                return;
            }

            rebuilt = read ?? throw new InvalidOperationException("The journal answered with a snapshot that was not asked for.");
            snapshotAt = recovery.Snapshot?.SequenceNumber ?? 0;
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }

        if (recovery.EventsFollow)
        {
            var (from, with) = (program, keys);
            Observe(async () => new WholeStream(
                await EntityRebuilder.RestAsync(System.Journal, System.Codec, from, rebuilt, with, Path, recovery.HeadSequenceNumber, CancellationToken.None),
                recovery.HeadSequenceNumber));
            return;
        }

        AfterRebuild(new WholeStream(rebuilt, recovery.HeadSequenceNumber));
    }

    private void AfterRebuild(WholeStream whole)
    {
        (state, sequenceNumber) = whole.Rebuilt;
        if (sequenceNumber != whole.Head)
        {
            Fail(new InvalidOperationException($"Recovered up to {sequenceNumber}, but the head of the stream is {whole.Head}."));
            return;
        }

        keys = keys!.Ids.Count == 0 ? null : keys;
        holdsPermit = false;
        registry.Gate.Leave();
        System.Metrics.Recovery.Record(System.Time.GetElapsedTime(waitingSince).TotalSeconds);
        System.Metrics.Recoveries.Add(1);
        Volatile.Write(ref waitingSince, 0);
        agendaIsStored = false;
        Stage = ActorStage.Ready;
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
        KeepForRetry(work, failure);
        BackOff(failure);
        AnswerInspectors();
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

    protected override void Broke(EntityFailure failure)
    {
        if (retryWork is { } waiting)
        {
            retryWork = null;
            AnswerBroken(new Envelope(waiting.Command, waiting.Sender));
        }

        System.Escalate(failure);
        registry.Watchers.Tell(Ref, failure.Reason);
        Hold(false);
    }

    /// <summary>All events of the stream are in the state; <paramref name="Head"/> is what the journal said its last one is.</summary>
    private sealed record WholeStream(Rebuilt Rebuilt, long Head);

    private long Now() => Math.Max(1, System.Time.GetTimestamp());

    private void Touch() => Volatile.Write(ref lastActive, System.Time.GetTimestamp());
}
