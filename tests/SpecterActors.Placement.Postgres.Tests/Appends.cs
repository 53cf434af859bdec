using SpecterActors.Journal;

namespace SpecterActors.Placement.Postgres.Tests;

internal static class Appends
{
    public static AppendRequest Of(string id, long expected, string writer, string manifest = "thing.done:1", int events = 1) => new(
        id, expected, writer, [.. Enumerable.Range(0, events).Select(_ => new EventData(manifest, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch))]);
}
