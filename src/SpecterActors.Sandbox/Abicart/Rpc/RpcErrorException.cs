using System.Text.Json.Nodes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>Ends a call with a JSON-RPC error object (abicart.md section 1.11).</summary>
internal sealed class RpcErrorException(int code, string message, JsonNode? data = null) : Exception(message)
{
    public int Code { get; } = code;

    public JsonNode? ErrorData { get; } = data;
}

/// <summary>The errors the shop answers with.</summary>
internal static class RpcErrors
{
    public static RpcErrorException Parse() => new(-32700, "Parse error");

    public static RpcErrorException InvalidRequest(string why) => new(-32600, "Invalid request", why);

    public static RpcErrorException NoSuchMethod(string method) => new(-32601, "Method not found", method);

    /// <summary>Data is a list of message and pointer, as documented for -32602.</summary>
    public static RpcErrorException InvalidParams(string message, string pointer) =>
        new(-32602, "Invalid params", new JsonArray(new JsonObject { ["message"] = message, ["pointer"] = pointer }));

    public static RpcErrorException WebshopMissing() => new(1001, "Webshop missing");

    public static RpcErrorException InvalidWebshop() => new(1002, "Invalid webshop");

    public static RpcErrorException InvalidLanguage() => new(1003, "Invalid language");

    public static RpcErrorException BadAuthToken() => new(1004, "Bad auth token");

    public static RpcErrorException BadSessionToken() => new(1005, "Bad session token");

    public static RpcErrorException Forbidden() => new(1006, "Forbidden");

    public static RpcErrorException TlsRequired() => new(1007, "TLS required");

    public static RpcErrorException ValidationFailed(JsonArray problems) => new(9001, "Validation failed", problems);

    public static RpcErrorException NormalizationFailed(JsonArray problems) => new(9002, "Normalization failed", problems);

    public static RpcErrorException NotFound(string className, string uid) =>
        new(9003, "Object not found", new JsonObject { ["class"] = className, ["uid"] = uid });
}

/// <summary>Problems found in a patch: message and pointer each.</summary>
internal sealed class Problems
{
    public JsonArray List { get; } = [];

    public bool Any => List.Count > 0;

    public void Add(string message, string pointer) => List.Add(new JsonObject { ["message"] = message, ["pointer"] = pointer });
}
