using System.Globalization;

namespace SpecterActors.Hocon.Syntax;

/// <summary>The character classes of the language.</summary>
internal static class Characters
{
    private const string ForbiddenUnquoted = "$\"{}[]:=,+#`^?!@*&\\";

    /// <summary>Blank, newline included: the Unicode separators, the ASCII ones and the byte order mark.</summary>
    public static bool IsBlank(char c) =>
        c is ' ' or (>= '\t' and <= '\r') or (>= '\u001C' and <= '\u001F') or '\uFEFF'
        || (c > '\u007F' && CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    public static bool IsForbiddenUnquoted(char c) => ForbiddenUnquoted.Contains(c, StringComparison.Ordinal);

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    /// <summary>The length of the longest JSON number that starts at a place of the text; 0 if none does.</summary>
    public static int NumberLength(ReadOnlySpan<char> text)
    {
        var i = text is ['-', ..] ? 1 : 0;
        var digits = Digits(text[i..]);
        if (digits == 0)
        {
            return 0;
        }

        i += text[i] == '0' ? 1 : digits;
        if (i < text.Length && text[i] == '.' && Digits(text[(i + 1)..]) is > 0 and var fraction)
        {
            i += 1 + fraction;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var sign = i + 1 < text.Length && text[i + 1] is '+' or '-' ? 1 : 0;
            var exponent = Digits(text[(i + 1 + sign)..]);
            i += exponent > 0 ? 1 + sign + exponent : 0;
        }

        return i;
    }

    /// <summary>Names a character for an error message.</summary>
    public static string Name(char c) => c switch
    {
        '\n' => "the end of the line",
        '\'' => "a single quote",
        _ when char.IsControl(c) || IsBlank(c) => $"the character U+{(int)c:X4}",
        _ => $"'{c}'",
    };

    private static int Digits(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && IsDigit(text[i]))
        {
            i++;
        }

        return i;
    }
}
