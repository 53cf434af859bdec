using Microsoft.Extensions.Logging;

namespace SpecterActors.Connectors.Lane;

/// <summary>
/// The one way out to one system for one tenant: rate, spacing, concurrency, priority, deadline, breaker. Thread-safe; it starts no
/// thread and never hops: every continuation returns to the caller's synchronisation context (to the pool when there is none), so it
/// runs unchanged under a single-threaded dispatcher with virtual time.
/// </summary>
/// <remarks>
/// Never more than N starts in any window of the rate's length, and at least 99 % of that whenever there is work; the rest is spared for
/// the network's jitter, so that the other side, too, counts no more than N arrivals. Waiting calls are
/// served by weight of their class. What the lane decides itself is "not sent", except the deadline, which is ambiguous.
/// </remarks>
public sealed partial class OutboundLane : IDisposable
{
    private const int TextMax = 300;

    /// <summary>The system's timers are not set finer than this; its clock could not keep it.</summary>
    internal static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan TimerDueMax = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly LaneOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HostBudget? host;
    private readonly Func<string, string> redact;
    private readonly LaneQueue queue = new();
    private readonly LaneGate hold;
    private readonly LaneLog log;
    private readonly SlidingWindow? rate;
    private readonly SlidingWindow? spacing;
    private readonly ITimer timer;
    private readonly TimeSpan timerStep;
    private long timerSetAt;
    private TimeSpan? timerDue;
    private int running;
    private bool paused;
    private bool stopped;

    /// <summary>Makes a lane.</summary>
    /// <param name="tenant">Tenant, for logs and status.</param>
    /// <param name="system">Kind or name of the outside system, for logs and status.</param>
    /// <param name="options">How it behaves; refused with <see cref="ArgumentException"/> when they cannot be used.</param>
    /// <param name="time">Clock of rate, deadline and holds.</param>
    /// <param name="jitter">Seeded randomness for the times of probes; used by this lane alone.</param>
    /// <param name="logger">Where alarms and attempts are logged.</param>
    /// <param name="host">Budget shared by several lanes to one host, or null.</param>
    /// <param name="redact">Removes secrets from texts that are logged; null: the known parameter names only.</param>
    public OutboundLane(
        string tenant,
        string system,
        LaneOptions options,
        TimeProvider time,
        Random jitter,
        ILogger logger,
        HostBudget? host = null,
        Func<string, string>? redact = null)
    {
        var problems = options.Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        Tenant = tenant;
        System = system;
        this.options = options;
        this.time = time;
        this.logger = logger;
        this.host = host;
        this.redact = redact ?? Http.SecretRedactor.Plain.Redact;
        hold = new LaneGate(options, time, jitter);
        log = new LaneLog(options.AttemptLogSize);
        rate = options.Rate is null ? null : new SlidingWindow(options.Rate, time, options.JitterOf(options.Rate));
        spacing = options.MinimumSpacing > TimeSpan.Zero ? new SlidingWindow(new LaneRate(1, options.MinimumSpacing), time) : null;
        timerStep = time is FineTimeProvider ? FineTimeProvider.Step : TimerStep;
        timer = time.CreateTimer(static state => ((OutboundLane)state!).TimerFired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tenant.</summary>
    public string Tenant { get; }

    /// <summary>Kind or name of the outside system.</summary>
    public string System { get; }

    /// <summary>Told once when the credentials or the system stop working and once when they work again; outside any lock.</summary>
    public Action<LaneAlarm>? Alarm { get; set; }

    /// <summary>A consistent picture of now.</summary>
    public LaneStatus Status()
    {
        lock (gate)
        {
            var (left, reason) = hold.Held();
            var queued = new SortedDictionary<CallPriority, int>();
            foreach (var priority in Enum.GetValues<CallPriority>())
            {
                queued[priority] = queue.CountOf(priority);
            }

            DateTimeOffset? until = left > TimeSpan.Zero ? time.GetUtcNow() + left : null;
            return new(Tenant, System, hold.State, paused, until, until is null ? null : reason, running, queued, log.Counters);
        }
    }

    /// <summary>The last attempts, newest first.</summary>
    public IReadOnlyList<LaneAttempt> Attempts()
    {
        lock (gate)
        {
            return log.Newest();
        }
    }

    /// <summary>Nothing starts any more until <see cref="Resume"/>; calls under way finish, waiting ones stay and none of them expires.</summary>
    public void Pause()
    {
        lock (gate)
        {
            paused = true;
        }

        Pump();
    }

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        lock (gate)
        {
            paused = false;
        }

        Pump();
    }

    /// <summary>Nothing starts before <paramref name="at"/> (bounded by <see cref="LaneOptions.RetryAfterMax"/>): the other side asked for it.</summary>
    public void HoldUntil(DateTimeOffset at)
    {
        lock (gate)
        {
            hold.HoldFor(at - time.GetUtcNow());
        }

        Pump();
    }

    /// <summary>Answers every waiting call "not sent" and takes no more; calls under way finish.</summary>
    public void Dispose()
    {
        List<Waiter> left;
        lock (gate)
        {
            stopped = true;
            left = queue.RemoveAll();
            host?.Leave(this);
        }

        timer.Dispose();
        foreach (var waiter in left)
        {
            waiter.Admitted.TrySetResult(Admission.TurnAway(LaneReasons.Stopped, null));
        }
    }
}
