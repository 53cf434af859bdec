using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Tests;

/// <summary>Taking in a customer list over the API: the file is the body, who and why stand in the query.</summary>
public sealed class CustomerImportTests
{
    private const string Import = "/admin/tenants/demo/customers/import";

    [Fact]
    public async Task A_file_is_taken_in_with_its_reason_and_reported()
    {
        await using var api = await RunningApi.StartAsync();
        var (status, body) = await SendAsync(api, $"{Import}?reason=first%20list&dryRun=true&id=Kundnummer", new string('x', 9_000));

        Assert.Equal(200, status);
        Assert.Equal((3, true), ((int)body["lines"]!, (bool)body["dryRun"]!));
        Assert.Equal("import demo 9000 Kundnummer True (admin: first list)", Assert.Single(api.Engine.Told));
    }

    [Theory]
    [InlineData("", "text/csv", 400, "field-invalid")]
    [InlineData("?reason=x&dryRun=perhaps", "text/csv", 400, "field-invalid")]
    [InlineData("?reason=x", "application/json", 415, "request-invalid")]
    public async Task What_is_not_said_rightly_is_refused(string query, string type, int status, string code)
    {
        await using var api = await RunningApi.StartAsync();
        var (got, body) = await SendAsync(api, Import + query, "id;email", type);

        Assert.Equal((status, code), (got, (string?)body["code"]));
        Assert.Empty(api.Engine.Told);
    }

    [Fact]
    public async Task A_file_beyond_the_bound_is_refused_and_nobody_without_the_token_may_send_one()
    {
        await using var api = await RunningApi.StartAsync(options: RunningApi.Options with { ImportBytesMax = 5_000 });
        Assert.Equal((413, "body-too-large"), await CodeAsync(SendAsync(api, $"{Import}?reason=x", new string('x', 6_000))));
        Assert.Equal((401, "token-missing"), await CodeAsync(SendAsync(api, $"{Import}?reason=x", "id", token: "")));
        Assert.Empty(api.Engine.Told);
    }

    private static async Task<(int, string?)> CodeAsync(Task<(int Status, JsonNode Body)> sending) => (await sending) is var (status, body) ? (status, (string?)body["code"]) : default;

    private static async Task<(int Status, JsonNode Body)> SendAsync(RunningApi api, string path, string text, string type = "text/csv", string token = RunningApi.Token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Http.BaseAddress!, path)) { Content = new StringContent(text, Encoding.Latin1) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
