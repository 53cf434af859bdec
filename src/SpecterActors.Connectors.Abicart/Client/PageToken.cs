using System.Globalization;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>
/// Where a list sorted by uid goes on. Each page begins with the last object of the page before (overlap of one): if it is no longer
/// there, objects have left the list and others have moved up over the page's edge, so the reading goes back one page. Objects that
/// join the list behind the reader do so because they changed, hence stand in the next reading from a later time.
/// </summary>
/// <param name="Offset">Objects before the page.</param>
/// <param name="LastUid">Uid of the last object read; 0 before the first page.</param>
internal sealed record PageToken(int Offset, long LastUid)
{
    public static PageToken Start => new(0, 0);

    /// <summary>Reads a token; null is the start. Null when it is not one of ours.</summary>
    public static PageToken? Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        var parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var lastUid)
                ? new PageToken(offset, lastUid)
                : null;
    }

    /// <summary>
    /// What follows after a page with these uids: which of its objects are new, and where to go on (null at the end). The end is a page
    /// without new objects, never merely a short one: the shop's largest page is not known (abicart.md section 1.5).
    /// </summary>
    public PageStep After(IReadOnlyList<long> uids, int pageSize)
    {
        var last = LastUid;
        if (Offset > 0 && (uids.Count == 0 || uids[0] > last))
        {
            return new PageStep(uids.Count, new PageToken(Math.Max(0, Offset - pageSize), last), Moved: true);
        }

        var known = uids.TakeWhile(u => u <= last).Count();
        return known == uids.Count
            ? new PageStep(known, null, Moved: false)
            : new PageStep(known, new PageToken(Offset + uids.Count - 1, uids[^1]), Moved: false);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}:{LastUid}");
}

/// <summary>What follows after one page.</summary>
/// <param name="Skip">So many objects at its start are to be left out.</param>
/// <param name="Next">Where to go on, or null at the end.</param>
/// <param name="Moved">The list moved; the page is to be left out as a whole.</param>
internal sealed record PageStep(int Skip, PageToken? Next, bool Moved);
