using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Postgres;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Commits of several writers on one journal.</summary>
public sealed class FenceTests(SharedServer shared)
{
    private readonly string database = shared.Server.NewDatabase();

    private string Address => shared.Server.Address(database);

    [Fact]
    public async Task In_one_batch_only_the_appends_of_a_lost_shard_fail_and_the_others_are_stored()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        await using var store = await node.StoreAsync();
        var journal = TestNode.Journal(store);
        var (lost, kept) = ("a", Enumerable.Range(0, 100).Select(n => $"t{n}").First(t => node.Placement.Shards.Of(t) != node.Placement.Shards.Of("a")));
        shared.Server.Execute(database, $"UPDATE shard SET epoch = epoch + 1, owner = 'x', incarnation = 'x' WHERE number = {node.Placement.Shards.Of(lost)}");

        var fenced = journal.AppendAsync(Appends.Of($"{lost}/thing/1", 0, "w"), CancellationToken.None);
        var stored = journal.AppendAsync(Appends.Of($"{kept}/thing/1", 0, "w"), CancellationToken.None);
        await Assert.ThrowsAsync<FencedException>(() => fenced);
        Assert.IsType<AppendResult.Stored>(await stored);
        Assert.Equal("0", shared.Server.Execute(database, $"SELECT count(*) FROM journal WHERE persistence_id LIKE '{lost}/%'"));
        await Waiting.UntilAsync(() => node.Told.Contains($"lose {node.Placement.Shards.Of(lost)}"), "the node was told of the loss");
    }

    [Fact]
    public async Task A_commit_that_waits_when_the_shard_is_taken_sees_the_new_epoch()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        await using var store = await node.StoreAsync();
        var journal = TestNode.Journal(store);
        var shard = node.Placement.Shards.Of("a");
        await using var taker = shared.Server.Connect(database);
        await taker.OpenAsync();
        var schema = int.Parse(shared.Server.Execute(database, "SELECT 'public'::regnamespace::oid::bigint")!, System.Globalization.CultureInfo.InvariantCulture);
        await using (var transaction = await taker.BeginTransactionAsync())
        {
            await Schema.ExecuteAsync(taker, $"SELECT pg_advisory_xact_lock({SharingSchema.FenceBase(schema) + shard})", CancellationToken.None);
            await Schema.ExecuteAsync(taker, $"UPDATE shard SET epoch = epoch + 1, owner = 'x', incarnation = 'x' WHERE number = {shard}", CancellationToken.None);
            var append = journal.AppendAsync(Appends.Of("a/thing/1", 0, "w"), CancellationToken.None);
            await Waiting.UntilAsync(
                () => shared.Server.Execute(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == "1", "the commit waits for the taking");
            Assert.False(append.IsCompleted);
            await transaction.CommitAsync();
            await Assert.ThrowsAsync<FencedException>(() => append);
        }
    }

    [Fact]
    public async Task A_reader_of_the_global_order_misses_nothing_while_two_nodes_write()
    {
        await using var one = await TestNode.JoinAsync(Address, "one");
        await using var two = await TestNode.JoinAsync(Address, "two");
        await Spread.EvenAsync(one, two);
        await using var firstStore = await one.StoreAsync();
        await using var secondStore = await two.StoreAsync();
        var writers = new[] { (Node: one, Journal: TestNode.Journal(firstStore)), (Node: two, Journal: TestNode.Journal(secondStore)) };
        var reader = TestNode.Journal(firstStore);

        const int Streams = 20;
        const int Each = 40;
        var writing = Task.WhenAll(writers.SelectMany(writer => Enumerable.Range(0, 1_000).Select(n => $"t{n}")
            .Where(t => writer.Node.Placement.EpochOf(writer.Node.Placement.Shards.Of(t)) is not null).Take(Streams).Select(async tenant =>
            {
                for (var n = 0; n < Each; n++)
                {
                    Assert.IsType<AppendResult.Stored>(await writer.Journal.AppendAsync(Appends.Of($"{tenant}/thing/1", n, "w"), CancellationToken.None));
                }
            })));

        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var (after, count) = (0L, 0);
        for (var last = false; ;)
        {
            last = writing.IsCompleted;
            var before = count;
            await foreach (var stored in reader.ReadAllAsync(after, 100, CancellationToken.None))
            {
                Assert.True(stored.Ordering > after);
                after = stored.Ordering;
                Assert.Equal(seen.GetValueOrDefault(stored.PersistenceId) + 1, stored.SequenceNumber);
                seen[stored.PersistenceId] = stored.SequenceNumber;
                count++;
            }

            if (last && count == before)
            {
                break;
            }
        }

        await writing;
        Assert.Equal(2 * Streams * Each, count);
    }

    [Fact]
    public async Task A_shard_that_went_and_came_back_is_read_anew_before_it_is_written()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        await using var store = await node.StoreAsync();
        var journal = TestNode.Journal(store);
        var request = Appends.Of("a/thing/1", 0, "w") with { Lookups = [new LookupEntry("no", "1")] };
        Assert.IsType<AppendResult.Stored>(await journal.AppendAsync(request, CancellationToken.None));

        // Somebody else has the shard for a while, and writes.
        var shard = node.Placement.Shards.Of("a");
        shared.Server.Execute(database, $"UPDATE shard SET epoch = epoch + 1, owner = NULL, incarnation = NULL WHERE number = {shard}");
        shared.Server.Execute(database, "UPDATE lookup SET value = '2'");
        await Waiting.UntilAsync(() => node.Placement.EpochOf(shard) == 3, "the node has the shard again");
        Assert.IsType<AppendResult.Stored>(
            await journal.AppendAsync(Appends.Of("a/thing/1", 1, "w") with { Lookups = [new LookupEntry("no", "1")] }, CancellationToken.None));
        Assert.Equal("1", shared.Server.Execute(database, "SELECT string_agg(value, ',') FROM lookup"));
    }
}
