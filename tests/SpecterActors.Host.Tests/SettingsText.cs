using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Host.Tests;

/// <summary>Settings of a tenant as a client writes them.</summary>
internal static class SettingsText
{
    public const string Canary = "canary-5d41402abc4b2a76b9719d911017c592";

    public static JsonObject Settings() => JsonNode.Parse(
        $$"""
        {
          "name": "Demo",
          "erp": { "system": "specter", "baseUrl": "https://api.specter.example/", "account": "1234", "apiUser": "55",
                   "lane": { "calls": 5, "window": "1 s", "concurrency": 1, "deadline": "10 s" } },
          "shops": { "main": { "system": "abicart", "baseUrl": "https://shop.example/", "account": "40001",
                     "orders": { "orderPrefix": "A1-", "freightArticle": "FRAKT", "vatPercents": [0, 25], "orderDiscounts": "spread" },
                     "statusToShop": ["delivered"], "stockBuffer": 1.5 } },
          "pace": { "poll": "500 ms" },
          "secrets": { "erp.apiUserKey": "{{Canary}}", "erp.integrationKey": "two-{{Canary}}", "shop.main.auth": "three-{{Canary}}" }
        }
        """)!.AsObject();

    public static JsonElement Element(params Action<JsonObject>[] changes) => JsonSerializer.SerializeToElement(Changed(changes));

    public static string Put(params Action<JsonObject>[] changes) =>
        new JsonObject { ["reason"] = "because", ["settings"] = Changed(changes) }.ToJsonString();

    private static JsonObject Changed(Action<JsonObject>[] changes)
    {
        var settings = Settings();
        foreach (var change in changes)
        {
            change(settings);
        }

        return settings;
    }
}
