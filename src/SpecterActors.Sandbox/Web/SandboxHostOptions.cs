using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Sandbox.Web;

/// <summary>What the web face hosts, and where.</summary>
public sealed record SandboxHostOptions
{
    /// <summary>The systems; their names are the first path segment, unique without regard to case, not <c>sandbox</c>.</summary>
    public required IReadOnlyList<ISandboxSystem> Systems { get; init; }

    /// <summary>Where to listen; port 0 takes a free one (read it from <c>app.Urls</c> after the start). Loopback addresses only.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Faults of every system at the start; each system's may be changed while running.</summary>
    public FaultRates Faults { get; init; } = FaultRates.Off;

    /// <summary>Seed of the fault plans.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock of delays and callbacks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a callback may take; it is never repeated (specter.md section 7).</summary>
    public TimeSpan CallbackTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often systems are asked for callbacks that became due by time alone.</summary>
    public TimeSpan CallbackPollEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most callbacks under way at once.</summary>
    public int CallbacksConcurrentMax { get; init; } = 8;

    /// <summary>Told of each call over an allowed rate or concurrency, on the thread of that request.</summary>
    public Action<RateViolation>? ViolationSeen { get; init; }
}
