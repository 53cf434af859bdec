namespace SpecterActors.Bench;

/// <summary>One thing measured, beside the raw rate of the same work without us, in the same run.</summary>
public interface IBenchScenario
{
    /// <summary>Name for <c>--filter</c>.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    IEnumerable<BenchResult> Run(BenchOptions options);
}

/// <summary>How long and how large to measure.</summary>
/// <param name="Seconds">Time that a measurement which finds its own size takes about.</param>
/// <param name="Rounds">Measurements per result, after one to warm up; ours and the raw one alternate, and who goes first alternates too.</param>
/// <param name="DataPath">Folder for files of scenarios that need a disk.</param>
/// <param name="Stores">Stores to measure: memory, sqlite, postgres.</param>
/// <param name="Full">Whether the largest sizes are measured too: a million events, ten thousand writers.</param>
/// <param name="Actors">Only these sizes, of scenarios that have several; null: all of them, the largest with <paramref name="Full"/> alone.</param>
public sealed record BenchOptions(double Seconds, int Rounds, string DataPath, IReadOnlyList<string> Stores, bool Full, IReadOnlyList<int>? Actors = null)
{
    /// <summary>Whether a size is to be measured.</summary>
    public bool Wants(int actors, bool large = false) => Actors?.Contains(actors) ?? (Full || !large);
}

/// <summary>One line of the report.</summary>
/// <param name="Scenario">What was measured.</param>
/// <param name="Store">Where it was stored; null when nothing was.</param>
/// <param name="Actors">Actors concerned.</param>
/// <param name="Events">Events per operation, or per stream; 0 when there are none.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Ours">Through the engine.</param>
/// <param name="Raw">The same work without the engine, in the same run; null when there is no such thing.</param>
/// <param name="RawIs">What the raw rate was measured on.</param>
/// <param name="Note">Anything else worth knowing, or null.</param>
public sealed record BenchResult(string Scenario, string? Store, int Actors, int Events, string Unit, Series Ours, Series? Raw, string? RawIs = null, string? Note = null)
{
    /// <summary>Median of <see cref="Ours"/> as a share of the raw median.</summary>
    public double? Ratio => Raw is null ? null : Ours.Median / Raw.Median;
}

/// <summary>What several rounds gave.</summary>
public sealed record Series(params double[] Values)
{
    public double Median => Sorted() is var s && s.Length % 2 == 1 ? s[s.Length / 2] : (s[(s.Length / 2) - 1] + s[s.Length / 2]) / 2;

    public double Min => Values.Min();

    public double Max => Values.Max();

    private double[] Sorted() => [.. Values.Order()];
}
