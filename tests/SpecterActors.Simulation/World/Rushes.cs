namespace SpecterActors.Simulation.World;

/// <summary>
/// Spreads the busy time of a sample world over the virtual hour: a few rushes, in which buyers and staff are as quick as in the sample
/// world, and idle time between. The first rush begins at once.
/// </summary>
public sealed class Rushes
{
    private const int Count = 4;
    private readonly TimeSpan length;
    private readonly TimeSpan[] begins;

    public Rushes(TimeSpan busy, TimeSpan span, Random chance)
    {
        length = busy / Count;
        var slot = (span - busy) / Count;
        begins = [.. Enumerable.Range(0, Count).Select(i => i == 0 ? TimeSpan.Zero : (slot * i) + (length * i) + (slot * 0.9 * chance.NextDouble()))];
    }

    /// <summary>When, from the start of the run, something at this busy time happens.</summary>
    public TimeSpan At(TimeSpan busy)
    {
        var rush = Math.Min(Count - 1, (int)(busy / length));
        return begins[rush] + (busy - (length * rush));
    }

    /// <summary>The busy time that has passed at this time of the run.</summary>
    public TimeSpan BusyAt(TimeSpan elapsed)
    {
        var rush = Math.Max(0, Array.FindLastIndex(begins, b => b <= elapsed));
        var into = elapsed - begins[rush];
        return (length * rush) + (rush == Count - 1 || into < length ? into : length - TimeSpan.FromTicks(1));
    }
}
