namespace SpecterActors.Placement;

/// <summary>The nodes of the installation and who owns what, as last read; a picture that may be some seconds old. Safe from any thread.</summary>
public interface INodeDirectory
{
    /// <summary>Name of this node.</summary>
    string SelfId { get; }

    /// <summary>All nodes that are alive or were of late, by name; this one among them once it has joined.</summary>
    IReadOnlyList<NodeView> Nodes { get; }

    /// <summary>All shards by number.</summary>
    IReadOnlyList<ShardView> Shards { get; }

    /// <summary>
    /// The node to ask about a tenant now, or null when its shard is on its way from one to another (wait for <see cref="Changed"/>, or try
    /// again shortly). <c>_installation</c> gives the owner of what belongs to no tenant. Itself, when this node owns it.
    /// </summary>
    NodeView? OwnerOf(string tenant);

    /// <summary>Raised after nodes or shards changed, on the thread that read it; must be quick and must not throw.</summary>
    event Action? Changed;
}

/// <summary>One node.</summary>
/// <param name="Id">Its name, unique in the installation.</param>
/// <param name="Incarnation">Different at each start.</param>
/// <param name="Address">Where other nodes reach it, or null where it has none.</param>
/// <param name="Stage">Whether it takes shards.</param>
/// <param name="StartedAt">When it joined, by the database's clock.</param>
/// <param name="HeartbeatAge">How long ago it was last heard of, by the database's clock.</param>
/// <param name="Version">Version of its program.</param>
/// <param name="Shards">How many shards it owns.</param>
public sealed record NodeView(
    string Id, string Incarnation, Uri? Address, NodeStage Stage, DateTimeOffset StartedAt, TimeSpan HeartbeatAge, string Version, int Shards);

/// <summary>What a node does.</summary>
public enum NodeStage
{
    /// <summary>It takes shards and works.</summary>
    Active,

    /// <summary>It gives its shards back and will end.</summary>
    Leaving,

    /// <summary>It was not heard of for too long: others take its shards.</summary>
    Silent,
}

/// <summary>One shard.</summary>
/// <param name="Number">0 is the installation's own.</param>
/// <param name="Epoch">How often it was taken.</param>
/// <param name="Owner">Name of its owner, or null while nobody has it.</param>
/// <param name="Target">Name of the node that ought to have it; other than <paramref name="Owner"/> while it is to move. Null where no node can.</param>
/// <param name="Problem">Why no node can have it, or why its tenants do not run on this one, for people; null where nothing is the matter.</param>
public sealed record ShardView(int Number, long Epoch, string? Owner, string? Target, string? Problem);
