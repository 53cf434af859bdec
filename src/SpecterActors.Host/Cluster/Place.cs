using SpecterActors.Placement;

namespace SpecterActors.Host.Cluster;

/// <summary>Where a request about a tenant belongs.</summary>
internal abstract record Place
{
    private Place()
    {
    }

    /// <summary>On this node.</summary>
    public sealed record Here : Place;

    /// <summary>On another node, reached at <paramref name="Address"/>; <paramref name="Incarnation"/> differs at each of its starts.</summary>
    public sealed record There(string Node, string Incarnation, Uri Address) : Place;

    /// <summary>Nowhere now: the tenant is on its way from one node to another, or its node gives no address.</summary>
    public sealed record Nowhere : Place;

    /// <summary>The place of a tenant as the directory shows it now.</summary>
    public static Place Of(INodeDirectory directory, string tenant) => directory.OwnerOf(tenant) switch
    {
        { Id: var id } when id == directory.SelfId => new Here(),
        { Address: { } address } owner => new There(owner.Id, owner.Incarnation, address),
        _ => new Nowhere(),
    };

    /// <summary>The other nodes that can be asked something.</summary>
    public static IEnumerable<NodeView> Others(INodeDirectory directory) =>
        directory.Nodes.Where(node => node.Id != directory.SelfId && node.Address is not null);
}
