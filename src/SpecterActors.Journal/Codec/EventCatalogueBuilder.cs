using System.Text.RegularExpressions;

namespace SpecterActors.Journal.Codec;

/// <summary>Gathers events and upcasters; <see cref="Build"/> refuses a catalogue with a fault.</summary>
public sealed partial class EventCatalogueBuilder
{
    private readonly List<CatalogueEntry> entries = [];
    private readonly Dictionary<(string Name, int From), Upcaster> upcasters = [];

    /// <summary>Adds an event type under its stored name and newest version.</summary>
    public EventCatalogueBuilder Add(Type type, string name, int version)
    {
        entries.Add(new CatalogueEntry(name, version, type));
        return this;
    }

    /// <inheritdoc cref="Add(Type, string, int)"/>
    public EventCatalogueBuilder Add<T>(string name, int version) => Add(typeof(T), name, version);

    /// <summary>Adds the step from version <paramref name="from"/> of an event to the next.</summary>
    public EventCatalogueBuilder Upcast(string name, int from, Upcaster upcaster)
    {
        if (!upcasters.TryAdd((name, from), upcaster))
        {
            throw new InvalidOperationException($"Event {name} has two upcasters from version {from}.");
        }

        return this;
    }

    /// <summary>Makes the catalogue.</summary>
    /// <exception cref="InvalidOperationException">
    /// A malformed name, a version below 1, two events of one name, one type twice, a missing upcaster, or one that leads nowhere.
    /// </exception>
    public EventCatalogue Build()
    {
        foreach (var entry in entries)
        {
            if (!WellFormed().IsMatch(entry.Name) || entry.Version < 1)
            {
                throw new InvalidOperationException(
                    $"{entry.ClrType.FullName}: {entry.Manifest} is no stored name; lower case letters, digits, dots and hyphens, version from 1.");
            }
        }

        RefuseTwice(entries.GroupBy(e => e.Name, StringComparer.Ordinal), "name");
        RefuseTwice(entries.GroupBy(e => e.ClrType.FullName!, StringComparer.Ordinal), "type");
        var steps = entries.SelectMany(e => Enumerable.Range(1, e.Version - 1).Select(from => (e.Name, from))).ToHashSet();
        foreach (var (name, from) in steps.Where(step => !upcasters.ContainsKey(step)))
        {
            throw new InvalidOperationException($"Event {name} has no upcaster from version {from}: what was stored in it could not be read.");
        }

        foreach (var (name, from) in upcasters.Keys.Where(step => !steps.Contains(step)))
        {
            throw new InvalidOperationException($"The upcaster of {name} from version {from} leads to no version in the catalogue.");
        }

        return new EventCatalogue(entries, upcasters);
    }

    private static void RefuseTwice(IEnumerable<IGrouping<string, CatalogueEntry>> groups, string what)
    {
        foreach (var group in groups.Where(g => g.Count() > 1))
        {
            throw new InvalidOperationException(
                $"Two events share the {what} {group.Key}: {string.Join(", ", group.Select(e => $"{e.Manifest} ({e.ClrType.FullName})"))}.");
        }
    }

    [GeneratedRegex("^[a-z0-9]+([.-][a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WellFormed();
}
