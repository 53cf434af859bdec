using System.Text;

namespace SpecterActors.Domain.Values;

/// <summary>
/// Case folding without a culture. The program runs with invariant globalization, where no collation data exist; so what it means for two
/// spellings to be equal is written down here: surrounding blanks do not count, å ä ö typed as letter + combining mark are the single
/// letters, and upper case is lower case (simple mapping of every letter, å ä ö included).
/// </summary>
internal static class TextFolding
{
    private const char Diaeresis = '\u0308';
    private const char Ring = '\u030A';

    public static string Lower(string text) => Compose(text.Trim()).ToLowerInvariant();

    public static string Upper(string text) => Compose(text.Trim()).ToUpperInvariant();

    private static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAny(Diaeresis, Ring))
        {
            return text;
        }

        var composed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var last = composed.Length == 0 ? '\0' : composed[^1];
            var single = (last, c) switch
            {
                ('a', Ring) => 'å',
                ('A', Ring) => 'Å',
                ('a', Diaeresis) => 'ä',
                ('A', Diaeresis) => 'Ä',
                ('o', Diaeresis) => 'ö',
                ('O', Diaeresis) => 'Ö',
                _ => '\0',
            };
            if (single == '\0')
            {
                composed.Append(c);
            }
            else
            {
                composed[^1] = single;
            }
        }

        return composed.ToString();
    }
}
