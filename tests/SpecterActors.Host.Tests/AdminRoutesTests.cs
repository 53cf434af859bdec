namespace SpecterActors.Host.Tests;

public sealed class AdminRoutesTests
{
    private const string Reason = """{"reason":"because"}""";

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "/admin/tenants", null },
        { "GET", "/admin/parked", null },
        { "GET", "/admin/in-doubt?max=10", null },
        { "GET", "/admin/nodes", null },
        { "GET", "/admin/health", null },
        { "GET", "/admin/tenants/demo", null },
        { "GET", "/admin/tenants/demo/setup", null },
        { "GET", "/admin/tenants/demo/tree", null },
        { "GET", "/admin/tenants/demo/intents", null },
        { "GET", "/admin/tenants/demo/feeds", null },
        { "GET", "/admin/tenants/demo/parked", null },
        { "GET", "/admin/tenants/demo/in-doubt", null },
        { "GET", "/admin/tenants/demo/lanes", null },
        { "GET", "/admin/tenants/demo/search?number=1", null },
        { "GET", "/admin/entities/demo%2Forder%2FA1-1", null },
        { "GET", "/admin/journal/demo%2Forder%2FA1-1", null },
        { "GET", "/admin/tenants/demo/shops/main/export", null },
        { "GET", "/admin/tenants/demo/shops/main/export/report?class=invalid&max=10", null },
        { "GET", "/admin/tenants/demo/reconcile", null },
        { "POST", "/admin/tenants/demo/reconcile", Reason },
        { "POST", "/admin/tenants/demo/reconcile/cancel", Reason },
        { "POST", "/admin/tenants/demo/reconcile/confirm", """{"reason":"because","runId":"3","preview":true}""" },
        { "GET", "/metrics", null },
        { "GET", "/openapi/v1.json", null },
        { "PUT", "/admin/tenants/demo", SettingsText.Put() },
        { "POST", "/admin/tenants/demo/setup/prove", Reason },
        { "POST", "/admin/tenants/demo/customers/109/forget", Reason },
        { "POST", "/admin/tenants/demo/pause", Reason },
        { "POST", "/admin/tenants/demo/resume", Reason },
        { "POST", "/admin/tenants/demo/remove", Reason },
        { "POST", "/admin/tenants/demo/feeds/erp-stock/run", Reason },
        { "POST", "/admin/tenants/demo/feeds/erp-stock/rewind", """{"reason":"because","to":"2026-01-01T00:00:00Z"}""" },
        { "POST", "/admin/tenants/demo/shops/main/export/start", Reason },
        { "POST", "/admin/tenants/demo/shops/main/export/cancel", Reason },
        { "POST", "/admin/tenants/demo/shops/main/export/confirm", """{"reason":"because","reportId":"main-1"}""" },
        { "POST", "/admin/tenants/demo/articles/A1/export", Reason },
        { "POST", "/admin/tenants/demo/shops/main/data/release", """{"reason":"because","action":"push","count":3,"parts":["price"]}""" },
        { "POST", "/admin/tenants/demo/shops/main/stock/release", """{"reason":"because","preview":false,"count":3}""" },
        { "GET", "/admin/tenants/demo/held", null },
        { "GET", "/admin/tenants/demo/articles?note=no-stock-sync&max=10", null },
        { "POST", "/admin/tenants/demo/orders/1001/export", Reason },
        { "POST", "/admin/tenants/demo/orders/1001/keep-back", Reason },
        { "POST", "/admin/tenants/demo/orders/export", """{"reason":"because","from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z","preview":true}""" },
        { "POST", "/admin/done/demo%2Forder%2FA1-1", Reason },
        { "POST", "/admin/retry/demo%2Forder%2FA1-1", Reason },
        { "POST", "/admin/tenants/demo/erase", """{"reason":"asked for it","order":"A1-1","preview":true}""" },
        { "POST", "/admin/tenants/demo/retry", """{"reason":"because","code":"sum-mismatch","preview":true}""" },
        { "POST", "/admin/resolve/demo%2Forder%2FA1-1", """{"reason":"because","erpOrderNo":null}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_route_answers_with_the_token_and_refuses_without_it(string method, string path, string? body)
    {
        await using var api = await RunningApi.StartAsync();

        var (without, problem, response) = await api.SendAsync(method, path, body, token: "");
        var (wrong, _, _) = await api.SendAsync(method, path, body, token: "f" + RunningApi.Token[1..]);
        var toldUnauthorised = api.Engine.Told.Count;
        var (status, _, _) = await api.SendAsync(method, path, body);

        Assert.Equal(401, without);
        Assert.Equal("token-missing", (string?)problem!["code"]);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(401, wrong);
        Assert.Equal(0, toldUnauthorised);
        Assert.Equal(200, status);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_mutation_needs_a_reason(string method, string path, string? body)
    {
        if (method == "GET")
        {
            return;
        }

        await using var api = await RunningApi.StartAsync();
        var without = System.Text.Json.Nodes.JsonNode.Parse(body!)!.AsObject();
        without.Remove("reason");

        var (status, problem, _) = await api.SendAsync(method, path, without.ToJsonString());

        Assert.Equal(400, status);
        Assert.Equal("reason", (string?)problem!["fields"]![0]!["field"]);
        Assert.NotEmpty((string)problem["fields"]![0]!["remedy"]!);
        Assert.Empty(api.Engine.Told);
    }

    [Theory]
    [InlineData("/admin/tenants/nobody")]
    [InlineData("/admin/tenants/nobody/tree")]
    [InlineData("/admin/tenants/nobody/in-doubt")]
    [InlineData("/admin/tenants/demo/shops/other/export")]
    [InlineData("/admin/tenants/nobody/shops/main/export/report")]
    [InlineData("/admin/entities/nobody%2Forder%2F1")]
    [InlineData("/admin/nowhere")]
    public async Task What_does_not_exist_is_a_problem_with_a_remedy(string path)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("GET", path);

        Assert.Equal(404, status);
        Assert.Equal("not-found", (string?)problem!["code"]);
        Assert.NotEmpty((string)problem["remedy"]!);
    }

    [Theory]
    [InlineData("/admin/entities/demo%2Farticle%2FA%252FB", "demo/article/A%2FB")]
    [InlineData("/admin/entities/demo/article/A%252FB?at=7", "demo/article/A%2FB 7")]
    [InlineData("/admin/entities/demo%2Farticle%2FA%2520B", "demo/article/A%20B")]
    public async Task Ids_in_paths_are_decoded_exactly_once(string path, string expected)
    {
        await using var api = await RunningApi.StartAsync();

        await api.SendAsync("GET", path);

        Assert.Equal($"entity {expected}", Assert.Single(api.Engine.Told).TrimEnd());
    }

    [Theory]
    [InlineData("/admin/journal/demo%2Forder%2F1?from=0")]
    [InlineData("/admin/journal/demo%2Forder%2F1?max=0")]
    [InlineData("/admin/journal/demo%2Forder%2F1?max=501")]
    [InlineData("/admin/journal/demo%2Forder%2F1?max=many")]
    [InlineData("/admin/entities/demo%2Forder%2F1?at=0")]
    [InlineData("/admin/tenants/demo/parked?max=-1")]
    [InlineData("/admin/tenants/demo/search")]
    public async Task Arguments_out_of_bounds_are_refused(string path)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("GET", path);

        Assert.Equal(400, status);
        Assert.NotEmpty((string)problem!["remedy"]!);
    }

    [Fact]
    public async Task A_resolve_that_forgets_the_number_is_refused_since_it_would_send_the_order_again()
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("POST", "/admin/resolve/demo%2Forder%2F1", Reason);

        Assert.Equal(400, status);
        Assert.Equal("erpOrderNo", (string?)problem!["fields"]![0]!["field"]);
        Assert.Empty(api.Engine.Told);
    }

    [Theory]
    [InlineData("""{"reason":"because","code":"sum-mismatch"}""", "preview")]
    [InlineData("""{"reason":"because","preview":true,"max":501}""", "max")]
    public async Task A_bulk_retry_without_a_word_on_preview_or_without_bound_is_refused(string body, string field)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/retry", body);

        Assert.Equal(400, status);
        Assert.Equal(field, (string?)problem!["fields"]![0]!["field"]);
        Assert.Empty(api.Engine.Told);
    }

    [Fact]
    public async Task Actions_pass_on_who_and_why_and_what()
    {
        await using var api = await RunningApi.StartAsync();

        await api.SendAsync("POST", "/admin/resolve/demo%2Forder%2FA1-7", """{"reason":"looked it up","operator":"eva","erpOrderNo":"20031"}""");
        await api.SendAsync("POST", "/admin/tenants/demo/feeds/shop-main-orders/rewind", """{"reason":"again","to":null}""");

        Assert.Equal(["resolve demo/order/A1-7 20031 (eva: looked it up)", "rewind demo shop-main-orders  (admin: again)"], api.Engine.Told);
    }

    [Fact]
    public async Task An_unknown_field_of_a_body_is_refused_with_the_nearest_known_one()
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/pause", """{"reason":"r","operater":"eva"}""");

        Assert.Equal(400, status);
        Assert.Contains("operator", (string?)problem!["remedy"]);
    }

    [Fact]
    public async Task A_refusal_of_the_engine_keeps_code_and_remedy()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Answer = Sync.Admin.AdminResult.No(new Domain.Refusal("not-paused", "A tenant that works cannot be removed.", "Pause it first."));

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/remove", Reason);

        Assert.Equal(409, status);
        Assert.Equal("not-paused", (string?)problem!["code"]);
        Assert.Equal("Pause it first.", (string?)problem["remedy"]);
    }

    [Fact]
    public async Task A_defect_tells_nothing_of_itself()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Throws = new InvalidOperationException("inner details");

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/pause", Reason);

        Assert.Equal(500, status);
        Assert.Equal("defect", (string?)problem!["code"]);
        Assert.DoesNotContain("inner details", problem.ToJsonString());
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    public async Task A_body_that_is_no_object_is_refused(string body, int expected)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/pause", body);

        Assert.Equal(expected, status);
        Assert.NotEmpty((string)problem!["remedy"]!);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("POST", "/admin/tenants/demo/pause", $$"""{"reason":"{{new string('x', 5000)}}"}""");

        Assert.Equal(413, status);
        Assert.Equal("body-too-large", (string?)problem!["code"]);
    }

    [Fact]
    public async Task The_openapi_document_names_every_route_with_its_path_parameters_and_the_scheme()
    {
        await using var api = await RunningApi.StartAsync();

        var (_, document, _) = await api.SendAsync("GET", "/openapi/v1.json");

        var paths = document!["paths"]!.AsObject();
        Assert.Contains("/admin/entities/{persistenceId}", paths.Select(path => path.Key));
        foreach (var (path, operations) in paths)
        {
            foreach (var (_, operation) in operations!.AsObject())
            {
                var named = operation!["parameters"]?.AsArray().Select(parameter => (string?)parameter!["name"]) ?? [];
                var inPath = path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));
                Assert.All(inPath, name => Assert.Contains(name, named));
            }
        }

        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["token"]!["scheme"]);
    }

    [Fact]
    public async Task Before_the_engine_is_there_routes_say_not_ready_and_the_process_says_live()
    {
        await using var api = await RunningApi.StartAsync(withEngine: false);

        Assert.Equal(200, (await api.SendAsync("GET", "/health/live", token: "")).Status);
        Assert.Equal(503, (await api.SendAsync("GET", "/health/ready", token: "")).Status);
        Assert.Equal(503, (await api.SendAsync("GET", "/admin/tenants")).Status);
        Assert.Equal(503, (await api.SendAsync("GET", "/callbacks/right-token/erp-stock", token: "")).Status);
    }
}
