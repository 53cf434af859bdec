using System.Diagnostics;

namespace SpecterActors.Runtime.Cells;

/// <summary>Address of an actor of this system: what it does not take is a dead letter, unless the teller handles a refusal itself.</summary>
internal abstract class LocalRef(ActorSystem system) : ActorRef
{
    public sealed override TellResult Tell(object message, ActorRef? sender = null) => Counted(TryTell(message, sender), message, sender);

    public sealed override TellResult TryTell(object message, ActorRef? sender = null) =>
        ToResult(Deliver(message, sender, message is ControlMessage ? Lane.Control : Lane.Ordinary));

    internal sealed override TellResult TellReserved(object message, ActorRef? sender) =>
        Counted(ToResult(Deliver(message, sender, Lane.Reserved)), message, sender);

    /// <summary>Has <paramref name="watcher"/> told of the end; at once if it has come.</summary>
    public abstract void Watch(ActorRef watcher);

    public abstract void Unwatch(ActorRef watcher);

    protected abstract Delivery Deliver(object message, ActorRef? sender, Lane lane);

    private TellResult Counted(TellResult result, object message, ActorRef? sender)
    {
        if (result != TellResult.Taken)
        {
            system.Lost(new Envelope(message, sender), Path, result == TellResult.Full ? DeadLetterReason.Full : DeadLetterReason.Stopped);
        }

        return result;
    }

    private static TellResult ToResult(Delivery delivery) => delivery switch
    {
        Delivery.Taken => TellResult.Taken,
        Delivery.Full => TellResult.Full,
        Delivery.Stopped or Delivery.Closed => TellResult.Stopped,
        _ => throw new UnreachableException(),
    };
}
