using Npgsql;
using SpecterActors.Journal;
using SpecterActors.Journal.Postgres;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Who has which shard, when nodes come, go, fall silent and come back.</summary>
public sealed class OwnershipTests(SharedServer shared)
{
    private const int All = 16;
    private readonly string database = shared.Server.NewDatabase();

    private string Address => shared.Server.Address(database);

    [Fact]
    public async Task A_node_alone_has_every_shard()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        Assert.Equal(Enumerable.Range(0, All), node.Running);
        Assert.All(Enumerable.Range(0, All), shard => Assert.Equal(1, node.Placement.EpochOf(shard)));
        Assert.All(Enumerable.Range(0, All), shard => Assert.True(node.Placement.MayCall(shard)));
        Assert.Equal("one", node.Placement.Directory.OwnerOf("_installation")?.Id);
    }

    [Fact]
    public async Task A_node_that_joins_gets_its_share_one_shard_after_the_other_and_never_has_one_at_the_same_time()
    {
        await using var one = await TestNode.JoinAsync(Address, "one");
        TestNode? two = null;
        var draining = 0;
        one.OnDrain = async shard =>
        {
            Assert.Equal(1, Interlocked.Increment(ref draining));
            await Task.Yield();
            Assert.DoesNotContain(shard, two?.Running ?? []);
            Interlocked.Decrement(ref draining);
        };
        two = await TestNode.JoinAsync(Address, "two");
        await using var disposing = two;

        var planned = Enumerable.Range(0, All).Where(shard => ShardPlan.TargetOf(shard, ["one", "two"], _ => true) == "two").ToList();
        Assert.NotEmpty(planned);
        await Waiting.UntilAsync(() => two.Running.SequenceEqual(planned), "the second node has its share");
        Assert.Equal(Enumerable.Range(0, All).Except(planned), one.Running);
        Assert.All(planned, shard => Assert.Equal(2, two.Placement.EpochOf(shard)));
        Assert.All(planned, shard => Assert.Null(one.Placement.EpochOf(shard)));
        Assert.DoesNotContain(one.Told, told => told.StartsWith("lose", StringComparison.Ordinal));
        await Waiting.UntilAsync(
            () => one.Placement.Directory.Nodes.Select(n => (n.Id, n.Shards)).SequenceEqual([("one", All - planned.Count), ("two", planned.Count)]),
            "the first node sees who has what");
    }

    [Fact]
    public async Task A_node_that_leaves_gives_its_shards_back_drained_and_the_other_has_them_within_a_second()
    {
        await using var one = await TestNode.JoinAsync(Address, "one");
        var two = await TestNode.JoinAsync(Address, "two");
        await Spread.EvenAsync(one, two);

        await two.Placement.LeaveAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(two.Running);
        var took = await Waiting.UntilAsync(() => one.Running.Count == All, "the first node has all again");
        Assert.True(took < TimeSpan.FromSeconds(2), $"it took {took}");
        Assert.DoesNotContain(two.Told, told => told.StartsWith("lose", StringComparison.Ordinal));
        await Waiting.UntilAsync(() => one.Placement.Directory.Nodes.Count == 1, "the one that left has signed off");
        await two.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_that_never_hear_each_other_s_words_see_what_changed_at_their_next_look()
    {
        await using var one = await TestNode.JoinAsync(Address, "one", database: DeafSession.Database);
        var two = await TestNode.JoinAsync(Address, "two", database: DeafSession.Database);
        await Spread.EvenAsync(one, two);

        await two.Placement.LeaveAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(two.Running);
        await Waiting.UntilAsync(() => one.Running.Count == All, "the first node has all again", secondsMax: 10);
        Assert.DoesNotContain(one.Told.Concat(two.Told), told => told.StartsWith("lose", StringComparison.Ordinal));
        await two.DisposeAsync();
    }

    [Fact]
    public async Task A_halted_owner_is_ended_and_its_shards_taken_and_when_it_goes_on_it_may_neither_call_nor_write()
    {
        var one = await TestNode.JoinAsync(Address, "one");
        await using var firstStore = await one.StoreAsync();
        var journal = TestNode.Journal(firstStore);
        Assert.IsType<AppendResult.Stored>(await journal.AppendAsync(Appends.Of("t/thing/a", 0, "w1"), CancellationToken.None));
        var shard = one.Placement.Shards.Of("t");

        await using var two = await TestNode.OpenAsync(Address, "two");
        one.Halt();
        var joining = two.Placement.JoinAsync(two, CancellationToken.None);
        var took = await Waiting.UntilAsync(() => two.Running.Count == All, "the second node has taken everything", 60);
        await joining;
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {took.TotalSeconds:F1} s of silence");
        Assert.True(took < TimeSpan.FromSeconds(10), $"it took {took}");

        // Its own picture still shows the shard as owned; the clock says that the lease is over, and the database refuses.
        Assert.NotNull(one.Placement.EpochOf(shard));
        Assert.False(one.Placement.MayCall(shard));
        await Assert.ThrowsAsync<FencedException>(() => journal.AppendAsync(Appends.Of("t/thing/a", 1, "w1"), CancellationToken.None));
        Assert.Null(one.Placement.EpochOf(shard));

        await using var secondStore = await two.StoreAsync();
        var successor = TestNode.Journal(secondStore);
        Assert.Equal(1, (await successor.RecoverAsync("t/thing/a", true, long.MaxValue, CancellationToken.None)).HeadSequenceNumber);
        Assert.IsType<AppendResult.Stored>(await successor.AppendAsync(Appends.Of("t/thing/a", 1, "w2"), CancellationToken.None));

        one.Continue();
        Assert.False(await one.Placement.MayCallAsync(shard, CancellationToken.None));
        await Waiting.UntilAsync(() => one.Told.Count(told => told.StartsWith("lose", StringComparison.Ordinal)) >= All, "the old owner was told of its losses");

        // It is a node like any other then, and gets its share anew, under higher epochs.
        await Waiting.UntilAsync(() => one.Running.Count > 0 && one.Running.Count + two.Running.Count == All, "the old owner has a share again");
        Assert.All(one.Running, s => Assert.True(one.Placement.EpochOf(s) >= 3));
        await one.DisposeAsync();
    }

    [Fact]
    public async Task A_lease_that_has_run_out_is_confirmed_by_the_database_where_nobody_took_the_shard()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        node.Halt();
        await Waiting.UntilAsync(() => !node.Placement.MayCall(3), "the lease runs out");
        var asked = node.Placement.MayCallAsync(3, CancellationToken.None);
        Assert.False(asked.IsCompleted);
        node.Continue();
        Assert.True(await asked);
        Assert.Equal(1, node.Placement.EpochOf(3));
    }

    [Fact]
    public async Task A_session_that_was_ended_is_replaced_and_the_shards_stay()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        await using var other = await TestNode.JoinAsync(Address, "two");
        await Spread.EvenAsync(node, other);
        var (before, theirs) = (node.Running, other.Running);
        shared.Server.Execute(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'specter-actors owner%' AND datname = current_database() AND pid <> pg_backend_pid()");
        var again = shared.Server.Execute(database, "SELECT max(heartbeat) FROM node");
        await Waiting.UntilAsync(
            () => shared.Server.Execute(database, $"SELECT bool_and(heartbeat > '{again}') FROM node") == "True", "both nodes beat again");
        Assert.Equal(before, node.Running);
        Assert.Equal(theirs, other.Running);
        Assert.DoesNotContain(node.Told.Concat(other.Told), told => told.StartsWith("lose", StringComparison.Ordinal));
        await Waiting.UntilAsync(
            () => shared.Server.Execute(
                database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND classid::bigint >> 16 = 7303") == "16",
            "all shards are locked again");
    }

    [Fact]
    public async Task A_node_that_starts_while_another_process_brings_the_journal_up_to_date_waits_for_as_long_as_it_takes()
    {
        var builder = PostgresAddress.Parse(Address).ToBuilder();
        // What it holds ends with it.
        builder.Pooling = false;
        await using var other = new NpgsqlConnection(builder.ConnectionString);
        await other.OpenAsync(CancellationToken.None);
        await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({Schema.LockClass}, ~(current_schema()::regnamespace::oid::bigint::int))", other);
        await hold.ExecuteNonQueryAsync(CancellationToken.None);

        var starting = TestNode.OpenAsync(Address, "one", options => options with { AnswerMax = TimeSpan.FromSeconds(1) });
        // Longer than an answer may take otherwise.
        await Waiting.UntilAsync(
            () => shared.Server.Execute(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND now() - query_start > interval '4 s'") == "1",
            "the node waits for its turn");
        Assert.False(starting.IsCompleted);
        await other.CloseAsync();
        await using var node = await starting;
    }

    [Fact]
    public async Task A_second_process_under_the_name_of_a_living_node_is_refused()
    {
        await using var node = await TestNode.JoinAsync(Address, "one");
        var refusal = await Assert.ThrowsAsync<JournalUnusableException>(() => TestNode.JoinAsync(Address, "one"));
        Assert.Contains("A node named one runs already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_writer_and_nodes_keep_each_other_out()
    {
        var alone = new PostgresJournalOptions { Address = PostgresAddress.Parse(Address), LockWait = TimeSpan.FromMilliseconds(300) };
        await using (await PostgresStore.OpenAsync(alone, TimeProvider.System, null, CancellationToken.None))
        {
            var refusal = await Assert.ThrowsAsync<JournalUnusableException>(() => TestNode.JoinAsync(Address, "one"));
            Assert.Contains("in use by a process that writes it alone", refusal.Message, StringComparison.Ordinal);
        }

        await using var node = await TestNode.JoinAsync(Address, "one");
        await Assert.ThrowsAsync<JournalUnusableException>(() => PostgresStore.OpenAsync(alone, TimeProvider.System, null, CancellationToken.None));
    }
}
