using SpecterActors.Host.Cluster;
using SpecterActors.Placement;

namespace SpecterActors.Host.Tests.Cluster;

/// <summary>Two admin APIs over engines of their own that believe what the test says about who owns what.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    public const string Secret = "a-secret-that-all-nodes-share-with-each-other";
    private readonly List<PeerClient> peers = [];

    public Dictionary<string, string> Owners { get; } = new(StringComparer.Ordinal) { ["demo"] = "b", ["near"] = "a" };

    public RunningApi A { get; private set; } = null!;

    public RunningApi B { get; private set; } = null!;

    public Belief OfA { get; private set; } = null!;

    public Belief OfB { get; private set; } = null!;

    public static async Task<TwoNodes> StartAsync(string secretOfB = Secret)
    {
        var two = new TwoNodes();
        two.peers.AddRange([new PeerClient("a", Secret), new PeerClient("b", secretOfB)]);
        two.A = await RunningApi.StartAsync(peers: two.peers[0]);
        two.B = await RunningApi.StartAsync(peers: two.peers[1]);
        two.A.Engine.Listed = ["near", "demo"];
        two.B.Engine.Listed = ["near", "demo"];
        List<NodeView> nodes = [two.NodeOf("a", two.A.Http.BaseAddress!), two.NodeOf("b", two.B.Http.BaseAddress!)];
        two.A.Slot.Ownership = two.OfA = new Belief("a", nodes, two.Owners);
        two.B.Slot.Ownership = two.OfB = new Belief("b", nodes, two.Owners);
        return two;
    }

    public NodeView NodeOf(string id, Uri address, NodeStage stage = NodeStage.Active) =>
        new(id, $"{id}-1", address, stage, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), "1.0", Owners.Count(owner => owner.Value == id));

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        peers.ForEach(peer => peer.Dispose());
    }

    /// <summary>What one node believes: the list of nodes and the owners are shared, unless the test gives this one others.</summary>
    internal sealed class Belief(string self, List<NodeView> nodes, Dictionary<string, string> owners) : IShardOwnership, INodeDirectory
    {
        public event Action? Changed;

        public Dictionary<string, string> Owners { get; set; } = owners;

        public List<NodeView> All { get; } = [.. nodes];

        public string SelfId => self;

        public bool OwnsAll => false;

        public Shards Shards { get; } = new(4);

        public INodeDirectory Directory => this;

        public IReadOnlyList<NodeView> Nodes => All;

        IReadOnlyList<ShardView> INodeDirectory.Shards =>
        [
            new(0, 3, "a", "a", null), new(1, 4, "a", "b", null), new(2, 5, "b", "b", null), new(3, 6, "b", "b", null), new(4, 7, null, "a", null),
        ];

        public NodeView? OwnerOf(string tenant) => Owners.TryGetValue(tenant, out var owner) ? All.Find(node => node.Id == owner) : null;

        public void Tell() => Changed?.Invoke();

        public long? EpochOf(int shard) => 1;

        public bool MayCall(int shard) => true;

        public ValueTask<bool> MayCallAsync(int shard, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public Task JoinAsync(IShardHost host, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task LeaveAsync(TimeSpan timeout) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
