using System.Text;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>Appends as short as can be.</summary>
internal static class Appends
{
    public static AppendRequest To(string id, long expected, params string[] payloads) => new(
        id, expected, "w", [.. payloads.Select(p => new EventData("test.happened:1", Encoding.UTF8.GetBytes(p), DateTimeOffset.UnixEpoch))]);

    public static async Task<string[]> AllAsync(PostgresStore store)
    {
        var payloads = new List<string>();
        await foreach (var stored in store.ReadAllAsync(0, int.MaxValue, CancellationToken.None))
        {
            payloads.Add(Encoding.UTF8.GetString(stored.Payload.Span));
        }

        return [.. payloads];
    }
}
