using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SpecterActors.Sandbox;

/// <summary>How the sandbox writes and reads its own JSON (inspection API, switches): camel case, enumerations by name.</summary>
public static class SandboxJson
{
    /// <summary>The options; unknown properties are errors on reading.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The properties of a record of switches by camel-case name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Properties<T>(T switches) =>
        JsonSerializer.SerializeToElement(switches, Options).EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);

    /// <summary>A copy of a record of switches with one property changed.</summary>
    /// <exception cref="SandboxOperationException">There is no such property, or it cannot take the value.</exception>
    public static T With<T>(T switches, string name, JsonElement value)
        where T : class
    {
        var node = JsonSerializer.SerializeToNode(switches, Options)!.AsObject();
        var known = node.Select(property => property.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SandboxOperationException(
                $"There is no switch '{name}'; there are {string.Join(", ", node.Select(property => property.Key))}");
        node[known] = JsonNode.Parse(value.GetRawText());
        try
        {
            return node.Deserialize<T>(Options) ?? throw new SandboxOperationException($"Switch '{known}' cannot be {value.GetRawText()}");
        }
        catch (JsonException exception)
        {
            throw new SandboxOperationException($"Switch '{known}' cannot be {value.GetRawText()}", exception);
        }
    }
}
