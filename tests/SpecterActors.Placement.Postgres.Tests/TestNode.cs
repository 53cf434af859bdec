using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>A node without tenants: it takes note of what it is told. Halting it stands for SIGSTOP: its loop stands still, its sessions stay open.</summary>
internal sealed class TestNode : IShardHost, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, long> running = [];
    private TaskCompletionSource go = Set();

    private TestNode(string id) => Id = id;

    public string Id { get; }

    public PostgresPlacement Placement { get; private set; } = null!;

    public List<string> Told { get; } = [];

    /// <summary>Waited for before a drain ends.</summary>
    public Func<int, Task> OnDrain { get; set; } = _ => Task.CompletedTask;

    /// <summary>The shards whose tenants would run now.</summary>
    public IReadOnlyList<int> Running
    {
        get
        {
            lock (gate)
            {
                return [.. running.Keys];
            }
        }
    }

    public static async Task<TestNode> OpenAsync(
        string address, string id, Func<PostgresPlacementOptions, PostgresPlacementOptions>? change = null, PlacementDatabase? database = null)
    {
        var node = new TestNode(id);
        var options = new PostgresPlacementOptions
        {
            Address = PostgresAddress.Parse(address),
            NodeId = id,
            Incarnation = Guid.NewGuid().ToString("N"),
            Readable = ["thing.done:1"],
            TenantShards = 15,
            Heartbeat = TimeSpan.FromMilliseconds(300),
            Lease = TimeSpan.FromSeconds(1.5),
            Silent = TimeSpan.FromSeconds(2.5),
            BeforeHeartbeat = () => node.go.Task,
        };
        node.Options = change?.Invoke(options) ?? options;
        node.Placement = await PostgresPlacement.OpenOnAsync(
            node.Options, database ?? PlacementDatabase.Server, TimeProvider.System, work => ThreadPool.QueueUserWorkItem(_ => work()), NullLogger<PostgresPlacement>.Instance, CancellationToken.None);
        return node;
    }

    public static async Task<TestNode> JoinAsync(
        string address, string id, Func<PostgresPlacementOptions, PostgresPlacementOptions>? change = null, PlacementDatabase? database = null)
    {
        var node = await OpenAsync(address, id, change, database);
        await node.Placement.JoinAsync(node, CancellationToken.None);
        return node;
    }

    public PostgresPlacementOptions Options { get; private set; } = null!;

    public Task<PostgresStore> StoreAsync() => PostgresStore.OpenAsync(
        new PostgresJournalOptions { Address = Options.Address, Sharing = new PostgresSharing(Placement, Options.Incarnation), LockWait = TimeSpan.FromSeconds(2) },
        TimeProvider.System, null, CancellationToken.None);

    public static GroupCommitJournal Journal(PostgresStore store) => new(store, work => ThreadPool.QueueUserWorkItem(_ => work()), TimeProvider.System);

    public void Halt() => go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Continue() => go.TrySetResult();

    public Task TakeAsync(int shard, long epoch, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Told.Add($"take {shard} {epoch}");
            running.Add(shard, epoch);
        }

        return Task.CompletedTask;
    }

    public async Task DrainAsync(int shard, TimeSpan timeout)
    {
        await OnDrain(shard);
        lock (gate)
        {
            Told.Add($"drain {shard}");
            running.Remove(shard);
        }
    }

    public Task LoseAsync(int shard)
    {
        lock (gate)
        {
            Told.Add($"lose {shard}");
            running.Remove(shard);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Continue();
        return Placement.DisposeAsync();
    }

    private static TaskCompletionSource Set()
    {
        var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        set.SetResult();
        return set;
    }
}
