namespace SpecterActors.Sandbox;

/// <summary>What a simulated system allows its client.</summary>
/// <param name="Requests">Most requests that may arrive within any window.</param>
/// <param name="Window">Length of the sliding window.</param>
/// <param name="Concurrent">Most requests that may be under way at the same time.</param>
/// <param name="Slack">
/// How much closer together than <paramref name="Window"/> the first and last of too many requests must arrive to count as a
/// violation. Zero under virtual time; on real sockets some tens of milliseconds, since requests sent at a lawful distance
/// may arrive closer together.
/// </param>
public sealed record RateLimit(int Requests, TimeSpan Window, int Concurrent, TimeSpan Slack = default);

/// <summary>The client did more than is allowed.</summary>
/// <param name="System">Name of the instance.</param>
/// <param name="At">Arrival of the request that was one too many.</param>
/// <param name="Kind"><c>rate</c> or <c>concurrency</c>.</param>
/// <param name="Count">How many requests were in the window or under way, this one included.</param>
/// <param name="Allowed">How many would have been allowed.</param>
public sealed record RateViolation(string System, DateTimeOffset At, string Kind, int Count, int Allowed);

/// <summary>
/// Counts the arrivals of one system's client in a sliding window and its requests under way, and records every request
/// above the limit. It never refuses one: a violation fails the run that watches, it does not teach the client to retry.
/// </summary>
/// <remarks>
/// Every request that arrives counts, also one that the fault plan answers with 429 or loses on the way to the core; a
/// duplicate made by a proxy does not, since the client did not send it. Thread-safe: a face calls it outside the system's gate.
/// </remarks>
public sealed class RateGuard
{
    /// <summary>Most violations kept; later ones are only counted.</summary>
    private const int ViolationsKeptMax = 1_000;

    private readonly Lock gate = new();
    private readonly string system;
    private readonly RateLimit? limit;
    private readonly TimeProvider time;
    private readonly Queue<DateTimeOffset> arrivals = new();
    private readonly List<RateViolation> violations = [];
    private int underWay;
    private int mostUnderWay;
    private long arrived;
    private long violationCount;

    /// <summary>Makes a guard for the named system; without a limit it only counts.</summary>
    public RateGuard(string system, RateLimit? limit, TimeProvider time)
    {
        this.system = system;
        this.limit = limit;
        this.time = time;
    }

    /// <summary>Told of each violation as it happens, on the thread of the request, outside any lock.</summary>
    public Action<RateViolation>? Violated { get; set; }

    /// <summary>The limit in force, or null.</summary>
    public RateLimit? Limit => limit;

    /// <summary>The violations so far, oldest first; at most 1,000 are kept.</summary>
    public IReadOnlyList<RateViolation> Violations
    {
        get
        {
            lock (gate)
            {
                return [.. violations];
            }
        }
    }

    /// <summary>How many violations there were, also those no longer kept.</summary>
    public long ViolationCount
    {
        get
        {
            lock (gate)
            {
                return violationCount;
            }
        }
    }

    /// <summary>Requests that arrived since the start.</summary>
    public long Arrived
    {
        get
        {
            lock (gate)
            {
                return arrived;
            }
        }
    }

    /// <summary>Requests under way now.</summary>
    public int UnderWay
    {
        get
        {
            lock (gate)
            {
                return underWay;
            }
        }
    }

    /// <summary>Most requests that were ever under way at once.</summary>
    public int MostUnderWay
    {
        get
        {
            lock (gate)
            {
                return mostUnderWay;
            }
        }
    }

    /// <summary>A request arrived. Every call is followed by one <see cref="Leave"/>, before its answer's last byte is sent.</summary>
    public void Enter()
    {
        RateViolation? rate;
        RateViolation? concurrency;
        lock (gate)
        {
            var now = time.GetUtcNow();
            arrived++;
            underWay++;
            mostUnderWay = Math.Max(mostUnderWay, underWay);
            if (limit is null)
            {
                return;
            }

            rate = Record(now, "rate", CountArrival(limit, now), limit.Requests);
            concurrency = Record(now, "concurrency", underWay, limit.Concurrent);
        }

        if (rate is not null)
        {
            Violated?.Invoke(rate);
        }

        if (concurrency is not null)
        {
            Violated?.Invoke(concurrency);
        }
    }

    /// <summary>The request is over for the client: answered, or the connection is gone.</summary>
    public void Leave()
    {
        lock (gate)
        {
            underWay--;
        }
    }

    private int CountArrival(RateLimit allowed, DateTimeOffset now)
    {
        var span = allowed.Window - allowed.Slack;
        while (arrivals.TryPeek(out var oldest) && now - oldest >= span)
        {
            arrivals.Dequeue();
        }

        arrivals.Enqueue(now);
        return arrivals.Count;
    }

    private RateViolation? Record(DateTimeOffset now, string kind, int count, int allowed)
    {
        if (count <= allowed)
        {
            return null;
        }

        violationCount++;
        var violation = new RateViolation(system, now, kind, count, allowed);
        if (violations.Count < ViolationsKeptMax)
        {
            violations.Add(violation);
        }

        return violation;
    }
}
