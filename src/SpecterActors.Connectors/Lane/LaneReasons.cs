namespace SpecterActors.Connectors.Lane;

/// <summary>Reasons that a lane or its HTTP sender gives with "not sent" and "ambiguous".</summary>
public static class LaneReasons
{
    /// <summary>The time after which the call must not begin has passed.</summary>
    public const string NotAfterPassed = "not-after-passed";

    /// <summary>Too many calls of this class wait already.</summary>
    public const string QueueFull = "queue-full";

    /// <summary>The system asked us to wait.</summary>
    public const string Throttled = "throttled";

    /// <summary>Too many failures in a row: waiting for the next probe.</summary>
    public const string BreakerOpen = "breaker-open";

    /// <summary>The credentials do not work: waiting for the next probe.</summary>
    public const string HeldUnauthorised = "unauthorised-held";

    /// <summary>The caller gave up.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The lane is being taken down.</summary>
    public const string Stopped = "lane-stopped";

    /// <summary>This node does not, or not surely, own the tenant any more: another node may be working for it.</summary>
    public const string NotOwner = "not-owner";

    /// <summary>No complete answer within the attempt's deadline.</summary>
    public const string Deadline = "deadline";
}
