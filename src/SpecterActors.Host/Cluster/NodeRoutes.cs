using SpecterActors.Host.Admin;
using SpecterActors.Host.Composition;
using SpecterActors.Placement;

namespace SpecterActors.Host.Cluster;

/// <summary>Who is there, who owns what, and how each node is.</summary>
internal static class NodeRoutes
{
    public static void Map(RouteGroupBuilder admin, EngineSlot slot, Gathering gathering)
    {
        admin.MapGet("/nodes", () => NodesOf(slot)).Produces<NodesView>().WithSummary("Nodes with version, sign of life and shards; shards without an owner");
        admin.MapGet("/health", async (HttpContext context, CancellationToken stop) =>
            {
                var others = gathering.PartsAsync(context, "/admin/health");
                var own = await HealthAsync(slot, stop);
                var parts = (await others).Where(part => part.Answer is not null).SelectMany(part => part.Answer!["nodes"]!.AsArray().Select(node => node!.DeepClone()));
                return new { nodes = new object[] { own }.Concat(parts) };
            })
            .WithSummary("How each node is: whether it takes work, whether it can use the journal");
    }

    /// <summary>Who runs a tenant, or null where one node runs all.</summary>
    public static OwnerView? OwnerOf(EngineSlot slot, string tenant) =>
        slot.Ownership is { } ownership && slot.Nodes is { } nodes && ownership.Shards.Of(tenant) is var shard
            ? new OwnerView(nodes.OwnerOf(tenant)?.Id, shard, nodes.Shards.FirstOrDefault(view => view.Number == shard)?.Epoch ?? 0)
            : null;

    /// <summary>Why this node should get no work now, or null.</summary>
    public static async Task<(string Code, string Message, string Remedy)?> NotReadyAsync(EngineSlot slot, CancellationToken cancellationToken)
    {
        if (!slot.IsReady)
        {
            return ("not-ready", "The engine is starting or stopping.", "Ask again in a moment.");
        }

        if (slot.Journal is { } watch && await watch.LookAsync(cancellationToken) is { Usable: false } lost)
        {
            return ("journal-unavailable", $"The journal cannot be used: {lost.Why}", "Look at disk, database and log; work waits for the journal and goes on by itself.");
        }

        return slot.Nodes is { } nodes && nodes.Nodes.FirstOrDefault(node => node.Id == nodes.SelfId) is not { Stage: NodeStage.Active }
            ? ("node-out", "The other nodes do not count on this one now: it joins, leaves, or was not heard of for too long.", "Look at GET /admin/nodes; it joins again by itself once it reaches the database.")
            : null;
    }

    private static async Task<NodeHealth> HealthAsync(EngineSlot slot, CancellationToken cancellationToken)
    {
        var problem = await NotReadyAsync(slot, cancellationToken);
        var journal = slot.Journal is { } watch ? await watch.LookAsync(cancellationToken) : null;
        return new NodeHealth(slot.Nodes?.SelfId, problem is null, problem?.Code, problem?.Message, problem?.Remedy, journal);
    }

    private static NodesView NodesOf(EngineSlot slot)
    {
        if (slot.Nodes is not { } nodes)
        {
            return new NodesView(null, [], 0, []);
        }

        var shards = nodes.Shards.ToLookup(shard => shard.Owner, StringComparer.Ordinal);
        return new NodesView(
            nodes.SelfId,
            [
                .. nodes.Nodes.Select(node => new NodeRow(
                    node.Id, node.Address, node.Version, node.Stage, node.StartedAt, node.HeartbeatAge.TotalSeconds,
                    [.. shards[node.Id].Select(shard => new ShardRow(shard.Number, shard.Epoch, shard.Target == node.Id ? null : shard.Target, shard.Problem))])),
            ],
            nodes.Shards.Count,
            [.. shards[null].Select(shard => new ShardRow(shard.Number, shard.Epoch, shard.Target, shard.Problem))]);
    }
}

/// <summary>The nodes of the installation.</summary>
/// <param name="Asked">The node that answers; null where one node runs everything: then there is nothing to list.</param>
/// <param name="Nodes">All nodes that are alive or were of late.</param>
/// <param name="Shards">Number of shards; 0 is the installation's own.</param>
/// <param name="Unowned">Shards that nobody owns now: their tenants stand still.</param>
internal sealed record NodesView(string? Asked, IReadOnlyList<NodeRow> Nodes, int Shards, IReadOnlyList<ShardRow> Unowned);

/// <summary>A node.</summary>
internal sealed record NodeRow(
    string Id, Uri? Address, string Version, NodeStage Stage, DateTimeOffset StartedAt, double HeartbeatAgeSeconds, IReadOnlyList<ShardRow> Shards);

/// <summary>A shard; <paramref name="MovesTo"/>: the node that ought to have it and has it not; <paramref name="Problem"/>: why none can.</summary>
internal sealed record ShardRow(int Number, long Epoch, string? MovesTo, string? Problem);

/// <summary>Who runs a tenant; <paramref name="Node"/> is null while its shard moves.</summary>
internal sealed record OwnerView(string? Node, int Shard, long Epoch);

/// <summary>How a node is; <paramref name="Node"/> is null where there is one alone.</summary>
internal sealed record NodeHealth(string? Node, bool Ready, string? Code, string? Message, string? Remedy, JournalCondition? Journal);
