using Microsoft.Extensions.Logging;

namespace SpecterActors.Connectors.Lane;

/// <content>Who goes next, and what an outcome means for the others.</content>
public sealed partial class OutboundLane
{
    /// <summary>Starts whatever may start now and sets the timer for what may start later. Called outside every lock.</summary>
    internal void Pump()
    {
        var turnedAway = new List<(Waiter Waiter, Admission Admission)>();
        var granted = new List<Waiter>();
        lock (gate)
        {
            if (stopped)
            {
                return;
            }

            if (!paused)
            {
                RemoveLate(turnedAway);
                Grant(granted);
            }

            if (paused || queue.Count == 0 || !WantsHost())
            {
                host?.Leave(this);
            }
        }

        foreach (var waiter in granted)
        {
            waiter.Admitted.TrySetResult(Admission.Go);
        }

        foreach (var (waiter, admission) in turnedAway)
        {
            waiter.Admitted.TrySetResult(admission);
        }

        host?.Wake();
    }

    /// <summary>Removes calls that must not begin any more, and all that would have to wait too long for a hold to end.</summary>
    private void RemoveLate(List<(Waiter Waiter, Admission Admission)> turnedAway)
    {
        var now = time.GetUtcNow();
        if (now > queue.EarliestNotAfter)
        {
            turnedAway.AddRange(queue.RemoveExpired(now).Select(waiter => (waiter, Admission.TurnAway(LaneReasons.NotAfterPassed, null))));
        }

        var (left, reason) = hold.Held();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        var admission = Admission.TurnAway(reason, now + left);
        var gone = left > options.HoldWaitMax ? queue.RemoveAll()
            : now + left > queue.EarliestNotAfter ? queue.RemoveExpired(now + left)
            : [];
        turnedAway.AddRange(gone.Select(waiter => (waiter, admission)));
    }

    private void Grant(List<Waiter> granted)
    {
        while (queue.Count > 0)
        {
            if (WaitNow() is not { } wait)
            {
                return; // something under way must end first; its end pumps
            }

            if (wait > TimeSpan.Zero)
            {
                SetTimer(wait);
                return;
            }

            var hostPlace = 0;
            if (host is not null)
            {
                if (host.TryTake(this) is not { } place)
                {
                    SetTimerForLatest();
                    return; // the host pumps this lane when its turn comes
                }

                hostPlace = place;
            }

            var probe = hold.NextIsProbe;
            var waiter = probe ? queue.TakeForProbe() : queue.Take();
            waiter.IsProbe = probe;
            if (probe)
            {
                hold.ProbeStarted();
            }

            waiter.RatePlace = rate?.Take() ?? 0;
            waiter.SpacingPlace = spacing?.Take() ?? 0;
            waiter.HostPlace = hostPlace;
            waiter.HoldsPlace = true;
            running++;
            granted.Add(waiter);
        }
    }

    /// <summary>Zero: a call may go. More: after that time. Null: once something under way has ended or started.</summary>
    private TimeSpan? WaitNow()
    {
        if (running >= options.ConcurrencyMax || hold.AwaitsProbe)
        {
            SetTimerForLatest();
            return null;
        }

        var now = time.GetTimestamp();
        var byRate = rate is null ? TimeSpan.Zero : rate.WaitAt(now);
        var bySpacing = spacing is null ? TimeSpan.Zero : spacing.WaitAt(now);
        if (byRate is null || bySpacing is null)
        {
            SetTimerForLatest();
            return null;
        }

        var wait = hold.Held().Left;
        wait = byRate.Value > wait ? byRate.Value : wait;
        return bySpacing.Value > wait ? bySpacing.Value : wait;
    }

    /// <summary>The lane could use a place of the host's budget now.</summary>
    private bool WantsHost() => host is not null && WaitNow() == TimeSpan.Zero;

    private void SetTimer(TimeSpan wait)
    {
        var untilLate = queue.EarliestNotAfter == DateTimeOffset.MaxValue ? TimeSpan.MaxValue : queue.EarliestNotAfter - time.GetUtcNow() + timerStep;
        var due = untilLate < wait ? untilLate : wait;
        due = due < TimerDueMax ? due : TimerDueMax;
        due = due < timerStep ? timerStep : due;
        if (timerDue is { } set && set - time.GetElapsedTime(timerSetAt) is var left && left > TimeSpan.Zero && left <= due)
        {
            // It fires soon enough: set anew just before its time, it would fire a whole step later, and the rate would not be used up.
            return;
        }

        (timerSetAt, timerDue) = (time.GetTimestamp(), due);
        timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void TimerFired()
    {
        lock (gate)
        {
            timerDue = null;
        }

        Pump();
    }

    /// <summary>Nothing but an end under way lets the next call go; the timer still answers those that become too late.</summary>
    private void SetTimerForLatest()
    {
        if (queue.EarliestNotAfter != DateTimeOffset.MaxValue)
        {
            SetTimer(TimerDueMax);
        }
    }

    private void Record(Waiter waiter, OutcomeFacts facts, DateTimeOffset startedAt, long started)
    {
        var attempt = new LaneAttempt(
            startedAt, waiter.Action, waiter.Options.EntityId, facts.Name, time.GetElapsedTime(started), Clean(facts.Text));
        LaneAlarm? alarm;
        lock (gate)
        {
            log.Add(attempt);
            if (facts.RetryAt is { } at)
            {
                hold.Throttled(at - time.GetUtcNow());
            }

            alarm = hold.Ended(facts.End, waiter.IsProbe) is { } kind ? new LaneAlarm(Tenant, System, kind, attempt.Text, time.GetUtcNow()) : null;
        }

        LaneEvents.Attempt(logger, Tenant, System, attempt.Action, attempt.EntityId, attempt.Outcome, attempt.Duration, attempt.Text);
        if (alarm is not null)
        {
            Raise(alarm);
        }
    }

    private void Raise(LaneAlarm alarm)
    {
        switch (alarm.Kind)
        {
            case LaneAlarmKind.Unauthorised: LaneEvents.Unauthorised(logger, Tenant, System, alarm.Text); break;
            case LaneAlarmKind.Authorised: LaneEvents.Authorised(logger, Tenant, System); break;
            case LaneAlarmKind.Unreachable: LaneEvents.Unreachable(logger, Tenant, System, alarm.Text); break;
            case LaneAlarmKind.Reachable: LaneEvents.Reachable(logger, Tenant, System); break;
            default: throw new global::System.Diagnostics.UnreachableException(alarm.Kind.ToString());
        }

        Alarm?.Invoke(alarm);
    }
}
