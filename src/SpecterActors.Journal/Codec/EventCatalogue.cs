using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;

namespace SpecterActors.Journal.Codec;

/// <summary>Changes the stored JSON of one version of an event to that of the next. Pure; may change <paramref name="stored"/> in place.</summary>
public delegate JsonNode Upcaster(JsonNode stored);

/// <summary>An event that the program knows: its stored name, the newest version of its shape and the type that has this shape.</summary>
public sealed record CatalogueEntry(string Name, int Version, Type ClrType)
{
    /// <summary>What is stored with the event: <c>order.received:1</c>.</summary>
    public string Manifest => $"{Name}:{Version}";
}

/// <summary>
/// All events the program can write and read. Names are unique, every older version has its steps up to the newest; both are
/// checked when it is made. Immutable.
/// </summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<Type, CatalogueEntry> byType;
    private readonly FrozenDictionary<string, (CatalogueEntry Entry, int Version)> byManifest;
    private readonly FrozenDictionary<(string Name, int From), Upcaster> upcasters;

    internal EventCatalogue(IReadOnlyList<CatalogueEntry> entries, IReadOnlyDictionary<(string Name, int From), Upcaster> upcasters)
    {
        Entries = [.. entries.OrderBy(e => e.Name, StringComparer.Ordinal)];
        byType = entries.ToFrozenDictionary(e => e.ClrType);
        byManifest = entries
            .SelectMany(e => Enumerable.Range(1, e.Version).Select(version => (e, version)))
            .ToFrozenDictionary(pair => $"{pair.e.Name}:{pair.version}", pair => pair, StringComparer.Ordinal);
        this.upcasters = upcasters.ToFrozenDictionary();
    }

    /// <summary>All entries by name.</summary>
    public IReadOnlyList<CatalogueEntry> Entries { get; }

    /// <summary>The entry of a type.</summary>
    /// <exception cref="UnknownEventException">There is none.</exception>
    public CatalogueEntry Find(Type type) => byType.TryGetValue(type, out var entry)
        ? entry
        : throw new UnknownEventException(type.Name, $"{type.FullName} is not in the event catalogue, so it has no stored name.");

    /// <summary>The entry of a stored manifest and the version that was stored.</summary>
    /// <exception cref="UnknownEventException">Name or version is unknown.</exception>
    public (CatalogueEntry Entry, int StoredVersion) Find(string manifest) => byManifest.TryGetValue(manifest, out var found)
        ? found
        : throw new UnknownEventException(manifest, $"The stored event {manifest} is unknown to this program; a newer version of it may have written it.");

    /// <summary>Brings stored JSON from <paramref name="storedVersion"/> to the newest version of the entry.</summary>
    public JsonNode Upcast(CatalogueEntry entry, int storedVersion, JsonNode stored)
    {
        for (var version = storedVersion; version < entry.Version; version++)
        {
            stored = upcasters[(entry.Name, version)](stored);
        }

        return stored;
    }

    /// <summary>One line per event, for a test to hold against the approved text: <c>order.received:2 reads 1, 2</c>.</summary>
    public string ToApprovedText()
    {
        var text = new StringBuilder();
        foreach (var entry in Entries)
        {
            text.Append(entry.Manifest).Append(" reads ").AppendJoin(", ", Enumerable.Range(1, entry.Version)).Append('\n');
        }

        return text.ToString();
    }
}
