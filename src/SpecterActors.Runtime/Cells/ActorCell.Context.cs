namespace SpecterActors.Runtime.Cells;

/// <summary>What the actor itself sees of its shell.</summary>
internal sealed partial class ActorCell : IActorContext
{
    ActorRef IActorContext.Self => Ref;

    ActorRef? IActorContext.Sender => sender;

    ActorRef? IActorContext.Parent => parent?.Ref;

    TimeProvider IActorContext.Time => System.Time;

    SeededRandom IActorContext.Random => random ??= System.RandomFor(Path);

    ActorRef IActorContext.Spawn(string name, Props childProps)
    {
        var child = System.Register($"{Path}/{name}", this, childProps);
        children.Add(child.Path, child);
        child.Begin();
        return child.Ref;
    }

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

    void IActorContext.Stop(ActorRef target)
    {
        if ((target as CellRef)?.Cell is not { } cell || (cell != this && cell.parent != this))
        {
            throw new ArgumentException($"{Path} can stop itself and its children, not {target.Path}.", nameof(target));
        }

        cell.RequestStop();
    }

    IDisposable IActorContext.Schedule(TimeSpan due, object message, TimeSpan? period)
    {
        var timer = new ActorTimer(this, System.Time, due, message, period);
        timers.Add(timer);
        return timer;
    }

    async void IActorContext.PipeToSelf<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed)
    {
        var begunBy = Instance;
        object message;
        try
        {
            var result = await work;
            message = done(result);
        }
        catch (Exception failure)
        {
            message = failed(failure);
        }

        if (Enqueue(new Piped(begunBy, message), null, Lane.Reserved) != Delivery.Taken)
        {
            System.Lost(new Envelope(message, null), Path, DeadLetterReason.Stopped);
        }
    }

    private static LocalRef Watched(ActorRef target) =>
        target as LocalRef ?? throw new ArgumentException($"{target.Path} is no actor of this system: nobody would tell of its end.", nameof(target));
}
