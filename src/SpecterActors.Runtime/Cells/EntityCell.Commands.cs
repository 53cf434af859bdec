using SpecterActors.Journal;

namespace SpecterActors.Runtime.Cells;

/// <summary>Commands: decide, persist, then apply, reply and start effects.</summary>
internal sealed partial class EntityCell
{
    private Work? inHand;
    private Work? retryWork;
    private volatile bool savingSnapshot;

    protected override void Handle(Envelope envelope)
    {
        if (Stage == ActorStage.Broken)
        {
            AnswerBroken(Unwrapped(envelope));
            return;
        }

        Touch();
        Execute(envelope.Message is EffectOutcome outcome
            ? new Work(outcome.Command, null, outcome.Effect, fromRecovery: false)
            : new Work(envelope.Message, envelope.Sender, null, fromRecovery: false));
    }

    private void Execute(Work work)
    {
        work.Attempts++;
        inHand = work;
        AppendRequest? request;
        try
        {
            request = Decide(work);
        }
        catch (Exception bug)
        {
            Refuse(work, bug);
            return;
        }

        if (request is null)
        {
            Finish(work, changed: false);
            return;
        }

        Stage = ActorStage.Persisting;
        Hold(true);
        Volatile.Write(ref waitingSince, Now());
        Observe(() => System.Journal.AppendAsync(request, CancellationToken.None));
    }

    /// <summary>Everything that can go wrong by a bug goes wrong here, before anything is stored. Null when there is nothing to store.</summary>
    private AppendRequest? Decide(Work work)
    {
        var (events, reply) = program!.Decide(state!, work.Command);
        work.Reply = reply;
        if (events.Count == 0)
        {
            return null;
        }

        var next = state!;
        foreach (var @event in events)
        {
            next = program.Evolve(next, @event);
        }

        keys ??= new PersonalKeys();
        var now = System.Time.GetUtcNow();
        var data = new EventData[events.Count];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = System.Codec.Encode(events[i], now, keys);
        }

        work.NewState = next;
        work.NewSequenceNumber = sequenceNumber + data.Length;
        work.NewKeys = keys.TakeNew();
        var agenda = program.Agenda(next);
        var lookups = program.Lookups(next);
        return new AppendRequest(
            Path,
            sequenceNumber,
            writerId,
            data,
            agendaIsStored && agenda.SequenceEqual(program.Agenda(state!)) ? null : agenda,
            agendaIsStored && lookups.SequenceEqual(program.Lookups(state!)) ? null : lookups,
            work.NewKeys);
    }

    private void AfterAppend(AppendResult result)
    {
        var work = inHand!;
        System.Metrics.Persist.Record(System.Time.GetElapsedTime(waitingSince).TotalSeconds);
        switch (result)
        {
            case AppendResult.Stored stored when stored.SequenceNumber == work.NewSequenceNumber:
                Volatile.Write(ref waitingSince, 0);
                state = work.NewState;
                sequenceNumber = stored.SequenceNumber;
                keys!.MarkStored(work.NewKeys);
                agendaIsStored = true;
                Succeeded();
                Stage = ActorStage.Ready;
                Finish(work, changed: true);
                break;
            case AppendResult.Stored stored:
                Fail(new InvalidOperationException($"The journal stored up to {stored.SequenceNumber} where {work.NewSequenceNumber} was meant."));
                break;
            case AppendResult.Stale stale:
                Fail(new InvalidOperationException($"Another writer: the stream's head is {stale.ActualSequenceNumber}, not {sequenceNumber}."));
                break;
            case AppendResult.Rejected rejected:
                Volatile.Write(ref waitingSince, 0);
                Stage = ActorStage.Ready;
                Rejected(work, rejected.Reason);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(result.GetType().Name);
        }
    }

    private void Rejected(Work work, string reason)
    {
        Log.PersistRejected(Logger, Path, work.Command.GetType().Name, reason);
        if (work.IsOwn)
        {
            // Nobody can be told: its effect would begin anew at once, for ever.
            Fail(new InvalidOperationException($"The journal refused the events of {work.Command.GetType().Name}: {reason}"));
            return;
        }

        Failures.Note(reason, System.Time.GetUtcNow());
        inHand = null;
        work.Sender?.TellReserved(new ShellReply.PersistRejected(Path, reason), Ref);
        Next();
    }

    /// <summary>A bug of the decider. The state is untouched, so the entity goes on; but an outcome that cannot be taken counts as a failure.</summary>
    private void Refuse(Work work, Exception bug)
    {
        Log.CommandFailed(Logger, bug, Path, work.Command.GetType().Name);
        if (work.IsOwn)
        {
            Fail(bug);
            return;
        }

        Failures.Note(bug.Message, System.Time.GetUtcNow());
        inHand = null;
        System.Lost(new Envelope(work.Command, work.Sender), Path, DeadLetterReason.Failed, bug.Message);
        work.Sender?.TellReserved(new ShellReply.CommandFailed(Path, bug.Message), Ref);
        Next();
    }

    private void Finish(Work work, bool changed)
    {
        inHand = null;
        if (work.Reply is not null)
        {
            work.Sender?.TellReserved(work.Reply, Ref);
        }

        EndEffect(work.Effect);
        if ((changed || work.IsOwn) && !Reconcile())
        {
            return;
        }

        if (changed)
        {
            Touch();
            SaveSnapshot();
        }

        Next();
    }

    /// <summary>Goes on with the command that a failure interrupted, then with the mailbox.</summary>
    private void Next()
    {
        if (retryWork is { } again)
        {
            retryWork = null;
            Execute(again);
            return;
        }

        if (mustReload)
        {
            ReloadNow();
            return;
        }

        Hold(false);
    }

    private async void SaveSnapshot()
    {
        var every = kind.Options.SnapshotEvery;
        if (every <= 0 || savingSnapshot || sequenceNumber - snapshotAt < every)
        {
            return;
        }

        var at = sequenceNumber;
        snapshotAt = at;
        savingSnapshot = true;
        try
        {
            var snapshot = System.Codec.EncodeState(Path, at, System.Time.GetUtcNow(), program!.StateManifest, state!, keys ?? new PersonalKeys());
            await System.Journal.SaveSnapshotAsync(snapshot, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Log.SnapshotFailed(Logger, failure, Path, at);
        }

        savingSnapshot = false;
    }

    /// <summary>A command on its way through the shell.</summary>
    private sealed class Work(object command, ActorRef? sender, EffectContext? effect, bool fromRecovery)
    {
        public object Command => command;

        public ActorRef? Sender => sender;

        public EffectContext? Effect => effect;

        public bool FromRecovery => fromRecovery;

        /// <summary>The entity's own: an outcome of its effects or the command after recovery.</summary>
        public bool IsOwn => fromRecovery || effect is not null;

        public int Attempts { get; set; }

        public object? Reply { get; set; }

        public object? NewState { get; set; }

        public long NewSequenceNumber { get; set; }

        public IReadOnlyDictionary<string, byte[]>? NewKeys { get; set; }
    }
}
