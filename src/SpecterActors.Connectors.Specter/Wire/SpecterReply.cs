using SpecterActors.Connectors.Http;

namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>The short answer of every function: <c>result;id;message</c> as text or APIresponse as XML (specter.md section 4).</summary>
internal abstract record SpecterReply
{
    private SpecterReply() { }

    /// <summary>Result 1.</summary>
    public sealed record Success(string Id, string Message) : SpecterReply;

    /// <summary>Any other result.</summary>
    public sealed record Failure(string Code, string Message) : SpecterReply;

    /// <summary>Not a complete answer of the API; whether the call was executed is unknown.</summary>
    public sealed record Unreadable(string Reason) : SpecterReply;

    /// <summary>Reads the answer, whichever form it came in.</summary>
    public static SpecterReply Read(HttpAnswer answer, IReadOnlyList<string> idNodes)
    {
        var text = WireText.Decode(answer);
        return text.TrimStart().StartsWith('<') ? ReadXml(text, idNodes) : ReadText(text);
    }

    /// <summary>
    /// Both semicolons must be there: an answer that was cut off inside the id would otherwise name another order.
    /// </summary>
    public static SpecterReply ReadText(string text)
    {
        var fields = text.Trim('\r', '\n', ' ', '\0').Split(';', 3);
        var result = fields[0].Trim();
        if (fields.Length < 3 || result.Length is 0 or > 9 || !result.All(char.IsAsciiDigit))
        {
            return new Unreadable(text.Length == 0 ? "empty-answer" : "unreadable-answer");
        }

        var message = fields[2].Trim();
        return result == "1" ? new Success(fields[1].Trim(), message) : new Failure(fields[1].Trim(), message);
    }

    /// <summary>The reply inside a feed answer, or null when it carries none.</summary>
    public static SpecterReply? Inside(WireNode root, IReadOnlyList<string> idNodes)
    {
        if ((root.Is("APIresponse") ? root : root.Child("APIresponse")) is not { } response)
        {
            return null;
        }

        var message = response.Child("message")?.Text.Trim() ?? "";
        return response.Child("result")?.Text.Trim() switch
        {
            null or "" => new Unreadable("answer-without-result"),
            "1" => new Success(idNodes.Select(response.Child).FirstOrDefault(node => node is not null)?.Text.Trim() ?? "", message),
            _ => new Failure(response.Child("code")?.Text.Trim() ?? "", message),
        };
    }

    private static SpecterReply ReadXml(string text, IReadOnlyList<string> idNodes) =>
        WireXml.Read(text, out var reason) is not { } root ? new Unreadable(reason)
        : Inside(root, idNodes) ?? new Unreadable("answer-of-unknown-shape");
}
