namespace SpecterActors.Domain.Reconciliation;

/// <summary>The one bound behind every brake on changes in bulk (guarantee 10).</summary>
public static class MassChange
{
    /// <summary>So many may go whatever the share, or a small shop could never let one article go.</summary>
    public const int AlwaysFree = 2;

    /// <summary>Most of <paramref name="range"/> that may be changed without a person's word.</summary>
    /// <param name="range">How many there are.</param>
    /// <param name="sharePercent">Allowed share in percent.</param>
    public static long Most(long range, decimal sharePercent) => Math.Max(AlwaysFree, (long)(range * sharePercent / 100m));
}
