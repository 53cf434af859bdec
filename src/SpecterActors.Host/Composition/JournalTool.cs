using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Configuration;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
using SpecterActors.Placement.Postgres;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Host.Composition;

/// <summary>
/// <see cref="IJournalTool"/> over the configured store, opened for looking only: an engine that is never started serves as the one that knows
/// how states are rebuilt.
/// </summary>
internal sealed class JournalTool : IJournalTool
{
    private const int FindingsMax = 1_000;
    private readonly IJournalStore store;
    private readonly IKeyWrapper keys;
    private readonly GroupCommitJournal journal;
    private readonly Engine engine;
    private readonly NodeOptions options;

    private JournalTool(NodeOptions options, IJournalStore store, IKeyWrapper keys, GroupCommitJournal journal, Engine engine)
    {
        this.keys = keys;
        this.options = options;
        this.store = store;
        this.journal = journal;
        this.engine = engine;
    }

    /// <exception cref="HostFault">There is no journal, or it cannot be used.</exception>
    public static async Task<IJournalTool> OpenAsync(NodeOptions options, CancellationToken cancellationToken) =>
        await OpenAsync(options, forWriting: false, cancellationToken);

    private static async Task<JournalTool> OpenAsync(NodeOptions options, bool forWriting, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.DataFolder);
        try
        {
            var store = forWriting
                ? await JournalStores.OpenAsync(options.Journal, folder, NullLoggerFactory.Instance, TimeProvider.System, importing: false, null, cancellationToken)
                : await JournalStores.LookAsync(options.Journal, folder, TimeProvider.System, cancellationToken);
            try
            {
                return Make(options, store, await KeysAsync(options, folder, store, cancellationToken));
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }
        }
        catch (JournalUnusableException e)
        {
            throw EngineHost.Fault(e);
        }
    }

    public Task<IReadOnlyList<StreamHead>> ListAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        journal.ListStreamsAsync(prefix, after, max, cancellationToken);

    public async Task<IReadOnlyList<JournalEvent>> EventsAsync(string persistenceId, long from, int max, CancellationToken cancellationToken)
    {
        var events = new List<JournalEvent>();
        while (events.Count < max)
        {
            var page = await engine.Admin.GetJournalAsync(persistenceId, from, max - events.Count, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            events.AddRange(page);
            from = page[^1].SequenceNumber + 1;
        }

        return events;
    }

    public Task<EntityView?> StateAsync(string persistenceId, long? at, CancellationToken cancellationToken) =>
        engine.Admin.GetEntityAsync(persistenceId, at ?? long.MaxValue, cancellationToken);

    public async Task<Verification> VerifyAsync(string persistenceId, CancellationToken cancellationToken)
    {
        try
        {
            var whole = await engine.System.RebuildAsync(persistenceId, long.MaxValue, useSnapshot: false, cancellationToken);
            var rows = (await new TableRebuild(engine.System).CompareAsync(persistenceId, whole, cancellationToken))?.Text;
            if (await journal.LoadSnapshotAsync(persistenceId, cancellationToken) is null)
            {
                return new Verification(persistenceId, whole.SequenceNumber, false, rows is null, rows);
            }

            var shortened = await engine.System.RebuildAsync(persistenceId, whole.SequenceNumber, useSnapshot: true, cancellationToken);
            var equal = engine.System.Codec.ToCanonicalJson(whole.State) == engine.System.Codec.ToCanonicalJson(shortened.State);
            return new Verification(
                persistenceId, whole.SequenceNumber, true, equal && rows is null, equal ? rows : "the state from all events differs from the state from its snapshot");
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return new Verification(persistenceId, 0, false, false, $"cannot be rebuilt: {e.Message}");
        }
    }

    public async Task<TableReport> CompareTablesAsync(string prefix, bool repair, Action<long> looked, CancellationToken cancellationToken)
    {
        if (repair)
        {
            // A service holds the file lock: opening for writing refuses beside one.
            await using var writing = await OpenAsync(options, forWriting: true, cancellationToken);
            return await writing.CompareOwnTablesAsync(prefix, repair: true, looked, cancellationToken);
        }

        return await CompareOwnTablesAsync(prefix, repair: false, looked, cancellationToken);
    }

    public Task<TenantDetail?> TenantAsync(string id, CancellationToken cancellationToken) => engine.Admin.GetTenantAsync(id, cancellationToken);

    public async Task<IReadOnlyList<TenantSummary>> TenantsAsync(CancellationToken cancellationToken)
    {
        var registry = (RegistryState)(await engine.System.RebuildAsync(EntityIds.Registry, long.MaxValue, useSnapshot: true, cancellationToken)).State;
        var tenants = new List<TenantSummary>();
        foreach (var id in registry.Tenants.Where(tenant => tenant.Value).Select(tenant => tenant.Key))
        {
            var rebuilt = await engine.System.RebuildAsync(EntityIds.Tenant(id), long.MaxValue, useSnapshot: true, cancellationToken);
            if (rebuilt.State is TenantState { Settings: { } settings } state)
            {
                tenants.Add(new TenantSummary(id, settings.Name, state.Paused, settings.Shops.Length, 0, 0, state.BrokenChildren.Count, null));
            }
        }

        return tenants;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await journal.StopAsync(CancellationToken.None);
        await store.DisposeAsync();
        if (keys is IAsyncDisposable open)
        {
            await open.DisposeAsync();
        }
    }

    private async Task<TableReport> CompareOwnTablesAsync(string prefix, bool repair, Action<long> looked, CancellationToken cancellationToken)
    {
        var tables = new TableRebuild(engine.System);
        var (streams, different, repaired) = (0L, 0L, 0L);
        var findings = new List<TableFinding>();
        void Looked(long count) => looked(streams = count);
        await foreach (var difference in tables.CompareAsync(prefix, Looked, cancellationToken))
        {
            var mended = repair && await tables.RepairAsync(difference, cancellationToken);
            different++;
            repaired += mended ? 1 : 0;
            if (findings.Count < FindingsMax)
            {
                findings.Add(new TableFinding(difference.PersistenceId, difference.Text, mended));
            }
        }

        return new TableReport(streams, different, repaired, findings);
    }

    /// <summary>A journal without personal keys needs no key file, and looking must not make one.</summary>
    private static async Task<IKeyWrapper> KeysAsync(NodeOptions options, string folder, IJournalStore store, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, options.Cluster?.KeyFile ?? options.Journal.KeyFile);
        return !store.HasPersonalKeys && !File.Exists(file) ? new MasterKeys(RandomNumberGenerator.Fill)
            : options is { Cluster: not null, Journal.Postgres: { } postgres } ? await SharedKeys.OpenAsync(postgres.Address, file, RandomNumberGenerator.Fill, cancellationToken)
            : TenantKeyFile.Open(file, store.HasPersonalKeys, RandomNumberGenerator.Fill);
    }

    private static JournalTool Make(NodeOptions options, IJournalStore store, IKeyWrapper keys)
    {
        var dispatcher = new PoolDispatcher(TimeProvider.System, e => throw new InvalidOperationException("Work of the journal failed.", e));
        var journal = new GroupCommitJournal(store, dispatcher.Post, TimeProvider.System);
        var engine = Engine.Create(
            new EngineOptions
            {
                ErpKinds = [new SpecterConnectorKind()], ShopKinds = [new AbicartConnectorKind()], CreateHandler = () => new NoCalls(),
                // Digests in the lookup table follow from the seed: with another they would all seem wrong.
                Seed = InstallationSeed.FindIn(Path.GetFullPath(options.DataFolder)),
            },
            new ActorSystemOptions { InstanceId = "reader" },
            dispatcher,
            journal,
            DomainCatalogue.Codec(keys, RandomNumberGenerator.Fill),
            NullLoggerFactory.Instance);
        return new JournalTool(options, store, keys, journal, engine);
    }

    /// <summary>Lanes and connectors are made for their settings only.</summary>
    private sealed class NoCalls : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is called from here.");
    }
}
