using System.Globalization;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon;

/// <summary>Splits a text such as <c>10 s</c> into its number and its unit.</summary>
internal static class UnitText
{
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        var rest = text.AsSpan();
        while (rest.Length > 0 && Characters.IsBlank(rest[0]))
        {
            rest = rest[1..];
        }

        while (rest.Length > 0 && Characters.IsBlank(rest[^1]))
        {
            rest = rest[..^1];
        }

        var length = Characters.NumberLength(rest);
        unit = "";
        if (!decimal.TryParse(rest[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        rest = rest[length..];
        while (rest.Length > 0 && Characters.IsBlank(rest[0]))
        {
            rest = rest[1..];
        }

        unit = rest.ToString();
        return unit.All(char.IsLetter);
    }
}
