using SpecterActors.Journal.Postgres.Tests;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>The database itself dies and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task While_the_database_is_away_nobody_calls_and_when_it_is_back_everybody_goes_on_with_what_it_had()
    {
        using var server = new PostgresServer();
        var address = server.Address(server.NewDatabase());
        await using var one = await TestNode.JoinAsync(address, "one", Patient);
        await using var two = await TestNode.JoinAsync(address, "two", Patient);
        await Waiting.UntilAsync(() => one.Placement.Directory.Shards.All(s => s.Owner == s.Target && s.Owner is not null) && one.Running.Count + two.Running.Count == 16, "both have their share");
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

    /// <summary>Neither may pass for dead only because it finds back to the database later than the other on a busy machine.</summary>
    private static PostgresPlacementOptions Patient(PostgresPlacementOptions options) => options with { Silent = TimeSpan.FromSeconds(30) };
}
