using SpecterActors.Domain;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests;

public sealed class ExportRoutesTests
{
    private const string Export = "/admin/tenants/demo/shops/main/export";

    [Fact]
    public async Task Progress_shows_stage_counts_rate_and_estimate()
    {
        await using var api = await RunningApi.StartAsync();

        var (_, view, _) = await api.SendAsync("GET", Export, null);

        Assert.Equal("running", (string?)view!["stage"]);
        Assert.Equal("main-1", (string?)view["runId"]);
        Assert.Equal(3, (long)view["articlesMax"]!);
        Assert.Equal(12.5m, (decimal)view["perMinute"]!);
        Assert.Equal("00:03:00", (string?)view["left"]);
        Assert.Equal("specter-7", (string?)view["problems"]![0]!["code"]);
    }

    [Fact]
    public async Task The_report_comes_in_pages_and_by_class()
    {
        await using var api = await RunningApi.StartAsync();

        var (_, first, _) = await api.SendAsync("GET", $"{Export}/report", null);
        var (_, second, _) = await api.SendAsync("GET", $"{Export}/report?from={(string?)first!["next"]}&class=Invalid&max=7", null);

        Assert.Equal("A1", (string?)first["rows"]![0]!["number"]);
        Assert.Equal("article-number-illegal", (string?)second!["rows"]![0]!["code"]);
        Assert.Null((string?)second["next"]);
        Assert.Equal(["report demo main   100", "report demo main Invalid 1.0 7"], api.Engine.Told);
    }

    [Theory]
    [InlineData("class=3", "class")]
    [InlineData("class=broken", "class")]
    [InlineData("max=0", "max")]
    [InlineData("from=x", "from")]
    public async Task A_question_that_cannot_be_answered_names_its_field(string query, string field)
    {
        await using var api = await RunningApi.StartAsync();

        var (status, problem, _) = await api.SendAsync("GET", $"{Export}/report?{query}", null);

        Assert.Equal(400, status);
        Assert.Equal(field, (string?)problem!["fields"]![0]!["field"]);
        Assert.NotEmpty((string)problem["remedy"]!);
    }

    [Fact]
    public async Task A_confirmation_names_its_report_and_a_stale_one_is_refused_with_the_remedy()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Answer = AdminResult.No(new Refusal("report-stale", "The report is main-2 by now.", "Look at report main-2."));

        var (missing, _, _) = await api.SendAsync("POST", $"{Export}/confirm", """{"reason":"go"}""");
        var (status, problem, _) = await api.SendAsync("POST", $"{Export}/confirm", """{"reason":"go","reportId":"main-1"}""");

        Assert.Equal(400, missing);
        Assert.Equal(409, status);
        Assert.Equal("report-stale", (string?)problem!["code"]);
        Assert.Equal("Look at report main-2.", (string?)problem["remedy"]);
        Assert.Equal(["export confirm demo main main-1 (admin: go)"], api.Engine.Told);
    }

    [Fact]
    public async Task An_article_number_with_a_percent_sign_arrives_as_it_was_written()
    {
        await using var api = await RunningApi.StartAsync();

        await api.SendAsync("POST", "/admin/tenants/demo/articles/A%2525_1/export", """{"reason":"again"}""");

        Assert.Equal(["export article demo A%25_1 (admin: again)"], api.Engine.Told);
    }
}
