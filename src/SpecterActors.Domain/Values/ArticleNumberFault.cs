using System.Diagnostics;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Values;

/// <summary>Why a text is no legal article number.</summary>
/// <param name="Kind">Which rule it breaks; the first in reading order when it breaks several.</param>
/// <param name="Character">The offending character, or empty.</param>
/// <param name="Position">Its place, counted from 1; 0 when there is none.</param>
public sealed record ArticleNumberFault(ArticleNumberFaultKind Kind, string Character, int Position)
{
    /// <summary>The code under which things with this fault are parked.</summary>
    public string ParkingCode => Kind is ArticleNumberFaultKind.Missing ? ParkingCodes.ArticleNumberMissing : ParkingCodes.ArticleNumberIllegal;

    /// <summary>The reason as words that follow "the article number".</summary>
    public string Reason => Kind switch
    {
        ArticleNumberFaultKind.Missing => "is missing",
        ArticleNumberFaultKind.Space => $"has a space at position {Position}",
        ArticleNumberFaultKind.Comma => $"has a comma at position {Position}",
        ArticleNumberFaultKind.SwedishLetter => $"has the letter '{Character}' at position {Position}",
        ArticleNumberFaultKind.SpecialCharacter => $"has the character '{Shown(Character)}' at position {Position}",
        ArticleNumberFaultKind.TooLong => $"has more than {ArticleNumber.LengthMax} characters",
        _ => throw new UnreachableException(Kind.ToString()),
    };

    private static string Shown(string character) =>
        character.Length == 1 && (char.IsControl(character[0]) || char.IsSurrogate(character[0])) ? $"U+{(int)character[0]:X4}" : character;
}

/// <summary>The rules an article number can break (mission A2).</summary>
public enum ArticleNumberFaultKind
{
    /// <summary>There is none, or only blanks.</summary>
    Missing,

    /// <summary>A space, tab or other blank, also at its ends.</summary>
    Space,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>å, ä or ö.</summary>
    SwedishLetter,

    /// <summary>Anything else besides ASCII letters, digits, hyphen and underscore.</summary>
    SpecialCharacter,

    /// <summary>Longer than <see cref="ArticleNumber.LengthMax"/>.</summary>
    TooLong,
}
