namespace SpecterActors.Runtime.Cells;

/// <summary>The failures of one actor: how long to back off, and when it counts as broken. Exists only once there was a failure.</summary>
internal sealed class FailureTracker(SupervisionOptions options, SeededRandom random)
{
    private readonly Queue<DateTimeOffset> inWindow = new();
    private int outages;

    public int Total { get; private set; }

    public string LastReason { get; private set; } = "";

    public DateTimeOffset LastAt { get; private set; }

    /// <summary>When the actor is tried again; null while it runs.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public int InWindow => inWindow.Count;

    /// <summary>Records a failure. Returns the back-off, or null when the actor is broken now.</summary>
    public TimeSpan? Record(string reason, DateTimeOffset now, bool isOutage)
    {
        var previous = LastAt;
        Note(reason, now);
        if (isOutage)
        {
            outages = now - previous > options.FailureWindow ? 1 : outages + 1;
            return Backoff(outages);
        }

        while (inWindow.TryPeek(out var oldest) && now - oldest > options.FailureWindow)
        {
            inWindow.Dequeue();
        }

        inWindow.Enqueue(now);
        return inWindow.Count >= options.FailuresUntilBroken ? null : Backoff(inWindow.Count);
    }

    /// <summary>Records what went wrong without stopping the actor (a refused command that was a bug).</summary>
    public void Note(string reason, DateTimeOffset now)
    {
        Total++;
        LastReason = reason;
        LastAt = now;
    }

    /// <summary>Something was stored or handled: an outage is over.</summary>
    public void Succeeded() => outages = 0;

    /// <summary>An operator, or the long back-off, gives the actor a fresh start.</summary>
    public void Forgive()
    {
        inWindow.Clear();
        outages = 0;
    }

    private TimeSpan Backoff(int failures)
    {
        var grown = options.BackoffMin * Math.Pow(2, Math.Min(failures - 1, 30));
        return random.Jitter(grown < options.BackoffMax ? grown : options.BackoffMax, options.Jitter);
    }
}
