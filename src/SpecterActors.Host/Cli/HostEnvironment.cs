using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;

namespace SpecterActors.Host.Cli;

/// <summary>What a command has around it.</summary>
/// <param name="Output">Where answers go.</param>
/// <param name="Error">Where errors and progress go.</param>
/// <param name="Variables">Looks up environment variables.</param>
/// <param name="Time">The clock.</param>
/// <param name="OpenEngine">Opens journal and engine of a node.</param>
/// <param name="OpenJournal">Opens the journal of a node for looking only.</param>
/// <param name="Stop">Set when the process is asked to stop.</param>
internal sealed record HostEnvironment(
    TextWriter Output, TextWriter Error, Func<string, string?> Variables, TimeProvider Time, Func<EngineSetup, CancellationToken, Task<IEngineNode>> OpenEngine,
    Func<NodeOptions, CancellationToken, Task<IJournalTool>> OpenJournal, CancellationToken Stop);
