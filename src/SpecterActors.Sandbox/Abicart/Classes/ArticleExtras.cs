using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>Properties of Article that the shop only keeps and shows (abicart.md section 1.8).</summary>
internal static class ArticleExtras
{
    private static readonly (string Name, string Type, string Default)[] All =
    [
        ("sku", "string", "\"\""), ("introductionText", "object", "{}"), ("baseName", "object", "{}"), ("pageTitle", "object", "{}"),
        ("metaDescription", "object", "{}"), ("metaKeywords", "object", "{}"), ("deliveryInfo", "object", "{}"), ("unit", "string", "\"st\""),
        ("isBulky", "boolean", "false"), ("freeFreight", "boolean", "false"), ("presentationOnly", "boolean", "false"),
        ("news", "boolean", "false"), ("draft", "boolean", "false"), ("images", "array", "[]"), ("attachments", "array", "[]"),
        ("articleTemplate", "integer", "null"), ("attributes", "object", "{}"), ("choiceOptionPrices", "object", "{}"),
    ];

    public static IEnumerable<ShopField<ShopArticle>> Fields() => All.Select(extra => new ShopField<ShopArticle>(
        extra.Name, extra.Type, a => JsonNode.Parse(a.Extra.GetValueOrDefault(extra.Name, extra.Default)))
    {
        Write = (article, value, problems) => Write(article, extra.Name, extra.Type, value, problems),
    });

    private static ShopArticle Write(ShopArticle article, string name, string type, JsonNode? value, Problems problems)
    {
        var fits = value?.GetValueKind() switch
        {
            null => type is "integer",
            JsonValueKind.String => type is "string",
            JsonValueKind.Object => type is "object",
            JsonValueKind.Array => type is "array",
            JsonValueKind.True or JsonValueKind.False => type is "boolean",
            JsonValueKind.Number => type is "integer",
            _ => false,
        };
        if (!fits)
        {
            problems.Add($"{type} is required", $"/{name}");
            return article;
        }

        // Texts by language are patched language by language, as everywhere.
        var merged = value is JsonObject texts && JsonNode.Parse(article.Extra.GetValueOrDefault(name, "{}")) is JsonObject before
            ? Merge(before, texts)
            : value;
        return article with
        {
            Extra = new SortedDictionary<string, string>(article.Extra.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
            {
                [name] = merged?.ToJsonString(Wire.Options) ?? "null",
            },
        };
    }

    private static JsonObject Merge(JsonObject before, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            before[key] = value?.DeepClone();
        }

        return before;
    }
}
