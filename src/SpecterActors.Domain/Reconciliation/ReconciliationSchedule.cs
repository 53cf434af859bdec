namespace SpecterActors.Domain.Reconciliation;

/// <summary>When the next comparison begins. Pure.</summary>
public static class ReconciliationSchedule
{
    /// <summary>Time of the next one, not before <paramref name="now"/>; null when none begins by itself, or nothing tells from when to count.</summary>
    public static DateTimeOffset? Next(ReconciliationState state, ReconciliationSettings settings, DateTimeOffset now)
    {
        if (!settings.Enabled || (state.StartedAt ?? state.ScheduledAt) is not { } last)
        {
            return null;
        }

        var due = last + settings.Interval;
        return Opening(due > now ? due : now, settings);
    }

    /// <summary>The time itself when comparisons may begin then, else the next time when they may.</summary>
    private static DateTimeOffset Opening(DateTimeOffset time, ReconciliationSettings settings)
    {
        var utc = time.ToUniversalTime();
        if (MayBegin(utc.Hour, settings))
        {
            return utc;
        }

        var hour = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
        do
        {
            hour = hour.AddHours(1);
        }
        while (!MayBegin(hour.Hour, settings));

        return hour;
    }

    private static bool MayBegin(int hour, ReconciliationSettings settings)
    {
        var (from, to) = (settings.FromHour, settings.ToHour % 24);
        return from == to || (from < to ? hour >= from && hour < to : hour >= from || hour < to);
    }
}
