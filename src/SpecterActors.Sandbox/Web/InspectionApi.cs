using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SpecterActors.Sandbox.Faults;

namespace SpecterActors.Sandbox.Web;

/// <summary>
/// The inspection API below <c>/sandbox</c>: what the simulated systems hold, what was done to them, and the levers to make
/// them live and fail. It is never subject to faults and does not count against allowed rates.
/// </summary>
internal static class InspectionApi
{
    public static void Map(WebApplication app, IReadOnlyDictionary<string, HostedSystem> systems, CallbackCourier courier)
    {
        app.MapGet("/sandbox", (HttpContext context) => Json(systems.Values.Select(hosted => new
        {
            system = hosted.System.System,
            name = hosted.System.Name,
            baseUrl = $"{context.Request.Scheme}://{context.Request.Host}/{hosted.System.Name}",
            credentials = hosted.System.Credentials,
        })));
        app.MapGet("/sandbox/help", () => Results.Text(SandboxHelp.Text(systems.Values)));
        app.MapGet("/sandbox/violations", () => Json(
            systems.Values.SelectMany(hosted => hosted.Living?.Guard.Violations ?? []).OrderBy(violation => violation.At)));
        app.MapGet("/sandbox/callbacks", () => Json(courier.Deliveries));
        app.MapGet("/sandbox/{name}/state", (string name) => Living(systems, name, (_, living) => living.State()));
        app.MapGet("/sandbox/{name}/log", (string name, int? after) => Living(
            systems, name, (_, living) => living.Effects.Where(effect => effect.Number > (after ?? 0)).ToList()));
        app.MapGet("/sandbox/{name}/traffic", (string name) => Living(systems, name, (_, living) => new
        {
            limit = living.Guard.Limit,
            arrived = living.Guard.Arrived,
            mostUnderWay = living.Guard.MostUnderWay,
            violations = living.Guard.ViolationCount,
        }));
        app.MapGet("/sandbox/{name}/operations", (string name) => Living(systems, name, (_, living) => living.Operations));
        app.MapPost("/sandbox/{name}/life/{operation}", (string name, string operation, HttpContext context) =>
            WithBodyAsync(context, body => Living(systems, name, (_, living) => living.Execute(operation, body))));
        app.MapGet("/sandbox/{name}/switches", (string name) => Living(systems, name, (_, living) => living.Switches));
        app.MapPut("/sandbox/{name}/switches/{key}", (string name, string key, HttpContext context) =>
            WithBodyAsync(context, body => Living(systems, name, (_, living) => SetSwitch(living, key, body))));
        app.MapGet("/sandbox/{name}/faults", (string name) => Hosted(systems, name, hosted => hosted.Rates));
        app.MapPut("/sandbox/{name}/faults", (string name, HttpContext context) =>
            WithBodyAsync(context, body => Hosted(systems, name, hosted => hosted.Rates = FaultSettings.Change(hosted.Rates, body))));
        app.MapFallback(() => Error(404, "There is nothing here. GET /sandbox/help says what there is."));
    }

    private static object SetSwitch(ILivingSystem living, string key, JsonElement body)
    {
        var wrapped = body.ValueKind is JsonValueKind.Object && body.TryGetProperty("value", out var inner) ? inner : body;
        if (wrapped.ValueKind is JsonValueKind.Undefined)
        {
            throw new SandboxOperationException($"Switch '{key}': the body must be the new value as JSON");
        }

        living.SetSwitch(key, wrapped);
        return living.Switches;
    }

    private static IResult Living(
        IReadOnlyDictionary<string, HostedSystem> systems, string name, Func<HostedSystem, ILivingSystem, object> action) =>
        Hosted(systems, name, hosted =>
        {
            var living = hosted.Living ?? throw new SandboxOperationException($"'{name}' cannot be looked into");
            var result = hosted.Locked(() => action(hosted, living));
            hosted.CollectCallbacks();
            return result;
        });

    private static IResult Hosted(IReadOnlyDictionary<string, HostedSystem> systems, string name, Func<HostedSystem, object> action)
    {
        if (!systems.TryGetValue(name, out var hosted))
        {
            return Error(404, $"There is no system '{name}'; there are {string.Join(", ", systems.Keys)}");
        }

        try
        {
            return Json(action(hosted));
        }
        catch (SandboxOperationException exception)
        {
            return Error(400, exception.Message);
        }
    }

    private static async Task<IResult> WithBodyAsync(HttpContext context, Func<JsonElement, IResult> action)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0)
        {
            return action(default);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            return action(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            return Error(400, $"The body is not JSON: {exception.Message}");
        }
    }

    private static IResult Json(object value) => Results.Json(value, SandboxJson.Options);

    private static IResult Error(int status, string message) => Results.Json(new { error = message }, SandboxJson.Options, statusCode: status);
}
