namespace SpecterActors.Bench;

/// <summary>One thing measured, beside the raw rate of the same work without us, in the same run.</summary>
public interface IBenchScenario
{
    /// <summary>Name for <c>--filter</c>.</summary>
    string Name { get; }

    /// <summary>Measures. Each result carries its raw rate.</summary>
    IEnumerable<BenchResult> Run(BenchOptions options);
}

/// <summary>How long and how large to measure.</summary>
/// <param name="Seconds">Time each measurement takes at least.</param>
/// <param name="Rounds">Measurements per result; ours and the raw one alternate, and the best of each counts.</param>
/// <param name="DataPath">Folder for files of scenarios that need a disk.</param>
public sealed record BenchOptions(double Seconds, int Rounds, string DataPath);

/// <summary>One line of the report.</summary>
/// <param name="Scenario">What was measured.</param>
/// <param name="Rate">Operations per second through the engine.</param>
/// <param name="RawRate">Operations per second of the same work without the engine.</param>
/// <param name="Unit">What one operation is.</param>
/// <param name="RawIs">What the raw rate was measured on.</param>
/// <param name="Note">Anything else worth knowing, or null.</param>
public sealed record BenchResult(string Scenario, double Rate, double RawRate, string Unit, string RawIs, string? Note = null)
{
    /// <summary><see cref="Rate"/> as a share of <see cref="RawRate"/>.</summary>
    public double Ratio => RawRate == 0 ? 0 : Rate / RawRate;
}
