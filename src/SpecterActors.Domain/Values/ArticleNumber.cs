using System.Diagnostics.CodeAnalysis;

namespace SpecterActors.Domain.Values;

/// <summary>
/// A legal article number: 1 to 100 ASCII letters, digits, hyphens and underscores (mission A2; specter.md section 10.8). Nothing is trimmed
/// or replaced silently: a number with a space at its end is illegal, because the ERP would hold another number than the shop. Compared by
/// ordinal text; the ERP's case sensitivity is unknown, so spellings that differ in case stay different numbers.
/// </summary>
public sealed record ArticleNumber
{
    /// <summary>Longest number taken. The ERP's own bound is not public; this one keeps ids and log lines of bounded size.</summary>
    public const int LengthMax = 100;

    private ArticleNumber(string value) => Value = value;

    /// <summary>The number.</summary>
    public string Value { get; }

    /// <summary>Whether <paramref name="text"/> is a legal number; if not, <paramref name="fault"/> says why.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ArticleNumber? number, [NotNullWhen(false)] out ArticleNumberFault? fault)
    {
        fault = FaultOf(text);
        number = fault is null ? new ArticleNumber(text!) : null;
        return fault is null;
    }

    /// <summary>What is wrong with <paramref name="text"/>, or null when it is a legal number.</summary>
    public static ArticleNumberFault? FaultOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ArticleNumberFault(ArticleNumberFaultKind.Missing, "", 0);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return new ArticleNumberFault(KindOf(c), CharacterAt(text, i), i + 1);
            }
        }

        return text.Length > LengthMax ? new ArticleNumberFault(ArticleNumberFaultKind.TooLong, "", LengthMax + 1) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string CharacterAt(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? text.Substring(index, 2) : text[index].ToString();

    private static ArticleNumberFaultKind KindOf(char c) => c switch
    {
        ',' => ArticleNumberFaultKind.Comma,
        'å' or 'ä' or 'ö' or 'Å' or 'Ä' or 'Ö' => ArticleNumberFaultKind.SwedishLetter,
        _ when char.IsWhiteSpace(c) => ArticleNumberFaultKind.Space,
        _ => ArticleNumberFaultKind.SpecialCharacter,
    };
}
