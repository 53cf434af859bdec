namespace SpecterActors.Simulation.Oracles;

/// <summary>A promise was broken.</summary>
/// <param name="oracle">Short name of the promise, by which failures are told apart.</param>
/// <param name="message">What was found, with names and figures.</param>
public sealed class OracleException(string oracle, string message) : Exception($"[{oracle}] {message}")
{
    public string Oracle { get; } = oracle;
}
