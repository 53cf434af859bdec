using System.Globalization;
using System.Text;

namespace SpecterActors.Hocon.Syntax;

/// <summary>Reads strings in double quotes and in triple double quotes.</summary>
internal static class QuotedText
{
    private const string Fence = "\"\"\"";

    public static string Read(TextCursor cursor) =>
        cursor.Rest.StartsWith(Fence, StringComparison.Ordinal) ? ReadFenced(cursor) : ReadEscaped(cursor);

    /// <summary>All characters up to three quotes, unchanged; quotes beyond the three belong to the string.</summary>
    private static string ReadFenced(TextCursor cursor)
    {
        var opening = cursor.Position;
        var start = opening + Fence.Length;
        var end = start <= cursor.Text.Length ? cursor.Text.IndexOf(Fence, start, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            throw cursor.Error(
                opening, "a triple-quoted string without an end", "\"\"\" to close it", "Add the closing \"\"\".");
        }

        while (end + Fence.Length < cursor.Text.Length && cursor.Text[end + Fence.Length] == '"')
        {
            end++;
        }

        cursor.Position = end + Fence.Length;
        return cursor.Text[start..end];
    }

    private static string ReadEscaped(TextCursor cursor)
    {
        var opening = cursor.Position++;
        var text = new StringBuilder();
        while (true)
        {
            if (cursor.AtEnd || cursor.Current == '\n')
            {
                throw cursor.Error(
                    opening, "a quoted string that does not end on its line", "a closing '\"'",
                    "Close the string, or use triple quotes for a string of several lines.");
            }

            var c = cursor.Current;
            if (c < ' ')
            {
                throw cursor.Error("a printable character", $"Write it as the escape \\u{(int)c:x4}, or use triple quotes.");
            }

            cursor.Position++;
            switch (c)
            {
                case '"':
                    return RefuseHalves(cursor, opening, text.ToString());
                case '\\':
                    text.Append(ReadEscape(cursor));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    private static char ReadEscape(TextCursor cursor)
    {
        var start = cursor.Position - 1;
        var c = cursor.Current;
        cursor.Position++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when cursor.Rest.Length >= 4
                && ushort.TryParse(cursor.Rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                cursor.Position += 4;
                return (char)code;
            default:
                throw cursor.Error(
                    start, c == 'u' ? "the escape \\u without four hexadecimal digits" : $"a backslash before {Characters.Name(c)}",
                    "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX", "Double the backslash to mean a backslash, or use triple quotes.");
        }
    }

    private static string RefuseHalves(TextCursor cursor, int opening, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                throw cursor.Error(
                    opening, "a string with half of a surrogate pair", "whole Unicode characters",
                    "Write both \\u escapes of the pair, or the character itself.");
            }

            i++;
        }

        return text;
    }
}
