using System.Text.Json.Nodes;
using SpecterActors.Domain;

namespace SpecterActors.Host.Admin;

/// <summary>Errors of the admin API: RFC 9457 problem documents with <c>code</c>, <c>remedy</c> and, where fields are concerned, <c>fields</c>.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string message, string remedy, IReadOnlyList<FieldProblem>? fields = null)
    {
        var body = new JsonObject
        {
            ["type"] = $"urn:specter-actors:problem:{code}",
            ["title"] = message,
            ["status"] = status,
            ["code"] = code,
            ["remedy"] = remedy,
        };
        if (fields is { Count: > 0 })
        {
            body["fields"] = new JsonArray(
            [
                .. fields.Select(problem => new JsonObject { ["field"] = problem.Field, ["message"] = problem.Message, ["remedy"] = problem.Remedy }),
            ]);
        }

        return Results.Json(body, statusCode: status, contentType: "application/problem+json");
    }

    public static IResult Of(int status, Refusal refusal) => Of(status, refusal.Code, refusal.Message, refusal.Remedy);

    public static IResult NotFound(string what) => Of(404, "not-found", $"There is no {what}.", "Look at the list, and percent-encode ids in the path.");

    public static IResult Field(string field, string message, string remedy) =>
        Of(400, "field-invalid", $"{field} {message}", remedy, [new FieldProblem(field, message, remedy)]);
}
