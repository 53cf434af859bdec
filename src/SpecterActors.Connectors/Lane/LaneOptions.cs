namespace SpecterActors.Connectors.Lane;

/// <summary>At most <paramref name="Calls"/> starts in any window of length <paramref name="Window"/>.</summary>
/// <param name="Calls">At least 1.</param>
/// <param name="Window">More than zero.</param>
public sealed record LaneRate(int Calls, TimeSpan Window);

/// <summary>How one outbound lane behaves.</summary>
public sealed record LaneOptions
{
    private static readonly TimeSpan JitterMax = TimeSpan.FromMilliseconds(50);

    /// <summary>Allowed rate, or null for none. Default: 10 calls a second.</summary>
    public LaneRate? Rate { get; init; } = new(10, TimeSpan.FromSeconds(1));

    /// <summary>
    /// How much longer one request may be on its way than another: the rate's window is kept that much longer, so that arrivals at the other
    /// side keep the limit, too. Null, the default: two thirds of a percent of the window, at most 50 ms, and one third of a window shorter than a
    /// second, in which a timer's step of a millisecond weighs more: so 99 % of the rate are left.
    /// </summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Least time between two starts. Default: none.</summary>
    public TimeSpan MinimumSpacing { get; init; } = TimeSpan.Zero;

    /// <summary>Most calls under way at once. Default 2.</summary>
    public int ConcurrencyMax { get; init; } = 2;

    /// <summary>How long one attempt may take, answer body included; afterwards it is ambiguous. Default 60 s.</summary>
    public TimeSpan AttemptDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a call that ignores its cancellation still keeps its place after the deadline. Default 5 s.</summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most calls that wait in one priority class; one more is answered "not sent". Default 1,000.</summary>
    public int QueuePerClassMax { get; init; } = 1_000;

    /// <summary>A call waits while the lane is held for at most this long ahead; for a longer hold it is answered "not sent". Default 10 s.</summary>
    public TimeSpan HoldWaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest hold that a <c>Retry-After</c> may cause. Default 1 h.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>So many failures in a row (ambiguous, or not connected) open the breaker. Default 5.</summary>
    public int BreakerThreshold { get; init; } = 5;

    /// <summary>First time the breaker stays open; doubles with every failed probe. Default 5 s.</summary>
    public TimeSpan BreakerDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two probes of the breaker. Default 5 min.</summary>
    public TimeSpan BreakerDelayMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two probes while the credentials do not work. Default 5 min.</summary>
    public TimeSpan UnauthorisedProbeInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many attempts the log keeps. Default 200.</summary>
    public int AttemptLogSize { get; init; } = 200;

    /// <summary>The jitter that is allowed for at a rate.</summary>
    internal TimeSpan JitterOf(LaneRate rate)
    {
        var share = rate.Window / (rate.Window < TimeSpan.FromSeconds(1) ? 300 : 150);
        return Jitter ?? (share < JitterMax ? share : JitterMax);
    }

    /// <summary>What is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Rate is { } rate)
        {
            Require(problems, rate.Calls is >= 1 and <= 100_000, "Rate.Calls must be between 1 and 100,000.");
            Require(problems, rate.Window > TimeSpan.Zero, "Rate.Window must be more than zero.");
        }

        Require(problems, !(Jitter < TimeSpan.Zero), "Jitter must not be negative.");
        Require(problems, MinimumSpacing >= TimeSpan.Zero, "MinimumSpacing must not be negative.");
        Require(problems, ConcurrencyMax >= 1, "ConcurrencyMax must be at least 1.");
        Require(problems, AttemptDeadline > TimeSpan.Zero, "AttemptDeadline must be more than zero.");
        Require(problems, AbandonAfter > TimeSpan.Zero, "AbandonAfter must be more than zero.");
        Require(problems, QueuePerClassMax >= 1, "QueuePerClassMax must be at least 1.");
        Require(problems, HoldWaitMax >= TimeSpan.Zero, "HoldWaitMax must not be negative.");
        Require(problems, RetryAfterMax > TimeSpan.Zero, "RetryAfterMax must be more than zero.");
        Require(problems, BreakerThreshold >= 1, "BreakerThreshold must be at least 1.");
        Require(problems, BreakerDelay > TimeSpan.Zero, "BreakerDelay must be more than zero.");
        Require(problems, BreakerDelayMax >= BreakerDelay, "BreakerDelayMax must not be less than BreakerDelay.");
        Require(problems, UnauthorisedProbeInterval > TimeSpan.Zero, "UnauthorisedProbeInterval must be more than zero.");
        Require(problems, AttemptLogSize >= 1, "AttemptLogSize must be at least 1.");
        return problems;
    }

    private static void Require(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
