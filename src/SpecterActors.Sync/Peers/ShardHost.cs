using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SpecterActors.Domain.Tenants;
using SpecterActors.Placement;
using SpecterActors.Runtime;

namespace SpecterActors.Sync.Peers;

/// <summary>Starts the tenants of the shards that come to this node, and stops them when a shard goes or is lost.</summary>
internal sealed class ShardHost(EngineServices services, AgendaWaker waker, OpenShards open, Func<string, CancellationToken, Task> startTenant, ILogger logger)
    : IShardHost
{
    /// <summary>How often the list of tenants is looked at for one that was added while its shard moved.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StoreMax = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly SortedSet<string> started = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private ImmutableSortedSet<string> known = [];
    private bool joined;
    private long? looked;

    /// <summary>Tenants of the installation, wherever they run, as last read.</summary>
    public IReadOnlyCollection<string> Known => Volatile.Read(ref known);

    /// <summary>Whether actors of the tenant may be in memory here: false from the moment on in which its shard begins to leave.</summary>
    public bool Runs(string tenant) => open.Contains(services.Ownership.Shards.Of(tenant));

    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        joined = true;
        await services.Ownership.JoinAsync(this, cancellationToken);
        await TenantsAsync(cancellationToken);
        services.Dispatcher.Post(() => _ = RefreshAsync());
    }

    /// <summary>Reads the list of tenants again, unless somebody had it read within the last second: whoever asks may be a flood.</summary>
    /// <exception cref="Journal.JournalUnavailableException">It cannot be read at present.</exception>
    public async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = services.Time.GetTimestamp();
            if (looked is { } at && services.Time.GetElapsedTime(at, now) < LookInterval)
            {
                return;
            }

            looked = now;
        }

        await TenantsAsync(cancellationToken);
    }

    /// <summary>Harmless where one node owns everything, and when called again.</summary>
    public async Task LeaveAsync(TimeSpan timeout)
    {
        if (joined)
        {
            joined = false;
            stop.Cancel();
            await services.Ownership.LeaveAsync(timeout);
        }
    }

    public async Task TakeAsync(int shard, long epoch, CancellationToken cancellationToken)
    {
        open.Open(shard);
        if (shard == Shards.Installation)
        {
            services.Ref(EntityIds.Registry).Tell(ControlMessage.Wake.Instance);
        }

        await StartMissingAsync(await TenantsAsync(cancellationToken), shard, cancellationToken);
        Log.ShardTaken(logger, shard, epoch);
    }

    public async Task DrainAsync(int shard, TimeSpan timeout)
    {
        Log.ShardDrained(logger, shard);
        await StopAsync(shard, timeout);
    }

    public async Task LoseAsync(int shard)
    {
        Log.ShardLost(logger, shard);
        await StopAsync(shard, TimeSpan.Zero);
    }

    private async Task StopAsync(int shard, TimeSpan timeout)
    {
        open.Close(shard);
        List<string> tenants;
        lock (gate)
        {
            // One that was set up here since the last look is not among those that were started.
            tenants = [.. started.Union(services.Tenants.Ids, StringComparer.Ordinal).Where(tenant => services.Ownership.Shards.Of(tenant) == shard)];
            started.ExceptWith(tenants);
        }

        foreach (var tenant in tenants)
        {
            waker.Remove($"{tenant}/");
            // Waiting calls are let go with "not sent"; calls under way end by themselves. Feeds that only wait for their time look up and end.
            services.Tenants.Find(tenant)?.Close();
        }

        var began = services.Time.GetTimestamp();
        while (tenants.Exists(tenant => services.Tenants.Find(tenant) is { CallsUnderWay: true }) && services.Time.GetElapsedTime(began) < timeout)
        {
            await Task.Delay(CallPoll, services.Time);
        }

        // Every call has its outcome; what is still under way then only waits, and storing the outcomes takes no longer.
        await services.System.StopEntitiesAsync(id => open.ShardOf(id) == shard, timeout < StoreMax ? timeout : StoreMax);
        tenants.ForEach(services.Tenants.Forget);
    }

    private async Task<ImmutableSortedSet<string>> TenantsAsync(CancellationToken cancellationToken)
    {
        // Read from the journal: its actor may live on another node, or not yet have come up here.
        var registry = (RegistryState)(await services.System.RebuildAsync(EntityIds.Registry, long.MaxValue, useSnapshot: true, cancellationToken)).State;
        var tenants = registry.Tenants.Where(t => t.Value).Select(t => t.Key).ToImmutableSortedSet(StringComparer.Ordinal);
        Volatile.Write(ref known, tenants);
        return tenants;
    }

    private async Task StartMissingAsync(ImmutableSortedSet<string> tenants, int shard, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants.Where(tenant => services.Ownership.Shards.Of(tenant) == shard))
        {
            if (!open.Contains(shard))
            {
                return;
            }

            lock (gate)
            {
                if (!started.Add(tenant))
                {
                    continue;
                }
            }

            try
            {
                await startTenant(tenant, cancellationToken);
            }
            catch
            {
                lock (gate)
                {
                    started.Remove(tenant);
                }

                throw;
            }
        }
    }

    private async Task RefreshAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(RefreshInterval, services.Time, stop.Token);
                var tenants = await TenantsAsync(stop.Token);
                foreach (var shard in services.Ownership.Shards.All.Where(open.Contains))
                {
                    await StartMissingAsync(tenants, shard, stop.Token);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.TenantsNotRead(logger, failure);
            }
        }
    }
}
