using System.Net.Http.Headers;
using System.Text;

namespace SpecterActors.Host.Tests;

/// <summary>Whatever comes in over the socket, the API answers with a status of the caller's fault or its own success, and nothing runs without a token.</summary>
public sealed class AdminFuzzTests
{
    private static readonly string[] Paths =
    [
        "/admin/tenants", "/admin/tenants/demo", "/admin/tenants/demo/tree", "/admin/tenants/demo/feeds/erp-stock/run", "/admin/tenants/demo/parked?max=3",
        "/admin/tenants/demo/search?number=1", "/admin/entities/demo/order/A1-1?at=2", "/admin/journal/demo/order/A1-1?from=1&max=5",
        "/admin/retry/demo/order/A1-2", "/admin/resolve/demo/order/A1-2", "/admin/tenants/demo/feeds/erp-stock/rewind", "/callbacks/right-token/erp-stock",
    ];

    private static readonly string[] Bodies =
    [
        """{"reason":"because"}""", """{"reason":"because","erpOrderNo":"20001"}""", """{"reason":"because","to":"2026-01-01T00:00:00Z"}""",
        """{"reason":"because","settings":{"name":"x","erp":{},"shops":[]}}""", "", "null", "[]", "\"", "{",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nonsense_is_answered_as_such(int seed)
    {
        await using var api = await RunningApi.StartAsync();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var (method, path, body) = Nonsense(random);
            using var request = Request(api, method, path, body);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RunningApi.Token);
            using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{method} {path} with {body} gave {(int)response.StatusCode}");
        }
    }

    [Fact]
    public async Task Nothing_is_told_to_the_engine_without_a_token()
    {
        await using var api = await RunningApi.StartAsync();
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var (method, path, body) = Nonsense(random);
            using var request = Request(api, method, path, body);
            using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{method} {path} gave {(int)response.StatusCode}");
        }

        Assert.All(api.Engine.Told, told => Assert.StartsWith("callback ", told));
    }

    private static (string Method, string Path, string Body) Nonsense(Random random)
    {
        var method = random.Next(8) switch { 0 => "PUT", 1 => "DELETE", 2 or 3 or 4 => "POST", _ => "GET" };
        return (method, Garbled(random, Paths[random.Next(Paths.Length)], 1), Garbled(random, Bodies[random.Next(Bodies.Length)], 0));
    }

    private static HttpRequestMessage Request(RunningApi api, string method, string path, string body)
    {
        // The address is given as it is, so that dots, slashes and half escapes reach the server unmended.
        var address = new Uri(api.Http.BaseAddress!.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return new HttpRequestMessage(new HttpMethod(method), address)
        {
            Content = method == "GET" ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }

    private static string Garbled(Random random, string text, int keep)
    {
        var garbled = new StringBuilder(text);
        for (var change = random.Next(0, 4); change > 0 && garbled.Length > keep; change--)
        {
            var at = random.Next(keep, garbled.Length);
            switch (random.Next(5))
            {
                case 0: garbled.Remove(at, 1); break;
                case 1: garbled.Insert(at, Odd(random)); break;
                case 2: garbled[at] = (char)random.Next(0x21, 0x7f); break;
                case 3: garbled.Insert(at, "/../"); break;
                default: garbled.Insert(at, new string('9', random.Next(1, 400))); break;
            }
        }

        return keep == 0 ? garbled.ToString() : garbled.Replace("#", "%23").Replace(" ", "%20").ToString();
    }

    private static string Odd(Random random) => random.Next(7) switch
    {
        0 => "%00",
        1 => "%2F%2e%2e",
        2 => "%C3%A5",
        3 => "%ff",
        4 => "?max=-1&at=x&from=99999999999999999999",
        5 => "//",
        _ => "%",
    };
}
