using System.Globalization;

namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>Numbers as Specter writes them: decimal comma or point, possibly negative, no grouping (specter.md section 2.1).</summary>
internal static class WireNumber
{
    private const int LengthMax = 30;

    /// <summary>The number, or null when the text is not exactly one.</summary>
    public static decimal? Read(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > LengthMax || trimmed.Count(c => c is ',' or '.') > 1)
        {
            return null;
        }

        return decimal.TryParse(
            trimmed.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>Whether a flag or counter of unknown form says yes: anything but empty, 0, no or false (specter.md section 6.5).</summary>
    public static bool IsYes(string? text) =>
        text?.Trim().ToLowerInvariant() is not (null or "" or "0" or "false" or "no" or "nej" or "n");
}
