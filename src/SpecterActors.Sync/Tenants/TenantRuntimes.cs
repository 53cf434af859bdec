using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SpecterActors.Connectors;
using SpecterActors.Connectors.Http;
using SpecterActors.Connectors.Lane;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Runtime;
using SpecterActors.Sync.Articles;
using SpecterActors.Sync.Feeds;

namespace SpecterActors.Sync.Tenants;

/// <summary>The running tenants of this node.</summary>
public sealed class TenantRuntimes(EngineOptions options, IDispatcher dispatcher, ILoggerFactory loggers, Func<string, SeededRandom> randomFor, IJournal journal)
{
    private readonly ConcurrentDictionary<string, TenantRuntime> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RoundBoard> boards = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeactivationBrake> brakes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PushGate> numberGates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostBudget> hosts = new(StringComparer.Ordinal);

    /// <summary>Bounds how many tenants of this node are compared as a whole at one time: nobody's orders are to feel it.</summary>
    internal PushGate ReconciliationGate { get; } = new(2, dispatcher);

    private TimeProvider LaneTime => options.LaneTime ?? dispatcher.Time;

    /// <summary>Seed of the batch numbers.</summary>
    public ulong Seed => options.Seed;

    /// <summary>No tenant runs here.</summary>
    public bool Offline => options.Offline;

    /// <summary>Where outside systems reach this installation, or null.</summary>
    public Uri? CallbackBase => options.CallbackBase;

    /// <summary>Destroys the master key of a removed tenant for good.</summary>
    public void DestroyKey(string tenant) => options.DestroyTenantKey(tenant);

    /// <summary>Writes down which personal keys are about to be destroyed.</summary>
    public void RecordErasure(IReadOnlyCollection<string> keyIds) => options.RecordErasure(keyIds);

    /// <summary>The tenant's services, or null while it is not started.</summary>
    public TenantRuntime? Find(string tenant) => running.GetValueOrDefault(tenant);

