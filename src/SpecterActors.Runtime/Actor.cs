namespace SpecterActors.Runtime;

/// <summary>
/// A plain actor: state of its own, one message at a time, nothing stored. A handler never awaits and never blocks; what takes time goes
/// through <see cref="IActorContext.PipeToSelf{T}"/>.
/// </summary>
public abstract class Actor
{
    /// <summary>The actor's surroundings; set before <see cref="PreStart"/>.</summary>
    protected internal IActorContext Context { get; internal set; } = null!;

    /// <summary>Handles one message. An exception is met as <see cref="SupervisionOptions.Directive"/> says; the message is then a dead letter.</summary>
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

    /// <summary>The supervisor, or null for an actor at the top.</summary>
    ActorRef? Parent { get; }

    /// <summary>The system the actor lives in.</summary>
    ActorSystem System { get; }

    /// <summary>Clock of the dispatcher.</summary>
    TimeProvider Time { get; }

    /// <summary>Random numbers that follow from the system's seed and this actor's path.</summary>
    SeededRandom Random { get; }

    /// <summary>Starts a child, which this actor supervises and which stops with it. <paramref name="name"/> must be free below this actor.</summary>
    ActorRef Spawn(string name, Props props);

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

    /// <summary>Stops a child, or this actor itself, after the message in hand; what waits in its mailbox becomes dead letters.</summary>
    void Stop(ActorRef actor);

    /// <summary>Sends <paramref name="message"/> to this actor after <paramref name="due"/> and then every <paramref name="period"/>, if given. Ends with this instance or when disposed.</summary>
    IDisposable Schedule(TimeSpan due, object message, TimeSpan? period = null);

    /// <summary>
    /// Sends this actor the message made of the outcome of <paramref name="work"/>, through a reserved slot. After a restart the outcome of
    /// work begun by the earlier instance is a dead letter.
    /// </summary>
    void PipeToSelf<T>(Task<T> work, Func<T, object> done, Func<Exception, object> failed);
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

/// <summary>Told to the parent of a plain actor that is broken: it failed too often and is parked until <paramref name="RetryAt"/> or an operator's <see cref="ControlMessage.Retry"/>.</summary>
public sealed record ChildBroken(ActorRef Child, string Reason, int Failures, DateTimeOffset RetryAt);
