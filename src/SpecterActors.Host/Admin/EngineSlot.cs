using SpecterActors.Host.Cluster;
using SpecterActors.Host.Composition;
using SpecterActors.Placement;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>
/// The place where the engine will be. The server listens before the engine is there, so that a port that is taken stops the start before
/// anything else is touched, and so that probes are answered during a long recovery. Safe from any thread.
/// </summary>
public sealed class EngineSlot
{
    private volatile IEngine? engine;
    private volatile IShardOwnership? ownership;
    private volatile JournalWatch? journal;
    private volatile bool ready;

    /// <summary>The engine.</summary>
    /// <exception cref="EngineNotReadyException">There is none yet.</exception>
    public IEngine Engine => engine ?? throw new EngineNotReadyException();

    /// <summary>What operators see and do.</summary>
    /// <exception cref="EngineNotReadyException">There is no engine yet.</exception>
    public IAdminService Admin => Engine.Admin;

    /// <summary>Whether the engine is started and not stopping.</summary>
    public bool IsReady
    {
        get => ready;
        set => ready = value;
    }

    /// <summary>How this node talks to the others; null where it is the only one. Set before the server listens.</summary>
    public PeerClient? Peers { get; init; }

    /// <summary>What this node owns; null where one node owns everything, or before the start has come so far.</summary>
    public IShardOwnership? Ownership
    {
        get => ownership;
        set => ownership = value is { OwnsAll: false } ? value : null;
    }

    /// <summary>The nodes and who owns what; null where one node owns everything.</summary>
    public INodeDirectory? Nodes => ownership?.Directory;

    /// <summary>Tells whether the journal can be used; null before it is open.</summary>
    public JournalWatch? Journal
    {
        get => journal;
        set => journal = value;
    }

    /// <summary>Puts the engine in its place.</summary>
    public void Fill(IEngine with) => engine = with;
}

/// <summary>The engine is starting: ask again in a moment.</summary>
public sealed class EngineNotReadyException : Exception
{
    /// <summary>Makes the exception.</summary>
    public EngineNotReadyException()
        : base("The engine is starting.")
    {
    }
}