    /// <summary>All running tenants by id.</summary>
    public IReadOnlyList<string> Ids => [.. running.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The tenant whose callback token this is, or null.</summary>
    public string? FindByToken(string token) => running.Keys.FirstOrDefault(tenant => CallbackTokens.Matches(options.Seed, tenant, token));

    /// <summary>Whether this is the token of the tenant's callback addresses.</summary>
    public bool HasToken(string tenant, string token) => CallbackTokens.Matches(options.Seed, tenant, token);

    /// <summary>The bell and board of a feed; the same object for the life of the process.</summary>
    public RoundBoard Board(string tenant, string feed) => boards.GetOrAdd($"{tenant}/{feed}", _ => new RoundBoard(dispatcher));

    /// <summary>
    /// Held while a number is given to an article: two articles, also of two shops, cannot take one number at the same time. Each of a fixed
    /// number of gates stands for many numbers.
    /// </summary>
    internal PushGate NumberGate(string tenant, string number)
    {
        var place = number.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)) & 63;
        return numberGates.GetOrAdd($"{tenant}/{place}", _ => new PushGate(1, dispatcher));
    }

    private DeactivationBrake Brake(string tenant, string shop) => brakes.GetOrAdd($"{tenant}/{shop}", _ => new DeactivationBrake(journal, dispatcher.Time));

    /// <summary>Problems of the settings, found without calling anybody.</summary>
    public IReadOnlyList<SettingProblem> Check(TenantSettings settings) => new TenantChecks(options).Check(settings);

    /// <summary>The command that sets these settings, which have passed <see cref="Check"/>, with what the systems concerned can be sent.</summary>
    internal TenantCommand.Configure Configure(TenantSettings settings, string actor, string reason, DateTimeOffset at) => new(settings, actor, reason, at)
    {
        ErpTakes = options.ErpKinds.FirstOrDefault(k => k.System == settings.Erp.System)?.TakesFacets(settings.Erp).ToImmutableSortedSet(),
        ShopsTake = settings.Shops
            .Select(s => (s.Id, Kind: options.ShopKinds.FirstOrDefault(k => k.System == s.System), Shop: s)).Where(s => s.Kind is not null)
            .ToImmutableSortedDictionary(s => s.Id, s => s.Kind!.TakesFacets(s.Shop).ToImmutableSortedSet(), StringComparer.Ordinal),
    };

    /// <summary>Makes what a tenant with these settings needs, without starting anything.</summary>
    public TenantRuntime Make(TenantSettings settings, bool paused)
    {
        options.SecretsSeen(settings.Secrets.Value?.Values.Values ?? []);
        var kind = options.ErpKinds.First(k => k.System == settings.Erp.System);
        var erpLane = Lane(settings.Id, "erp", settings.Erp.BaseUrl, settings.Erp.Lane);
        var erp = new ErpRuntime(kind.Create(settings.Erp, Context(settings, "erp.", erpLane)), erpLane);
        var shops = settings.Shops.Select(shop =>
        {
            var lane = Lane(settings.Id, $"shop-{shop.Id}", shop.BaseUrl, shop.Lane);
            var shopKind = options.ShopKinds.First(k => k.System == shop.System);
            return new ShopRuntime(shop, shopKind.Create(shop, Context(settings, $"shop.{shop.Id}.", lane)), lane, new PushGate(Math.Max(4, shop.Lane.Concurrency * 4), dispatcher), Brake(settings.Id, shop.Id), new PushGate(shop.Lane.Concurrency, dispatcher));
        }).ToList();
        var runtime = new TenantRuntime(settings, paused, erp, shops, feed => Board(settings.Id, feed), new ArticleSubmitter(erp.Connector, settings.Id, dispatcher));
        if (paused)
        {
            erp.Lane.Pause();
            shops.ForEach(s => s.Lane.Pause());
        }

        return runtime;
    }

    /// <summary>Puts a tenant's services in force, in place of older ones.</summary>
    public void Start(TenantRuntime runtime)
    {
        var old = Find(runtime.Settings.Id);
        running[runtime.Settings.Id] = runtime;
        old?.Dispose();
        foreach (var board in runtime.Boards.Values)
        {
            board.Ring();
        }
    }

    /// <summary>Takes a tenant's services away.</summary>
    public void Stop(string tenant)
    {
        if (running.TryRemove(tenant, out var runtime))
        {
            runtime.Dispose();
        }
    }

    /// <summary>Takes away all that this node has in memory of a tenant, which is another node's.</summary>
    public void Forget(string tenant)
    {
        Stop(tenant);
        foreach (var key in boards.Keys.Where(key => key.StartsWith($"{tenant}/", StringComparison.Ordinal)))
        {
            // A board proves rounds that this node drained itself; what the feed did elsewhere it does not know.
            boards.TryRemove(key, out _);
        }
    }

    private ConnectorContext Context(TenantSettings settings, string prefix, OutboundLane lane) => new(
        settings.Id, SecretsOf(settings, prefix), lane, HandlerOf(settings.Id), dispatcher.Time, loggers);

    /// <summary>Where several nodes share a journal, no call begins without the shard.</summary>
    private HttpMessageHandler HandlerOf(string tenant)
    {
        var handler = options.CreateHandler();
        if (options.Ownership.OwnsAll)
        {
            return handler;
        }

        var shard = options.Ownership.Shards.Of(tenant);
        return new PermittedHandler(handler, () => options.Ownership.MayCall(shard), token => options.Ownership.MayCallAsync(shard, token));
    }

    internal static ImmutableSortedDictionary<string, string> SecretsOf(TenantSettings settings, string prefix) =>
        (settings.Secrets.Value?.Values ?? ImmutableSortedDictionary<string, string>.Empty)
            .Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(s => s.Key[prefix.Length..], s => s.Value, StringComparer.Ordinal);

    private OutboundLane Lane(string tenant, string name, string baseUrl, LaneSettings settings)
    {
        var laneOptions = new LaneOptions
        {
            Rate = new LaneRate(settings.Calls, settings.Window),
            Jitter = settings.Jitter,
            ConcurrencyMax = settings.Concurrency,
            AttemptDeadline = settings.Deadline,
        };
        var jitter = new Random((int)(randomFor($"{tenant}/{name}").NextUInt64() >> 33));
        return new OutboundLane(tenant, name, laneOptions, LaneTime, jitter, loggers.CreateLogger("SpecterActors.Lane"), BudgetOf(baseUrl));
    }

    /// <summary>Tenants on one remote host share its patience.</summary>
    private HostBudget? BudgetOf(string baseUrl)
    {
        var host = Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) ? uri.Authority : baseUrl;
        return hosts.GetOrAdd(host, name => new HostBudget(name, options.CallsPerHostMax, null, LaneTime));
    }
}
