namespace SpecterActors.Runtime.Dispatching;

/// <summary>
/// Runs the engine on the thread pool. Any number of actors run at once; one actor never runs twice at once. Awaits in engine work resume
/// as new work of the pool, never on the stack of whoever completed them.
/// </summary>
public sealed class PoolDispatcher : IDispatcher, ITurnScheduler
{
    private readonly PoolContext context;
    private readonly Action<Exception> onFault;

    /// <summary>Makes the dispatcher; <paramref name="onFault"/> is told of every exception that escaped from posted work (a bug).</summary>
    public PoolDispatcher(TimeProvider time, Action<Exception> onFault)
    {
        Time = time;
        this.onFault = onFault;
        context = new PoolContext(this);
    }

    /// <inheritdoc/>
    public TimeProvider Time { get; }

    int? ITurnScheduler.Throughput => null;

    /// <inheritdoc/>
    public void Post(Action work) => Queue(new ActionItem(this, work));

    void ITurnScheduler.PostTurn(ITurn turn) => Queue(turn as IThreadPoolWorkItem ?? new ActionItem(this, turn.RunTurn));

    void ITurnScheduler.Trace(string path, object message)
    {
    }

    /// <summary>Runs <paramref name="work"/> on the calling thread as work of this dispatcher.</summary>
    internal void Run<TArgument>(Action<TArgument> work, TArgument argument)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            work(argument);
        }
        catch (Exception fault)
        {
            onFault(fault);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static void Queue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    private sealed class ActionItem(PoolDispatcher owner, Action work) : IThreadPoolWorkItem
    {
        public void Execute() => owner.Run(static action => action(), work);
    }

    private sealed class CallbackItem(PoolDispatcher owner, SendOrPostCallback callback, object? state) : IThreadPoolWorkItem
    {
        public void Execute() => owner.Run(static item => item.Invoke(), this);

        private void Invoke() => callback(state);
    }

    private sealed class PoolContext(PoolDispatcher owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => Queue(new CallbackItem(owner, d, state));

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Nothing in the engine waits for other work of its dispatcher.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
