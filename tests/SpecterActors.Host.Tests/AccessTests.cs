using SpecterActors.Host.Admin;

namespace SpecterActors.Host.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_callback_with_the_right_token_is_answered_at_once_without_any_other_token(string method)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, body, response) = await api.SendAsync(method, "/callbacks/right-token/erp-stock?articleNo=1", token: "");

        Assert.Equal(200, status);
        Assert.Equal("1;Done", (string?)body);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["callback erp-stock"], api.Engine.Told);
    }

    [Theory]
    [InlineData("/callbacks/wrong-token/erp-stock")]
    public async Task A_callback_with_an_unknown_token_is_not_found(string path)
    {
        await using var api = await RunningApi.StartAsync();

        Assert.Equal(404, (await api.SendAsync("GET", path, token: "")).Status);
    }

    [Fact]
    public async Task A_callback_of_impossible_length_never_reaches_the_engine()
    {
        await using var api = await RunningApi.StartAsync();

        Assert.Equal(404, (await api.SendAsync("GET", $"/callbacks/{new string('a', 300)}/erp-stock", token: "")).Status);
        Assert.Empty(api.Engine.Told);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/ADMIN/TENANTS")]
    [InlineData("/health/live/../../admin/tenants")]
    [InlineData("/callbacks/right-token")]
    public async Task What_is_not_marked_open_needs_the_token(string path)
    {
        await using var api = await RunningApi.StartAsync();

        Assert.Equal(401, (await api.SendAsync("GET", path, token: "")).Status);
    }

    [Fact]
    public async Task Repeated_wrong_tokens_are_turned_away_but_the_right_one_still_passes()
    {
        await using var api = await RunningApi.StartAsync();
        for (var i = 0; i < RunningApi.Options.FailedAuthMax; i++)
        {
            Assert.Equal(401, (await api.SendAsync("GET", "/admin/tenants", token: "wrong")).Status);
        }

        var (status, _, response) = await api.SendAsync("GET", "/admin/tenants", token: "wrong");

        Assert.Equal(429, status);
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(200, (await api.SendAsync("GET", "/admin/tenants")).Status);
    }

    [Fact]
    public async Task No_answer_sets_a_cookie_or_may_be_cached()
    {
        await using var api = await RunningApi.StartAsync();

        var (_, _, response) = await api.SendAsync("GET", "/admin/tenants");

        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_clear_fault()
    {
        await using var api = await RunningApi.StartAsync();
        var taken = RunningApi.Options with { Urls = [api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)] };

        var fault = await Assert.ThrowsAsync<HostFault>(() => RunningApi.StartAsync(options: taken));

        Assert.Equal(("port-in-use", Cli.ExitCodes.Address), (fault.Code, fault.ExitCode));
    }

    [Fact]
    public async Task Secrets_of_a_put_reach_the_engine_and_never_come_back()
    {
        await using var api = await RunningApi.StartAsync();

        var (status, _, _) = await api.SendAsync("PUT", "/admin/tenants/demo", SettingsText.Put());
        var (_, got, _) = await api.SendAsync("GET", "/admin/tenants/demo");

        Assert.Equal(200, status);
        Assert.Equal(SettingsText.Canary, api.Engine.Configured!.Secrets.Value!.Values["erp.apiUserKey"]);
        Assert.DoesNotContain(SettingsText.Canary, got!.ToJsonString());
        Assert.Null(got["settings"]!["secrets"]);
        Assert.Equal("erp.apiUserKey", (string?)got["secretNames"]![0]);
    }

    [Fact]
    public async Task A_put_with_wrong_settings_names_every_field_with_its_remedy_and_changes_nothing()
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync(
            "PUT", "/admin/tenants/demo", SettingsText.Put(settings => settings["erp"]!["lane"]!["calls"] = 0, settings => settings["pace"] = new System.Text.Json.Nodes.JsonObject { ["pol"] = "1 s" }));

        Assert.Equal(400, status);
        Assert.Equal(["settings.erp.lane.calls", "settings.pace.pol"], problem!["fields"]!.AsArray().Select(field => (string?)field!["field"]).Order());
        Assert.DoesNotContain(SettingsText.Canary, problem.ToJsonString());
        Assert.Null(api.Engine.Configured);
    }
}
