using System.Text.Json.Nodes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>The condition of one filter key: a bare value, a bare array or an object of operators (abicart.md section 1.5).</summary>
internal static class FilterCondition
{
    /// <summary>Makes a test of the condition.</summary>
    /// <exception cref="RpcErrorException">An operator is unknown or its operand does not fit.</exception>
    public static Func<JsonNode?, bool> Parse(JsonNode? condition, bool asTime, string where) => condition switch
    {
        JsonObject { Count: 0 } => throw RpcErrors.InvalidParams("empty condition", where),
        JsonObject operators => All([.. operators.Select(o => Operator(o.Key, o.Value, asTime, $"{where}/{JsonPointer.Escape(o.Key)}"))]),
        JsonArray values => value => In(value, values, asTime),
        _ => value => IsOrHas(value, Operand(condition, asTime, where), asTime),
    };

    private static Func<JsonNode?, bool> All(Func<JsonNode?, bool>[] tests) => value => tests.All(t => t(value));

    private static Func<JsonNode?, bool> Operator(string name, JsonNode? operand, bool asTime, string where)
    {
        switch (name)
        {
            case "min":
                Bound(operand, asTime, where);
                return value => value is not null && JsonCompare.Order(value, operand, asTime) >= 0;
            case "max":
                Bound(operand, asTime, where);
                return value => value is not null && JsonCompare.Order(value, operand, asTime) <= 0;
            case "startsWith":
                var prefix = Text(operand, where);
                return value => JsonCompare.TryText(value, out var text) && text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
            case "contains":
                return value => value is JsonArray array
                    ? array.Any(e => JsonCompare.AreEqual(e, operand, asTime))
                    : JsonCompare.TryText(value, out var text) && text.Contains(Text(operand, where), StringComparison.OrdinalIgnoreCase);
            case "containsAny":
                var wanted = Array(operand, where);
                return value => value is JsonArray array && array.Any(e => In(e, wanted, asTime));
            case "in":
                var values = Array(operand, where);
                return value => In(value, values, asTime);
            default:
                throw RpcErrors.InvalidParams($"unknown operator {name}", where);
        }
    }

    private static bool In(JsonNode? value, JsonArray values, bool asTime) => values.Any(v => IsOrHas(value, v, asTime));

    private static bool IsOrHas(JsonNode? value, JsonNode? wanted, bool asTime) => JsonCompare.AreEqual(value, wanted, asTime);

    private static JsonNode? Operand(JsonNode? operand, bool asTime, string where) =>
        operand is null || !asTime || JsonCompare.TryTime(operand, out _)
            ? operand
            : throw RpcErrors.InvalidParams("a date is required", where);

    private static void Bound(JsonNode? operand, bool asTime, string where)
    {
        var fits = asTime ? JsonCompare.TryTime(operand, out _) : JsonCompare.TryNumber(operand, out _);
        if (!fits)
        {
            throw RpcErrors.InvalidParams(asTime ? "a date is required" : "a number is required", where);
        }
    }

    private static string Text(JsonNode? operand, string where) =>
        JsonCompare.TryText(operand, out var text) ? text : throw RpcErrors.InvalidParams("a string is required", where);

    private static JsonArray Array(JsonNode? operand, string where) =>
        operand as JsonArray ?? throw RpcErrors.InvalidParams("an array is required", where);
}
