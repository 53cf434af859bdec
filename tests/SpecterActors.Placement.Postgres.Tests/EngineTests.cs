using SpecterActors.Journal;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Tenants;
using Xunit;

namespace SpecterActors.Placement.Postgres.Tests;

/// <summary>Whole engines that share a journal: a tenant's work is done by one node at a time, wherever its shard goes.</summary>
public sealed class EngineTests(SharedServer shared) : IDisposable
{
    private static readonly Operator By = new("test", "because");
    private readonly string folder = Directory.CreateTempSubdirectory("engines-").FullName;

    [Fact]
    public async Task Tenants_move_to_a_node_that_joins_and_back_from_one_that_leaves_and_are_called_for_by_one_node_at_a_time()
    {
        var group = Group();
        await using var one = await EngineOnNode.StartAsync(group, "one");
        var tenants = Enumerable.Range(0, 12).Select(n => $"t{n}").ToList();
        await ConfigureAsync(group, tenants);
        await Waiting.UntilAsync(() => tenants.TrueForAll(t => group.Systems.CallersOf(t).Count == 1), "every tenant reads its feeds");

        var two = await EngineOnNode.StartAsync(group, "two");
        var moving = tenants.FindAll(t => ShardPlan.TargetOf(one.Placement.Shards.Of(t), ["one", "two"], _ => true) == "two");
        Assert.NotEmpty(moving);
        await Waiting.UntilAsync(() => moving.TrueForAll(t => group.Systems.CallersOf(t) is ["one", "two"]), "those that move are read by the second node");
        Assert.All(tenants.Except(moving), t => Assert.Equal(["one"], group.Systems.CallersOf(t)));
        Assert.Equal(12, (await two.Engine.Admin.ListTenantsAsync(CancellationToken.None)).Count);

        await two.Engine.StopAsync(TimeSpan.FromSeconds(10));
        await Waiting.UntilAsync(() => moving.TrueForAll(t => group.Systems.CallersOf(t) is ["one", "two", "one"]), "the first node reads them again");
        group.Nodes.Remove("two");
        await two.DisposeAsync();
    }

    [Fact]
    public async Task Once_its_heart_is_silent_a_node_makes_no_call_and_its_actors_stop_when_it_is_heard_again()
    {
        var group = Group();
        await using var one = await EngineOnNode.StartAsync(group, "one");
        await using var two = await EngineOnNode.StartAsync(group, "two");
        await Spread.EvenAsync(one, two);
        var tenant = Enumerable.Range(0, 100).Select(n => $"t{n}").First(t => one.Placement.Directory.OwnerOf(t)?.Id == "one");
        await ConfigureAsync(group, [tenant]);
        await Waiting.UntilAsync(() => group.Systems.CallersOf(tenant) is ["one"], "the first node reads the tenant's feeds");

        one.SilenceHeart();
        await Waiting.UntilAsync(() => group.Systems.CallersOf(tenant) is ["one", "two"], "the second node has taken over");
        await Waiting.UntilAsync(() => group.Systems.Arrivals.Count(a => a.Tenant == tenant && a.Node == "two") > 20, "the second node works");
        Assert.Equal(["one", "two"], group.Systems.CallersOf(tenant));

        one.Continue();
        var shard = one.Placement.Shards.Of(tenant);
        await Waiting.UntilAsync(() => one.Placement.EpochOf(shard) is null or > 1, "the first node knows that it lost the shard");
        // It gets the shard back in time, since the plan gives it to it; until then nobody but the second called.
        await Waiting.UntilAsync(() => group.Systems.CallersOf(tenant) is ["one", "two", "one"], "the shard has moved back in order");
    }

    [Fact]
    public async Task An_action_that_comes_to_a_node_its_tenant_has_left_is_surely_not_done_and_may_be_told_again()
    {
        var group = Group();
        await using var one = await EngineOnNode.StartAsync(group, "one");
        var tenant = Enumerable.Range(0, 100).Select(n => $"t{n}").First(t => ShardPlan.TargetOf(one.Placement.Shards.Of(t), ["one", "two"], _ => true) == "two");
        await ConfigureAsync(group, [tenant]);
        await using var two = await EngineOnNode.StartAsync(group, "two");
        await Spread.EvenAsync(one, two);

        var early = await one.Engine.Admin.PauseAsync(tenant, By, CancellationToken.None);
        Assert.True(early.Moved, early.Refusal?.ToString());
        Assert.True((await two.Engine.Admin.PauseAsync(tenant, By, CancellationToken.None)).Ok);
        Assert.Equal(1, (await two.Engine.Admin.GetTenantAsync(tenant, CancellationToken.None))!.Audit.Count(entry => entry.Action.Contains("pause", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_node_that_has_not_heard_of_a_tenant_set_up_elsewhere_finds_it_by_its_callback_token()
    {
        var group = Group();
        await using var one = await EngineOnNode.StartAsync(group, "one");
        await using var two = await EngineOnNode.StartAsync(group, "two");
        await Spread.EvenAsync(one, two);
        var tenant = Enumerable.Range(0, 100).Select(n => $"t{n}").First(t => group.OwnerOf(t) == one);
        await ConfigureAsync(group, [tenant]);

        var token = CallbackTokens.Make(EngineOnNode.Seed, tenant);
        Assert.Equal(tenant, await two.Engine.FindTenantOfCallbackAsync(token, CancellationToken.None));
        Assert.Null(await two.Engine.FindTenantOfCallbackAsync("no token of ours", CancellationToken.None));
    }

    [Fact]
    public async Task A_tenant_is_removed_by_its_owner_though_another_node_keeps_the_list()
    {
        var group = Group();
        await using var one = await EngineOnNode.StartAsync(group, "one");
        await using var two = await EngineOnNode.StartAsync(group, "two");
        await Spread.EvenAsync(one, two);
        var keeper = group.OwnerOf("_installation");
        var tenant = Enumerable.Range(0, 100).Select(n => $"t{n}").First(t => group.OwnerOf(t) != keeper);
        await ConfigureAsync(group, [tenant]);
        await Waiting.UntilAsync(() => !group.Systems.Arrivals.IsEmpty, "the tenant's feeds are read");

        var paused = await group.OwnerOf(tenant).Engine.Admin.PauseAsync(tenant, By, CancellationToken.None);
        Assert.True(paused.Ok, paused.Refusal?.Message);
        var removed = await group.OwnerOf(tenant).Engine.Admin.RemoveAsync(tenant, By, CancellationToken.None);
        Assert.True(removed.Ok, removed.Refusal?.Message);
        await Waiting.UntilAsync(
            () => one.Engine.System.Journal.ListStreamsAsync($"{tenant}/", null, 10, CancellationToken.None).Result.Count == 0, "nothing of the tenant is stored");
        Assert.Empty(await two.Engine.Admin.ListTenantsAsync(CancellationToken.None));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private EngineGroup Group() => new(shared.Server.Address(shared.Server.NewDatabase()), folder);

    private static async Task ConfigureAsync(EngineGroup group, IEnumerable<string> tenants)
    {
        foreach (var tenant in tenants)
        {
            var configured = await group.OwnerOf(tenant).Engine.Admin.ConfigureTenantAsync(EngineGroup.Settings(tenant), skipChecks: true, By, CancellationToken.None);
            Assert.True(configured.Ok, configured.Refusal?.Message);
        }
    }
}
