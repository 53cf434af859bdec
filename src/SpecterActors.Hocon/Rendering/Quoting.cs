using System.Globalization;
using System.Text;

namespace SpecterActors.Hocon.Rendering;

/// <summary>Writes keys and strings so that reading them gives the same back.</summary>
internal static class Quoting
{
    /// <summary>A key: bare where that is unmistakable, else in quotes.</summary>
    public static string Key(string key) =>
        key.Length > 0 && key.All(IsPlain) && !key.StartsWith("include", StringComparison.Ordinal) ? key : Json(key);

    /// <summary>A string in double quotes with JSON's escapes.</summary>
    public static string Json(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
