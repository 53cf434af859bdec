using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SpecterActors.Connectors;
using SpecterActors.Placement;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Peers;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync;

/// <summary>What all actors of one node share.</summary>
/// <param name="System">The actor system.</param>
/// <param name="Tenants">The services of each running tenant.</param>
/// <param name="Loggers">Where they log.</param>
public sealed record EngineServices(ActorSystem System, TenantRuntimes Tenants, ILoggerFactory Loggers)
{
    private static readonly TimeSpan InspectTimeout = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, CatalogueLead> leads = new(StringComparer.Ordinal);

    /// <summary>Clock of the lanes, whose timers decide how near their rate they come; null: the dispatcher's.</summary>
    public TimeProvider? LaneTime { get; init; }

    /// <summary>Which tenants this node may work for.</summary>
    public IShardOwnership Ownership { get; init; } = new SingleNode();

    /// <summary>The engines of all nodes: each call goes to the one that owns the matter.</summary>
    public IPeerEngine Peers { get; internal set; } = null!;

    /// <summary>How far the reading of a tenant's shops runs ahead of its ERP; the same object for the life of the process.</summary>
    public CatalogueLead Lead(string tenant) => leads.GetOrAdd(tenant, t => new CatalogueLead(t, System));

    /// <summary>Opens the log scopes of actors.</summary>
    public ILogger Logger { get; } = Loggers.CreateLogger("SpecterActors.Actors");

    /// <summary>Dispatcher of the node.</summary>
    public IDispatcher Dispatcher => System.Dispatcher;

    /// <summary>Clock of the node.</summary>
    public TimeProvider Time => System.Time;

    /// <summary>Address of an actor.</summary>
    public ActorRef Ref(string persistenceId) => System.EntityRef(persistenceId);

    /// <summary>The state of an entity now: asked of the living one, else rebuilt from the journal without waking it. The exceptions of both come out.</summary>
    internal async Task<object> StateAsync(string persistenceId, CancellationToken cancellationToken) =>
        System.IsAwake(persistenceId)
        && await System.AskAsync<EntityInspection>(Ref(persistenceId), ControlMessage.Inspect.Instance, InspectTimeout, cancellationToken) is { State: { } living }
            ? living
            : (await System.RebuildAsync(persistenceId, long.MaxValue, useSnapshot: true, cancellationToken)).State;
}

/// <summary>What the composition root gives the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Kinds of ERP this installation can talk to.</summary>
    public required IReadOnlyList<IErpConnectorKind> ErpKinds { get; init; }

    /// <summary>Kinds of shop this installation can talk to.</summary>
    public required IReadOnlyList<IShopConnectorKind> ShopKinds { get; init; }

    /// <summary>Makes the handler that sends a connector's requests.</summary>
    public required Func<HttpMessageHandler> CreateHandler { get; init; }

    /// <summary>Seed of jitter and of the batch numbers' keyed hash; secret enough that batch numbers of installations differ.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Told the secrets of each tenant before its first call, so that no log line shows one.</summary>
    public Action<IEnumerable<string>> SecretsSeen { get; init; } = _ => { };

    /// <summary>Destroys the master key of a removed tenant for good; done again it does nothing more.</summary>
    public Action<string> DestroyTenantKey { get; init; } = _ => { };

    /// <summary>
    /// Writes down, outside the journal and durably, which personal keys are about to be destroyed, so that a restored journal is brought to the
    /// same state before it is used. Throws when it cannot: then nothing is destroyed.
    /// </summary>
    public Action<IReadOnlyCollection<string>> RecordErasure { get; init; } = _ => { };

    /// <summary>Clock of the lanes, whose timers decide how near their rate they come; null: the dispatcher's.</summary>
    public TimeProvider? LaneTime { get; init; }

    /// <summary>Which tenants this node may work for. Default: one node that owns everything.</summary>
    public IShardOwnership Ownership { get; init; } = new SingleNode();

    /// <summary>Passes calls to the node that owns the matter, itself included; null where one node owns everything.</summary>
    public IPeerEngine? Peers { get; init; }

    /// <summary>No tenant runs, whatever its settings say: for tools that only configure.</summary>
    public bool Offline { get; init; }

    /// <summary>Most calls under way at once to one remote host, over all tenants. Default 32.</summary>
    public int CallsPerHostMax { get; init; } = 32;

    /// <summary>How often the agenda of sleeping actors is read.</summary>
    public AgendaWakerOptions Agenda { get; init; } = new();

    /// <summary>Address under which outside systems reach the callbacks of this installation, or null: no callbacks, polling only.</summary>
    public Uri? CallbackBase { get; init; }

    /// <summary>Puts a behaviour around each actor's own, or null. Reachable for tests alone.</summary>
    internal IBehaviorDecorator? Decorator { get; init; }
}
