namespace SpecterActors.Runtime;

/// <summary>
/// A plain actor: state of its own, one message at a time, nothing stored. A handler never awaits and never blocks. It is meant for the
/// little that needs no memory; what must survive, wait, or call out is an entity and its effects.
/// </summary>
public abstract class Actor
{
    /// <summary>The actor's surroundings; set before <see cref="PreStart"/>.</summary>
    protected internal IActorContext Context { get; internal set; } = null!;

    /// <summary>Handles one message. An exception restarts the actor after a back-off; the message is then a dead letter.</summary>
    protected internal abstract void Receive(object message);

    /// <summary>Runs before the first message of each instance, after a restart too.</summary>
    protected internal virtual void PreStart()
    {
    }

    /// <summary>Runs after the last message of an instance: on a stop and before a restart.</summary>
    protected internal virtual void PostStop()
    {
    }
}

/// <summary>What an actor may use. Valid only inside a handler, on the actor's own turn.</summary>
public interface IActorContext
{
    /// <summary>The actor itself; the same across restarts.</summary>
    ActorRef Self { get; }

    /// <summary>Who sent the message in hand, or null.</summary>
    ActorRef? Sender { get; }

    /// <summary>Clock of the dispatcher.</summary>
    TimeProvider Time { get; }

    /// <summary>Answers the sender. The first answer to each message is taken even by a full mailbox.</summary>
    void Reply(object message);

    /// <summary>
    /// Asks for one <see cref="Terminated"/> message when <paramref name="actor"/>, a plain actor or an entity, takes no messages any more; at once
    /// if that is so already. The watch ends with it. An entity that leaves memory because it is idle has not ended: its next message brings it
    /// back, so nothing is told and the watch stays. Watching does not wake an entity. Watches are kept in memory only.
    /// </summary>
    /// <exception cref="ArgumentException">The address is of no actor of this system.</exception>
    void Watch(ActorRef actor);

    /// <summary>Ends a watch.</summary>
    void Unwatch(ActorRef actor);

    /// <summary>Stops this actor after the message in hand; what waits in its mailbox becomes dead letters.</summary>
    void Stop();
}

/// <summary>How an actor is made.</summary>
/// <param name="Factory">Makes a new instance, at the start and at each restart.</param>
public sealed record Props(Func<Actor> Factory)
{
    /// <summary>Messages that may wait; replies and outcomes come on top. Default 1024.</summary>
    public int MailboxCapacity { get; init; } = 1024;

    /// <summary>Messages handled before others get a turn. Default 64.</summary>
    public int Throughput { get; init; } = 64;

    /// <summary>How its failures are met.</summary>
    public SupervisionOptions Supervision { get; init; } = SupervisionOptions.Default;
}

/// <summary>Told to whoever watched <paramref name="Actor"/> when it takes no messages any more.</summary>
/// <param name="Actor">The watched actor.</param>
/// <param name="BrokenBy">
/// Null: it has stopped for good. Otherwise it failed too often and is parked until a long back-off or an operator's
/// <see cref="ControlMessage.Retry"/>; whoever cares for what becomes of it then watches again.
/// </param>
public sealed record Terminated(ActorRef Actor, string? BrokenBy = null);
