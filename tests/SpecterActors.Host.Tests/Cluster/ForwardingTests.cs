using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SpecterActors.Domain;
using SpecterActors.Host.Cluster;
using SpecterActors.Placement;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests.Cluster;

/// <summary>Any node answers any request about a tenant: its owner does.</summary>
public sealed class ForwardingTests
{
    private const string Reason = """{"reason":"because"}""";

    [Fact]
    public async Task A_request_about_a_tenant_is_answered_by_its_owner_as_if_it_had_been_asked()
    {
        await using var nodes = await TwoNodes.StartAsync();

        var (status, tenant, response) = await nodes.A.SendAsync("GET", "/admin/tenants/demo");
        var (entity, _, _) = await nodes.A.SendAsync("GET", "/admin/entities/demo%2Farticle%2Fa%2525b?at=2");
        var (missing, problem, _) = await nodes.A.SendAsync("GET", "/admin/entities/demo%2Forder%2FA1-1?at=0");

        Assert.Equal((200, 200, 400), (status, entity, missing));
        Assert.Equal("demo", (string?)tenant!["summary"]!["id"]);
        Assert.Equal("b", (string?)tenant["owner"]!["node"]);
        Assert.Equal("field-invalid", (string?)problem!["code"]);
        Assert.Equal("b", response.Headers.GetValues(PeerClient.AnsweredBy).Single());
        Assert.Equal(["entity demo/article/a%25b 2"], nodes.B.Engine.Told);
        Assert.Empty(nodes.A.Engine.Told);
    }

    [Fact]
    public async Task An_action_is_done_once_by_the_owner_with_who_and_why()
    {
        await using var nodes = await TwoNodes.StartAsync();

        var (status, _, _) = await nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", """{"reason":"stock-taking","operator":"eva"}""");
        var (put, _, _) = await nodes.A.SendAsync("PUT", "/admin/tenants/demo", SettingsText.Put());
        var (own, _, response) = await nodes.A.SendAsync("POST", "/admin/tenants/near/pause", Reason);

        Assert.Equal((200, 200, 200), (status, put, own));
        Assert.Equal(["pause demo (eva: stock-taking)", "configure demo"], nodes.B.Engine.Told.Select(told => told.StartsWith("configure", StringComparison.Ordinal) ? told[..14] : told));
        Assert.Equal(SettingsText.Canary, nodes.B.Engine.Configured!.Secrets.Value!.Values["erp.apiUserKey"]);
        Assert.Equal(["pause near (admin: because)"], nodes.A.Engine.Told);
        Assert.Equal("a", response.Headers.GetValues(PeerClient.AnsweredBy).Single());
    }

    [Fact]
    public async Task A_large_file_passes_through_the_node_that_was_asked()
    {
        await using var nodes = await TwoNodes.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes.A.Http.BaseAddress!, "/admin/tenants/demo/customers/import?reason=because"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RunningApi.Token);
        request.Content = new StringContent(new string('x', 100_000), System.Text.Encoding.UTF8, "text/csv");

        using var answer = await nodes.A.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var (tooLarge, problem, _) = await nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", $$"""{"reason":"{{new string('x', 5_000)}}"}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.StartsWith("import demo 100000 ", nodes.B.Engine.Told.Single());
        Assert.Equal((413, "body-too-large"), (tooLarge, (string?)problem!["code"]));
    }

    [Fact]
    public async Task Nodes_with_different_secrets_refuse_each_other_and_say_what_to_do()
    {
        await using var nodes = await TwoNodes.StartAsync(secretOfB: "another-secret-that-is-just-as-long-as-it-must");

        var (status, problem, _) = await nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);

