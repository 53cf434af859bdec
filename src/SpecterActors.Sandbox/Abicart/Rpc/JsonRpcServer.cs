using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using SpecterActors.Sandbox.Abicart.Classes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>JSON-RPC 2.0 over POST, single calls and batches (abicart.md sections 1.1 and 1.11).</summary>
internal sealed class JsonRpcServer
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private readonly AbicartCore core;
    private readonly ShopClasses classes;
    private readonly List<(string Method, int Code)> failures = [];

    public JsonRpcServer(AbicartCore core)
    {
        this.core = core;
        classes = new ShopClasses(core);
    }

    /// <summary>Lists of articles that were answered.</summary>
    public int ArticleLists { get; private set; }

    public void FailNext(string method, int code) => failures.Add((method, code));

    public SandboxResponse Handle(SandboxRequest request)
    {
        if (!string.Equals(request.Path.Trim('/'), AbicartSystem.ApiPath, StringComparison.Ordinal))
        {
            return Html(404, "Not Found");
        }

        if (!string.Equals(request.Method, "POST", StringComparison.Ordinal))
        {
            return Html(405, "Method Not Allowed");
        }

        JsonNode? body;
        try
        {
            body = JsonNode.Parse(request.Body.Span, null, Strict);
            if (!Utf8.IsValid(request.Body.Span) || request.Body.Span.IndexOf("\\u"u8) >= 0)
            {
                ReadTexts(body);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Answer(Error(null, RpcErrors.Parse()));
        }

        return body is JsonArray batch ? HandleBatch(batch, request.Query) : Answer(HandleCall(body, request.Query));
    }

    /// <summary>Reads every text once: the parser looks at neither broken UTF-8 nor lone surrogates until a text is asked for.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    ReadTexts(value);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    ReadTexts(element);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
            default:
                break;
        }
    }

    private static SandboxResponse Html(int status, string title) =>
        new(status, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes($"<html><body><h1>{title}</h1></body></html>"));

    private static JsonObject Error(JsonNode? id, RpcErrorException error)
    {
        var body = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (error.ErrorData is not null)
        {
            body["data"] = error.ErrorData.DeepClone();
        }

        return new JsonObject { ["jsonrpc"] = "2.0", ["error"] = body, ["id"] = id?.DeepClone() };
    }

    private SandboxResponse HandleBatch(JsonArray batch, string query)
    {
        if (batch.Count == 0 || batch.Count > core.Switches.MaxBatchSize)
        {
            return Answer(Error(null, RpcErrors.InvalidRequest(batch.Count == 0 ? "empty batch" : "batch too large")));
        }

        var answers = new JsonArray();
        foreach (var call in batch)
        {
            if (HandleCall(call, query) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return answers.Count == 0 ? Answer(null) : Json(200, answers);
    }

    /// <summary>The answer, or null for a notification.</summary>
    private JsonObject? HandleCall(JsonNode? call, string query)
    {
        JsonNode? id = null;
        var notification = false;
        try
        {
            if (call is not JsonObject request)
            {
                throw RpcErrors.InvalidRequest("a call is an object");
            }

            notification = !request.ContainsKey("id");
            id = request["id"];
            if (id is not null && id.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
            {
                id = null;
                throw RpcErrors.InvalidRequest("id");
            }

            var (method, arguments) = Read(request);
            var result = Execute(method, arguments, query);
            return notification ? null : new JsonObject { ["jsonrpc"] = "2.0", ["result"] = result, ["id"] = id?.DeepClone() };
        }
        catch (RpcErrorException error)
        {
            // An invalid request is answered even without an id, with id null (JSON-RPC 2.0 section 5).
            return notification && error.Code != -32600 ? null : Error(id, error);
        }
    }

    private static (string Method, JsonArray Arguments) Read(JsonObject request)
    {
        if (!request.TryGetPropertyValue("jsonrpc", out var version) || !IsText(version, "2.0"))
        {
            throw RpcErrors.InvalidRequest("jsonrpc must be \"2.0\"");
        }

        if (request["method"] is not JsonValue value || !value.TryGetValue<string>(out var method))
        {
            throw RpcErrors.InvalidRequest("method");
        }

        return (method, request["params"] switch
        {
            null => [],
            JsonArray array => array,
            _ => throw RpcErrors.InvalidParams("params is an array", ""),
        });
    }

    private static bool IsText(JsonNode? node, string text) =>
        node is JsonValue value && value.TryGetValue<string>(out var found) && string.Equals(found, text, StringComparison.Ordinal);

    private JsonNode? Execute(string method, JsonArray arguments, string query)
    {
        var failure = failures.FindIndex(f => string.Equals(f.Method, method, StringComparison.Ordinal));
        if (failure >= 0)
        {
            var code = failures[failure].Code;
            failures.RemoveAt(failure);
            throw new RpcErrorException(code, "Internal server error");
        }

        var context = RpcContext.From(query, core);
        var parts = method.Split('.');
        if (parts.Length != 2 || classes.Find(parts[0]) is not { } target)
        {
            throw RpcErrors.NoSuchMethod(method);
        }

        if (target.NeedsWebshop && !context.HasWebshop)
        {
            throw RpcErrors.WebshopMissing();
        }

        var result = target.Call(parts[1], new RpcArguments(arguments), context);
        ArticleLists += string.Equals(method, "Article.list", StringComparison.Ordinal) ? 1 : 0;
        return result;
    }

    private SandboxResponse Answer(JsonObject? answer) => answer is null
        ? new SandboxResponse(204, "application/json", ReadOnlyMemory<byte>.Empty)
        : Json(answer.ContainsKey("error") ? core.Switches.ErrorHttpStatus : 200, answer);

    private static SandboxResponse Json(int status, JsonNode body) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(body, Wire.Options));
}

/// <summary>How the shop writes JSON.</summary>
internal static class Wire
{
    /// <summary>Letters such as å stand as themselves.</summary>
    public static JsonSerializerOptions Options { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>Positional parameters of a call.</summary>
internal sealed class RpcArguments(JsonArray list)
{
    /// <summary>The parameter at this place, or null when absent or null.</summary>
    public JsonNode? this[int index] => index < list.Count ? list[index] : null;

    public bool Has(int index) => index < list.Count;

    public JsonObject Object(int index) =>
        this[index] as JsonObject ?? throw RpcErrors.InvalidParams("an object is required", $"/{index}");

    public string Text(int index) => this[index] is JsonValue value && value.TryGetValue<string>(out var text)
        ? text
        : throw RpcErrors.InvalidParams("a string is required", $"/{index}");

    /// <summary>Refuses more parameters than the method has.</summary>
    public RpcArguments AtMost(int count) =>
        list.Count <= count ? this : throw RpcErrors.InvalidParams("too many parameters", $"/{count}");
}
