namespace SpecterActors.Simulation.Oracles;

/// <summary>A promise was broken.</summary>
public sealed class OracleException(string message) : Exception(message);
