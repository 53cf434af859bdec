using System.Text.Json.Nodes;
using SpecterActors.Sandbox.Abicart.Model;
using SpecterActors.Sandbox.Abicart.Rpc;

namespace SpecterActors.Sandbox.Abicart.Classes;

/// <summary>What a client may know about one property of a class.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Type">JSON Schema type, or <c>date-time</c>.</param>
internal record ShopField(string Name, string Type)
{
    public bool AdminOnly { get; init; }

    public bool Filterable { get; init; } = true;

    public bool Sortable { get; init; }

    public bool ReadOnly { get; init; } = true;

    public bool IsTime => Type == "date-time";

    public JsonObject Schema()
    {
        var schema = IsTime ? new JsonObject { ["type"] = "string", ["format"] = "date-time" } : new JsonObject { ["type"] = Type };
        if (ReadOnly)
        {
            schema["readOnly"] = true;
        }

        return schema;
    }
}

/// <summary>One class of the API: <c>Class.method</c> (abicart.md sections 1.6 to 1.10).</summary>
internal abstract class ShopClass
{
    private Dictionary<string, ShopField>? byName;

    public abstract string Name { get; }

    /// <summary>True when every method needs an admin token.</summary>
    public virtual bool AdminOnly => false;

    /// <summary>True when the <c>webshop</c> context parameter is needed.</summary>
    public virtual bool NeedsWebshop => true;

    /// <summary>Properties in the order in which they are shown.</summary>
    public abstract IReadOnlyList<ShopField> Fields { get; }

    /// <summary>The property of this name, or null.</summary>
    public ShopField? Field(string name) => (byName ??= Fields.ToDictionary(f => f.Name, StringComparer.Ordinal)).GetValueOrDefault(name);

    /// <summary>Class of the object a value stands for, by path in the object (arrays left out).</summary>
    public virtual IReadOnlyDictionary<string, string> References { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Property that the filter <c>search</c> looks into, or null.</summary>
    public virtual string? SearchField => null;

    /// <summary>The object with this uid and all else that its properties are made of; empty when there is none, null when that is not known.</summary>
    public virtual IReadOnlyList<ShopEntity>? BasisOf(int uid) => null;

    /// <summary>Reads the properties of the object with this uid by their names, each as a value of its own; null when there is no such object.</summary>
    public abstract Func<string, JsonNode?>? Reader(JsonNode uid, RpcContext context);

    /// <summary>Executes a method and answers its result.</summary>
    /// <exception cref="RpcErrorException">The call is answered with an error.</exception>
    public abstract JsonNode? Call(string method, RpcArguments arguments, RpcContext context);

    /// <summary>The JSON Schema of the class (section 1.6: getSchema).</summary>
    protected JsonObject Schema() => new()
    {
        ["title"] = Name,
        ["type"] = "object",
        ["properties"] = new JsonObject(Fields.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, f.Schema()))),
    };
}
