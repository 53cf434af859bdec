using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Host.Demo;

/// <summary>The settings of the demo's tenant, in the shape of the body of a put.</summary>
internal static class DemoTenant
{
    public const string Id = "demo";
    public const string Shop = "main";

    /// <summary>
    /// Made from what <c>GET /sandbox</c> lists. Times are short, so that a demo with faults ends within minutes; settle is still longer than
    /// the three seconds for which the sandbox may hold a call back after its client gave up, or "not there" would be believed too early.
    /// </summary>
    public static JsonObject Settings(JsonArray systems, SampleSettings settings)
    {
        var specter = Find(systems, "specter");
        var abicart = Find(systems, "abicart");
        return new JsonObject
        {
            ["name"] = "Demo",
            ["erp"] = new JsonObject
            {
                ["system"] = "specter",
                ["baseUrl"] = Text(specter, "baseUrl"),
                ["account"] = Credential(specter, "sbmId"),
                ["apiUser"] = Credential(specter, "apiUserId"),
                ["lane"] = Lane(),
                // The simulated Specter's own words and codes; a real account's are asked of Specter (docs/connectors/specter.md).
                ["options"] = new JsonObject
                {
                    ["duplicateNumberPattern"] = "finns redan på order (?<number>[0-9]+)",
                    ["validationCodes"] = "20,21,30,31,33",
                },
            },
            ["shops"] = new JsonObject
            {
                [Shop] = new JsonObject
                {
                    ["system"] = "abicart",
                    ["baseUrl"] = Text(abicart, "baseUrl"),
                    ["account"] = Credential(abicart, "webshop"),
                    ["lane"] = Lane(),
                    ["orders"] = Orders(settings),
                },
            },
            ["pace"] = new JsonObject
            {
                ["poll"] = "2 s",
                ["settle"] = "4 s",
                ["attemptWindow"] = "4 s",
                ["retry"] = "300 ms",
                ["rowTimeout"] = "5 s",
                ["resend"] = "1 s",
                ["stockQueueGrace"] = "1 s",
                ["overlap"] = "1 m",
                ["unknownRefusalsMax"] = 4,
            },
            ["secrets"] = new JsonObject
            {
                ["erp.apiUserKey"] = Credential(specter, "apiUserKey"),
                ["erp.integrationKey"] = Credential(specter, "integrationKey"),
                [$"shop.{Shop}.auth"] = Credential(abicart, "auth"),
            },
        };
    }

    private static JsonObject Orders(SampleSettings settings) => new()
    {
        ["orderPrefix"] = settings.OrderPrefix,
        ["freightArticle"] = settings.FreightArticle,
        ["paymentFeeArticle"] = settings.FeeArticle,
        ["cashOnDeliveryArticle"] = settings.CashOnDeliveryArticle,
        ["discountArticle"] = settings.DiscountArticle,
        ["giftCardArticle"] = settings.GiftCardArticle,
        ["zeroFreightRow"] = settings.ZeroFreightRow,
        ["zeroPaymentFeeRow"] = settings.ZeroFeeRow,
        ["zeroCashOnDeliveryRow"] = settings.ZeroCashOnDeliveryRow,
    };

    private static JsonObject Lane() => new()
    {
        ["calls"] = Stage.Allowed.Requests - 10,
        ["window"] = "1 s",
        ["concurrency"] = Stage.Allowed.Concurrent - 2,
        ["deadline"] = "5 s",
    };

    private static JsonNode Find(JsonArray systems, string kind) =>
        systems.FirstOrDefault(system => system?["system"]?.GetValue<string>() == kind)
        ?? throw new HostFault("sandbox-incomplete", ExitCodes.Failed, $"The sandbox simulates no {kind}.", "Start it with sandbox --sample.");

    private static string Text(JsonNode system, string name) => system[name]?.GetValue<string>() ?? "";

    private static string Credential(JsonNode system, string name) => system["credentials"]?[name]?.GetValue<string>() ?? "";
}
