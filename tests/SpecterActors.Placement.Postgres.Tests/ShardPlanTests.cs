using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

public sealed class ShardPlanTests
{
    [Fact]
    public void Every_node_has_about_its_share_and_one_that_comes_moves_only_what_it_gets()
    {
        string[] three = ["a", "b", "c"];
        var before = Enumerable.Range(0, 1_024).ToDictionary(s => s, s => ShardPlan.TargetOf(s, three, _ => true)!);
        Assert.All(three, node => Assert.InRange(before.Values.Count(n => n == node), 290, 395));
        var after = Enumerable.Range(0, 1_024).ToDictionary(s => s, s => ShardPlan.TargetOf(s, [.. three, "d"], _ => true)!);
        Assert.All(before.Where(s => after[s.Key] != s.Value), moved => Assert.Equal("d", after[moved.Key]));
        Assert.InRange(after.Values.Count(n => n == "d"), 200, 310);
    }

    [Fact]
    public void A_shard_that_no_node_can_have_has_no_target() => Assert.Null(ShardPlan.TargetOf(1, ["a", "b"], _ => false));

    [Fact]
    public void The_installation_has_a_shard_of_its_own_and_tenants_lie_where_they_always_did()
    {
        var shards = new Shards(64);
        Assert.Equal(0, shards.Of("_installation"));
        Assert.Equal([22, 11, 52, 21], new[] { "demo", "alfa", "beta", "åäö" }.Select(shards.Of));
        Assert.Equal(Enumerable.Range(1, 64), Enumerable.Range(0, 2_000).Select(n => shards.Of($"tenant-{n}")).Distinct().Order());
    }
}
