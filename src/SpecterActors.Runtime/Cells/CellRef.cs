namespace SpecterActors.Runtime.Cells;

/// <summary>Address of a plain actor.</summary>
internal sealed class CellRef(ActorCell cell) : ActorRef
{
    public ActorCell Cell => cell;

    public override string Path => cell.Path;

    public override TellResult Tell(object message, ActorRef? sender = null)
    {
        var result = TryTell(message, sender);
        if (result != TellResult.Taken)
        {
            cell.System.Lost(new Envelope(message, sender), Path, result == TellResult.Full ? DeadLetterReason.Full : DeadLetterReason.Stopped);
        }

        return result;
    }

    public override TellResult TryTell(object message, ActorRef? sender = null) =>
        ToResult(cell.Enqueue(message, sender, message is ControlMessage ? Lane.Control : Lane.Ordinary));

    internal override TellResult TellReserved(object message, ActorRef? sender)
    {
        var result = ToResult(cell.Enqueue(message, sender, Lane.Reserved));
        if (result != TellResult.Taken)
        {
            cell.System.Lost(new Envelope(message, sender), Path, DeadLetterReason.Stopped);
        }

        return result;
    }

    private static TellResult ToResult(Delivery delivery) => delivery switch
    {
        Delivery.Taken => TellResult.Taken,
        Delivery.Full => TellResult.Full,
        _ => TellResult.Stopped,
    };
}
