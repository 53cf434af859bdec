using System.Text.RegularExpressions;
using SpecterActors.Domain.Failures;

namespace SpecterActors.Connectors.Specter;

/// <summary>What a refusal code of one account means. Codes have the form <c>specter-12</c>.</summary>
public sealed class SpecterRefusals
{
    /// <summary>Put before Specter's own code.</summary>
    public const string Prefix = "specter-";

    /// <summary>More articles in one call than allowed; nothing was sent.</summary>
    public const string TooManyArticles = "too-many-articles";

    private readonly SpecterOptions options;
    private readonly Regex? unauthorised;
    private readonly Regex? duplicateNumber;

    /// <summary>Makes the table of one account.</summary>
    public SpecterRefusals(SpecterOptions options)
    {
        this.options = options;
        unauthorised = SpecterOptionsValidator.Pattern(options.UnauthorisedPattern);
        duplicateNumber = SpecterOptionsValidator.Pattern(options.DuplicateNumberPattern);
    }

    /// <summary>The code is configured as one that proves the order does not exist.</summary>
    public bool IsValidation(string code) => Own(code) is { } own && options.ValidationCodes.Contains(own);

    /// <summary>The code may mean that the external number exists.</summary>
    public bool MayBeDuplicate(string code) =>
        Own(code) is { } own && (options.DuplicateCodes.IsEmpty ? !options.ValidationCodes.Contains(own) : options.DuplicateCodes.Contains(own));

    /// <summary>
    /// The refusal proves that the order does not exist, also after an attempt that may have been executed: a validation code, or a rule
    /// of our own, which the same content breaks at every attempt.
    /// </summary>
    public bool IsPlain(string code) => code is ParkingCodes.FieldInvalid or TooManyArticles || IsValidation(code);

    /// <summary>The code as we show it: lower case letters, digits and hyphens only.</summary>
    internal static string CodeOf(string own)
    {
        var clean = new string([.. own.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(32)]);
        return Prefix + (clean.Length == 0 ? "unknown" : clean.ToLowerInvariant());
    }

    internal bool IsUnauthorised(string code, string message) =>
        (Own(code) is { } own && options.UnauthorisedCodes.Contains(own)) || (unauthorised is not null && unauthorised.IsMatch(message));

    /// <summary>The number of the order that has the external number already, when the text names it.</summary>
    internal string? ExistingNumber(string code, string message)
    {
        if (duplicateNumber is null || !MayBeDuplicate(code))
        {
            return null;
        }

        var number = duplicateNumber.Match(message).Groups["number"].Value.Trim();
        return number.Length is > 0 and <= 20 && number.All(char.IsAsciiDigit) ? number : null;
    }

    private static string? Own(string code) => code.StartsWith(Prefix, StringComparison.Ordinal) ? code[Prefix.Length..] : null;
}
