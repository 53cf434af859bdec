using SpecterActors.Journal;
using SpecterActors.Journal.Postgres;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Nodes of two versions side by side: none owns what it cannot read, and nothing newer is written while one lives that cannot read it.</summary>
public sealed class VersionTests(SharedServer shared)
{
    private readonly string database = shared.Server.NewDatabase();

    private string Address => shared.Server.Address(database);

    private static PostgresPlacementOptions Newer(PostgresPlacementOptions options) => options with { Readable = ["thing.done:1", "thing.done:2"] };

    [Fact]
    public async Task A_shard_that_holds_a_newer_event_is_never_owned_by_an_older_node()
    {
        await using var newer = await TestNode.JoinAsync(Address, "newer", Newer);
        var store = await newer.StoreAsync();
        var tenant = Enumerable.Range(0, 1_000).Select(n => $"t{n}")
            .First(t => ShardPlan.TargetOf(newer.Placement.Shards.Of(t), ["newer", "older"], _ => true) == "older");
        var shard = newer.Placement.Shards.Of(tenant);
        Assert.IsType<AppendResult.Stored>(await TestNode.Journal(store).AppendAsync(Appends.Of($"{tenant}/thing/a", 0, "w", "thing.done:2"), CancellationToken.None));
        await store.DisposeAsync();

        await using var older = await TestNode.JoinAsync(Address, "older");
        await Waiting.UntilAsync(() => older.Running.Count > 0 && older.Running.Count + newer.Running.Count == 16, "the older node has its share of the rest");
        Assert.Equal("newer", newer.Placement.Directory.Shards[shard].Owner);
        Assert.Equal("newer", older.Placement.Directory.Shards[shard].Target);

        await newer.Placement.LeaveAsync(TimeSpan.FromSeconds(5));
        await Waiting.UntilAsync(() => older.Running.Count == 15, "the older node has all that it can read");
        Assert.DoesNotContain(shard, older.Running);
        await Waiting.UntilAsync(() => older.Placement.Directory.Shards[shard].Problem is not null, "the shard that nobody can have shows why");
        Assert.Contains("thing.done:2", older.Placement.Directory.Shards[shard].Problem, StringComparison.Ordinal);
        await Waiting.UntilAsync(() => older.Placement.Directory.OwnerOf(tenant) is null, "nobody is asked about its tenants");
    }

    [Fact]
    public async Task A_newer_event_waits_until_every_living_node_can_read_it()
    {
        await using var newer = await TestNode.JoinAsync(Address, "newer", Newer);
        var older = await TestNode.JoinAsync(Address, "older");
        await using var store = await newer.StoreAsync();
        var journal = TestNode.Journal(store);
        await Waiting.UntilAsync(() => newer.Running.Count is > 0 and < 16 && newer.Placement.WhyNotYet("thing.done:2") is not null, "the newer node knows of the older");
        var tenant = Enumerable.Range(0, 1_000).Select(n => $"t{n}").First(t => newer.Running.Contains(newer.Placement.Shards.Of(t)));

        var both = await Task.WhenAll(
            Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Appends.Of($"{tenant}/thing/a", 0, "w", "thing.done:2"), CancellationToken.None)),
            journal.AppendAsync(Appends.Of($"{tenant}/thing/b", 0, "w"), CancellationToken.None).ContinueWith(stored => new JournalUnavailableException(stored.Result.ToString()), TaskScheduler.Default));
        Assert.Contains("Node older", both[0].Message, StringComparison.Ordinal);
        Assert.Contains("Stored", both[1].Message, StringComparison.Ordinal);

        await older.DisposeAsync();
        await Waiting.UntilAsync(() => newer.Placement.WhyNotYet("thing.done:2") is null, "the newer node knows that the older has left");
        Assert.IsType<AppendResult.Stored>(await journal.AppendAsync(Appends.Of($"{tenant}/thing/a", 0, "w", "thing.done:2"), CancellationToken.None));
    }

    [Fact]
    public async Task What_a_lone_writer_stored_counts_when_nodes_take_the_journal_over()
    {
        await using (var alone = await PostgresStore.OpenAsync(new PostgresJournalOptions { Address = PostgresAddress.Parse(Address) }, TimeProvider.System, null, CancellationToken.None))
        {
            Assert.IsType<AppendResult.Stored>(await TestNode.Journal(alone).AppendAsync(Appends.Of("t/thing/a", 0, "w", "thing.done:2"), CancellationToken.None));
        }

        await using var older = await TestNode.JoinAsync(Address, "older");
        Assert.Equal(15, older.Running.Count);
        Assert.DoesNotContain(older.Placement.Shards.Of("t"), older.Running);
    }
}
