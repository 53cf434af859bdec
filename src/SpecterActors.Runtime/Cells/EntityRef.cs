namespace SpecterActors.Runtime.Cells;

/// <summary>Stable address of an entity: brings up an incarnation when there is none.</summary>
internal sealed class EntityRef(EntityRegistry registry, string persistenceId) : ActorRef
{
    private EntityCell? cell;

    public override string Path => persistenceId;

    public override TellResult Tell(object message, ActorRef? sender = null) => Counted(TryTell(message, sender), message, sender);

    public override TellResult TryTell(object message, ActorRef? sender = null) =>
        Deliver(message, sender, message is ControlMessage ? Lane.Control : Lane.Ordinary);

    internal override TellResult TellReserved(object message, ActorRef? sender) => Counted(Deliver(message, sender, Lane.Reserved), message, sender);

    private TellResult Deliver(object message, ActorRef? sender, Lane lane)
    {
        while (true)
        {
            var current = Volatile.Read(ref cell);
            if (current is null)
            {
                current = registry.Acquire(this);
                if (current is null)
                {
                    return TellResult.Stopped;
                }

                Volatile.Write(ref cell, current);
            }

            switch (current.Enqueue(message, sender, lane))
            {
                case Delivery.Taken:
                    return TellResult.Taken;
                case Delivery.Full:
                    return TellResult.Full;
                case Delivery.Stopped:
                    return TellResult.Stopped;
                case Delivery.Closed:
                    // This incarnation has left: the message goes to the next one.
                    registry.Remove(current);
                    Interlocked.CompareExchange(ref cell, null, current);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private TellResult Counted(TellResult result, object message, ActorRef? sender)
    {
        if (result != TellResult.Taken)
        {
            registry.System.Lost(new Envelope(message, sender), Path, result == TellResult.Full ? DeadLetterReason.Full : DeadLetterReason.Stopped);
        }

        return result;
    }
}
