using System.Text.Json;
using SpecterActors.Domain;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Admin;

/// <summary>The body of a mutation: a JSON object that at least gives a reason.</summary>
internal sealed class MutationBody
{
    private const int ReasonLengthMax = 500;
    private readonly List<FieldProblem> problems = [];

    private MutationBody(JsonElement root)
    {
        Root = root;
        Fields = new SettingsReader("", root, problems);
        var reason = Fields.RequiredText("reason", "Say why; it ends in the tenant's audit.", ReasonLengthMax);
        By = new Operator(Fields.Text("operator", 100) ?? "admin", reason);
    }

    public JsonElement Root { get; }

    public Operator By { get; }

    public SettingsReader Fields { get; }

    /// <summary>Reads the body, does what <paramref name="act"/> says with it and turns the outcome into an answer.</summary>
    public static async Task<IResult> RunAsync(HttpContext context, Func<MutationBody, CancellationToken, Task<AdminResult>> act, int refusedStatus = 409)
    {
        var (body, wrong) = await ReadAsync(context);
        if (body is null)
        {
            return wrong!;
        }

        // An operator's action that has begun is done to its end, whether or not its client waits for the answer.
        AdminResult? result = null;
        if (body.problems.Count == 0)
        {
            result = await act(body, CancellationToken.None);
        }

        if (result is { Moved: true })
        {
            // Whoever passes requests on tries again where the tenant is then.
            throw new TenantMovedException(result.Refusal!);
        }

        return result switch
        {
            _ when body.problems.Count > 0 => Problems.Of(
                400, "body-invalid", string.Join(" ", body.problems.Take(5).Select(problem => $"{problem.Field} {problem.Message}")), body.problems[0].Remedy, body.problems),
            { Ok: true, Detail: { } detail } => Results.Ok(detail),
            { Ok: true } => Results.Ok(new DoneView(true, result.Setup)),
            { NotFound: true } => Problems.Of(404, result.Refusal!),
            { Refusal: { } refusal } => Refused(context, refusal, refusedStatus),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IResult Refused(HttpContext context, Refusal refusal, int refusedStatus)
    {
        switch (refusal.Code)
        {
            case AdminCodes.ActorBusy:
                context.Response.Headers.RetryAfter = "5";
                return Problems.Of(503, refusal);
            case AdminCodes.AnswerLost:
                return Problems.Of(504, refusal);
            case AdminCodes.AuditMissing:
                return Problems.Of(500, refusal);
            default:
                return Problems.Of(refusedStatus, refusal);
        }
    }

    /// <summary>Adds what is wrong with the body; the action is not done then.</summary>
    public void Refuse(IEnumerable<FieldProblem> wrong) => problems.AddRange(wrong);

    /// <summary>Whether something was wrong with the body.</summary>
    public bool IsRefused
    {
        get
        {
            Fields.RefuseUnknown();
            return problems.Count > 0;
        }
    }

    private static async Task<(MutationBody? Body, IResult? Wrong)> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, Problems.Of(415, "not-json", "The body is not declared as JSON.", "Send Content-Type: application/json."));
        }

        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (new MutationBody(json.RootElement.Clone()), null)
                : (null, Problems.Of(400, "body-invalid", "The body is not a JSON object.", "Send an object: {\"reason\": \"...\"}."));
        }
        catch (JsonException e)
        {
            return (null, Problems.Of(400, "body-invalid", $"The body is not JSON (line {e.LineNumber + 1}).", "Send an object: {\"reason\": \"...\"}."));
        }
    }
}
