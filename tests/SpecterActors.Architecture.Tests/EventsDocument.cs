using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SpecterActors.Domain;
using SpecterActors.Journal.Codec;
using SpecterActors.Sync.Storage;

namespace SpecterActors.Architecture.Tests;

/// <summary>Makes docs/events.md from the event catalogue and the doc comments of the domain.</summary>
internal static partial class EventsDocument
{
    private static readonly IReadOnlyList<CatalogueEntry> Entries = DomainCatalogue.Build().Entries;

    private static readonly Dictionary<string, XElement> Comments = LoadComments();

    public static string Make()
    {
        var text = new StringBuilder();
        text.Append("# Events\n\n");
        text.Append("Generated from the event catalogue and the doc comments of `src/SpecterActors.Domain`; a test holds this page against them\n");
        text.Append("(`APPROVE_EVENTS=1` writes it anew). Every event is stored as JSON under its name and version and is never changed afterwards.\n");
        text.Append("Every event also carries `At`, when it happened. A part marked *personal* is sealed under a key of its own record\n");
        text.Append("and reads as erased once that key is gone.\n");
        foreach (var group in Entries.GroupBy(e => e.ClrType.DeclaringType!).OrderBy(g => g.First().Name, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(group.First().Name.Split('.')[0]).Append("\n\n").Append(Summary(group.Key)).Append("\n\n");
            text.Append("| Event | What it says | Fields |\n|---|---|---|\n");
            foreach (var entry in group.OrderBy(e => e.ClrType.MetadataToken))
            {
                text.Append("| `").Append(entry.Name).Append("` v").Append(entry.Version).Append(" | ").Append(Summary(entry.ClrType)).Append(" | ")
                    .Append(Fields(entry.ClrType)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    public static IEnumerable<string> Undescribed() => Entries.Where(e => Summary(e.ClrType).Length == 0).Select(e => e.Manifest);

    private static string Fields(Type type)
    {
        var fields = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters()
            .Where(p => p.Name != "At")
            .Select(p => $"{p.Name}: {TypeName(p)}");
        return string.Join(", ", fields);
    }

    private static string TypeName(ParameterInfo parameter)
    {
        var optional = new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable ? ", optional" : "";
        return TypeName(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) + optional;
    }

    private static string TypeName(Type type) => type switch
    {
        { IsGenericType: true } when type.Name.StartsWith("Personal", StringComparison.Ordinal) => $"{TypeName(type.GetGenericArguments()[0])} (*personal*)",
        { IsGenericType: true } when type.Name.Contains("Dictionary", StringComparison.Ordinal) =>
            $"{TypeName(type.GetGenericArguments()[1])} per {TypeName(type.GetGenericArguments()[0])}",
        { IsGenericType: true } => $"several {TypeName(type.GetGenericArguments()[0])}",
        _ when type == typeof(string) => "text",
        _ when type == typeof(decimal) => "decimal",
        _ when type == typeof(int) || type == typeof(long) => "integer",
        _ when type == typeof(bool) => "yes or no",
        _ when type == typeof(DateTimeOffset) => "time",
        _ => type.Name,
    };

    private static string Summary(Type type)
    {
        if (!Comments.TryGetValue("T:" + type.FullName!.Replace('+', '.'), out var member) || member.Element("summary") is not { } summary)
        {
            return "";
        }

        foreach (var reference in summary.Descendants().Where(e => e.Attribute("cref") is not null || e.Attribute("name") is not null).ToList())
        {
            var target = reference.Attribute("cref")?.Value ?? reference.Attribute("name")!.Value;
            reference.ReplaceWith(target[(target.LastIndexOf('.') + 1)..]);
        }

        return Whitespace().Replace(summary.Value, " ").Trim().Replace("|", "\\|");
    }

    private static Dictionary<string, XElement> LoadComments()
    {
        var file = Path.ChangeExtension(typeof(EventNameAttribute).Assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 30_000)]
    private static partial Regex Whitespace();
}
