using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors;
using SpecterActors.Domain.Privacy;
using SpecterActors.Domain.Tenants;
using SpecterActors.Journal;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;
using SpecterActors.Sync.Tests.Exports;

namespace SpecterActors.Bench.Scenarios;

/// <summary>The whole engine on the thread pool over a store, with any number of tenants, each with a shop and an ERP of its own that live in this process and speak no HTTP.</summary>
internal sealed class EngineStage : IAsyncDisposable
{
    private static readonly Operator By = new("bench", "measure");
    private readonly SortedDictionary<string, RangeWorld> worlds = new(StringComparer.Ordinal);
    private readonly MasterKeys keys;
    private readonly Random random = new(2);
    private readonly Engine engine;

    private EngineStage(TimeProvider time, BenchStore store, MasterKeys keys)
    {
        Time = time;
        this.keys = keys;
        var dispatcher = new PoolDispatcher(time, fault => Environment.FailFast("A bug in the engine.", fault));
        Journal = store.Open(dispatcher);
        keys.Ensure("_installation");
        engine = Engine.Create(
            new EngineOptions { ErpKinds = [new ErpKind(this)], ShopKinds = [new ShopKind(this)], CreateHandler = () => new SpeaksNoHttp(), Seed = 1 },
            new ActorSystemOptions { InstanceId = "bench", Seed = 1 },
            dispatcher,
            Journal,
            DomainCatalogue.Codec(keys, Fill),
            NullLoggerFactory.Instance);
    }

    public TimeProvider Time { get; }

    public IJournal Journal { get; }

    public ActorSystem System => engine.System;

    public IAdminService Admin => engine.Admin;

    public static async Task<EngineStage> StartAsync(TimeProvider time, BenchStore store)
    {
        var stage = new EngineStage(time, store, new MasterKeys(new Random(1).NextBytes));
        await stage.engine.StartAsync(CancellationToken.None);
        return stage;
    }

    /// <summary>An engine with the keys of this one over another store; nothing of it runs but what is asked of its system.</summary>
    public EngineStage At(BenchStore store) => new(Time, store, keys);

    /// <summary>The outside systems of a tenant that is made later; calls take <paramref name="latency"/> there and again back.</summary>
    public RangeWorld World(int tenant, TimeSpan latency) =>
        worlds[Id(tenant)] = new RangeWorld(Time, complete => complete(), tenant) { Latency = latency };

    /// <summary>Sets a tenant up with lanes for <paramref name="callsASecond"/> and waits until it runs.</summary>
    public async Task AddTenantAsync(int tenant, int callsASecond, Func<TenantSettings, TenantSettings>? change = null)
    {
        keys.Ensure(Id(tenant));
        var result = await engine.Admin.ConfigureTenantAsync((change ?? (s => s))(SettingsOf(tenant, callsASecond)), skipChecks: true, By, CancellationToken.None);
        if (!result.Ok)
        {
            throw new InvalidOperationException($"Tenant {Id(tenant)} was refused: {result}");
        }

        await UntilAsync(async () => (await engine.Admin.GetFeedsAsync(Id(tenant), CancellationToken.None)).Count > 0, $"feeds of {Id(tenant)}");
    }

    /// <summary>What a callback does.</summary>
    public Task RunFeedAsync(int tenant, string feed) => engine.Admin.RunFeedAsync(Id(tenant), feed, By, CancellationToken.None);

    public Task UntilAsync(Func<bool> done, string what) => UntilAsync(() => Task.FromResult(done()), what);

    public async Task UntilAsync(Func<Task<bool>> done, string what)
    {
        for (var tries = 0; !await done(); tries++)
        {
            if (tries > 30_000)
            {
                throw new TimeoutException($"Ten minutes went by without: {what}");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync() => await engine.DisposeAsync();

    private static string Id(int tenant) => $"t{tenant}";

    /// <summary>Each with a remote host of its own, so that the bound on calls to one host is no part of the measurement.</summary>
    private static TenantSettings SettingsOf(int tenant, int callsASecond)
    {
        var settings = RangeSettings.Of(callsASecond);
        var host = $"127.{1 + (tenant >> 16)}.{(tenant >> 8) & 255}.{tenant & 255}";
        return settings with
        {
            Id = Id(tenant),
            Erp = settings.Erp with { BaseUrl = $"http://{host}/books/", Account = $"{tenant}", Lane = Wide(settings.Erp.Lane) },
            Shops = [settings.Shops[0] with { BaseUrl = $"http://{host}/stall/", Account = $"{tenant}", Lane = Wide(settings.Shops[0].Lane) }],
            Secrets = new Personal<SecretSet>($"{Id(tenant)}/secrets", new SecretSet(ImmutableSortedDictionary<string, string>.Empty)),
        };
    }

    private static LaneSettings Wide(LaneSettings lane) => lane with { Concurrency = 32 };

    private void Fill(Span<byte> bytes)
    {
        lock (random)
        {
            random.NextBytes(bytes);
        }
    }

    private sealed class ErpKind(EngineStage stage) : IErpConnectorKind
    {
        public string System => "books";

        public IReadOnlyList<SettingProblem> Check(ErpAccount account, ImmutableSortedDictionary<string, string> secrets) => [];

        public IErpConnector Create(ErpAccount account, ConnectorContext context) => new RangeErpKind(stage.worlds[context.Tenant]).Create(account, context);
    }

    private sealed class ShopKind(EngineStage stage) : IShopConnectorKind
    {
        public string System => "stall";

        public IReadOnlyList<SettingProblem> Check(ShopSettings shop, ImmutableSortedDictionary<string, string> secrets) => [];

        public IShopConnector Create(ShopSettings shop, ConnectorContext context) => new RangeShopKind(stage.worlds[context.Tenant]).Create(shop, context);
    }
}
