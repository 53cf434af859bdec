using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Postgres;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>The engines of an installation in one process; each passes what it does not own to the one that does.</summary>
internal sealed class EngineGroup(string address, string folder) : IPeerEngine
{
    public CountedSystems Systems { get; } = new();

    public string Address => address;

    public string KeyFile => Path.Combine(folder, "installation.key");

    public SortedDictionary<string, EngineOnNode> Nodes { get; } = new(StringComparer.Ordinal);

    public EngineOnNode OwnerOf(string tenant) =>
        Nodes.Values.Select(node => node.Placement.Directory.OwnerOf(tenant)).FirstOrDefault(owner => owner is not null && Nodes.ContainsKey(owner.Id)) is { } found
            ? Nodes[found.Id]
            : throw new InvalidOperationException($"Nobody owns {tenant} now.");

    public Task<AdminResult> RegisterAsync(string tenant, ImmutableSortedSet<string> accounts, CancellationToken cancellationToken) =>
        OwnerOf("_installation").Engine.Peer.RegisterAsync(tenant, accounts, cancellationToken);

    public Task<AdminResult> UnregisterAsync(string tenant, Operator by, CancellationToken cancellationToken) =>
        OwnerOf("_installation").Engine.Peer.UnregisterAsync(tenant, by, cancellationToken);

    public Task DeleteTenantAsync(string tenant, CancellationToken cancellationToken) => OwnerOf(tenant).Engine.Peer.DeleteTenantAsync(tenant, cancellationToken);

    public static TenantSettings Settings(string tenant) => new(tenant, tenant)
    {
        Erp = new ErpAccount("books", $"http://{tenant}/", "1", tenant, ImmutableSortedDictionary<string, string>.Empty) { Lane = new LaneSettings { Calls = 100, Concurrency = 4 } },
        Shops =
        [
            new ShopSettings("main", "stall", $"http://{tenant}/", tenant, ImmutableSortedDictionary<string, string>.Empty) { Lane = new LaneSettings { Calls = 100, Concurrency = 4 } },
        ],
        Secrets = new Personal<SecretSet>($"{tenant}/secrets", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
        Pace = new PaceSettings { Poll = TimeSpan.FromMilliseconds(200), Retry = TimeSpan.FromMilliseconds(300) },
    };
}

/// <summary>A whole engine as one of several nodes: placement, journal, shared keys, actors on the thread pool.</summary>
internal sealed class EngineOnNode : IAsyncDisposable
{
    public const ulong Seed = 7;
    private readonly PostgresStore store;
    private readonly GroupCommitJournal journal;
    private readonly SharedKeys keys;
    private TaskCompletionSource go;

    private EngineOnNode(Engine engine, PostgresPlacement placement, PostgresStore store, GroupCommitJournal journal, SharedKeys keys, TaskCompletionSource go)
    {
        Engine = engine;
        Placement = placement;
        this.store = store;
        this.journal = journal;
        this.keys = keys;
        this.go = go;
    }

    public Engine Engine { get; }

    public PostgresPlacement Placement { get; }

    public static async Task<EngineOnNode> StartAsync(EngineGroup group, string id)
    {
        EngineOnNode? made = null;
        var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        set.SetResult();
        var dispatcher = new PoolDispatcher(TimeProvider.System, e => throw new InvalidOperationException("It escaped.", e));
        var options = new PostgresPlacementOptions
        {
            Address = PostgresAddress.Parse(group.Address),
            NodeId = id,
            Incarnation = Guid.NewGuid().ToString("N"),
            Readable = [.. DomainCatalogue.Build().Entries.Select(entry => entry.Manifest)],
            TenantShards = 15,
            Heartbeat = TimeSpan.FromMilliseconds(300),
            Lease = TimeSpan.FromSeconds(1.5),
            Silent = TimeSpan.FromSeconds(2.5),
            BeforeHeartbeat = () => (made?.go ?? set).Task,
        };
        var placement = await PostgresPlacement.OpenAsync(
            options, TimeProvider.System, dispatcher.Post, NullLogger<PostgresPlacement>.Instance, CancellationToken.None);
        var store = await PostgresStore.OpenAsync(
            new PostgresJournalOptions { Address = options.Address, Sharing = new PostgresSharing(placement, options.Incarnation) }, TimeProvider.System, null, CancellationToken.None);
        var keys = await SharedKeys.OpenAsync(options.Address, group.KeyFile, RandomNumberGenerator.Fill, CancellationToken.None);
        var journal = new GroupCommitJournal(store, dispatcher.Post, TimeProvider.System);
        var engine = Engine.Create(
            new EngineOptions
            {
                ErpKinds = [new CountedErp()],
                ShopKinds = [new CountedShop()],
                CreateHandler = () => group.Systems.HandlerOf(id),
                Seed = keys.Seed(Seed),
                Ownership = placement,
                Peers = group,
                DestroyTenantKey = keys.Destroy,
            },
            new ActorSystemOptions { InstanceId = options.Incarnation, Seed = Seed },
            dispatcher,
            journal,
            DomainCatalogue.Codec(keys, RandomNumberGenerator.Fill),
            NullLoggerFactory.Instance);
        made = new EngineOnNode(engine, placement, store, journal, keys, set);
        group.Nodes.Add(id, made);
        await engine.StartAsync(CancellationToken.None);
        return made;
    }

    /// <summary>Its heartbeat stands still; its actors, lanes and writer go on, which a halted process would not even do.</summary>
    public void SilenceHeart() => go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Continue() => go.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Continue();
        await Engine.DisposeAsync();
        await journal.StopAsync(CancellationToken.None);
        await store.DisposeAsync();
        await keys.DisposeAsync();
        await Placement.DisposeAsync();
    }
}
