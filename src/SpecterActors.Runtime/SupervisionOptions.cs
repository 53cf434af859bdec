namespace SpecterActors.Runtime;

/// <summary>
/// How failures of one actor are met: one setting for crash, persist failure and recovery failure alike. Each failure restarts the actor
/// after an exponential, jittered back-off; messages wait in the bounded mailbox meanwhile.
/// </summary>
/// <remarks>An outage of the journal as a whole backs actors off in the same way but never makes one broken: it is not the actor's fault.</remarks>
public sealed record SupervisionOptions
{
    /// <summary>The defaults below.</summary>
    public static SupervisionOptions Default { get; } = new();

    /// <summary>Back-off after the first failure; doubled with each further one in the window. Default 200 ms.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest back-off before jitter. Default 30 s.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share by which a back-off is lengthened or shortened at random, 0 to 1. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Failures within <see cref="FailureWindow"/> that make the actor broken. Default 8.</summary>
    public int FailuresUntilBroken { get; init; } = 8;

    /// <summary>Failures older than this are forgotten. Default 10 min.</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When a broken actor is tried again without an operator. Default 15 min.</summary>
    public TimeSpan BrokenRetryAfter { get; init; } = TimeSpan.FromMinutes(15);
}
