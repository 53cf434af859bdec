using System.Text;
using System.Text.RegularExpressions;

namespace SpecterActors.Sandbox.Faults;

/// <summary>
/// What a cache or proxy does that forgets the place in a list: a request for a later page is answered as if it had asked for the first. Lists
/// with pages are those of the shop (abicart.md section 1.5); a feed of the ERP has none.
/// </summary>
public static partial class RepeatedPages
{
    /// <summary>Whether the request asks for a page behind the first.</summary>
    public static bool IsLater(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Body.Span.IndexOf("\"offset\""u8) >= 0 && Offset().IsMatch(Encoding.UTF8.GetString(request.Body.Span));
    }

    /// <summary>The request for the first page of the same list.</summary>
    public static SandboxRequest First(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Body = Encoding.UTF8.GetBytes(Offset().Replace(Encoding.UTF8.GetString(request.Body.Span), "\"offset\":0")) };
    }

    [GeneratedRegex("\"offset\":\\s*[1-9][0-9]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Offset();
}
