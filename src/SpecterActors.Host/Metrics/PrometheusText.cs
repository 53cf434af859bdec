using System.Globalization;
using System.Text;

namespace SpecterActors.Host.Metrics;

/// <summary>
/// Writes the text format that Prometheus reads (version 0.0.4): families in the order in which they first appear, each with its series
/// together. A family never has more than <see cref="SeriesMax"/> series; what is beyond is counted, not written.
/// </summary>
internal sealed class PrometheusText
{
    /// <summary>Most series of one family.</summary>
    public const int SeriesMax = 20_000;

    private readonly List<Family> families = [];
    private readonly Dictionary<string, Family> byName = new(StringComparer.Ordinal);

    /// <summary>Series that were left out.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds one value; nothing when it is null.</summary>
    /// <param name="name">Family.</param>
    /// <param name="type">Its type, <c>gauge</c> or <c>counter</c>.</param>
    /// <param name="help">What it says.</param>
    /// <param name="value">The value.</param>
    /// <param name="labels">Names and values by turns.</param>
    public void Add(string name, string type, string help, double? value, params ReadOnlySpan<string> labels)
    {
        if (value is not { } number)
        {
            return;
        }

        if (!byName.TryGetValue(name, out var family))
        {
            byName[name] = family = new Family(name, type, help, []);
            families.Add(family);
        }

        if (family.Series.Count >= SeriesMax)
        {
            Dropped++;
            return;
        }

        family.Series.Add($"{name}{Labels(labels)} {number.ToString("R", CultureInfo.InvariantCulture)}");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type).Append('\n');
            foreach (var series in family.Series)
            {
                text.Append(series).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Labels(ReadOnlySpan<string> labels)
    {
        if (labels.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder("{");
        for (var i = 0; i + 1 < labels.Length; i += 2)
        {
            text.Append(i == 0 ? "" : ",").Append(labels[i]).Append("=\"").Append(Escaped(labels[i + 1])).Append('"');
        }

        return text.Append('}').ToString();
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Family(string Name, string Type, string Help, List<string> Series);
}
