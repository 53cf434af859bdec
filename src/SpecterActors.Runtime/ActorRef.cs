namespace SpecterActors.Runtime;

/// <summary>Address of an actor that stays good across restarts and passivation. Compared by path.</summary>
public abstract class ActorRef : IEquatable<ActorRef>
{
    /// <summary>Path of the actor, tenant first: <c>demo/order/A1-1001</c>.</summary>
    public abstract string Path { get; }

    /// <summary>
    /// Puts a message into the mailbox. Never blocks. <see cref="TellResult.Full"/> and <see cref="TellResult.Stopped"/> tell the sender
    /// at once that it was not taken; both count as dead letters. A sender that handles a refusal itself uses <see cref="TryTell"/>.
    /// </summary>
    public abstract TellResult Tell(object message, ActorRef? sender = null);

    /// <summary>Like <see cref="Tell"/>, for a sender that handles a refusal itself: a message that was not taken is no dead letter.</summary>
    public virtual TellResult TryTell(object message, ActorRef? sender = null) => Tell(message, sender);

    /// <summary>Replies and outcomes: taken even when the mailbox is full, because the receiver asked for them.</summary>
    internal virtual TellResult TellReserved(object message, ActorRef? sender) => Tell(message, sender);

    /// <summary>Whether what it was told lies unread now, since it recovers, stores or backs off.</summary>
    internal virtual bool LeavesUnread => false;

    /// <inheritdoc/>
    public bool Equals(ActorRef? other) => ReferenceEquals(this, other) || (other is not null && string.Equals(Path, other.Path, StringComparison.Ordinal));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as ActorRef);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

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
