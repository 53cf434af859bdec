using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SpecterActors.Connectors.Abicart.Wire;
using SpecterActors.Connectors.Http;

namespace SpecterActors.Connectors.Abicart.Client;

/// <summary>Reads JSON-RPC 2.0 answers and sorts errors into outcomes (abicart.md section 1.11). Never throws, whatever the bytes.</summary>
internal static class RpcAnswer
{
    /// <summary>Code of "object not found".</summary>
    public const string NotFound = "abicart-9003";

    private const int MessageMax = 300;
    private const int ProblemsShownMax = 5;

    /// <summary>Deeper nesting than any class of the shop has; a bomb is refused before it is built.</summary>
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>
    /// The result, or the error by its code. A wrong shop, a bad token, missing rights and a demand for TLS are "unauthorised": nothing
    /// works until a person corrects the settings. Internal errors and answers that are no JSON-RPC are ambiguous.
    /// </summary>
    public static Outcome<JsonElement> Parse(ReadOnlyMemory<byte> body, SecretRedactor redactor)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(ValidUtf8(body).Span, Bounded);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new Outcome<JsonElement>.Ambiguous("answer-is-not-json");
        }

        if (root.ValueKind is not JsonValueKind.Object || !IsVersion2(root))
        {
            return new Outcome<JsonElement>.Ambiguous("answer-is-not-json-rpc");
        }

        var hasError = root.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null;
        if (!IsOurs(root, hasError))
        {
            return new Outcome<JsonElement>.Ambiguous("answer-to-another-call");
        }

        if (hasError)
        {
            return OfError(error, redactor);
        }

        return root.TryGetProperty("result", out var result)
            ? new Outcome<JsonElement>.Done(result)
            : new Outcome<JsonElement>.Ambiguous("answer-without-result");
    }

    /// <summary>
    /// Bytes that are no UTF-8 become the replacement character, which the reader of a single object then refuses: one broken text must not
    /// hide a whole page.
    /// </summary>
    private static ReadOnlyMemory<byte> ValidUtf8(ReadOnlyMemory<byte> body) =>
        Utf8.IsValid(body.Span) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));

    private static bool IsVersion2(JsonElement root) =>
        root.TryGetProperty("jsonrpc", out var version) && version.ValueKind is JsonValueKind.String && JsonText.Read(version) == "2.0";

    /// <summary>Errors found before the id could be read carry none.</summary>
    private static bool IsOurs(JsonElement root, bool hasError) =>
        !root.TryGetProperty("id", out var id) || id.ValueKind is JsonValueKind.Null
            ? hasError
            : id.ValueKind is JsonValueKind.Number && id.TryGetInt32(out var number) && number == RpcBody.Id;

    private static Outcome<JsonElement> OfError(JsonElement error, SecretRedactor redactor)
    {
        if (error.ValueKind is not JsonValueKind.Object
            || !error.TryGetProperty("code", out var value) || value.ValueKind is not JsonValueKind.Number || !value.TryGetInt32(out var code))
        {
            return new Outcome<JsonElement>.Ambiguous("answer-with-unreadable-error");
        }

        var message = Shortened(redactor.Redact(Message(error)));
        return code switch
        {
            1001 or 1002 or 1004 or 1006 or 1007 => new Outcome<JsonElement>.Unauthorised($"{Code(code)} {message}"),
            -32000 or -32603 => new Outcome<JsonElement>.Ambiguous(Code(code)),
            _ => new Outcome<JsonElement>.Refused(Code(code), message),
        };
    }

    /// <summary>Codes of JSON-RPC itself are below zero: abicart-rpc-32602.</summary>
    private static string Code(int code) => code < 0
        ? string.Create(CultureInfo.InvariantCulture, $"abicart-rpc{code}")
        : string.Create(CultureInfo.InvariantCulture, $"abicart-{code}");

    private static string Message(JsonElement error)
    {
        var message = TextOf(error, "message");
        if (!error.TryGetProperty("data", out var data))
        {
            return message;
        }

        var problems = data.ValueKind switch
        {
            JsonValueKind.Array => data.EnumerateArray().Take(ProblemsShownMax).Select(Problem),
            JsonValueKind.String => [JsonText.Read(data) ?? ""],
            _ => [],
        };
        return string.Join("; ", problems.Prepend(message).Where(p => p.Length > 0));
    }

    private static string Problem(JsonElement problem)
    {
        var (text, pointer) = (TextOf(problem, "message"), TextOf(problem, "pointer"));
        return pointer.Length > 0 ? $"{text} at {pointer}" : text;
    }

    private static string TextOf(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? JsonText.Read(value) ?? ""
            : "";

    private static string Shortened(string text) => text.Length <= MessageMax ? text : text[..MessageMax];
}
