using SpecterActors.Host.Cluster;
using SpecterActors.Placement;
using SpecterActors.Sync;

namespace SpecterActors.Host.Tests.Cluster;

/// <summary>Answers about all tenants are put together from all nodes; callbacks find their tenant.</summary>
public sealed class GatheringTests
{
    [Fact]
    public async Task The_list_of_tenants_holds_those_of_every_node_once_with_the_node_that_runs_each()
    {
        await using var nodes = await TwoNodes.StartAsync();

        var (_, list, response) = await nodes.A.SendAsync("GET", "/admin/tenants");
        var (_, other, _) = await nodes.B.SendAsync("GET", "/admin/tenants");

        Assert.Equal([("demo", "b"), ("near", "a")], list!.AsArray().Select(row => ((string?)row!["id"], (string?)row["node"])));
        Assert.Equal(list.ToJsonString(), other!.ToJsonString());
        Assert.False(response.Headers.Contains(PeerClient.Unanswered));
    }

    [Fact]
    public async Task What_is_parked_is_listed_over_all_tenants_newest_first_within_the_bound()
    {
        await using var nodes = await TwoNodes.StartAsync();

        var (_, rows, _) = await nodes.A.SendAsync("GET", "/admin/parked");
        var (_, none, _) = await nodes.A.SendAsync("GET", "/admin/in-doubt?max=1");
        var (bad, _, _) = await nodes.A.SendAsync("GET", "/admin/parked?max=0");

        Assert.Equal([("demo/order/A1-2", "b")], rows!.AsArray().Select(row => ((string?)row!["persistenceId"], (string?)row["node"])));
        Assert.Empty(none!.AsArray());
        Assert.Equal(400, bad);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named_and_does_not_hold_up_the_others()
    {
        await using var nodes = await TwoNodes.StartAsync();
        using var deaf = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        deaf.Start();
        nodes.OfA.All[1] = nodes.NodeOf("b", new Uri($"http://{deaf.LocalEndpoint}/"));
        nodes.OfA.All.Add(nodes.NodeOf("c", new Uri("http://127.0.0.1:9/")));
        nodes.OfA.All.Add(nodes.NodeOf("gone", new Uri("http://127.0.0.1:9/"), NodeStage.Silent));

        var began = TimeProvider.System.GetTimestamp();
        var (status, list, response) = await nodes.A.SendAsync("GET", "/admin/tenants");
        var (_, health, _) = await nodes.A.SendAsync("GET", "/admin/health");

        Assert.Equal(200, status);
        Assert.Equal(["near"], list!.AsArray().Select(row => (string?)row!["id"]));
        Assert.Equal("b, c", response.Headers.GetValues(PeerClient.Unanswered).Single());
        Assert.Equal("a", (string?)Assert.Single(health!["nodes"]!.AsArray())!["node"]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Nodes_with_their_shards_and_what_nobody_owns_are_shown()
    {
        await using var nodes = await TwoNodes.StartAsync();
        await using var alone = await RunningApi.StartAsync();

        var (_, view, _) = await nodes.B.SendAsync("GET", "/admin/nodes");
        var (_, single, _) = await alone.SendAsync("GET", "/admin/nodes");

        Assert.Equal(("b", 5), ((string?)view!["asked"], (int)view["shards"]!));
        var a = view["nodes"]![0]!;
        Assert.Equal(("a", "1.0", "active", 1.0), ((string?)a["id"], (string?)a["version"], (string?)a["stage"], (double)a["heartbeatAgeSeconds"]!));
        Assert.Equal([(0, 3L, null), (1, 4L, "b")], a["shards"]!.AsArray().Select(s => ((int)s!["number"]!, (long)s["epoch"]!, (string?)s["movesTo"])));
        Assert.Equal([(4, "a")], view["unowned"]!.AsArray().Select(s => ((int)s!["number"]!, (string?)s["movesTo"])));
        Assert.Null((string?)single!["asked"]);
        Assert.Empty(single["nodes"]!.AsArray());
    }

    [Fact]
    public async Task A_callback_is_taken_by_any_node_and_passed_on_once()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.A.Engine.TokenTaken = "none";

        var (taken, body, _) = await nodes.A.SendAsync("POST", "/callbacks/right-token/erp-stock?articleNo=1", token: "");
        var (unknown, _, _) = await nodes.A.SendAsync("GET", "/callbacks/wrong-token/erp-stock", token: "");
        nodes.B.Engine.TokenTaken = "none";
        var (moved, _, _) = await nodes.A.SendAsync("GET", "/callbacks/right-token/erp-stock", token: "");

        Assert.Equal((200, "1;Done", 404, 404), (taken, (string?)body, unknown, moved));
        // The owner alone was told of those that are known, once each.
        Assert.Equal(3, nodes.A.Engine.Told.Count);
        Assert.Equal(2, nodes.B.Engine.Told.Count);
    }

    [Fact]
    public async Task A_callback_for_a_tenant_that_another_node_has_just_set_up_finds_it()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.A.Engine.TokenTaken = "none";
        nodes.A.Engine.IsBehind = true;

        var (status, body, _) = await nodes.A.SendAsync("GET", "/callbacks/right-token/erp-stock", token: "");

        Assert.Equal((200, "1;Done"), (status, (string?)body));
        Assert.Equal(["callback erp-stock"], nodes.B.Engine.Told);
    }

    [Fact]
    public async Task A_callback_that_finds_its_tenant_leaving_goes_after_it()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.Owners["demo"] = "a";
        nodes.A.Engine.OnCallback = CallbackAnswer.NotNow;

        var asked = nodes.A.SendAsync("GET", "/callbacks/right-token/invoice?orderNo=7", token: "");
        await Until.TrueAsync(() => nodes.A.Engine.Told.Count > 1, "the callback is not tried again while nobody else has the tenant");
        nodes.Owners["demo"] = "b";

        Assert.Equal((200, "1;Done"), ((await asked).Status, (string?)(await asked).Body));
        Assert.Equal(["callback invoice"], nodes.B.Engine.Told);
    }

    [Fact]
    public async Task A_callback_for_a_tenant_that_nobody_runs_is_to_be_brought_again()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.A.Engine.TokenTaken = "none";
        nodes.Owners.Remove("demo");

        var (status, _, response) = await nodes.A.SendAsync("GET", "/callbacks/right-token/invoice?orderNo=7", token: "");

        Assert.Equal(503, status);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_node_the_others_do_not_count_on_says_that_it_is_not_ready_and_why()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var (ready, _, _) = await nodes.A.SendAsync("GET", "/health/ready", token: "");
        nodes.OfA.All[0] = nodes.NodeOf("a", nodes.A.Http.BaseAddress!, NodeStage.Silent);

        var (status, problem, _) = await nodes.A.SendAsync("GET", "/health/ready", token: "");
        var (live, _, _) = await nodes.A.SendAsync("GET", "/health/live", token: "");
        var (_, health, _) = await nodes.B.SendAsync("GET", "/admin/health");

        Assert.Equal((200, 503, "node-out", 200), (ready, status, (string?)problem!["code"], live));
        Assert.Equal([("b", true, null), ("a", false, "node-out")], health!["nodes"]!.AsArray().Select(n => ((string?)n!["node"], (bool)n["ready"]!, (string?)n["code"])));
    }
}
