using System.Globalization;

namespace SpecterActors.Domain.Values;

/// <summary>What a number of an organisation or person turned out to be.</summary>
public enum OrganisationNumberKind
{
    /// <summary>Swedish organisation number with a right checksum.</summary>
    Organisation,

    /// <summary>Swedish personal identity number with a right checksum and a possible date.</summary>
    Personal,

    /// <summary>Swedish co-ordination number: a personal one whose day is raised by 60.</summary>
    Coordination,

    /// <summary>Anything else: a foreign number, or a Swedish one with a slip. It is compared as text.</summary>
    Opaque,
}

/// <summary>
/// A Swedish organisation number, personal identity number or co-ordination number, or a foreign number, in a form in which two spellings
/// are compared. Swedish numbers become their ten digits, however they were typed: with or without hyphen or plus, with the century
/// (19850709-9805), with the prefix 16 of organisations, or as VAT number (SE556036079301). The century is not part of the comparison,
/// since most people leave it out; two persons born a hundred years apart may thus share a value. All other numbers are upper case without
/// blanks, hyphens, dots and slashes.
/// </summary>
public sealed record OrganisationNumber
{
    private OrganisationNumber(OrganisationNumberKind kind, string value, int? century) => (Kind, Value, Century) = (kind, value, century);

    /// <summary>What it is.</summary>
    public OrganisationNumberKind Kind { get; }

    /// <summary>The normal form.</summary>
    public string Value { get; }

    /// <summary>Century of birth (18, 19, 20) when it was typed, else null.</summary>
    public int? Century { get; }

    /// <summary>The number as Swedish forms show it: with a hyphen before the last four digits; foreign numbers as their normal form.</summary>
    public string Display => Kind is OrganisationNumberKind.Opaque ? Value : $"{Value[..6]}-{Value[6..]}";

    /// <summary>The normal form of what was typed, or null when nothing was (or only punctuation).</summary>
    public static OrganisationNumber? Parse(string? text)
    {
        var folded = TextFolding.Upper(text ?? "");
        var bare = string.Concat(folded.Where(c => !char.IsWhiteSpace(c) && !IsPunctuation(c)));
        if (bare.Length == 0)
        {
            return null;
        }

        var digits = bare.Length == 14 && bare.StartsWith("SE", StringComparison.Ordinal) && bare.EndsWith("01", StringComparison.Ordinal)
            ? bare[2..12]
            : bare;
        if (!digits.All(char.IsAsciiDigit))
        {
            return new OrganisationNumber(OrganisationNumberKind.Opaque, bare, null);
        }

        var (century, ten) = digits.Length switch
        {
            12 => (int.Parse(digits[..2], CultureInfo.InvariantCulture), digits[2..]),
            10 => ((int?)null, digits),
            _ => (null, ""),
        };
        return KindOf(ten, century) is { } kind
            ? new OrganisationNumber(kind, ten, kind is OrganisationNumberKind.Organisation ? null : century)
            : new OrganisationNumber(OrganisationNumberKind.Opaque, bare, null);
    }

    /// <summary>Never the number itself: it may be a person's.</summary>
    public override string ToString() => $"({Kind})";

    private static bool IsPunctuation(char c) => c is '-' or '+' or '.' or '/' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212';

    private static OrganisationNumberKind? KindOf(string ten, int? century)
    {
        if (ten.Length != 10 || !HasRightChecksum(ten))
        {
            return null;
        }

        var month = int.Parse(ten[2..4], CultureInfo.InvariantCulture);
        if (month >= 20)
        {
            return century is null or 16 ? OrganisationNumberKind.Organisation : null;
        }

        var day = int.Parse(ten[4..6], CultureInfo.InvariantCulture);
        var coordination = day > 60;
        if (century is not (null or 18 or 19 or 20) || !IsDate(century, int.Parse(ten[..2], CultureInfo.InvariantCulture), month, coordination ? day - 60 : day))
        {
            return null;
        }

        return coordination ? OrganisationNumberKind.Coordination : OrganisationNumberKind.Personal;
    }

    private static bool IsDate(int? century, int yearOfCentury, int month, int day)
    {
        // Without the century the year 00 may be the leap year 2000, so the lenient reading counts.
        var year = ((century ?? 20) * 100) + yearOfCentury;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool HasRightChecksum(string ten)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            var product = (ten[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }
}
