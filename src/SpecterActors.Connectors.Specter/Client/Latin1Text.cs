using System.Collections.Frozen;
using System.Text;

namespace SpecterActors.Connectors.Specter.Client;

/// <summary>
/// Brings texts into ISO-8859-1, which is all the wire has (specter.md section 2.1): composed letters, closest spellings of what it
/// lacks, no control characters. The framework's own normalisation is not available without culture data, hence the tables.
/// </summary>
internal static class Latin1Text
{
    private const char LastOfLatin1 = 'ÿ';

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Pairs(
        ('\u0300', "aàeèiìoòuùAÀEÈIÌOÒUÙ"),
        ('\u0301', "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝ"),
        ('\u0302', "aâeêiîoôuûAÂEÊIÎOÔUÛ"),
        ('\u0303', "aãnñoõAÃNÑOÕ"),
        ('\u0308', "aäeëiïoöuüyÿAÄEËIÏOÖUÜ"),
        ('\u030A', "aåAÅ"),
        ('\u0327', "cçCÇ"));

    private static readonly FrozenDictionary<char, string> Spellings = new Dictionary<char, string>
    {
        ['‘'] = "'", ['’'] = "'", ['‚'] = "'", ['‛'] = "'", ['′'] = "'", ['“'] = "\"", ['”'] = "\"", ['„'] = "\"", ['‟'] = "\"", ['″'] = "\"",
        ['‹'] = "'", ['›'] = "'", ['‐'] = "-", ['‑'] = "-", ['‒'] = "-", ['–'] = "-", ['—'] = "-", ['―'] = "-", ['−'] = "-",
        ['…'] = "...", ['•'] = "·", ['€'] = "EUR", ['™'] = "TM", ['№'] = "No", ['⁄'] = "/", ['×'] = "×", ['≤'] = "<=", ['≥'] = ">=", ['≠'] = "!=",
        ['Œ'] = "OE", ['œ'] = "oe", ['Ĳ'] = "IJ", ['ĳ'] = "ij", ['Ŋ'] = "Ng", ['ŋ'] = "ng", ['ẞ'] = "SS", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ſ'] = "s",
    }.Concat(Letters()).ToFrozenDictionary();

    /// <summary>Whether every character can go on the wire as it is.</summary>
    public static bool Fits(string text) => text.All(c => c <= LastOfLatin1 && !IsControl(c));

    /// <summary>The closest text that can go on the wire, and whether something had to become a question mark.</summary>
    public static (string Text, bool Lossy) Closest(string text)
    {
        if (Fits(text))
        {
            return (text, false);
        }

        var result = new StringBuilder(text.Length);
        var lossy = false;
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (IsMark(c))
            {
                // A mark joins the letter before it where ISO-8859-1 has the joined letter, and is left out otherwise.
                if (result.Length > 0 && Composed.TryGetValue((result[^1], c), out var joined))
                {
                    result[^1] = joined;
                }
            }
            else if (c <= LastOfLatin1)
            {
                result.Append(IsControl(c) ? "" : c);
            }
            else if (Spellings.TryGetValue(c, out var spelling))
            {
                result.Append(spelling);
            }
            else if (IsSpace(c))
            {
                result.Append(' ');
            }
            else if (!IsInvisible(c))
            {
                lossy = true;
                result.Append('?');
                index += char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 1 : 0;
            }
        }

        return (result.ToString(), lossy);
    }

    /// <summary>Trimmed, every run of white space one space: as the existing client sends customer values (specter.md section 2.1).</summary>
    public static string Collapse(string? text) =>
        text is null ? "" : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Trimmed, line ends kept as CR LF: for comments.</summary>
    public static string Lines(string? text) =>
        text is null ? "" : text.ReplaceLineEndings("\n").Trim().Replace("\n", "\r\n", StringComparison.Ordinal);

    private static bool IsControl(char c) => c is (< ' ' and not ('\r' or '\n' or '\t')) or (>= '\u007f' and <= '\u009f');

    private static bool IsMark(char c) => c is >= '\u0300' and <= '\u036f';

    private static bool IsSpace(char c) => c is >= '\u2000' and <= '\u200a' or '\u202f' or '\u205f' or '\u3000' or '\u2028' or '\u2029';

    private static bool IsInvisible(char c) => c is >= '\u200b' and <= '\u200f' or >= '\u202a' and <= '\u202e' or '\u2060' or '\ufeff' or >= '\ufe00' and <= '\ufe0f';

    private static FrozenDictionary<(char Letter, char Mark), char> Pairs(params (char Mark, string Letters)[] groups) =>
        groups
            .SelectMany(group => Enumerable.Range(0, group.Letters.Length / 2).Select(at => (Key: (group.Letters[2 * at], group.Mark), Value: group.Letters[(2 * at) + 1])))
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Letters of the neighbouring languages that ISO-8859-1 lacks.</summary>
    private static IEnumerable<KeyValuePair<char, string>> Letters()
    {
        (string From, string To)[] rows =
        [
            ("ĀĂĄ", "A"), ("āăą", "a"), ("ĆĈĊČ", "C"), ("ćĉċč", "c"), ("ĎĐ", "D"), ("ďđ", "d"), ("ĒĔĖĘĚ", "E"), ("ēĕėęě", "e"), ("ĜĞĠĢ", "G"),
            ("ĝğġģ", "g"), ("ĤĦ", "H"), ("ĥħ", "h"), ("ĨĪĬĮİ", "I"), ("ĩīĭįı", "i"), ("Ĵ", "J"), ("ĵ", "j"), ("Ķ", "K"), ("ķĸ", "k"), ("ĹĻĽĿŁ", "L"),
            ("ĺļľŀł", "l"), ("ŃŅŇ", "N"), ("ńņňŉ", "n"), ("ŌŎ", "O"), ("ōŏ", "o"), ("Ő", "Ö"), ("ő", "ö"), ("ŔŖŘ", "R"), ("ŕŗř", "r"), ("ŚŜŞŠȘ", "S"),
            ("śŝşšș", "s"), ("ŢŤŦȚ", "T"), ("ţťŧț", "t"), ("ŨŪŬŮŲ", "U"), ("ũūŭůų", "u"), ("Ű", "Ü"), ("ű", "ü"), ("Ŵ", "W"), ("ŵ", "w"), ("ŶŸ", "Y"),
            ("ŷ", "y"), ("ŹŻŽ", "Z"), ("źżž", "z"), ("Ǻ", "Å"), ("ǻ", "å"), ("Ǽ", "Æ"), ("ǽ", "æ"), ("Ǿ", "Ø"), ("ǿ", "ø"),
        ];
        return rows.SelectMany(row => row.From.Select(letter => new KeyValuePair<char, string>(letter, row.To)));
    }
}
