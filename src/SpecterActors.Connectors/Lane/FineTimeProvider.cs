namespace SpecterActors.Connectors.Lane;

/// <summary>
/// The system's clock with timers that fire within a fraction of a millisecond: on Linux those of the system follow a clock that moves every
/// four, and a limit of ten calls a second would lose half a percent to them. One thread waits for all of them; callbacks run on the pool.
/// Thread-safe.
/// </summary>
public sealed class FineTimeProvider : TimeProvider, IDisposable
{
    /// <summary>It is no use to set a timer finer than this.</summary>
    internal static readonly TimeSpan Step = TimeSpan.FromMicroseconds(100);

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private readonly object gate = new();
    private readonly SortedSet<FineTimer> waiting = new(FineTimer.ByDue);
    private Thread? thread;
    private long made;
    private bool ended;

    /// <summary>A timer that fires once whenever it is set; one with a period is the system's.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (period != Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new FineTimer(this, Interlocked.Increment(ref made), callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>No timer fires any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            waiting.Clear();
            Monitor.Pulse(gate);
        }
    }

    private bool Set(FineTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            if (ended || timer.IsDisposed)
            {
                return false;
            }

            waiting.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            // Rounded up: never before its time.
            timer.Due = GetTimestamp() + (long)Math.Ceiling(dueTime.Ticks * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));
            waiting.Add(timer);
            if (thread is null)
            {
                thread = new Thread(Run) { IsBackground = true, Name = "fine timers" };
                thread.Start();
            }
            else if (ReferenceEquals(waiting.Min, timer))
            {
                Monitor.Pulse(gate);
            }

            return true;
        }
    }

    private void Run()
    {
        ShortSleep.Prepare();
        while (NextWait() is { } wait)
        {
            // Outside the lock: whoever sets an earlier timer meanwhile waits for less than a millisecond.
            ShortSleep.Sleep(wait);
        }
    }

    /// <summary>Fires what is due and waits until less than a millisecond is left to the next, which it answers; null at the end.</summary>
    private TimeSpan? NextWait()
    {
        lock (gate)
        {
            while (!ended)
            {
                if (waiting.Min is not { } first)
                {
                    Monitor.Wait(gate);
                    continue;
                }

                var left = GetElapsedTime(GetTimestamp(), first.Due);
                if (left <= TimeSpan.Zero)
                {
                    waiting.Remove(first);
                    ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), first, preferLocal: false);
                }
                else if (left < Millisecond)
                {
                    return left;
                }
                else
                {
                    Monitor.Wait(gate, (int)Math.Min(left.TotalMilliseconds, int.MaxValue));
                }
            }

            return null;
        }
    }

    private sealed class FineTimer(FineTimeProvider owner, long number, TimerCallback callback, object? state) : ITimer
    {
        public static readonly IComparer<FineTimer> ByDue = Comparer<FineTimer>.Create(
            (one, other) => one.Due != other.Due ? one.Due.CompareTo(other.Due) : one.Number.CompareTo(other.Number));

        /// <summary>When it fires, as a timestamp. Under the owner's lock, and never changed while it waits.</summary>
        public long Due { get; set; }

        public bool IsDisposed { get; private set; }

        private long Number => number;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
            return owner.Set(this, dueTime);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner.gate)
            {
                owner.waiting.Remove(this);
                IsDisposed = true;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
