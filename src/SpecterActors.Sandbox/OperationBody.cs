using System.Text.Json;

namespace SpecterActors.Sandbox;

/// <summary>
/// Reads the JSON body of a life operation: a flat object whose properties are known. What is missing, of the wrong kind or
/// unknown gives a <see cref="SandboxOperationException"/> that names it.
/// </summary>
internal sealed class OperationBody
{
    private readonly string operation;
    private readonly Dictionary<string, JsonElement> properties = new(StringComparer.OrdinalIgnoreCase);

    public OperationBody(string operation, JsonElement body, params string[] known)
    {
        this.operation = operation;
        if (body.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return;
        }

        if (body.ValueKind is not JsonValueKind.Object)
        {
            throw new SandboxOperationException($"{operation}: the body must be a JSON object, it is {body.ValueKind}");
        }

        foreach (var property in body.EnumerateObject())
        {
            properties[property.Name] = known.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
                ? property.Value
                : throw new SandboxOperationException(
                    $"{operation}: unknown property '{property.Name}'; known are {string.Join(", ", known)}");
        }
    }

    public bool Has(string name) => properties.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => !Has(name) ? null
        : properties[name].ValueKind is JsonValueKind.String ? properties[name].GetString()
        : properties[name].ValueKind is JsonValueKind.Number ? properties[name].GetRawText()
        : throw Wrong(name, "a text");

    public decimal Number(string name) => OptionalNumber(name) ?? throw Missing(name);

    public decimal? OptionalNumber(string name) => !Has(name) ? null
        : properties[name].ValueKind is JsonValueKind.Number && properties[name].TryGetDecimal(out var number) ? number
        : throw Wrong(name, "a number");

    public int Integer(string name) => OptionalInteger(name) ?? throw Missing(name);

    public int? OptionalInteger(string name) => !Has(name) ? null
        : properties[name].ValueKind is JsonValueKind.Number && properties[name].TryGetInt32(out var number) ? number
        : throw Wrong(name, "a whole number");

    public bool? OptionalFlag(string name) => !Has(name) ? null
        : properties[name].ValueKind is JsonValueKind.True or JsonValueKind.False ? properties[name].GetBoolean()
        : throw Wrong(name, "true or false");

    /// <summary>The objects of an array property, each read by the given function; null when the property is absent.</summary>
    public IReadOnlyList<TItem>? OptionalList<TItem>(string name, Func<OperationBody, TItem> read, params string[] known)
    {
        if (!Has(name))
        {
            return null;
        }

        return properties[name].ValueKind is JsonValueKind.Array
            ? [.. properties[name].EnumerateArray().Select(item => read(new OperationBody($"{operation}.{name}", item, known)))]
            : throw Wrong(name, "an array");
    }

    private SandboxOperationException Missing(string name) => new($"{operation}: property '{name}' is missing");

    private SandboxOperationException Wrong(string name, string kind) => new($"{operation}: property '{name}' must be {kind}");
}
