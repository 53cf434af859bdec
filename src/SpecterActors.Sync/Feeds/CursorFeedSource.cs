using System.Collections.Immutable;
using SpecterActors.Connectors;
using SpecterActors.Domain.Feeds;
using SpecterActors.Runtime;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Feeds;

/// <summary>
/// A feed read by change time. The cursor is the newest change time of rows that are stored, by the source's own clock; each round reads
/// from the cursor less an overlap, so neither clock skew nor pages that shift while reading lose a row. Rows read again change nothing; and
/// where nothing happens they are not read again for ever: the overlap is reckoned from when the list was last read to its end.
/// </summary>
internal abstract class CursorFeedSource<TRow>(EngineServices services, TenantRuntime runtime, string feedId, FeedMemory memory)
    : FeedSource(services, runtime, feedId, memory)
{
    /// <summary>Coarser than any source's change times (whole seconds), with room for a slow answer.</summary>
    private static readonly TimeSpan ChangeTimeGrain = TimeSpan.FromSeconds(5);

    /// <summary>Sources that show whole seconds and filter by them: a row that changed at the cursor lies before this much behind it.</summary>
    private static readonly TimeSpan WholeSecond = TimeSpan.FromSeconds(1);

    /// <summary>Whether the settings want this feed at all; otherwise its rounds are empty.</summary>
    protected virtual bool Enabled => true;

    /// <summary>Change time to begin at when nothing was ever read.</summary>
    protected virtual DateTimeOffset From => DateTimeOffset.UnixEpoch + Runtime.Settings.Pace.Overlap;

    protected abstract Task<Outcome<Page<TRow>>> PageAsync(DateTimeOffset since, string? token, CancellationToken cancellationToken);

    /// <summary>Uid and change time of a row, or null for one that cannot be read.</summary>
    protected abstract (string Uid, DateTimeOffset ChangedAt)? Stamp(TRow row);

    protected abstract Delivery DeliveryOf(TRow row);

    public override async Task<FeedRound> ReadAsync(FeedState state, ActorRef self, CancellationToken cancellationToken)
    {
        if (!Enabled)
        {
            return new FeedRound.Empty();
        }

        Memory.FirstScan = state.Watermark is null;
        if (Memory.ScanFrom != state.Watermark)
        {
            if (Memory.ScanFrom > state.Watermark || state.Watermark is null)
            {
                // Whoever sets it back wants the rows handed over again: what they mean may be another thing by now.
                Memory.Forget();
            }

            // The cursor was set back while its list was being read: begin at the new place.
            (Memory.PageToken, Memory.NewestChange, Memory.ScanFrom) = (null, null, state.Watermark);
        }

        var isFirst = Memory.PageToken is null;
        if (isFirst)
        {
            (Memory.ScanBegan, Memory.ScanBeganMark) = (Now, Services.Time.GetTimestamp());
        }

        var since = Since(state);
        var outcome = await PageAsync(since, Memory.PageToken, cancellationToken);
        if (outcome is not Outcome<Page<TRow>>.Done { Value: var page })
        {
            // A list of a thousand pages would never be read to its end if each lost answer began it anew. Only what the shop refuses may be the place itself.
            Memory.PageToken = outcome is Outcome<Page<TRow>>.Refused ? null : Memory.PageToken;
            return new FeedRound.Failed(outcome.Text());
        }

        var fresh = page.Items.Where(row => Stamp(row) is not { } stamp || !Knows(stamp.Uid, stamp.ChangedAt)).ToList();
        // A row that could not be read is already held under its target: it is not held twice.
        var deliveries = fresh.Select(DeliveryOf).Where(d => Stamped(d, state)).ToList();
        // Pages come by uid, not by time: a row of the first page that changes after that page was read must lie behind the cursor, whatever the source's
        // clock shows. A change seen later on is younger than the first page by no more than the time that has passed since.
        var sinceFirst = isFirst ? TimeSpan.Zero : Services.Time.GetElapsedTime(Memory.ScanBeganMark);
        var held = await HandOverAsync(deliveries, state, cancellationToken);
        foreach (var stamp in fresh.Select(Stamp).OfType<(string Uid, DateTimeOffset ChangedAt)>())
        {
            Remember(stamp.Uid, stamp.ChangedAt);
            var reached = stamp.ChangedAt.UtcTicks > sinceFirst.Ticks ? stamp.ChangedAt - sinceFirst : stamp.ChangedAt;
            Memory.NewestChange = Memory.NewestChange is { } newest && newest > reached ? newest : reached;
        }

        Memory.PageToken = page.NextPageToken;
        return page.NextPageToken is null
            ? Last(state, since, held)
            : new FeedRound.Taken(new FeedCommand.TakePage(null, null, held, [], Now), More: true);
    }

    /// <summary>
    /// The cursor less the overlap. With nothing new the source's clock goes on all the same: what changes after the list was read to its end
    /// shows at least the time that it had then, so the overlap is taken from there, and at last not even the row at the cursor is read again.
    /// No further than that: how two clocks drift in a quiet month is not known, and a clock that goes back by less than the overlap loses nothing.
    /// </summary>
    private DateTimeOffset Since(FeedState state)
    {
        var overlap = Runtime.Settings.Pace.Overlap;
        if (state.Watermark is not { } cursor)
        {
            return From - overlap;
        }

        var since = Memory.ReadUpTo is { } read && read.At > cursor ? read.At - overlap : cursor - overlap;
        return since < cursor + WholeSecond ? since : cursor + WholeSecond;
    }

    /// <summary>Handed over as it is, and no other change can share its time.</summary>
    protected bool Knows(string uid, DateTimeOffset changedAt) => Memory.HandedOver.GetValueOrDefault(uid) is { Final: true } known && known.ChangedAt == changedAt;

    private void Remember(string uid, DateTimeOffset changedAt)
    {
        var firstSeen = Memory.HandedOver.GetValueOrDefault(uid) is { } known && known.ChangedAt == changedAt ? known.FirstSeen : Memory.ScanBegan;
        Memory.HandedOver[uid] = new HandedOver(changedAt, firstSeen, Memory.ScanBegan >= firstSeen + ChangeTimeGrain);
    }

    private FeedRound Last(FeedState state, DateTimeOffset since, ImmutableArray<RowToHold> held)
    {
        foreach (var old in Memory.HandedOver.Where(h => h.Value.ChangedAt < since).Select(h => h.Key).ToList())
        {
            Memory.HandedOver.Remove(old);
        }

        var watermark = Memory.NewestChange > Memory.ScanBegan ? Memory.ScanBegan : Memory.NewestChange;
        Memory.NewestChange = null;
        Memory.ReadUpTo = ReadUpTo(watermark ?? state.Watermark);
        var moved = watermark is { } w && !(w <= state.Watermark);
        return moved || !held.IsEmpty
            ? new FeedRound.Taken(new FeedCommand.TakePage(null, moved ? watermark : null, held, [], Now) { ReadFrom = state.Watermark }, More: false)
            : new FeedRound.Empty();
    }

    /// <summary>What the source's clock showed at least when the scan that ends here began: the newest change by then, or what it showed before and the time since.</summary>
    private (DateTimeOffset At, long Mark)? ReadUpTo(DateTimeOffset? newest)
    {
        DateTimeOffset? goneOn = Memory.ReadUpTo is { } before ? before.At + Services.Time.GetElapsedTime(before.Mark, Memory.ScanBeganMark) : null;
        var least = goneOn is null || newest > goneOn ? newest : goneOn;
        return least is { } at ? (at, Memory.ScanBeganMark) : null;
    }

    private static bool Stamped(Delivery delivery, FeedState state) =>
        !delivery.Target.StartsWith("unreadable:", StringComparison.Ordinal) || state.Held.All(h => h.Target != delivery.Target);
}
