namespace SpecterActors.Hocon;

/// <summary>
/// Sizes in bytes: a number and a unit of either family. Powers of ten: kB, MB, GB, TB, PB, EB, ZB, YB (kilobyte,
/// kilobytes, ...). Powers of two: K, Ki, KiB (k; kibibyte, kibibytes), M, Mi, MiB and so on to Y; the single letters mean
/// powers of two. A bare number is bytes, as is B, b, byte, bytes. Units are case-sensitive. The number may have a fraction;
/// a size that is negative, no whole number of bytes, or beyond 64 bits is refused.
/// </summary>
public static class HoconSize
{
    internal const string Expected = "a size such as 100 B, 512 KiB or 10 MB";

    private static readonly string[] Letters = ["k", "m", "g", "t", "p", "e", "z", "y"];
    private static readonly string[] Decimal = ["kilo", "mega", "giga", "tera", "peta", "exa", "zetta", "yotta"];
    private static readonly string[] Binary = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi", "zebi", "yobi"];

    /// <summary>Reads a size in bytes.</summary>
    /// <exception cref="HoconException">It is no size, negative, not whole, or beyond 64 bits.</exception>
    public static long Parse(string text) => TryParse(text, out var size)
        ? size
        : throw new HoconException(
            HoconErrorKind.WrongType, new HoconOrigin("size", 1, 1), $"\"{Describe.Cut(text)}\"", Expected,
            "Write a number and a unit such as B, kB, MB, KiB or MiB.");

    /// <summary>Reads a size in bytes; false if it is none, negative, not whole, or beyond 64 bits.</summary>
    public static bool TryParse(string text, out long size)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = 0;
        if (!UnitText.TrySplit(text, out var number, out var unit) || BytesOf(unit) is not { } bytesPerUnit)
        {
            return false;
        }

        if (number < 0 || number > long.MaxValue / bytesPerUnit)
        {
            return false;
        }

        var bytes = number * bytesPerUnit;
        if (!decimal.IsInteger(bytes))
        {
            return false;
        }

        size = (long)bytes;
        return true;
    }

    private static decimal? BytesOf(string unit)
    {
        if (unit is "" or "B" or "b" or "byte" or "bytes")
        {
            return 1;
        }

        for (var power = 0; power < Letters.Length; power++)
        {
            var small = Letters[power];
            var large = small.ToUpperInvariant();
            if (unit == small || unit == large || unit == large + "i" || unit == large + "iB" || IsLong(unit, Binary[power]))
            {
                return Power(1024, power + 1);
            }

            if (unit == (power == 0 ? "kB" : large + "B") || IsLong(unit, Decimal[power]))
            {
                return Power(1000, power + 1);
            }
        }

        return null;
    }

    private static bool IsLong(string unit, string prefix) => unit == prefix + "byte" || unit == prefix + "bytes";

    private static decimal Power(decimal number, int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
        {
            power *= number;
        }

        return power;
    }
}
