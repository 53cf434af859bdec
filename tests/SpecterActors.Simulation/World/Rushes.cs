namespace SpecterActors.Simulation.World;

/// <summary>
/// Spreads the busy time of a sample world over the virtual hour: a few rushes, in which buyers and staff are as quick as in the sample
/// world, and idle time between. The first rush begins at once.
/// </summary>
public sealed class Rushes
{
    private readonly TimeSpan length;
    private readonly TimeSpan[] begins;

    /// <summary>Spreads so much busy time over <paramref name="span"/>, in <paramref name="count"/> rushes of the same length.</summary>
    public Rushes(TimeSpan busy, TimeSpan span, int count, Random chance)
    {
        length = busy / count;
        var slot = (span - busy) / count;
        begins = [.. Enumerable.Range(0, count).Select(i => i == 0 ? TimeSpan.Zero : (slot * i) + (length * i) + (slot * 0.9 * chance.NextDouble()))];
    }

    /// <summary>When, from the start of the run, something at this busy time happens.</summary>
    public TimeSpan At(TimeSpan busy)
    {
        var rush = Math.Min(begins.Length - 1, (int)(busy / length));
        return begins[rush] + (busy - (length * rush));
    }

    /// <summary>The busy time that has passed at this time of the run.</summary>
    public TimeSpan BusyAt(TimeSpan elapsed)
    {
        var rush = Math.Max(0, Array.FindLastIndex(begins, b => b <= elapsed));
        var into = elapsed - begins[rush];
        return (length * rush) + (rush == begins.Length - 1 || into < length ? into : length - TimeSpan.FromTicks(1));
    }
}
