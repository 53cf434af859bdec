using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

public sealed class DirectoryTests
{
    private static readonly Shards Shards = new(1);

    /// <summary>Whoever asks waits for the shard to be taken; the node of that name would have to refuse.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void What_a_node_owned_before_it_was_started_again_is_nobodys_until_it_is_taken(string seenBy)
    {
        var directory = new PlacementDirectory(seenBy, Shards);
        Show(directory, [Row("a", "a1"), Row("b", "b1")]);
        Assert.Equal("a", directory.OwnerOf("shop")?.Id);
        Show(directory, [Row("a", "a2"), Row("b", "b1")]);
        Assert.Null(directory.OwnerOf("shop"));
    }

    private static void Show(PlacementDirectory directory, IReadOnlyList<NodeRow> nodes)
    {
        IReadOnlyList<ShardRow> shards = [new ShardRow(0, 1, "b", "b1"), new ShardRow(1, 1, "a", "a1")];
        var self = nodes.First(n => n.Id == directory.SelfId).Incarnation;
        directory.Show(
            new PlacementPicture(true, nodes, shards), new SortedDictionary<int, string?> { [0] = "b", [1] = "a" }, new CatalogueWatch(),
            new NodeWatch(new HaltAwareClock(TimeProvider.System), TimeSpan.FromSeconds(5)), self,
            shards.Where(s => s.Incarnation == self).ToDictionary(s => s.Number, s => new OwnedShard(s.Epoch, null)));
    }

    private static NodeRow Row(string id, string incarnation) => new(id, incarnation, null, "active", default, TimeSpan.Zero, "", "1");
}
