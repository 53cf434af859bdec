using SpecterActors.Runtime;

namespace SpecterActors.TestKit;

/// <summary>An address that records what it is told. Expectations let virtual time pass through the kit that made it.</summary>
public sealed class TestProbe(ActorTestKit kit, string path) : ActorRef
{
    private readonly Queue<(object Message, ActorRef? Sender)> received = new();

    public override string Path => path;

    /// <summary>What <see cref="Tell"/> answers, for a receiver that is full or gone; what it refuses it does not record.</summary>
    public TellResult Answers { get; set; } = TellResult.Taken;

    /// <summary>Messages not yet expected.</summary>
    public IReadOnlyList<object> Waiting => [.. received.Select(r => r.Message)];

    /// <summary>Sender of the message expected last.</summary>
    public ActorRef? LastSender { get; private set; }

    public override TellResult Tell(object message, ActorRef? sender = null)
    {
        if (Answers == TellResult.Taken)
        {
            received.Enqueue((message, sender));
        }

        return Answers;
    }

    /// <summary>The next message, which must be a <typeparamref name="T"/> and come within <paramref name="within"/> of virtual time (3 s).</summary>
    public T Expect<T>(TimeSpan? within = null)
    {
        kit.Dispatcher.RunUntil(() => received.Count > 0, within ?? TimeSpan.FromSeconds(3), $"{typeof(T).Name} at {Path}");
        var (message, sender) = received.Dequeue();
        LastSender = sender;
        return message is T expected
            ? expected
            : throw new InvalidOperationException($"{Path} expected a {typeof(T).Name} and got {message}.");
    }

    /// <summary>The next message, which must equal <paramref name="expected"/>.</summary>
    public void ExpectMessage<T>(T expected, TimeSpan? within = null)
    {
        var actual = Expect<T>(within);
        if (!Equals(actual, expected))
        {
            throw new InvalidOperationException($"{Path} expected {expected} and got {actual}.");
        }
    }

    /// <summary>Nothing comes while <paramref name="within"/> of virtual time passes.</summary>
    public void ExpectNone(TimeSpan within)
    {
        kit.Dispatcher.RunFor(within);
        if (received.Count > 0)
        {
            throw new InvalidOperationException($"{Path} expected nothing and got {received.Peek().Message}.");
        }
    }

    /// <summary>Tells <paramref name="to"/> with this probe as sender.</summary>
    public TellResult Ask(ActorRef to, object message) => to.TryTell(message, this);

    public void Clear() => received.Clear();
}
