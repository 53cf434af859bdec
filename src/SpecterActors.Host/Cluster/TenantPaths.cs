using SpecterActors.Host.Admin;

namespace SpecterActors.Host.Cluster;

/// <summary>Which tenant a request of the admin API concerns, told by its path alone.</summary>
internal static class TenantPaths
{
    /// <summary>First segments below <c>/admin</c> that are followed by a persistence id, which begins with its tenant.</summary>
    private static readonly HashSet<string> OfEntities = new(StringComparer.OrdinalIgnoreCase) { "entities", "journal", "retry", "resolve", "done" };

    /// <summary>The tenant, or null when the request concerns all of them or none.</summary>
    public static string? TenantOf(HttpContext context)
    {
        if (!string.Equals(RawPath.Segment(context, 0), "admin", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var kind = RawPath.Segment(context, 1);
        var tenant = string.Equals(kind, "tenants", StringComparison.OrdinalIgnoreCase) ? RawPath.Segment(context, 2)
            : OfEntities.Contains(kind) ? RawPath.From(context, 2).Split('/')[0]
            : "";
        return tenant.Length == 0 ? null : tenant;
    }
}
