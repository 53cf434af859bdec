using System.Globalization;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Recovery from SQLite without snapshots: one stream of 100,000 events and 1,000 streams of 100; beside the same rows read by a bare
/// prepared query.
/// </summary>
public sealed class JournalRecoveryScenario : IBenchScenario
{
    public string Name => "journal-recovery";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        yield return Compare(options, streams: 1, eventsEach: 100_000);
        yield return Compare(options, streams: 1_000, eventsEach: 100);
    }

    private static BenchResult Compare(BenchOptions options, int streams, int eventsEach)
    {
        using var bench = new JournalBench(options);
        string[] ids = [.. Enumerable.Range(0, streams).Select(i => string.Create(CultureInfo.InvariantCulture, $"tenant-{i % 10}/order/{i}"))];
        bench.Fill(ids, eventsEach);
        var count = streams * eventsEach;
        var (ours, raw) = (0d, 0d);
        for (var round = 0; round <= options.Rounds; round++)
        {
            var bareRate = Measure.Rate(_ => Expect(count, BareSqlite.Read(bench.JournalPath, ids)), count);
            var rate = Measure.Rate(_ => Expect(count, Recover(bench, ids)), count);

            // The first round warms up.
            if (round > 0)
            {
                (ours, raw) = (Math.Max(ours, rate), Math.Max(raw, bareRate));
            }
        }

        return new BenchResult(
            string.Create(CultureInfo.InvariantCulture, $"recover, {streams:N0} x {eventsEach:N0}, SQLite"), ours, raw, "event", "bare SQLite query on one connection");
    }

    private static int Recover(JournalBench bench, string[] ids) => ids
        .Chunk(50)
        .Sum(some => Task.WhenAll(some.Select(id => bench.Journal.RecoverAsync(id, useSnapshot: false, long.MaxValue, CancellationToken.None)))
            .GetAwaiter().GetResult().Sum(recovery => recovery.Events.Count));

    private static void Expect(int count, int read)
    {
        if (count != read)
        {
            throw new InvalidOperationException($"{read} events were read instead of {count}.");
        }
    }
}
