using System.Diagnostics;

namespace SpecterActors.Hocon;

/// <summary>Names values in error messages, long ones cut short.</summary>
internal static class Describe
{
    private const int TextMax = 40;

    public static string Value(HoconValue value) => value switch
    {
        HoconValue.Null => "null",
        HoconValue.Boolean flag => $"the boolean {flag}",
        HoconValue.Number number => $"the number {Cut(number.Raw)}",
        HoconValue.Text text => $"the text \"{Cut(text.Value)}\"",
        HoconValue.List => "an array",
        HoconValue.Object => "an object",
        _ => throw new UnreachableException(value.GetType().Name),
    };

    /// <summary>The kind alone, where the value may come from somewhere else and be none of the reader's business.</summary>
    public static string Kind(HoconValue value) => value switch
    {
        HoconValue.Text => "a string",
        HoconValue.Number => "a number",
        HoconValue.Boolean => "a boolean",
        _ => Value(value),
    };

    public static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax] + "...";
}
