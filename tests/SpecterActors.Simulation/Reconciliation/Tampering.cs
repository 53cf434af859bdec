using System.Text;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox;

namespace SpecterActors.Simulation.Reconciliation;

/// <summary>Answers of the simulated systems that leave something out.</summary>
internal static class Tampering
{
    /// <summary>Lists of the shop without the objects of these uids.</summary>
    public static Func<SandboxRequest, SandboxResponse, SandboxResponse> Without(string className, params int[] uids) => (request, answer) =>
    {
        if (!Calls(request, $"{className}.list") || JsonNode.Parse(answer.Body.Span) is not JsonObject { } root || root["result"] is not JsonArray rows)
        {
            return answer;
        }

        foreach (var row in rows.Where(r => r?["uid"]?.GetValue<int>() is { } uid && uids.Contains(uid)).ToList())
        {
            rows.Remove(row);
        }

        return answer with { Body = Encoding.UTF8.GetBytes(root.ToJsonString()) };
    };

    /// <summary>The shop's whole list of articles that breaks off behind the first page.</summary>
    public static SandboxResponse BreakOff(SandboxRequest request, SandboxResponse answer) =>
        Calls(request, "Article.list") && Encoding.UTF8.GetString(request.Body.Span).Contains("1970-01-01", StringComparison.Ordinal) && !Encoding.UTF8.GetString(request.Body.Span).Contains("\"offset\":0", StringComparison.Ordinal)
            ? new SandboxResponse(500, "text/html", Encoding.UTF8.GetBytes("<html>error</html>"))
            : answer;

    private static bool Calls(SandboxRequest request, string method) => Encoding.UTF8.GetString(request.Body.Span).Contains($"\"{method}\"", StringComparison.Ordinal);
}
