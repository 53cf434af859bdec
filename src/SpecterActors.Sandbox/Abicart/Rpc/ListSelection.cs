using System.Text.Json;
using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Classes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>Filters, sorting and paging of a list (abicart.md section 1.5).</summary>
internal static class ListSelection
{
    private const string NumberKey = "/articleNumber";

    /// <summary>Applies a whole selection object; null selects all, sorted by uid, with the default limit.</summary>
    public static IEnumerable<JsonObject> Select(
        ShopClass shopClass, IEnumerable<JsonObject> all, JsonNode? selection, AbicartSwitches switches)
    {
        if (selection is not (null or JsonObject))
        {
            throw RpcErrors.InvalidParams("a selection is an object", "/1");
        }

        var given = selection as JsonObject ?? [];
        var unknown = given.FirstOrDefault(p => p.Key is not ("filters" or "sort" or "descending" or "limit" or "offset"));
        if (unknown.Key is not null)
        {
            throw RpcErrors.InvalidParams("unknown selection key", $"/1/{JsonPointer.Escape(unknown.Key)}");
        }

        var matching = Filter(shopClass, all, given["filters"], "/1/filters", switches);
        var sorted = Sort(shopClass, matching, given["sort"], Flag(given["descending"], "/1/descending"));
        var limit = Number(given["limit"], "/1/limit") ?? switches.DefaultLimit;
        if (limit > switches.MaxLimit && switches.LimitAboveMaximum == LimitAboveMaximum.Error)
        {
            throw RpcErrors.InvalidParams($"limit is at most {switches.MaxLimit}", "/1/limit");
        }

        return sorted.Skip(Number(given["offset"], "/1/offset") ?? 0).Take(Math.Min(limit, switches.MaxLimit));
    }

    /// <summary>The top-level properties that filters and sorting look at; uid is always one.</summary>
    public static IReadOnlySet<string> FieldsOf(ShopClass shopClass, JsonNode? filters, JsonNode? sort = null)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal) { "uid" };
        foreach (var (key, _) in filters as JsonObject ?? [])
        {
            fields.Add(JsonPointer.Parts(key)?[0] ?? shopClass.SearchField ?? "uid");
        }

        if (JsonCompare.TryText(sort, out var text))
        {
            fields.Add(text.TrimStart('/'));
        }

        return fields;
    }

    /// <summary>Applies a filter object: all conditions on all keys must hold.</summary>
    public static IEnumerable<JsonObject> Filter(
        ShopClass shopClass, IEnumerable<JsonObject> all, JsonNode? filters, string at, AbicartSwitches switches)
    {
        if (filters is null)
        {
            return all;
        }

        if (filters is not JsonObject conditions)
        {
            throw RpcErrors.InvalidParams("filters is an object", at);
        }

        foreach (var (key, condition) in conditions)
        {
            var where = $"{at}/{JsonPointer.Escape(key)}";
            if (string.Equals(key, "search", StringComparison.Ordinal) && shopClass.SearchField is { } field)
            {
                var term = condition is JsonObject search && JsonCompare.TryText(search["term"], out var text)
                    ? text.Trim('*')
                    : throw RpcErrors.InvalidParams("search needs a term", where);
                all = [.. all.Where(e => e[field]?.ToJsonString(Wire.Options).Contains(term, StringComparison.OrdinalIgnoreCase) ?? false)];
                continue;
            }

            if (key == NumberKey && switches.NumberFilter == NumberFilter.Ignored)
            {
                continue;
            }

            var (path, asTime) = Resolve(shopClass, key, where, switches);
            var test = FilterCondition.Parse(condition, asTime, where);
            all = [.. all.Where(e => Values(e, path, 0).Any(test))];
        }

        return all;
    }

    private static (string[] Path, bool AsTime) Resolve(ShopClass shopClass, string key, string where, AbicartSwitches switches)
    {
        var path = JsonPointer.Parts(key) ?? throw RpcErrors.InvalidParams("a filter key is a JSON Pointer", where);
        var field = shopClass.Field(path[0]);
        var filterable = field is { Filterable: true } && (path[0] != "changed" || switches.ChangedIsFilterable) && (key != NumberKey || switches.NumberFilter != NumberFilter.Error);
        return filterable
            ? (path, path.Length == 1 && field!.IsTime)
            : throw RpcErrors.InvalidParams("this property cannot be filtered on", where);
    }

    /// <summary>What stands at the path: the elements' values when an array lies on the way, and an array as such at its end.</summary>
    private static IEnumerable<JsonNode?> Values(JsonNode? node, string[] path, int depth) => node switch
    {
        _ when depth == path.Length => [node],
        JsonObject inner => Values(inner[path[depth]], path, depth + 1),
        JsonArray array => array.SelectMany(element => Values(element, path, depth)),
        _ => [null],
    };

    private static IEnumerable<JsonObject> Sort(ShopClass shopClass, IEnumerable<JsonObject> all, JsonNode? sort, bool descending)
    {
        var key = sort is null ? "uid"
            : JsonCompare.TryText(sort, out var text) ? text.TrimStart('/')
            : throw RpcErrors.InvalidParams("sort is a string", "/1/sort");
        if (shopClass.Field(key) is not { Sortable: true } field)
        {
            throw RpcErrors.InvalidParams("this property cannot be sorted on", "/1/sort");
        }

        var comparer = Comparer<JsonNode?>.Create((l, r) => JsonCompare.Order(l, r, field.IsTime) ?? 0);

        if (key == "uid" && field.Type == "integer")
        {
            // The objects come by ascending uid.
            return descending ? all.Reverse() : all;
        }

        // The sort is stable over ascending uids; descending turns the whole order round.
        return descending ? all.Reverse().OrderByDescending(e => e[key], comparer) : all.OrderBy(e => e[key], comparer);
    }

    private static bool Flag(JsonNode? node, string where) => node?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw RpcErrors.InvalidParams("a boolean is required", where),
    };

    /// <summary>A whole number of zero or more; an empty object counts as absent, as a client in the field sends it.</summary>
    private static int? Number(JsonNode? node, string where) => node switch
    {
        null or JsonObject { Count: 0 } => null,
        _ when JsonCompare.TryNumber(node, out var number) && number >= 0 && number <= int.MaxValue && number == Math.Floor(number) =>
            (int)number,
        _ => throw RpcErrors.InvalidParams("a whole number is required", where),
    };
}
