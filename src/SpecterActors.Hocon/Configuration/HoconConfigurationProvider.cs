using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SpecterActors.Hocon.Configuration;

/// <summary>
/// Lays a document out as configuration keys: <c>a:b:c</c>, array elements <c>a:0</c>, <c>a:1</c>. Numbers, durations and
/// sizes stay the text they were written as; an empty object and <c>null</c> become a key without value, an empty array the
/// empty string.
/// </summary>
public sealed class HoconConfigurationProvider(HoconConfigurationSource source) : ConfigurationProvider
{
    private readonly Dictionary<string, HoconOrigin> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The document as it was last read; empty before the first time.</summary>
    public HoconConfig Document { get; private set; } = HoconConfig.Empty;

    /// <summary>Reads the document.</summary>
    /// <exception cref="HoconException">
    /// It is missing or faulty, or two of its keys are one to the configuration, which ignores case and splits at ':'.
    /// </exception>
    public override void Load()
    {
        Document = HoconParser.Load(source.Sources, source.Options);
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        _origins.Clear();
        foreach (var (key, value) in Document.Root.Fields)
        {
            Lay(data, key, value);
        }

        Data = data;
    }

    /// <summary>Where the value of a configuration key was written; null if this document has no such key.</summary>
    public HoconOrigin? OriginOf(string key) => _origins.GetValueOrDefault(key);

    private void Lay(Dictionary<string, string?> data, string key, HoconValue value)
    {
        if (!_origins.TryAdd(key, value.Origin))
        {
            throw new HoconException(
                HoconErrorKind.Syntax, value.Origin, $"the key {key}, which {_origins[key]} also sets under another spelling",
                "keys that differ by more than case", "Remove one of the two; a ':' inside a key counts as a level.");
        }

        switch (value)
        {
            case HoconValue.Object { Count: > 0 } fields:
                foreach (var (name, field) in fields.Fields)
                {
                    Lay(data, ConfigurationPath.Combine(key, name), field);
                }

                break;
            case HoconValue.List { Items.Length: > 0 } list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    Lay(data, ConfigurationPath.Combine(key, i.ToString(CultureInfo.InvariantCulture)), list.Items[i]);
                }

                break;
            case HoconValue.Object or HoconValue.Null:
                data[key] = null;
                break;
            case HoconValue.List:
                data[key] = "";
                break;
            default:
                data[key] = value.ToString();
                break;
        }
    }
}
