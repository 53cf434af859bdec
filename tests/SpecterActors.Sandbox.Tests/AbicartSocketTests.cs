using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Web;
using Xunit;

namespace SpecterActors.Sandbox.Tests;

public class AbicartSocketTests
{
    [Fact]
    public async Task A_client_reaches_the_shop_at_its_path_by_the_credentials_listed()
    {
        var shop = new AbicartShop();
        shop.Place(new RowDraft(shop.Lamp, null, 2));
        await using var app = SandboxApp.Build(new SandboxHostOptions { Systems = [shop.System] });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(20) };

        var listed = (await http.GetFromJsonAsync<JsonArray>("/sandbox", TestContext.Current.CancellationToken))![0]!;
        var url = $"{((string)listed["baseUrl"]!).TrimEnd('/')}/backend/jsonrpc/v1/?webshop={listed["credentials"]!["webshop"]}&language=sv&auth={listed["credentials"]!["auth"]}";
        var call = new JsonObject
        {
            ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "Order.list",
            ["params"] = new JsonArray(new JsonObject { ["items"] = new JsonObject { ["articleName"] = true } }, new JsonObject { ["limit"] = 10 }),
        };
        using var response = await http.PostAsJsonAsync(url, call, TestContext.Current.CancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;

        Assert.Equal("abicart", (string?)listed["system"]);
        Assert.Equal("Lampa, blå", (string?)answer["result"]![0]!["items"]![0]!["articleName"]);
    }
}
