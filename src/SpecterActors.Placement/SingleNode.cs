namespace SpecterActors.Placement;

/// <summary>One node that owns everything from the start to its end: nothing is asked, nothing is written, nothing is waited for.</summary>
public sealed class SingleNode : IShardOwnership, INodeDirectory
{
    private readonly NodeView self;

    /// <summary>Makes it.</summary>
    /// <param name="id">Name to show.</param>
    /// <param name="incarnation">Different at each start.</param>
    /// <param name="startedAt">When it started.</param>
    /// <param name="version">Version of the program.</param>
    public SingleNode(string id = "node", string incarnation = "", DateTimeOffset startedAt = default, string version = "") =>
        self = new NodeView(id, incarnation, null, NodeStage.Active, startedAt, TimeSpan.Zero, version, 1);

    /// <inheritdoc/>
    public event Action? Changed
    {
        // Nothing ever changes here.
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public Shards Shards { get; } = new(1);

    /// <inheritdoc/>
    public INodeDirectory Directory => this;

    /// <inheritdoc/>
    public bool OwnsAll => true;

    /// <inheritdoc/>
    public string SelfId => self.Id;

    /// <inheritdoc/>
    public IReadOnlyList<NodeView> Nodes => [self];

    /// <inheritdoc/>
    IReadOnlyList<ShardView> INodeDirectory.Shards => [];

    /// <inheritdoc/>
    public NodeView? OwnerOf(string tenant) => self;

    /// <inheritdoc/>
    public long? EpochOf(int shard) => 0;

    /// <inheritdoc/>
    public bool MayCall(int shard) => true;

    /// <inheritdoc/>
    public ValueTask<bool> MayCallAsync(int shard, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <inheritdoc/>
    public Task JoinAsync(IShardHost host, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task LeaveAsync(TimeSpan timeout) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
