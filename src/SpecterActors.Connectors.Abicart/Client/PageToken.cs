using System.Globalization;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>
/// Where a list sorted by uid goes on. Each page begins with the last object of the page before (overlap of one): if it is no longer
/// there, objects have left the list and others have moved up over the page's edge, so the reading goes back one page. Objects that
/// join the list behind the reader do so because they changed, hence stand in the next reading from a later time.
/// </summary>
/// <param name="Offset">Objects before the page.</param>
/// <param name="LastUid">Uid of the last object read; 0 before the first page.</param>
/// <param name="Most">Objects on the largest page so far; 0 before the first page.</param>
/// <param name="Idle">Whole pages in a row that held nothing new.</param>
internal sealed record PageToken(int Offset, long LastUid, int Most, int Idle)
{
    /// <summary>So many whole pages in a row without anything new are no list that moved: the shop repeats itself.</summary>
    private const int IdleMax = 20;

    public static PageToken Start => new(0, 0, 0, 0);

    /// <summary>Reads a token; null is the start. A short one is of a version that kept offset and uid alone. Null when it is not one of ours.</summary>
    public static PageToken? Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        var parts = text.Split(':');
        var (most, idle) = (0, 0);
        return parts.Length is 2 or 4
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var lastUid)
            && (parts.Length == 2
                || (int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out most)
                    && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out idle)))
                ? new PageToken(offset, lastUid, most, idle)
                : null;
    }

    /// <summary>
    /// What follows after a page with these uids: which of its objects are new, and where to go on (null at the end). The end is a page
    /// without new objects that is shorter than one before, or of one object: the shop's largest page is not known (abicart.md section
    /// 1.5), but it is no smaller than the largest seen. A whole page of known objects is not the end: others have joined the list before
    /// them, or a proxy has repeated a page.
    /// </summary>
    /// <exception cref="Wire.WireException">The list does not go on.</exception>
    public PageStep After(IReadOnlyList<long> uids)
    {
        var last = LastUid;
        var most = Math.Max(Most, uids.Count);
        if (Offset > 0 && (uids.Count == 0 || uids[0] > last))
        {
            return new PageStep(uids.Count, new PageToken(Math.Max(0, Offset - Math.Max(1, Most)), last, Most, Idle), Moved: true);
        }

        var known = uids.TakeWhile(u => u <= last).Count();
        if (known < uids.Count)
        {
            return new PageStep(known, new PageToken(Offset + uids.Count - 1, uids[^1], most, 0), Moved: false);
        }

        return uids.Count < 2 || uids.Count < most ? new PageStep(known, null, Moved: false)
            : Idle < IdleMax ? new PageStep(known, new PageToken(Behind(uids), last, most, Idle + 1), Moved: false)
            : throw new Wire.WireException($"{IdleMax} pages in a row hold nothing new: the list does not go on");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}:{LastUid}:{Most}:{Idle}");

    /// <summary>A page that ends before the last object read is asked for once more, since it may have been another's answer; the next time it is passed over.</summary>
    private int Behind(IReadOnlyList<long> uids) => uids[^1] < LastUid && Idle % 2 == 0 ? Offset : Offset + uids.Count - 1;
}

/// <summary>What follows after one page.</summary>
/// <param name="Skip">So many objects at its start are to be left out.</param>
/// <param name="Next">Where to go on, or null at the end.</param>
/// <param name="Moved">The list moved; the page is to be left out as a whole.</param>
internal sealed record PageStep(int Skip, PageToken? Next, bool Moved);
