using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Journal;

namespace SpecterActors.Sync.Storage;

/// <summary>JSON for operators: every personal part, in clear or sealed, shows as <c>(personal)</c> or <c>(erased)</c>.</summary>
internal static class RedactedJson
{
    private const string Personal = "(personal)";
    private const string Erased = "(erased)";

    /// <summary>A state as canonical JSON without personal data.</summary>
    public static string Of(IEventCodec codec, object state) => Redact(codec.ToCanonicalJson(state));

    /// <summary>A stored event as it is stored, sealed parts replaced.</summary>
    public static string Of(StoredEvent stored) => Redact(System.Text.Encoding.UTF8.GetString(stored.Payload.Span));

    private static string Redact(string json)
    {
        var root = JsonNode.Parse(json);
        Walk(root);
        return root?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
    }

    private static void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject part when IsPersonal(part):
                Hide(part);
                break;
            case JsonObject whole:
                foreach (var member in whole.ToList())
                {
                    Walk(member.Value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Walk(item);
                }

                break;
        }
    }

    /// <summary>Forms of a personal part: {k, value} in clear, {k, v, c} sealed; see <see cref="PersonalJsonConverterFactory"/>.</summary>
    private static bool IsPersonal(JsonObject part) =>
        part.ContainsKey("k") && ((part.Count == 2 && part.ContainsKey("value")) || (part.Count == 3 && part.ContainsKey("v") && part.ContainsKey("c")));

    private static void Hide(JsonObject part)
    {
        var erased = (part["value"] ?? part["c"]) is null;
        part.Remove("c");
        part.Remove("v");
        part["value"] = erased ? Erased : Personal;
    }
}
