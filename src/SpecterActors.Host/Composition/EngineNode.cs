using System.Security.Cryptography;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using SpecterActors.Connectors.Specter;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Postgres;
using SpecterActors.Placement;
using SpecterActors.Placement.Postgres;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Host.Composition;

/// <summary>The engine on one machine: journal, key file, thread pool, sockets.</summary>
internal sealed partial class EngineNode : IEngineNode
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private readonly IJournalStore store;
    private readonly GroupCommitJournal journal;
    private readonly SocketsHttpHandler handler;
    private readonly FineTimeProvider? laneTime;
    private readonly Engine engine;
    private readonly PostgresPlacement? placement;
    private readonly Vault vault;

    private EngineNode(
        IJournalStore store, GroupCommitJournal journal, Vault vault, SocketsHttpHandler handler, FineTimeProvider? laneTime, Engine engine,
        PostgresPlacement? placement, TimeProvider time)
    {
        this.laneTime = laneTime;
        this.placement = placement;
        this.vault = vault;
        this.store = store;
        this.journal = journal;
        this.handler = handler;
        this.engine = engine;
        Journal = new JournalWatch(stop => journal.ListStreamsAsync("", null, 1, stop), () => journal.Statistics, time);
    }

    public IEngine Engine => engine;

    public JournalWatch Journal { get; }

    public IShardOwnership? Ownership => placement;

    /// <summary>Opens journal and keys and puts the engine together; nothing runs yet.</summary>
    /// <exception cref="Journal.JournalUnusableException">The journal or its keys cannot be used.</exception>
    public static async Task<IEngineNode> OpenAsync(EngineSetup setup, CancellationToken cancellationToken)
    {
        var options = setup.Options.Journal;
        var logger = setup.Loggers.CreateLogger("SpecterActors.Host");
        var dispatcher = new PoolDispatcher(setup.Time, e => LogEscaped(logger, e));
        var incarnation = Guid.NewGuid().ToString("N");
        PostgresPlacement? placement = null;
        IJournalStore? store = null;
        Vault? vault = null;
        try
        {
            placement = await PlaceAsync(setup, incarnation, dispatcher, cancellationToken);
            store = await JournalStores.OpenAsync(
                options, setup.Folder.Path, setup.Loggers, setup.Time, importing: false, placement is null ? null : new PostgresSharing(placement, incarnation), cancellationToken);
            vault = await Vault.OpenAsync(setup, store, placement, cancellationToken);
            var journal = new GroupCommitJournal(
                store,
                dispatcher.Post,
                setup.Time,
                new GroupCommitOptions { BatchAppendsMax = options.BatchAppendsMax, QueueAppendsMax = options.QueueAppendsMax },
                setup.Loggers.CreateLogger<GroupCommitJournal>());
            var handler = SocketHandlers.Create(ConnectTimeout);
            // A clock that was handed in rules everything.
            var laneTime = setup.Time == TimeProvider.System ? new FineTimeProvider() : null;
            var engine = Sync.Engine.Create(
                new EngineOptions
                {
                    ErpKinds = [new SpecterConnectorKind()],
                    ShopKinds = [new AbicartConnectorKind()],
                    CreateHandler = () => handler,
                    Seed = vault.Seed,
                    CallbackBase = setup.CallbackBase,
                    SecretsSeen = setup.SecretsSeen,
                    LaneTime = laneTime,
                    Offline = setup.Offline,
                    DestroyTenantKey = vault.DestroyTenantKey,
                    RecordErasure = vault.RecordErasure,
                    Ownership = placement is null ? new SingleNode() : placement,
                    Peers = placement is null ? null : setup.Peers,
                },
                new ActorSystemOptions { Seed = vault.Seed, InstanceId = incarnation },
                dispatcher,
                journal,
                DomainCatalogue.Codec(vault.Wrapper, RandomNumberGenerator.Fill),
                setup.Loggers);
            return new EngineNode(store, journal, vault, handler, laneTime, engine, placement, setup.Time);
        }
        catch
        {
            if (vault is not null)
            {
                await vault.DisposeAsync();
            }

            if (store is not null)
            {
                await store.DisposeAsync();
            }

            if (placement is not null)
            {
                await placement.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await journal.StopAsync(CancellationToken.None);
        await vault.DisposeAsync();
        await store.DisposeAsync();
        if (placement is not null)
        {
            await placement.DisposeAsync();
        }

        handler.Dispose();
        laneTime?.Dispose();
    }

    /// <summary>This node's place among the others; null where it works alone, and for tools, which run no tenant.</summary>
    private static async Task<PostgresPlacement?> PlaceAsync(EngineSetup setup, string incarnation, PoolDispatcher dispatcher, CancellationToken cancellationToken) =>
        setup is { Peers: not null, Options: { Cluster: { } cluster, Journal.Postgres: { } postgres } }
            ? await PostgresPlacement.OpenAsync(
                new PostgresPlacementOptions
                {
                    Address = postgres.Address,
                    NodeId = cluster.Name,
                    Incarnation = incarnation,
                    Readable = [.. DomainCatalogue.Build().Entries.Select(entry => entry.Manifest)],
                    NodeAddress = setup.Address,
                    Version = ProgramVersion.Text,
                    DrainMax = setup.Options.Drain,
                },
                setup.Time,
                dispatcher.Post,
                setup.Loggers.CreateLogger<PostgresPlacement>(),
                cancellationToken)
            : null;

    [LoggerMessage(EventId = 9020, Level = LogLevel.Critical, Message = "An exception escaped from the engine's work")]
    private static partial void LogEscaped(ILogger logger, Exception exception);
}
