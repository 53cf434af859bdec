using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>A query as a tree: which members of a value are wanted (abicart.md section 1.4).</summary>
internal abstract record QueryTree
{
    private QueryTree(string pointer) => Pointer = pointer;

    /// <summary>Where in the query this stands, as a JSON Pointer.</summary>
    public string Pointer { get; }

    /// <summary>The whole value. <paramref name="Expand"/>: an object was given, so a reference is followed.</summary>
    public sealed record Whole(string Pointer, bool Expand) : QueryTree(Pointer);

    /// <summary>Some members, in the order of the query.</summary>
    public sealed record Members(string Pointer, IReadOnlyList<(string Key, QueryTree Query)> Keys) : QueryTree(Pointer);

    /// <summary>Reads a query; <paramref name="pointer"/> tells where it stands in the parameters.</summary>
    /// <exception cref="RpcErrorException">The query is malformed.</exception>
    public static QueryTree Parse(JsonNode? query, string pointer) => query switch
    {
        JsonObject { Count: 0 } => new Whole(pointer, true),
        JsonObject members => new Members(
            pointer, [.. members.Select(m => (m.Key, Parse(m.Value, $"{pointer}/{JsonPointer.Escape(m.Key)}")))]),
        JsonArray keys => new Members(pointer, [.. keys.Select((k, i) => Key(k, $"{pointer}/{i}"))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.True => new Whole(pointer, false),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => new Members(pointer, [Key(value, pointer)]),
        _ => throw RpcErrors.InvalidParams("malformed query", pointer),
    };

    private static (string Key, QueryTree Query) Key(JsonNode? node, string pointer) =>
        node is JsonValue value && value.TryGetValue<string>(out var key)
            ? (key, new Whole(pointer, false))
            : throw RpcErrors.InvalidParams("malformed query: a key is a string", pointer);
}

/// <summary>JSON Pointer (RFC 6901).</summary>
internal static class JsonPointer
{
    public static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The parts of a pointer, or null when it does not begin with a slash.</summary>
    public static string[]? Parts(string pointer) => pointer.StartsWith('/')
        ? [.. pointer[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
        : null;
}
