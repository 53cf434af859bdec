using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Classes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>Cuts out of an object what a query asks for and follows references where it says so (abicart.md section 1.4).</summary>
internal sealed class QueryProjection(ShopClasses classes, RpcContext context, bool unknownKeyIsError)
{
    /// <summary>The objects that references were followed to so far, whether they exist or not.</summary>
    public HashSet<(ShopClass Class, int Uid)> Followed { get; } = [];

    /// <summary>Applies the query to one object of a class that has at least the properties the query names.</summary>
    public JsonNode? Project(ShopClass shopClass, JsonObject entity, QueryTree query) => query switch
    {
        QueryTree.Whole => new JsonObject(
            shopClass.Fields.Where(f => context.IsAdmin || !f.AdminOnly)
                .Select(f => KeyValuePair.Create(f.Name, entity[f.Name]?.DeepClone()))),
        QueryTree.Members members => ProjectMembers(shopClass, entity, members),
        _ => throw new System.Diagnostics.UnreachableException(query.GetType().Name),
    };

    private JsonObject ProjectMembers(ShopClass shopClass, JsonObject entity, QueryTree.Members members)
    {
        var result = new JsonObject();
        foreach (var (key, query) in members.Keys)
        {
            var field = shopClass.Fields.FirstOrDefault(f => string.Equals(f.Name, key, StringComparison.Ordinal));
            if (field is null)
            {
                if (unknownKeyIsError)
                {
                    throw RpcErrors.InvalidParams($"{shopClass.Name} has no property {key}", query.Pointer);
                }

                continue;
            }

            if (field.AdminOnly)
            {
                context.RequireAdmin();
            }

            result[key] = Apply(shopClass, key, entity[key], query);
        }

        return result;
    }

    /// <summary>Applies a query to a value inside an object; <paramref name="path"/> is its place in the class, arrays left out.</summary>
    private JsonNode? Apply(ShopClass shopClass, string path, JsonNode? value, QueryTree query)
    {
        if (value is null)
        {
            return null;
        }

        if (query is QueryTree.Whole { Expand: false })
        {
            return value.DeepClone();
        }

        if (value is JsonArray array)
        {
            return new JsonArray([.. array.Select(element => Apply(shopClass, path, element, query))]);
        }

        if (shopClass.References.TryGetValue(path, out var referenced))
        {
            return Follow(referenced, value, query);
        }

        return query switch
        {
            QueryTree.Whole => value.DeepClone(),
            QueryTree.Members members when value is JsonObject inner => new JsonObject(
                members.Keys.Select(k => KeyValuePair.Create(k.Key, Apply(shopClass, $"{path}/{k.Key}", inner[k.Key], k.Query)))),
            _ => throw RpcErrors.InvalidParams("this value has no keys", query.Pointer),
        };
    }

    private JsonNode? Follow(string className, JsonNode uid, QueryTree query)
    {
        var target = classes.Find(className)!;
        if (target.AdminOnly)
        {
            context.RequireAdmin();
        }

        if (JsonCompare.TryNumber(uid, out var number))
        {
            Followed.Add((target, (int)number));
        }

        var entity = uid is JsonObject already ? already : target.FindJson(uid, query, context);
        return entity is null ? null : Project(target, entity, query);
    }
}
