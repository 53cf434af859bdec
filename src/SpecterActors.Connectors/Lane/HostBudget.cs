namespace SpecterActors.Connectors.Lane;

/// <summary>
/// What all lanes to one remote host may do together. Lanes that must wait are served in turn, one call each, so that no tenant takes
/// the whole budget. Thread-safe.
/// </summary>
public sealed class HostBudget : IDisposable
{
    private readonly Lock gate = new();
    private readonly int concurrencyMax;
    private readonly TimeProvider time;
    private readonly SlidingWindow? window;
    private readonly LinkedList<OutboundLane> waiting = new();
    private readonly ITimer timer;
    private int running;
    private bool waking;

    /// <summary>Makes the budget of one host.</summary>
    /// <param name="host">Name of the host, for people.</param>
    /// <param name="concurrencyMax">Most calls under way at once, at least 1.</param>
    /// <param name="rate">Allowed rate, or null.</param>
    /// <param name="time">Clock.</param>
    public HostBudget(string host, int concurrencyMax, LaneRate? rate, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrencyMax, 1);
        Host = host;
        this.concurrencyMax = concurrencyMax;
        this.time = time;
        window = rate is null ? null : new SlidingWindow(rate, time);
        timer = time.CreateTimer(static state => ((HostBudget)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Name of the host.</summary>
    public string Host { get; }

    /// <summary>Calls under way through all lanes.</summary>
    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    /// <summary>Takes a place, or puts the lane in the line and answers null; it will be pumped when its turn comes.</summary>
    internal int? TryTake(OutboundLane lane)
    {
        lock (gate)
        {
            var first = waiting.First?.Value;
            if ((first is not null && first != lane) || !HasRoom())
            {
                if (!waiting.Contains(lane))
                {
                    waiting.AddLast(lane);
                }

                return null;
            }

            waiting.Remove(lane);
            running++;
            return window?.Take() ?? 0;
        }
    }

    /// <summary>The lane has nothing to send at present.</summary>
    internal void Leave(OutboundLane lane)
    {
        lock (gate)
        {
            waiting.Remove(lane);
        }
    }

    internal void Started(int place)
    {
        lock (gate)
        {
            window?.Started(place, time.GetTimestamp());
        }
    }

    internal void Unused(int place)
    {
        lock (gate)
        {
            window?.Unused(place);
        }
    }

    internal void Release()
    {
        lock (gate)
        {
            running--;
        }
    }

    /// <summary>Pumps the lanes whose turn has come. Called outside every lane's lock.</summary>
    internal void Wake()
    {
        lock (gate)
        {
            if (waking)
            {
                return;
            }

            waking = true;
        }

        while (NextToWake() is { } lane)
        {
            lane.Pump();
        }
    }

    private OutboundLane? NextToWake()
    {
        lock (gate)
        {
            // Whoever is pumped while there is room takes its place or leaves the line, so this comes to an end.
            var first = waiting.First?.Value;
            if (first is not null && HasRoom())
            {
                return first;
            }

            waking = false;
            return null;
        }
    }

    private bool HasRoom()
    {
        if (running >= concurrencyMax)
        {
            return false;
        }

        var wait = window?.WaitAt(time.GetTimestamp());
        if (window is null || wait == TimeSpan.Zero)
        {
            return true;
        }

        if (wait is { } left)
        {
            timer.Change(left < OutboundLane.TimerStep ? OutboundLane.TimerStep : left, Timeout.InfiniteTimeSpan);
        }

        return false;
    }
}
