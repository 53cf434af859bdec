namespace SpecterActors.Runtime;

/// <summary>Address of an actor that stays good across restarts and passivation. Compared by path.</summary>
public abstract class ActorRef
{
    /// <summary>Path of the actor, tenant first: <c>demo/order/A1-1001</c>.</summary>
    public abstract string Path { get; }

    /// <summary>
    /// Puts a message into the mailbox. Never blocks. <see cref="TellResult.Full"/> and <see cref="TellResult.Stopped"/> tell the sender
    /// at once that it was not taken (and count as dead letters unless the sender handles them).
    /// </summary>
    public abstract TellResult Tell(object message, ActorRef? sender = null);

    /// <inheritdoc/>
    public sealed override string ToString() => Path;
}

/// <summary>What became of a message at the mailbox.</summary>
public enum TellResult
{
    /// <summary>In the mailbox.</summary>
    Taken,

    /// <summary>The mailbox is full: try again later.</summary>
    Full,

    /// <summary>The actor is stopped for good, or the system is stopping.</summary>
    Stopped,
}
