namespace SpecterActors.Runtime;

/// <summary>Messages for the shell of any actor instead of its handler. They overtake ordinary messages and are never refused for fullness.</summary>
public abstract record ControlMessage
{
    private ControlMessage()
    {
    }

    /// <summary>
    /// Answered with an <see cref="ActorInspection"/>: the state now, what is under way, what went wrong. It brings up a sleeping entity and
    /// is answered when its recovery has ended or failed; otherwise at once. <see cref="ActorSystem.Tree"/> never waits.
    /// </summary>
    public sealed record Inspect : ControlMessage
    {
        /// <summary>The message.</summary>
        public static Inspect Instance { get; } = new();
    }

    /// <summary>Ends a back-off now and forgives a broken actor its failures. Nothing for one that runs.</summary>
    public sealed record Retry : ControlMessage
    {
        /// <summary>The message.</summary>
        public static Retry Instance { get; } = new();
    }

    /// <summary>
    /// Has an entity in memory forget its state and recover, with what the journal holds then: after personal keys were destroyed. What it has
    /// in flight counts as after a crash. It waits for an append and a recovery under way. Nothing for a plain actor.
    /// </summary>
    public sealed record Reload : ControlMessage
    {
        /// <summary>The message.</summary>
        public static Reload Instance { get; } = new();
    }

    /// <summary>Brings an entity up (it recovers and starts what its state says is open) and nothing else.</summary>
    public sealed record Wake : ControlMessage
    {
        /// <summary>The message.</summary>
        public static Wake Instance { get; } = new();
    }
}

/// <summary>Answers of the shell in place of the handler's. <see cref="AskExtensions"/> turns them into <see cref="AskFailedException"/>.</summary>
public abstract record ShellReply
{
    private ShellReply()
    {
    }

    /// <summary>What happened, for people.</summary>
    public abstract string Reason { get; }

    /// <summary>The actor is broken and takes no messages before <paramref name="RetryAt"/> or an operator's retry.</summary>
    public sealed record Broken(string Path, string Cause, DateTimeOffset RetryAt) : ShellReply
    {
        /// <inheritdoc/>
        public override string Reason => $"{Path} is broken until {RetryAt:O}: {Cause}";
    }

    /// <summary>The journal surely did not store the events of this command and would not at another try; the entity goes on unchanged.</summary>
    public sealed record PersistRejected(string Path, string Cause) : ShellReply
    {
        /// <inheritdoc/>
        public override string Reason => $"{Path}: the journal refused the events: {Cause}";
    }

    /// <summary>The command could not be handled: a bug in the decider, or two failures in a row while storing. Whether anything was stored is said by the entity's state.</summary>
    public sealed record CommandFailed(string Path, string Cause) : ShellReply
    {
        /// <inheritdoc/>
        public override string Reason => $"{Path}: the command failed: {Cause}";
    }
}
