using System.Collections.Immutable;

namespace SpecterActors.Hocon.Schema;

/// <summary>
/// The keys a document may have, taken from a reference document that holds every legal key with its default. In the
/// reference, a key <c>"*"</c> stands for any name (a free-form map; named neighbours go first), <c>null</c> for a value of
/// any shape, an empty array for an array of anything, and the first element of an array for the shape of every element.
/// </summary>
/// <param name="reference">The reference document.</param>
public sealed class HoconSchema(HoconConfig reference)
{
    private const string AnyName = "*";
    private readonly ImmutableArray<string> _paths = [.. PathsOf("", reference.Root)];

    /// <summary>
    /// Lists what a document sets that the reference does not allow, in the order in which it is written; empty if all is
    /// legal. <c>null</c> is legal for every key.
    /// </summary>
    public ImmutableArray<HoconSchemaFinding> Check(HoconConfig document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = ImmutableArray.CreateBuilder<HoconSchemaFinding>();
        CheckObject(findings, "", document.Root, reference.Root);
        return findings.DrainToImmutable();
    }

    /// <summary>
    /// The document with every default filled in: the reference beneath it, and beneath each entry of a free-form map the
    /// defaults given under <c>"*"</c>, those of the document over those of the reference. The marker keys themselves are
    /// left out. The document may have been loaded alone or, so that it can use the reference's keys in substitutions,
    /// together with the reference beneath it.
    /// </summary>
    public HoconConfig WithDefaults(HoconConfig document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new HoconConfig(Fill(document.Root, reference.Root));
    }

    private void CheckObject(
        ImmutableArray<HoconSchemaFinding>.Builder findings, string path, HoconValue.Object document, HoconValue.Object allowed)
    {
        foreach (var (key, value) in document.Fields)
        {
            var full = Join(path, key);
            if (allowed.TryGet(key, out var shape) && key != AnyName || allowed.TryGet(AnyName, out shape))
            {
                CheckValue(findings, full, value, shape);
            }
            else
            {
                findings.Add(new HoconSchemaFinding.UnknownKey(full, value.Origin, Suggest(path, key, full, allowed)));
            }
        }
    }

    private void CheckValue(ImmutableArray<HoconSchemaFinding>.Builder findings, string path, HoconValue value, HoconValue shape)
    {
        switch (value, shape)
        {
            case (HoconValue.Null, _) or (_, HoconValue.Null):
                break;
            case (HoconValue.Object fields, HoconValue.Object allowed):
                CheckObject(findings, path, fields, allowed);
                break;
            case (HoconValue.Object or HoconValue.List, HoconValue.List elements) when NumberedKeys.AsList(value) is { } list:
                for (var i = 0; i < list.Items.Length && elements.Items.Length > 0; i++)
                {
                    CheckValue(findings, $"{path}[{i}]", list.Items[i], elements.Items[0]);
                }

                break;
            case (not (HoconValue.Object or HoconValue.List), not (HoconValue.Object or HoconValue.List)):
                break;
            default:
                findings.Add(new HoconSchemaFinding.WrongShape(path, value.Origin, ShapeOf(value), ShapeOf(shape)));
                break;
        }
    }

    private string? Suggest(string path, string key, string full, HoconValue.Object allowed)
    {
        var sibling = EditDistance.Nearest(key, allowed.Keys.Where(name => name != AnyName));
        return sibling is not null ? Join(path, sibling) : EditDistance.Nearest(full, _paths) ?? ElsewhereOf(key);
    }

    /// <summary>The one place of the reference where a key of that very name stands, if there is just one.</summary>
    private string? ElsewhereOf(string key)
    {
        var last = "." + HoconConfig.QuoteKey(key);
        var places = _paths.Where(path => path.EndsWith(last, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return places.Length == 1 ? places[0] : null;
    }

    private static HoconValue.Object Fill(HoconValue.Object document, HoconValue.Object defaults)
    {
        var filled = new OrderedDictionary<string, HoconValue>(StringComparer.Ordinal);
        foreach (var (key, value) in defaults.Fields.Where(field => field.Key != AnyName))
        {
            filled[key] = document.TryGet(key, out var own) ? FillValue(own, value) : WithoutMarkers(value);
        }

        var isMap = defaults.TryGet(AnyName, out var any);
        if (isMap && document.TryGet(AnyName, out var ownDefaults))
        {
            any = any is HoconValue.Object lower && ownDefaults is HoconValue.Object upper ? upper.Over(lower) : ownDefaults;
        }

        foreach (var (key, value) in document.Fields.Where(field => !filled.ContainsKey(field.Key)))
        {
            if (isMap && key == AnyName)
            {
                continue;
            }

            filled[key] = any is null ? value : FillValue(value, any);
        }

        return new HoconValue.Object(filled, document.Origin);
    }

    private static HoconValue FillValue(HoconValue value, HoconValue defaults) => (value, defaults) switch
    {
        (HoconValue.Object own, HoconValue.Object lower) => Fill(own, lower),
        (HoconValue.Object or HoconValue.List, HoconValue.List { Items: [HoconValue.Object element, ..] })
            when NumberedKeys.AsList(value) is { } list =>
            new HoconValue.List([.. list.Items.Select(item => FillValue(item, element))], value.Origin),
        _ => value,
    };

    private static HoconValue WithoutMarkers(HoconValue value) =>
        value is HoconValue.Object fields ? Fill(HoconConfig.Empty.Root, fields) : value;

    private static IEnumerable<string> PathsOf(string path, HoconValue.Object fields) =>
        fields.Fields.SelectMany(field => field.Value is HoconValue.Object { Count: > 0 } inner
            ? PathsOf(Join(path, field.Key), inner).Prepend(Join(path, field.Key))
            : [Join(path, field.Key)]);

    private static string Join(string path, string key) =>
        path.Length == 0 ? HoconConfig.QuoteKey(key) : $"{path}.{HoconConfig.QuoteKey(key)}";

    private static string ShapeOf(HoconValue value) => value switch
    {
        HoconValue.Object => "an object",
        HoconValue.List => "an array",
        _ => "a simple value",
    };
}
