using SpecterActors.Host.Configuration;
using SpecterActors.Placement;
using SpecterActors.Sync;
using SpecterActors.Sync.Peers;

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
    NodeOptions Options, DataFolder Folder, ILoggerFactory Loggers, TimeProvider Time, Uri? CallbackBase, Action<IEnumerable<string>> SecretsSeen, bool Offline = false)
{
    /// <summary>Where the other nodes reach this one; null where it is the only one.</summary>
    public Uri? Address { get; init; }

    /// <summary>Passes calls between engines to the node that owns the matter; null where there is one alone.</summary>
    public IPeerEngine? Peers { get; init; }
}

/// <summary>An engine with what it stands on; disposing closes the journal. Stop the engine first.</summary>
public interface IEngineNode : IAsyncDisposable
{
    /// <summary>The engine, not started yet.</summary>
    IEngine Engine { get; }

    /// <summary>Tells whether the journal can be used; null where that is not known.</summary>
    JournalWatch? Journal => null;

    /// <summary>What it owns, and who owns the rest; null where it owns everything.</summary>
    IShardOwnership? Ownership => null;
}
