namespace SpecterActors.Connectors.Lane;

/// <summary>
/// Allows N starts in any window of a given length, and no fewer: a start may follow the N-th start before it as soon as the window
/// has passed. A bucket that refills while it is full would let nearly 2 N through in one window.
/// </summary>
/// <remarks>
/// A place is taken when a call is admitted and stamped when it really starts, which may be later and in another order. Admission k
/// waits until admission k - N has started and the window has passed since; by induction every admission up to k - N then lies a
/// window back, so the bound holds for the starts in whatever order they come. Not thread-safe: its owner locks.
/// <para>
/// The other side counts arrivals, not starts. With <paramref name="allowance"/> added to the window, arrivals keep the limit as well, as
/// long as no request is on its way longer than another by more than that.
/// </para>
/// </remarks>
/// <param name="rate">Starts per window.</param>
/// <param name="time">Clock.</param>
/// <param name="allowance">Added to the window.</param>
internal sealed class SlidingWindow(LaneRate rate, TimeProvider time, TimeSpan allowance = default)
{
    private const long Free = long.MinValue;
    private const long Pending = long.MaxValue;

    private readonly TimeSpan window = rate.Window + allowance;
    private readonly long[] starts = NewStarts(rate.Calls);
    private int next;

    /// <summary>Zero: a start may be admitted. More: after that time. Null: once an admitted call has started.</summary>
    public TimeSpan? WaitAt(long now)
    {
        var oldest = starts[next];
        if (oldest == Free)
        {
            return TimeSpan.Zero;
        }

        if (oldest == Pending)
        {
            return null;
        }

        var left = window - time.GetElapsedTime(oldest, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Admits one start; only when <see cref="WaitAt"/> is zero. Answers its place.</summary>
    public int Take()
    {
        var place = next;
        starts[place] = Pending;
        next = (next + 1) % starts.Length;
        return place;
    }

    /// <summary>
    /// The admitted call has begun: told when its request was handed to the network, not before, since its thread may be held up in between for
    /// any time, and the window runs from when the request went out.
    /// </summary>
    public void Started(int place, long now) => starts[place] = now;

    /// <summary>The admitted call will never start.</summary>
    public void Unused(int place) => starts[place] = Free;

    private static long[] NewStarts(int calls)
    {
        var starts = new long[calls];
        Array.Fill(starts, Free);
        return starts;
    }
}
