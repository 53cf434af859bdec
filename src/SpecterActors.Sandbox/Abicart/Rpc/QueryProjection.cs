using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Classes;

namespace SpecterActors.Sandbox.Abicart.Rpc;

/// <summary>Cuts out of an object what a query asks for and follows references where it says so (abicart.md section 1.4).</summary>
internal sealed class QueryProjection(ShopClasses classes, RpcContext context, bool unknownKeyIsError)
{
    /// <summary>The objects that references were followed to so far, whether they exist or not.</summary>
    public HashSet<(ShopClass Class, int Uid)> Followed { get; } = [];

    /// <summary>Reads an object that stands elsewhere, too: each property is copied.</summary>
    public static Func<string, JsonNode?> Reader(JsonObject json) => name => json[name]?.DeepClone();

    /// <summary>Applies the query to one object of a class; <paramref name="read"/> gives its properties by name, each as a value of its own.</summary>
    public JsonNode? Project(ShopClass shopClass, Func<string, JsonNode?> read, QueryTree query) => query switch
    {
        QueryTree.Whole => new JsonObject(
            shopClass.Fields.Where(f => context.IsAdmin || !f.AdminOnly).Select(f => KeyValuePair.Create(f.Name, read(f.Name)))),
        QueryTree.Members members => ProjectMembers(shopClass, read, members),
        _ => throw new System.Diagnostics.UnreachableException(query.GetType().Name),
    };

    private JsonObject ProjectMembers(ShopClass shopClass, Func<string, JsonNode?> read, QueryTree.Members members)
    {
        var result = new JsonObject();
        foreach (var (key, query) in members.Keys)
        {
            if (shopClass.Field(key) is not { } field)
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

            result[key] = query is QueryTree.Whole { Expand: false } ? read(key) : Apply(shopClass, key, read(key), query);
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

        var read = uid is JsonObject already ? Reader(already) : target.Reader(uid, context);
        return read is null ? null : Project(target, read, query);
    }
}
