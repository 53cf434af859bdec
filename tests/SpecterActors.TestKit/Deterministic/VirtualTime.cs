using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.TestKit.Deterministic;

/// <summary>The clock and the timers of all nodes of one deterministic dispatcher.</summary>
internal sealed class VirtualClock(DateTimeOffset start)
{
    private readonly PriorityQueue<(VirtualTimer Timer, int Generation), Place> timers = new(Place.Earlier.Instance);
    private long order;

    public long NowTicks { get; private set; } = start.UtcTicks;

    public DateTimeOffset Now => new(NowTicks, TimeSpan.Zero);

    public DateTimeOffset? NextDue
    {
        get
        {
            SkipDead();
            return timers.TryPeek(out _, out var at) ? new DateTimeOffset(at.Due, TimeSpan.Zero) : null;
        }
    }

    public void Add(VirtualTimer timer, int generation, long due) => timers.Enqueue((timer, generation), new Place(due, order++));

    public void AdvanceTo(long ticks) => NowTicks = Math.Max(NowTicks, ticks);

    public bool TakeDue([NotNullWhen(true)] out VirtualTimer? timer, out int generation)
    {
        SkipDead();
        if (timers.TryPeek(out var first, out var at) && at.Due <= NowTicks)
        {
            timers.Dequeue();
            (timer, generation) = first;
            return true;
        }

        (timer, generation) = (null, 0);
        return false;
    }

    private void SkipDead()
    {
        while (timers.TryPeek(out var first, out _) && !first.Timer.IsCurrent(first.Generation))
        {
            timers.Dequeue();
        }
    }

    /// <summary>By time, then in the order in which they were set.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Place(long Due, long Order)
    {
        public sealed class Earlier : IComparer<Place>
        {
            public static Earlier Instance { get; } = new();

            public int Compare(Place x, Place y) => x.Due != y.Due ? x.Due.CompareTo(y.Due) : x.Order.CompareTo(y.Order);
        }
    }
}

/// <summary>The face of the virtual clock that belongs to one node.</summary>
internal sealed class VirtualTimeProvider(DeterministicNode node, VirtualClock clock) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clock.Now + node.ClockSkew;

    public override long GetTimestamp() => clock.NowTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(node, clock, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}

/// <summary>A timer under virtual time. Dies with its node.</summary>
internal sealed class VirtualTimer(DeterministicNode node, VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    private int generation;
    private TimeSpan period;
    private bool disposed;

    public DeterministicNode Node => node;

    public bool IsCurrent(int asked) => node.Alive && !disposed && asked == generation;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        node.CheckThread();
        if (disposed)
        {
            return false;
        }

        generation++;
        this.period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Add(this, generation, clock.NowTicks + dueTime.Ticks);
        }

        return true;
    }

    /// <summary>Runs the callback unless the timer was changed or disposed since it became due.</summary>
    public void Fire(int asked)
    {
        if (!IsCurrent(asked))
        {
            return;
        }

        if (period > TimeSpan.Zero)
        {
            clock.Add(this, generation, clock.NowTicks + period.Ticks);
        }

        callback(state);
    }

    public void Dispose() => disposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
