using System.Globalization;

namespace SpecterActors.Connectors.Specter;

/// <summary>Days as Specter writes them, in the account's time zone (specter.md section 2.1).</summary>
internal static class SpecterDate
{
    public static string Of(DateTimeOffset time, SpecterOptions options) =>
        (TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) ? TimeZoneInfo.ConvertTime(time, zone) : time.ToUniversalTime())
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
