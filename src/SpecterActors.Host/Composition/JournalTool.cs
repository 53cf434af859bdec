using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Domain.Tenants;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Configuration;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
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
    private readonly IJournalStore store;
    private readonly GroupCommitJournal journal;
    private readonly Engine engine;

    private JournalTool(IJournalStore store, GroupCommitJournal journal, Engine engine)
    {
        this.store = store;
        this.journal = journal;
        this.engine = engine;
    }

    /// <exception cref="HostFault">There is no journal, or it cannot be used.</exception>
    public static async Task<IJournalTool> OpenAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.DataFolder);
        try
        {
            var store = await JournalStores.LookAsync(options.Journal, folder, TimeProvider.System, cancellationToken);
            try
            {
                return Make(store, Path.Combine(folder, options.Journal.KeyFile));
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
            if (await journal.LoadSnapshotAsync(persistenceId, cancellationToken) is null)
            {
                return new Verification(persistenceId, whole.SequenceNumber, false, true, null);
            }

            var shortened = await engine.System.RebuildAsync(persistenceId, whole.SequenceNumber, useSnapshot: true, cancellationToken);
            var equal = engine.System.Codec.ToCanonicalJson(whole.State) == engine.System.Codec.ToCanonicalJson(shortened.State);
            return new Verification(persistenceId, whole.SequenceNumber, true, equal, equal ? null : "the state from all events differs from the state from its snapshot");
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return new Verification(persistenceId, 0, false, false, $"cannot be rebuilt: {e.Message}");
        }
    }

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
    }

    private static JournalTool Make(IJournalStore store, string keyFile)
    {
        // A journal without personal keys needs no key file, and looking must not make one.
        IKeyWrapper keys = store.HasPersonalKeys || File.Exists(keyFile)
            ? TenantKeyFile.Open(keyFile, store.HasPersonalKeys, RandomNumberGenerator.Fill)
            : new MasterKeys(RandomNumberGenerator.Fill);
        var dispatcher = new PoolDispatcher(TimeProvider.System, e => throw new InvalidOperationException("Work of the journal failed.", e));
        var journal = new GroupCommitJournal(store, dispatcher.Post, TimeProvider.System);
        var engine = Engine.Create(
            new EngineOptions { ErpKinds = [], ShopKinds = [], CreateHandler = () => throw new InvalidOperationException("Nothing is called from here."), Seed = 0 },
            new ActorSystemOptions { InstanceId = "reader" },
            dispatcher,
            journal,
            DomainCatalogue.Codec(keys, RandomNumberGenerator.Fill),
            NullLoggerFactory.Instance);
        return new JournalTool(store, journal, engine);
    }
}
