using System.Collections.Immutable;
using System.Globalization;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon;

/// <summary>Turns values into the types that are asked for, by the language's rules of conversion and no others.</summary>
internal static class HoconConvert
{
    public static string ToText(HoconValue value, string path) => value is HoconValue.Text or HoconValue.Number or HoconValue.Boolean
        ? value.ToString()
        : throw Wrong(value, path, "a string");

    public static bool ToBool(HoconValue value, string path) => value switch
    {
        HoconValue.Boolean flag => flag.Value,
        HoconValue.Text { Value: "true" or "yes" or "on" } => true,
        HoconValue.Text { Value: "false" or "no" or "off" } => false,
        _ => throw Wrong(value, path, "true or false (yes, no, on and off will do)"),
    };

    public static decimal ToDecimal(HoconValue value, string path) =>
        NumberIn(value) is { } raw && TryDecimal(raw, out var number) ? number : throw Wrong(value, path, "a number");

    public static long ToLong(HoconValue value, string path) =>
        NumberIn(value) is { } raw
        && TryDecimal(raw, out var number)
        && decimal.IsInteger(number)
        && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : throw Wrong(value, path, "a whole number of 64 bits");

    public static int ToInt(HoconValue value, string path) =>
        NumberIn(value) is { } raw
        && TryDecimal(raw, out var number)
        && decimal.IsInteger(number)
        && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Wrong(value, path, "a whole number from -2147483648 to 2147483647");

    public static TimeSpan ToTimeSpan(HoconValue value, string path) =>
        value is HoconValue.Text or HoconValue.Number && HoconDuration.TryParse(value.ToString(), out var duration)
            ? duration
            : throw Wrong(value, path, HoconDuration.Expected);

    public static long ToSize(HoconValue value, string path) =>
        value is HoconValue.Text or HoconValue.Number && HoconSize.TryParse(value.ToString(), out var size)
            ? size
            : throw Wrong(value, path, HoconSize.Expected);

    public static ImmutableArray<HoconValue> ToList(HoconValue value, string path) =>
        NumberedKeys.AsList(value)?.Items ?? throw Wrong(value, path, "an array");

    public static ImmutableArray<string> ToStringList(HoconValue value, string path) =>
        [.. ToList(value, path).Select((item, index) => ToText(item, $"{path}[{index}]"))];

    public static HoconConfig ToObject(HoconValue value, string path) =>
        value is HoconValue.Object fields ? new HoconConfig(fields) : throw Wrong(value, path, "an object");

    private static string? NumberIn(HoconValue value) => value switch
    {
        HoconValue.Number number => number.Raw,
        HoconValue.Text text when text.Value.Length > 0 && Characters.NumberLength(text.Value) == text.Value.Length => text.Value,
        _ => null,
    };

    private static bool TryDecimal(string raw, out decimal number) =>
        decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static HoconException Wrong(HoconValue value, string path, string expected) => new(
        HoconErrorKind.WrongType, value.Origin, $"{Describe.Value(value)} for {path}", expected, $"Correct {path}.");
}
