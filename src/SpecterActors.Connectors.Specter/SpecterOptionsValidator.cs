using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SpecterActors.Connectors.Specter;

/// <summary>Says what is wrong with <see cref="SpecterOptions"/>, without ever showing a secret.</summary>
public static class SpecterOptionsValidator
{
    private const int PatternsKept = 64;

    private static readonly ConcurrentDictionary<string, Regex?> Made = new(StringComparer.Ordinal);

    /// <summary>One sentence per problem, naming the setting; empty when the options can be used.</summary>
    public static IReadOnlyList<string> Problems(SpecterOptions options)
    {
        var problems = new List<string>();
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        var address = options.BaseAddress;
        Require(address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)),
            "BaseAddress must be an absolute https address (http only on loopback): Specter's key travels in the URL.");
        Require(options.SbmId > 0, "SbmId must be the number of the Specter account.");
        if (options.ApiVersion == SpecterApiVersion.V2)
        {
            Require(options.ApiUserKey.Trim().Length > 0, "ApiUserKey is needed for API version 2.");
            Require(options.IntegrationKey.Trim().Length > 0, "IntegrationKey is needed for API version 2.");
            Require(options.ApiUserId.All(char.IsAsciiDigit), "ApiUserId must be a number, or empty when none was issued.");
        }
        else
        {
            Require(options.Md5Key1.Trim().Length > 0, "Md5Key1 is needed for API version 1.");
            Require(options.Md5Key2.Trim().Length > 0, "Md5Key2 is needed for API version 1.");
        }

        Require(Pattern(options.UnauthorisedPattern) is not null || options.UnauthorisedPattern is null, "UnauthorisedPattern is not a regular expression.");
        var duplicate = Pattern(options.DuplicateNumberPattern);
        Require(options.DuplicateNumberPattern is null || (duplicate is not null && duplicate.GetGroupNames().Contains("number", StringComparer.Ordinal)),
            "DuplicateNumberPattern must be a regular expression with a group named number.");
        Require(!options.ValidationCodes.Overlaps(options.DuplicateCodes), "A code cannot be both in ValidationCodes and in DuplicateCodes.");
        foreach (var (name, value, of) in new[]
        {
            ("CancelOrderAction", options.CancelOrderAction, "a function"), ("PayOrderAction", options.PayOrderAction, "a function"),
            ("CreditOrderAction", options.CreditOrderAction, "a function"), ("DeliveryTrackingParameter", options.DeliveryTrackingParameter, "a parameter"),
        })
        {
            Require(value is null || (value.Length is > 0 and <= 60 && value.All(char.IsAsciiLetterOrDigit)), $"{name} must be the name of {of}: letters and digits only.");
        }

        Require(options.RowPriceDecimals is >= 2 and <= 6, "RowPriceDecimals must be between 2 and 6.");
        Require(options.StockAnswerLimit >= 1, "StockAnswerLimit must be at least 1.");
        Require(options.AnswerBytesMax is >= 1024 and <= 256 * 1024 * 1024, "AnswerBytesMax must be between 1 KiB and 256 MiB.");
        return problems;
    }

    /// <summary>Patterns come from configuration and meet texts from outside: they run in time linear to the text.</summary>
    internal static Regex? Pattern(string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        // Making one costs milliseconds, and every change of settings asks for the same few.
        if (Made.TryGetValue(pattern, out var made))
        {
            return made;
        }

        made = Make(pattern);
        if (Made.Count < PatternsKept)
        {
            Made[pattern] = made;
        }

        return made;
    }

    private static Regex? Make(string pattern)
    {
        try
        {
            return new Regex(
                pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
                TimeSpan.FromSeconds(1));
        }
        catch (Exception notUsable) when (notUsable is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
