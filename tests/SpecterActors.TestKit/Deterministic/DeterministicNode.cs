using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.TestKit.Deterministic;

/// <summary>
/// One machine of a <see cref="DeterministicDispatcher"/>. After <see cref="Crash"/> nothing that was posted, scheduled or awaited on it
/// ever runs again, no <c>finally</c> of it either, and what is posted later is ignored.
/// </summary>
public sealed class DeterministicNode : IDispatcher, ITurnScheduler
{
    private readonly DeterministicDispatcher owner;
    private readonly NodeContext context;
    private readonly string actionLabel;
    private readonly string awaitLabel;
    private List<Ready>? held;
    private readonly Dictionary<object, Queue<Action>> ordered = new(ReferenceEqualityComparer.Instance);

    internal DeterministicNode(DeterministicDispatcher owner, string name)
    {
        this.owner = owner;
        Name = name;
        actionLabel = $"{name}:post";
        awaitLabel = $"{name}:await";
        TimerLabel = $"{name}:timer";
        context = new NodeContext(this);
        Time = new VirtualTimeProvider(this, owner.Clock);
    }

    /// <summary>Name in traces.</summary>
    public string Name { get; }

    /// <summary>The clock of all nodes; timers made here die with this node.</summary>
    public TimeProvider Time { get; }

    /// <summary>How far the machine's wall clock is ahead of the dispatcher's; timers and timestamps know nothing of it.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Whether the node has not crashed.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>Whether the node takes no steps now; see <see cref="Halt"/>.</summary>
    public bool Halted => held is not null;

    /// <summary>One message a turn, so that the order is drawn anew after every message.</summary>
    int? ITurnScheduler.Throughput => 1;

    /// <inheritdoc/>
    public void Post(Action work) => Enqueue(actionLabel, work);

    /// <summary>Like <see cref="Post"/>, but work under the same <paramref name="source"/> runs in the order in which it was posted (a connection, say).</summary>
    public void PostInOrder(object source, Action work)
    {
        if (!Alive)
        {
            return;
        }

        if (ordered.TryGetValue(source, out var waiting))
        {
            waiting.Enqueue(work);
            return;
        }

        ordered.Add(source, new Queue<Action>([work]));
        Enqueue(actionLabel, () => RunNext(source));
    }

    /// <summary>Drops everything of this node at once. Call it between steps; work that is running goes on to its next await.</summary>
    public void Crash()
    {
        Alive = false;
        held = null;
        ordered.Clear();
        owner.Drop(this);
    }

    /// <summary>Stops the node as <c>kill -STOP</c> stops a process: it takes no step, while time goes on and what is meant for it gathers. Call it between steps.</summary>
    public void Halt()
    {
        if (Alive && held is null)
        {
            held = [.. owner.TakeReady(this)];
        }
    }

    /// <summary>Lets a halted node go on: all that has gathered, timers that have become due among it, is ready now.</summary>
    public void Resume()
    {
        if (Interlocked.Exchange(ref held, null) is { } gathered)
        {
            gathered.ForEach(owner.Enqueue);
        }
    }

    void ITurnScheduler.PostTurn(ITurn turn) => Enqueue(turn.Path, turn.RunTurn);

    void ITurnScheduler.Trace(string path, object message) => owner.MixIntoTrace(StableHash.Of(path) ^ StableHash.Of(message.GetType().Name));

    internal string TimerLabel { get; }

    internal void CheckThread() => owner.CheckThread();

    private void Enqueue(string label, Action work)
    {
        if (Alive)
        {
            Ready(new Ready(this, label, work, null, null));
        }
    }

    private void Enqueue(string label, SendOrPostCallback work, object? state)
    {
        if (Alive)
        {
            Ready(new Ready(this, label, null, work, state));
        }
    }

    /// <summary>Something of this node can run.</summary>
    internal void Ready(in Ready work)
    {
        if (held is { } waiting)
        {
            owner.CheckThread();
            waiting.Add(work);
        }
        else
        {
            owner.Enqueue(work);
        }
    }

    private void RunNext(object source)
    {
        var waiting = ordered[source];
        var work = waiting.Dequeue();
        if (waiting.Count == 0)
        {
            ordered.Remove(source);
        }
        else
        {
            Enqueue(actionLabel, () => RunNext(source));
        }

        work();
    }

    internal void RunInContext(in Ready ready)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            if (ready.Work is { } work)
            {
                work();
            }
            else
            {
                ready.Callback!(ready.State);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class NodeContext(DeterministicNode node) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => node.Enqueue(node.awaitLabel, d, state);

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Nothing in the engine waits for other work of its dispatcher.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
