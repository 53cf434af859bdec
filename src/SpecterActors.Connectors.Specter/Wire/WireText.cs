using System.Text;
using System.Text.RegularExpressions;
using SpecterActors.Connectors.Http;

namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>Decodes answers: plain text is ISO-8859-1, XML what it declares (specter.md section 2.1).</summary>
internal static partial class WireText
{
    /// <summary>The declaration read last; replaced as a whole, so any thread may.</summary>
    private static volatile Known? last;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>White space of ISO-8859-1.</summary>
    private static ReadOnlySpan<byte> LeadingSpace => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', (byte)'\v', (byte)'\f', 0x85, 0xA0];

    public static string Decode(HttpAnswer answer)
    {
        var bytes = answer.Body.Span;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Utf8OrLatin1(bytes[3..]);
        }

        if (Declared(bytes) is { } declared)
        {
            return DecodeAs(declared, bytes);
        }

        return IsUtf8(answer.Charset) || LooksLikeXml(bytes) ? Utf8OrLatin1(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Strings in apostrophes, in order (specter.md section 4.3).</summary>
    public static IReadOnlyList<string> Quoted(string message) => [.. InApostrophes().Matches(message).Select(match => match.Groups["text"].Value.Trim())];

    private sealed record Known(byte[] Declaration, string? Name);

    private static string DecodeAs(string declared, ReadOnlySpan<byte> bytes) =>
        IsUtf8(declared) ? Utf8OrLatin1(bytes)
        : declared.Equals("windows-1252", StringComparison.OrdinalIgnoreCase)
            ? CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes)
        : Encoding.Latin1.GetString(bytes);

    private static string Utf8OrLatin1(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string? Declared(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.TrimStart(LeadingSpace).StartsWith("<?xml"u8))
        {
            return null;
        }

        // It ends at the first bracket, and stands the same before each answer of a system.
        var end = bytes[..Math.Min(bytes.Length, 200)].IndexOf((byte)'>');
        var declaration = bytes[..(end < 0 ? Math.Min(bytes.Length, 200) : end)];
        if (last is { } known && declaration.SequenceEqual(known.Declaration))
        {
            return known.Name;
        }

        var match = Declaration().Match(Encoding.Latin1.GetString(declaration));
        var name = match.Success ? match.Groups["name"].Value : null;
        last = new Known(declaration.ToArray(), name);
        return name;
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static bool IsUtf8(string name) =>
        name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""^\s*<\?xml[^>]*encoding\s*=\s*["'](?<name>[A-Za-z0-9._-]+)["']""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();

    [GeneratedRegex("'(?<text>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InApostrophes();
}
