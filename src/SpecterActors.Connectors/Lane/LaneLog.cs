namespace SpecterActors.Connectors.Lane;

/// <summary>The last attempts and the counters of one lane. Not thread-safe: its owner locks.</summary>
internal sealed class LaneLog(int size)
{
    private readonly LaneAttempt?[] ring = new LaneAttempt?[size];
    private long written;
    private long done;
    private long refused;
    private long throttled;
    private long notSent;
    private long ambiguous;
    private long unauthorised;
    private long turnedAway;
    private long calls;

    public LaneCounters Counters => new(calls, done, refused, throttled, notSent, ambiguous, unauthorised, turnedAway);

    public void Started() => calls++;

    public void TurnedAway() => turnedAway++;

    public void Add(LaneAttempt attempt)
    {
        ring[(int)(written % ring.Length)] = attempt;
        written++;
        switch (attempt.Outcome)
        {
            case OutcomeFacts.Done: done++; break;
            case OutcomeFacts.Refused: refused++; break;
            case OutcomeFacts.Throttled: throttled++; break;
            case OutcomeFacts.NotSent: notSent++; break;
            case OutcomeFacts.Ambiguous: ambiguous++; break;
            case OutcomeFacts.Unauthorised: unauthorised++; break;
            default: break; // a bug has no counter of its own: it is thrown to the caller
        }
    }

    /// <summary>The attempts kept, newest first.</summary>
    public IReadOnlyList<LaneAttempt> Newest()
    {
        var kept = (int)Math.Min(written, ring.Length);
        var attempts = new List<LaneAttempt>(kept);
        for (var back = 1; back <= kept; back++)
        {
            attempts.Add(ring[(int)((written - back) % ring.Length)]!);
        }

        return attempts;
    }
}
