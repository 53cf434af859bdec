using System.Text.RegularExpressions;

namespace SpecterActors.Connectors.Http;

/// <summary>
/// Takes secrets out of texts before they are logged, stored or shown: the values of parameters that are known to carry one
/// (Specter carries its key in the URL, specter.md section 3.3), and the secrets themselves wherever they stand.
/// </summary>
public sealed partial class SecretRedactor
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mark = "***";

    // Shorter values would also take innocent parts out of every text.
    private const int SecretLengthMin = 4;

    private readonly string[] secrets;

    /// <summary>Makes one that also removes these values, plain and percent-encoded. Values under 4 characters are ignored.</summary>
    public SecretRedactor(params IEnumerable<string?> secrets)
    {
        this.secrets =
        [
            .. secrets
                .Where(secret => secret is { Length: >= SecretLengthMin })
                .SelectMany(secret => new[] { secret!, Uri.EscapeDataString(secret!) })
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(secret => secret.Length),
        ];
    }

    /// <summary>One that knows the parameter names only.</summary>
    public static SecretRedactor Plain { get; } = new();

    /// <summary>The text without secrets; never longer than a mark per secret allows.</summary>
    public string Redact(string text)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return Parameters().Replace(text, static match => match.Groups["name"].Value + match.Groups["sep"].Value + Mark);
    }

    [GeneratedRegex(
        """(?<name>\b(?:key|api_?user_?key|integration_?key|md5_?key_?[12]?|api_?key|auth|token|access_?token|password|secret|pskey)\b"?)(?<sep>\s*[=:]\s*"?)(?<value>[^\s&;,"'<>]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();
}
