using Microsoft.AspNetCore.Http.Features;

namespace SpecterActors.Host.Admin;

/// <summary>
/// Path segments as the client wrote them. Ids hold slashes and percent signs of their own, so they stand percent-encoded in a path and are
/// decoded here exactly once; the server's own decoding keeps <c>%2F</c> but not <c>%25</c> and so could not tell two ids apart.
/// </summary>
internal static class RawPath
{
    /// <summary>Segment <paramref name="index"/> of the path, decoded; the path <c>/admin/tenants/a</c> has three.</summary>
    public static string Segment(HttpContext context, int index)
    {
        var segments = Segments(context);
        return index < segments.Length ? Uri.UnescapeDataString(segments[index]) : "";
    }

    /// <summary>Everything from segment <paramref name="index"/> on, decoded: an id may come with its slashes plain or encoded.</summary>
    public static string From(HttpContext context, int index) => Uri.UnescapeDataString(string.Join('/', Segments(context).Skip(index)));

    private static string[] Segments(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var path = string.IsNullOrEmpty(target) ? context.Request.Path.ToUriComponent() : target;
        var end = path.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? path : path[..end]).Split('/')[1..];
    }
}
