using SpecterActors.Journal.Postgres.Tests;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>The database itself dies and comes back.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly PostgresServer server = new();
    private readonly string database;

    public OutageTests() => database = server.NewDatabase();

    private string Address => server.Address(database);

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task While_the_database_is_away_nobody_calls_and_when_it_is_back_everybody_goes_on_with_what_it_had()
    {
        await using var one = await TestNode.JoinAsync(Address, "one", Patient);
        await using var two = await TestNode.JoinAsync(Address, "two", Patient);
        await Spread.EvenAsync(60, one, two);
        var (ours, theirs) = (one.Running, two.Running);

        server.Kill();
        await Waiting.UntilAsync(() => !ours.Any(one.Placement.MayCall) && !theirs.Any(two.Placement.MayCall), "the leases run out");
        Assert.False(await one.Placement.MayCallAsync(ours[0], CancellationToken.None));
        server.Start();
        await Waiting.UntilAsync(() => ours.All(one.Placement.MayCall) && theirs.All(two.Placement.MayCall), "both may call again", 60);
        Assert.Equal(ours, one.Running);
        Assert.Equal(theirs, two.Running);
        Assert.All(one.Told.Concat(two.Told), told => Assert.DoesNotContain("lose", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_move_that_the_outage_cuts_goes_on_when_the_database_is_back_and_no_shard_is_ever_in_two_places()
    {
        await using var one = await TestNode.JoinAsync(Address, "one", Patient);
        var draining = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestNode? two = null;
        one.OnDrain = async shard =>
        {
            draining.TrySetResult();
            await drained.Task;
            Assert.DoesNotContain(shard, two!.Running);
        };
        two = await TestNode.JoinAsync(Address, "two", Patient);
        await using var disposing = two;
        await draining.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

        server.Kill();
        await Waiting.UntilAsync(() => !Enumerable.Range(0, 16).Any(one.Placement.MayCall), "the lease runs out");
        drained.SetResult();
        await Waiting.UntilAsync(() => one.Running.Count == 15, "the shard is drained while the database is away");
        server.Start();
        await Spread.EvenAsync(60, one, two);
        Assert.All(one.Running, shard => Assert.Equal(1, one.Placement.EpochOf(shard)));
        Assert.All(two.Running, shard => Assert.Equal(2, two.Placement.EpochOf(shard)));
        await Waiting.UntilAsync(() => one.Running.All(one.Placement.MayCall) && two.Running.All(two.Placement.MayCall), "both may call again", 60);
        Assert.All(one.Told.Concat(two.Told), told => Assert.DoesNotContain("lose", told, StringComparison.Ordinal));
    }

    /// <summary>Neither may pass for dead only because it finds back to the database later than the other on a busy machine.</summary>
    private static PostgresPlacementOptions Patient(PostgresPlacementOptions options) => options with { Silent = TimeSpan.FromSeconds(30) };
}
