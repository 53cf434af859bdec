namespace SpecterActors.Hocon;

/// <summary>
/// Durations: a number and one of the units ns, us, ms, s, m, h, d (or their long names: nano, nanos, nanosecond,
/// nanoseconds, ... second, seconds, minute, minutes, hour, hours, day, days). A bare number is milliseconds. Units are
/// case-sensitive. The number may have a fraction and a sign; a duration that is no whole number of 100 ns is refused.
/// </summary>
public static class HoconDuration
{
    internal const string Expected = "a duration such as 500 ms, 10 s, 5 m, 2 h or 1 d";

    /// <summary>Reads a duration.</summary>
    /// <exception cref="HoconException">It is no duration, out of range, or finer than 100 ns.</exception>
    public static TimeSpan Parse(string text) => TryParse(text, out var duration)
        ? duration
        : throw new HoconException(
            HoconErrorKind.WrongType, new HoconOrigin("duration", 1, 1), $"\"{Describe.Cut(text)}\"", Expected,
            "Write a number and one of the units ns, us, ms, s, m, h, d.");

    /// <summary>Reads a duration; false if it is none, out of range, or finer than 100 ns.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (!UnitText.TrySplit(text, out var number, out var unit) || TicksOf(unit) is not { } ticksPerUnit)
        {
            return false;
        }

        if (Math.Abs(number) > long.MaxValue)
        {
            return false;
        }

        var ticks = number * ticksPerUnit;
        if (!decimal.IsInteger(ticks) || ticks is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }

    private static decimal? TicksOf(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
