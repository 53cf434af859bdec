namespace SpecterActors.Placement.Postgres;

/// <summary>The nodes and shards as the last heartbeat found them.</summary>
internal sealed class PlacementDirectory(string selfId, Shards shards) : INodeDirectory
{
    private Picture picture = new([], []);

    public event Action? Changed;

    public string SelfId => selfId;

    public IReadOnlyList<NodeView> Nodes => Volatile.Read(ref picture).Nodes;

    public IReadOnlyList<ShardView> Shards => Volatile.Read(ref picture).Shards;

    public NodeView? OwnerOf(string tenant)
    {
        var (nodes, rows) = Volatile.Read(ref picture);
        var number = shards.Of(tenant);
        return number < rows.Count && rows[number].Owner is { } owner ? nodes.FirstOrDefault(node => node.Id == owner && node.Stage != NodeStage.Silent) : null;
    }

    public void Show(
        PlacementPicture read, SortedDictionary<int, string?> targets, CatalogueWatch catalogues, NodeWatch watch, string incarnation, IReadOnlyDictionary<int, OwnedShard> ownedHere)
    {
        var nodes = read.Nodes.Select(node => new NodeView(
            node.Id, node.Incarnation, Uri.TryCreate(node.Address, UriKind.Absolute, out var address) ? address : null,
            node.Incarnation != incarnation && watch.IsSilent(node) ? NodeStage.Silent : node.Stage == "active" ? NodeStage.Active : NodeStage.Leaving,
            node.Started, node.Age, node.Version, node.Incarnation == incarnation ? ownedHere.Count : read.Shards.Count(shard => shard.Incarnation == node.Incarnation))).ToList();
        var views = read.Shards.Select(shard => new ShardView(
            shard.Number, ownedHere.TryGetValue(shard.Number, out var own) ? own.Epoch : shard.Epoch, OwnerOf(shard, read.Nodes, incarnation, ownedHere),
            targets.GetValueOrDefault(shard.Number),
            own?.NotStarted is { } reason ? $"Its tenants could not be started: {reason}" : targets.GetValueOrDefault(shard.Number) is null ? Problem(read, catalogues, shard.Number) : null)).ToList();
        var before = Volatile.Read(ref picture);
        Volatile.Write(ref picture, new Picture(nodes, views));
        if (!before.Shards.SequenceEqual(views) || !before.Nodes.Select(Lasting).SequenceEqual(nodes.Select(Lasting)))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>
    /// What this node took, or gave up, since the table was read counts as well. What an incarnation has left behind whose name a later one bears,
    /// this node's own included, is nobody's until it is taken.
    /// </summary>
    private string? OwnerOf(ShardRow shard, IReadOnlyList<NodeRow> nodes, string incarnation, IReadOnlyDictionary<int, OwnedShard> ownedHere) =>
        ownedHere.ContainsKey(shard.Number) ? selfId
        : shard.Incarnation != incarnation && nodes.Any(node => node.Incarnation == shard.Incarnation) ? shard.Owner
        : null;

    private static NodeView Lasting(NodeView node) => node with { HeartbeatAge = TimeSpan.Zero };

    private static string Problem(PlacementPicture read, CatalogueWatch catalogues, int shard) =>
        read.Nodes.Select(node => (node.Id, Manifest: catalogues.Unreadable(node.Incarnation, shard))).FirstOrDefault(n => n.Manifest is not null) is (var id, { } manifest)
            ? $"It holds {manifest}, which no node that stays can read ({id} among them); start a node of the program that wrote it."
            : "No node takes shards now: all are leaving or silent.";

    private sealed record Picture(IReadOnlyList<NodeView> Nodes, IReadOnlyList<ShardView> Shards);
}

/// <summary>A shard that this node owns now; <paramref name="NotStarted"/> says why its tenants could not be started.</summary>
internal sealed record OwnedShard(long Epoch, string? NotStarted);
