using SpecterActors.Journal.Postgres.Tests;

namespace SpecterActors.Bench.Scenarios;

/// <summary>Without the engine: one INSERT from arrays per batch beside binary COPY, into the journal's tables.</summary>
public sealed class RawWriteScenario : IBenchScenario
{
    public string Name => "raw-write";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        if (!options.Stores.Contains("postgres", StringComparer.Ordinal))
        {
            yield break;
        }

        using var server = new PostgresServer("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=30min");
        foreach (var batch in new[] { 1, 100, 500, 1_000, 2_000 })
        {
            var rounds = Math.Max(1, Math.Min(60_000, batch * 500) / batch);
            using var arrays = new BarePostgres(server, server.NewDatabase());
            using var copy = new BarePostgres(server, server.NewDatabase(), copy: true);
            var (a, b) = (0L, 0L);
            var (inserted, copied) = Measure.Alternate(
                options.Rounds,
                warmUp: true,
                () => Measure.Rate(_ => arrays.Write(Rows(batch, rounds, ref a), batch), batch * rounds),
                () => Measure.Rate(_ => copy.Write(Rows(batch, rounds, ref b), batch), batch * rounds));
            yield return new BenchResult("INSERT from arrays", "postgres", batch, 1, "events/s", inserted, copied, copy.Is);
        }
    }

    private static List<(string Id, long SequenceNumber)> Rows(int batch, int rounds, ref long written)
    {
        var rows = new List<(string, long)>(batch * rounds);
        for (var round = 1; round <= rounds; round++)
        {
            for (var i = 0; i < batch; i++)
            {
                rows.Add((BenchEntity.Id(i), written + round));
            }
        }

        written += rounds;
        return rows;
    }
}