        Assert.Equal((502, "node-secret-differs"), (status, (string?)problem!["code"]));
        Assert.Empty(nodes.B.Engine.Told);
    }

    [Fact]
    public async Task The_secret_of_the_nodes_is_no_admin_token_and_the_token_is_no_secret()
    {
        await using var nodes = await TwoNodes.StartAsync();

        var (bearer, _, _) = await nodes.A.SendAsync("GET", "/admin/tenants/near", token: TwoNodes.Secret);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nodes.A.Http.BaseAddress!, "/admin/tenants/near"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Node", RunningApi.Token);
        using var asNode = await nodes.A.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((401, 401), (bearer, (int)asNode.StatusCode));
    }

    [Fact]
    public async Task A_tenant_that_nobody_runs_is_told_with_when_to_ask_again()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.Owners.Remove("demo");

        var (status, problem, response) = await nodes.A.SendAsync("GET", "/admin/tenants/demo");

        Assert.Equal((503, "tenant-moving"), (status, (string?)problem!["code"]));
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Two_nodes_that_each_believe_the_other_owns_a_tenant_do_not_send_a_request_round_and_round()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.OfB.Owners = new(StringComparer.Ordinal) { ["demo"] = "a" };

        var (status, problem, _) = await nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);

        Assert.Equal((503, "tenant-moving"), (status, (string?)problem!["code"]));
        Assert.Empty(nodes.A.Engine.Told);
        Assert.Empty(nodes.B.Engine.Told);
    }

    [Fact]
    public async Task A_request_waits_while_a_tenant_moves_and_is_answered_where_it_arrives()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.OfA.All[1] = nodes.NodeOf("b", new Uri("http://127.0.0.1:9/"));

        var asked = nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        nodes.OfA.Owners = new(StringComparer.Ordinal) { ["demo"] = "a" };
        var (status, _, _) = await asked;

        Assert.Equal(200, status);
        Assert.Equal(["pause demo (admin: because)"], nodes.A.Engine.Told);
    }

    [Fact]
    public async Task An_action_whose_node_falls_silent_is_not_done_again_and_the_answer_says_that_it_may_have_been()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var hold = new TaskCompletionSource();
        nodes.B.Engine.Hold = hold.Task;

        var asked = nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);
        await Until.TrueAsync(() => nodes.B.Engine.Told.Count > 0, "the request never reached the owner");
        nodes.OfA.Owners = new(StringComparer.Ordinal) { ["demo"] = "a" };
        nodes.OfA.All[1] = nodes.NodeOf("b", nodes.B.Http.BaseAddress!, NodeStage.Silent);
        var (status, problem, _) = await asked;
        hold.SetResult();

        Assert.Equal((504, "answer-lost"), (status, (string?)problem!["code"]));
        Assert.Empty(nodes.A.Engine.Told);
    }

    [Fact]
    public async Task A_node_that_hands_a_tenant_over_still_answers_what_it_was_told_before()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var hold = new TaskCompletionSource();
        nodes.B.Engine.Hold = hold.Task;

        var asked = nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);
        await Until.TrueAsync(() => nodes.B.Engine.Told.Count > 0, "the request never reached the owner");
        nodes.OfA.Owners = new(StringComparer.Ordinal) { ["demo"] = "a" };
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        hold.SetResult();

        Assert.Equal(200, (await asked).Status);
        Assert.Empty(nodes.A.Engine.Told);
    }

    [Theory]
    [InlineData("near")]
    [InlineData("demo")]
    public async Task An_action_that_finds_its_tenant_leaving_goes_after_it(string tenant)
    {
        await using var nodes = await TwoNodes.StartAsync();
        var (from, to, name) = tenant == "near" ? (nodes.A, nodes.B, "b") : (nodes.B, nodes.A, "a");
        from.Engine.Answer = AdminResult.No(new Refusal(AdminCodes.TenantMoving, "It goes.", "Ask again."));

        var asked = nodes.A.SendAsync("POST", $"/admin/tenants/{tenant}/pause", Reason);
        await Until.TrueAsync(() => from.Engine.Told.Count > 1, "the action is not tried again while nobody else has the tenant");
        nodes.Owners[tenant] = name;
        var (status, _, response) = await asked;

        Assert.Equal(200, status);
        Assert.Equal([$"pause {tenant} (admin: because)"], to.Engine.Told);
        Assert.Equal(name, response.Headers.GetValues(PeerClient.AnsweredBy).Single());
    }

    [Fact]
    public async Task An_action_whose_tenant_stays_on_its_way_is_answered_with_when_to_ask_again_and_never_with_a_conflict()
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.A.Engine.Answer = nodes.B.Engine.Answer = AdminResult.No(new Refusal(AdminCodes.TenantMoving, "It goes.", "Ask again."));

        var answers = await Task.WhenAll(
            nodes.A.SendAsync("POST", "/admin/tenants/near/pause", Reason), nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason));

        Assert.All(answers, answer => Assert.Equal((503, "tenant-moving"), (answer.Status, (string?)answer.Body!["code"])));
        Assert.All(answers, answer => Assert.Equal(TimeSpan.FromSeconds(2), answer.Response.Headers.RetryAfter!.Delta));
    }

    [Theory]
    [InlineData(AdminCodes.AnswerLost, 504)]
    [InlineData(AdminCodes.ActorBusy, 503)]
    [InlineData(AdminCodes.AuditMissing, 500)]
    [InlineData(AdminCodes.NotAnswered, 409)]
    public async Task What_may_have_been_done_or_surely_was_not_has_a_status_of_its_own_and_is_told_once(string code, int expected)
    {
        await using var nodes = await TwoNodes.StartAsync();
        nodes.B.Engine.Answer = AdminResult.No(new Refusal(code, "Why.", "What to do."));

        var (status, problem, response) = await nodes.A.SendAsync("POST", "/admin/tenants/demo/pause", Reason);

        Assert.Equal((expected, code, "What to do."), (status, (string?)problem!["code"], (string?)problem["remedy"]));
        Assert.Equal(expected == 503, response.Headers.RetryAfter is not null);
        Assert.Single(nodes.B.Engine.Told);
    }

    [Fact]
    public async Task Every_route_names_its_tenant_or_is_known_to_concern_all()
    {
        await using var nodes = await TwoNodes.StartAsync();
        string[] ofAll = ["/admin/tenants", "/admin/parked", "/admin/in-doubt", "/admin/nodes", "/admin/health"];
        string[] firstSegments = ["tenants/{id}", "entities/{persistenceId}", "journal/{persistenceId}", "retry/{persistenceId}", "done/{persistenceId}", "resolve/{persistenceId}"];

        var (_, document, _) = await nodes.A.SendAsync("GET", "/openapi/v1.json");

        var strange = ((JsonObject)document!["paths"]!).Select(path => path.Key).Where(path => path.StartsWith("/admin/", StringComparison.Ordinal))
            .Where(path => !ofAll.Contains(path) && !firstSegments.Any(first => path.StartsWith($"/admin/{first}", StringComparison.Ordinal)));
        Assert.Empty(strange);
    }
}
