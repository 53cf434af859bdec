namespace SpecterActors.Runtime.Cells;

/// <summary>A timer of one instance of a plain actor. A period never piles up: a tick that waits in the mailbox swallows the next.</summary>
internal sealed class ActorTimer : IDisposable
{
    private readonly ActorCell cell;
    private readonly ITimer timer;
    private int waiting;

    public ActorTimer(ActorCell cell, TimeProvider time, TimeSpan due, object message, TimeSpan? period)
    {
        this.cell = cell;
        Message = message;
        Repeats = period is not null;
        timer = time.CreateTimer(static state => ((ActorTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(due < TimeSpan.Zero ? TimeSpan.Zero : due, period ?? Timeout.InfiniteTimeSpan);
    }

    public object Message { get; }

    public bool Repeats { get; }

    public bool Disposed { get; private set; }

    /// <summary>The tick left the mailbox.</summary>
    public void Taken() => Volatile.Write(ref waiting, 0);

    public void Dispose()
    {
        Disposed = true;
        timer.Dispose();
    }

    private void Fire()
    {
        if (Interlocked.Exchange(ref waiting, 1) == 0)
        {
            cell.Enqueue(this, null, Lane.Reserved);
        }
    }
}
