using System.Diagnostics;

namespace SpecterActors.Connectors.Lane;

/// <summary>What holds a lane: the other side's wish to wait, the breaker, credentials that do not work. Not thread-safe: its owner locks.</summary>
internal sealed class LaneGate(LaneOptions options, TimeProvider time, Random jitter)
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(1);

    private int throttles;
    private long throttledAt;
    private TimeSpan throttledFor = TimeSpan.Zero;
    private long openedAt;
    private TimeSpan openFor;
    private int failures;
    private int openings;
    private bool breakerOpen;
    private bool unauthorised;
    private bool probing;

    public LaneGateState State =>
        unauthorised ? LaneGateState.Unauthorised
        : !breakerOpen ? LaneGateState.Closed
        : probing || Left(openedAt, openFor) == TimeSpan.Zero ? LaneGateState.Probing
        : LaneGateState.Open;

    /// <summary>The next call is a probe.</summary>
    public bool NextIsProbe => (breakerOpen || unauthorised) && !probing;

    /// <summary>A probe is under way: nothing else goes until it is back.</summary>
    public bool AwaitsProbe => (breakerOpen || unauthorised) && probing;

    /// <summary>How long the lane is held from now on, and why; zero when it is not.</summary>
    public (TimeSpan Left, string Reason) Held()
    {
        var throttled = Left(throttledAt, throttledFor);
        var open = breakerOpen || unauthorised ? Left(openedAt, openFor) : TimeSpan.Zero;
        if (throttled == TimeSpan.Zero && open == TimeSpan.Zero)
        {
            return (TimeSpan.Zero, "");
        }

        return throttled >= open
            ? (throttled, LaneReasons.Throttled)
            : (open, unauthorised ? LaneReasons.HeldUnauthorised : LaneReasons.BreakerOpen);
    }

    /// <summary>
    /// The other side asked to wait. Asked again and again without an answer between, the lane waits longer than asked: twice as long
    /// from the third time on, up to a minute.
    /// </summary>
    public void Throttled(TimeSpan duration)
    {
        throttles = Math.Min(throttles + 1, 20);
        var longer = duration * Math.Pow(2, Math.Max(0, throttles - 2));
        longer = longer < PatienceMax ? longer : PatienceMax;
        HoldFor(longer > duration ? longer : duration);
    }

    public void HoldFor(TimeSpan duration)
    {
        var wanted = duration < options.RetryAfterMax ? duration : options.RetryAfterMax;
        if (wanted > Left(throttledAt, throttledFor))
        {
            throttledAt = time.GetTimestamp();
            throttledFor = wanted;
        }
    }

    public void ProbeStarted() => probing = true;

    /// <summary>Takes in what became of a call; answers an alarm to raise, or null.</summary>
    public LaneAlarmKind? Ended(CallEnd end, bool wasProbe)
    {
        if (wasProbe)
        {
            probing = false;
        }

        throttles = end == CallEnd.Answered ? 0 : throttles;
        return end switch
        {
            CallEnd.Answered => Answered(wasProbe),
            CallEnd.Throttled => unauthorised ? Reopen(wasProbe) : Answered(wasProbe),
            CallEnd.Failed => Failed(wasProbe),
            CallEnd.Unauthorised => DoesNotWork(wasProbe),
            CallEnd.Unknown => null,
            _ => throw new UnreachableException(end.ToString()),
        };
    }

    private LaneAlarmKind? Answered(bool wasProbe)
    {
        failures = 0;
        if (!wasProbe)
        {
            // A call from before the gate closed proves nothing about now.
            return null;
        }

        openings = 0;
        if (unauthorised)
        {
            unauthorised = false;
            breakerOpen = false;
            return LaneAlarmKind.Authorised;
        }

        breakerOpen = false;
        return LaneAlarmKind.Reachable;
    }

    private LaneAlarmKind? Failed(bool wasProbe)
    {
        failures++;
        if (unauthorised || breakerOpen)
        {
            return Reopen(wasProbe);
        }

        if (failures < options.BreakerThreshold)
        {
            return null;
        }

        breakerOpen = true;
        openings = 1;
        OpenFor(options.BreakerDelay);
        return LaneAlarmKind.Unreachable;
    }

    private LaneAlarmKind? Reopen(bool wasProbe)
    {
        if (wasProbe)
        {
            openings = Math.Min(openings + 1, 30);
            var delay = unauthorised ? options.UnauthorisedProbeInterval : options.BreakerDelay * Math.Pow(2, openings - 1);
            OpenFor(unauthorised || delay < options.BreakerDelayMax ? delay : options.BreakerDelayMax);
        }

        return null;
    }

    private LaneAlarmKind? DoesNotWork(bool wasProbe)
    {
        if (unauthorised && !wasProbe)
        {
            return null;
        }

        var first = !unauthorised;
        unauthorised = true;
        OpenFor(options.UnauthorisedProbeInterval);
        return first ? LaneAlarmKind.Unauthorised : null;
    }

    private void OpenFor(TimeSpan delay)
    {
        openedAt = time.GetTimestamp();

        // Between 80 and 120 %, so that the lanes to one host do not all probe in the same moment.
        openFor = delay * (0.8 + (0.4 * jitter.NextDouble()));
    }

    private TimeSpan Left(long since, TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var left = duration - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

/// <summary>What a call's outcome says about the other side.</summary>
internal enum CallEnd
{
    /// <summary>It works.</summary>
    Answered,

    /// <summary>It works and wants us to wait.</summary>
    Throttled,

    /// <summary>It cannot be reached, or does not answer.</summary>
    Failed,

    /// <summary>It does not accept the credentials.</summary>
    Unauthorised,

    /// <summary>Nothing: the call was given up or never began.</summary>
    Unknown,
}
