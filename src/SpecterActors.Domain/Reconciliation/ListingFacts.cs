using SpecterActors.Domain.Failures;

namespace SpecterActors.Domain.Reconciliation;

/// <summary>What is known of a reading of a shop's whole listing.</summary>
/// <param name="BrokenOff">Why it could not be read to its end; null when it was.</param>
/// <param name="Shown">Articles it showed, a variant's article once.</param>
/// <param name="Unreadable">Articles it showed that nobody could read.</param>
/// <param name="Counted">How many articles the shop counted, at the least; null when it does not count.</param>
/// <param name="Known">Articles and variants that the engine knows as listed there.</param>
/// <param name="NotShown">Of these, how many it did not show.</param>
/// <param name="ThereAfterAll">Of these, how many the shop has all the same.</param>
public sealed record ListingFacts(string? BrokenOff, long Shown, long Unreadable, long? Counted, long Known, long NotShown, long ThereAfterAll)
{
    /// <summary>Nothing that the listing does not show may be believed to be gone, and nothing is mended by it; null when it may be believed.</summary>
    /// <param name="sharePercent">Share by which it may shrink.</param>
    public DriftHold? Fault(decimal sharePercent)
    {
        if (BrokenOff is { } reason)
        {
            return new DriftHold(ParkingCodes.ListingBrokenOff, $"The listing could not be read to its end: {reason}", Confirmable: false);
        }

        if (Shown == 0 && Known > 0)
        {
            return new DriftHold(ParkingCodes.ListingEmpty, $"The listing is empty, and {Known} articles are known.");
        }

        if (Counted is { } counted && Shown + Unreadable < counted)
        {
            return new DriftHold(ParkingCodes.ListingIncomplete, $"The listing showed {Shown + Unreadable} articles, and the shop counts {counted}.");
        }

        return NotShown > MassChange.Most(Known, sharePercent)
            ? new DriftHold(ParkingCodes.ListingShrunk, $"{NotShown} of {Known} known articles are not in the listing; {sharePercent:0.##} % may go at once.")
            // One that could not be read is left out of a listing that is whole all the same.
            : ThereAfterAll > Unreadable ? new DriftHold(ParkingCodes.ListingIncomplete, $"{ThereAfterAll} articles are not in the listing and yet there.")
            : null;
    }

    /// <summary>Why so many of a kind are not mended by themselves; null when they are.</summary>
    public static DriftHold? TooMany(long found, long range, decimal sharePercent) => found > MassChange.Most(range, sharePercent)
        ? new DriftHold(ParkingCodes.MassChange, $"{found} of {range} differ; {sharePercent:0.##} % may be mended at once.")
        : null;
}
