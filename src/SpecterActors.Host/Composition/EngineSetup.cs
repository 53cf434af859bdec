using SpecterActors.Host.Configuration;
using SpecterActors.Sync;

namespace SpecterActors.Host.Composition;

/// <summary>What an engine is made from.</summary>
/// <param name="Options">The node's configuration.</param>
/// <param name="Folder">Its data folder.</param>
/// <param name="Loggers">Where it logs.</param>
/// <param name="Time">Its clock.</param>
/// <param name="CallbackBase">Address under which outside systems reach this node, or null.</param>
/// <param name="SecretsSeen">Told the secrets of each tenant before its first call.</param>
/// <param name="Offline">Tenants are configured and none runs: nothing is read or sent on their behalf.</param>
public sealed record EngineSetup(
    NodeOptions Options, DataFolder Folder, ILoggerFactory Loggers, TimeProvider Time, Uri? CallbackBase, Action<IEnumerable<string>> SecretsSeen, bool Offline = false);

/// <summary>An engine with what it stands on; disposing closes the journal. Stop the engine first.</summary>
public interface IEngineNode : IAsyncDisposable
{
    /// <summary>The engine, not started yet.</summary>
    IEngine Engine { get; }
}
