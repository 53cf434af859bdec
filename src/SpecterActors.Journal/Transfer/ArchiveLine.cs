using System.Text.Json.Serialization;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Journal.Transfer;

/// <summary>
/// One line of an archive, JSON, with exactly one of its parts: the head first, then all events in global order, then the rows of each
/// stream in ordinal order, then destroyed keys, and the end last.
/// </summary>
internal sealed record ArchiveLine
{
    public ArchiveHead? Head { get; init; }

    public ArchivedEvent? Event { get; init; }

    public ArchivedStream? Stream { get; init; }

    public string[]? Destroyed { get; init; }

    public ArchiveEnd? End { get; init; }
}

internal sealed record ArchiveHead(string Format, int Version);

/// <summary>Times are UTC ticks of 100 ns; bytes are base64.</summary>
internal sealed record ArchivedEvent(string Id, long No, long At, string Manifest, string Writer, byte[] Data)
{
    public static ArchivedEvent Of(StoredEvent stored) => new(
        stored.PersistenceId, stored.SequenceNumber, stored.Created.UtcTicks, stored.Manifest, stored.WriterId, stored.Payload.ToArray());

    public StoredEvent ToEvent() => new(0, Id, No, new DateTimeOffset(At, TimeSpan.Zero), Manifest, Data, Writer);
}

internal sealed record ArchivedStream(string Id, ArchivedDue[] Agenda, LookupEntry[] Lookups, SortedDictionary<string, byte[]> Keys, ArchivedSnapshot? Snapshot)
{
    public static ArchivedStream Of(StoredStream rows) => new(
        rows.PersistenceId,
        [.. rows.Agenda.Select(entry => new ArchivedDue(entry.Kind, entry.Due.UtcTicks))],
        [.. rows.Lookups],
        new SortedDictionary<string, byte[]>(rows.Keys.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        rows.Snapshot is { } s ? new ArchivedSnapshot(s.SequenceNumber, s.Created.UtcTicks, s.Manifest, s.Payload.ToArray()) : null);

    public StoredStream ToRows() => new(
        Id,
        [.. Agenda.Select(entry => new AgendaEntry(entry.Kind, new DateTimeOffset(entry.Due, TimeSpan.Zero)))],
        Lookups,
        Keys,
        Snapshot is { } s ? new StoredSnapshot(Id, s.No, new DateTimeOffset(s.At, TimeSpan.Zero), s.Manifest, s.Data) : null);
}

internal sealed record ArchivedDue(string Kind, long Due);

internal sealed record ArchivedSnapshot(long No, long At, string Manifest, byte[] Data);

internal sealed record ArchiveEnd(long Events, long Streams, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArchiveLine))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
