using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;
using SpecterActors.Sandbox.SampleData;

namespace SpecterActors.Host.Demo;

/// <summary>The settings of the demo's tenant, in the shape of the body of a put.</summary>
internal static class DemoTenant
{
    public const string Id = "demo";
    public const string Shop = "main";

    /// <summary>The shop that is asked for first and must be refused: its base currency is EUR.</summary>
    public const string EuroShop = "euro";

    /// <summary>
    /// Made from what <c>GET /sandbox</c> lists. Times are short, so that a demo with faults ends within minutes; settle is still longer than
    /// the three seconds for which the sandbox may hold a call back after its client gave up, or "not there" would be believed too early.
    /// </summary>
    public static JsonObject Settings(JsonArray systems, SampleSettings settings)
    {
        var specter = Find(systems, "specter", Stage.SpecterName);
        var abicart = Find(systems, "abicart", Stage.AbicartName);
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
                    ["options"] = new JsonObject(settings.Packages.Select(p => KeyValuePair.Create<string, JsonNode?>($"package.{p.Key}", p.Value))),
                    ["lane"] = Lane(),
                    // Prices are changed in Specter while the demo runs, and the shop is to show them.
                    ["articles"] = new JsonObject { ["importFromErp"] = true },
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
                ["overlap"] = "10 s",
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

    /// <summary>The same tenant with a shop that keeps its books in EUR in place of the other; null when the sandbox has none.</summary>
    public static JsonObject? OfEuroShop(JsonObject settings, JsonArray systems)
    {
        if (systems.FirstOrDefault(system => system?["name"]?.GetValue<string>() == Stage.EuroShopName) is not { } shop)
        {
            return null;
        }

        var euro = (JsonObject)settings.DeepClone();
        euro["shops"] = new JsonObject();
        euro["secrets"]!.AsObject().Remove($"shop.{Shop}.auth");
        euro["shops"]![EuroShop] = new JsonObject
        {
            ["system"] = "abicart",
            ["baseUrl"] = Text(shop, "baseUrl"),
            ["account"] = Credential(shop, "webshop"),
            ["lane"] = Lane(),
            ["orders"] = new JsonObject { ["orderPrefix"] = "EU-" },
        };
        euro["secrets"]![$"shop.{EuroShop}.auth"] = Credential(shop, "auth");
        return euro;
    }

    private static JsonObject Orders(SampleSettings settings) => new()
    {
        ["orderPrefix"] = settings.OrderPrefix,
        ["freightArticle"] = settings.FreightArticle,
        ["paymentFeeArticle"] = settings.FeeArticle,
        ["cashOnDeliveryArticle"] = settings.CashOnDeliveryArticle,
        ["discountArticle"] = settings.DiscountArticle,
        ["giftCardArticle"] = settings.GiftCardArticle,
        // The sample shop's methods, as if somebody had entered their ids in Specter (mission A27).
        ["deliveryMethods"] = new JsonObject { ["401"] = "401", ["402"] = "402", ["403"] = "403" },
        ["paymentCodes"] = new JsonObject(settings.PaymentCodes.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
        ["sendCustomFields"] = settings.SendCustomFields,
        ["zeroFreightRow"] = settings.ZeroFreightRow,
        ["zeroPaymentFeeRow"] = settings.ZeroFeeRow,
        ["zeroCashOnDeliveryRow"] = settings.ZeroCashOnDeliveryRow,
        ["explodePackages"] = settings.ExplodePackages,
        ["otherCurrencies"] = new JsonArray([.. settings.OtherCurrencies.Select(c => (JsonNode?)c)]),
        ["vatPercents"] = new JsonArray([.. settings.VatPercents.Select(p => (JsonNode?)p)]),
    };

    private static JsonObject Lane() => new()
    {
        ["calls"] = Stage.Allowed.Requests - 10,
        ["window"] = "1 s",
        ["concurrency"] = Stage.Allowed.Concurrent - 2,
        ["deadline"] = "5 s",
    };

    private static JsonNode Find(JsonArray systems, string kind, string name) =>
        systems.FirstOrDefault(system => system?["name"]?.GetValue<string>() == name)
        ?? throw new HostFault("sandbox-incomplete", ExitCodes.Failed, $"The sandbox simulates no {kind}.", "Start it with sandbox --sample.");

    private static string Text(JsonNode system, string name) => system[name]?.GetValue<string>() ?? "";

    private static string Credential(JsonNode system, string name) => system["credentials"]?[name]?.GetValue<string>() ?? "";
}
