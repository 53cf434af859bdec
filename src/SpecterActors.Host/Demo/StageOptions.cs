using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;

namespace SpecterActors.Host.Demo;

/// <summary>How a stage is set.</summary>
/// <param name="Url">Where the sandbox listens; port 0 takes a free one.</param>
/// <param name="Seed">Seed of sample data and faults.</param>
/// <param name="Size">How much sample data; null: empty systems, nothing lives.</param>
/// <param name="Faults">What requests and callbacks suffer.</param>
/// <param name="DuplicateAnswer">How Specter refuses an external number that is taken.</param>
/// <param name="ExpectedFile">Where the expected outcomes are written before anything happens, and read from for the verdict.</param>
internal sealed record StageOptions(
    string Url, int Seed, SampleSize? Size, FaultRates Faults, DuplicateOrderAnswer DuplicateAnswer, string? ExpectedFile);
