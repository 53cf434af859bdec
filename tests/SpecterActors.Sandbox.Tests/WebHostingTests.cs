using System.Net;
using System.Text;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sandbox.Web;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public sealed class WebHostingTests
{
    [Fact]
    public async Task Several_systems_are_hosted_side_by_side_each_with_its_own_account()
    {
        var first = new SpecterSystem("specter-1", new SpecterOptions(), TimeProvider.System, 1);
        var second = new SpecterSystem("specter-2", new SpecterOptions { SbmId = 4321 }, TimeProvider.System, 2);
        await using var app = SandboxApp.Build(new SandboxHostOptions { Systems = [first, second, new Echo()] });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var query = "getInfo.asp?" + SpecterWire.Encode(
            ("action", "checkAccountSettings"), ("sbmId", "1234"), ("apiUserId", "55"), ("date", "2024-01-31"),
            ("key", SpecterWire.Key("2024-01-31")));

        Assert.StartsWith("1;", await http.GetStringAsync("/specter-1/" + query));
        Assert.StartsWith("0;10;", await http.GetStringAsync("/specter-2/" + query));
        Assert.Equal((1, 1), ((int)first.Guard.Arrived, (int)second.Guard.Arrived));
        await app.StopAsync();
    }

    [Fact]
    public async Task A_system_without_a_life_is_listed_and_answers_but_cannot_be_looked_into()
    {
        await using var app = SandboxApp.Build(new SandboxHostOptions { Systems = [new Echo()] });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal("POST a/%C3%A5?x=%E5 text", await (await http.PostAsync("/echo/a/%C3%A5?x=%E5", new StringContent("text"))).Content.ReadAsStringAsync());
        Assert.Contains("\"name\": \"echo\"", await http.GetStringAsync("/sandbox"));
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/sandbox/echo/state")).StatusCode);
        await app.StopAsync();
    }

    /// <summary>Shows what reached the core.</summary>
    private sealed class Echo : ISandboxSystem
    {
        public string System => "echo";

        public string Name => "echo";

        public IReadOnlyDictionary<string, string> Credentials { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public SandboxResponse Handle(SandboxRequest request) => new(
            200, "text/plain", Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.Query} {Encoding.UTF8.GetString(request.Body.Span)}"));

        public IReadOnlyList<SandboxCallback> TakeCallbacks() => [];
    }
}
