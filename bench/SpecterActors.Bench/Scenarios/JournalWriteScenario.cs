using System.Globalization;
using SpecterActors.Journal;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// Events persisted through group commit on SQLite, flushed to disk, by 1 and by 1,000 writers that each wait for one event before the
/// next; beside the same rows and bytes inserted by a bare loop in transactions of the size that group commit reached.
/// </summary>
public sealed class JournalWriteScenario : IBenchScenario
{
    public string Name => "journal-write";

    public IEnumerable<BenchResult> Run(BenchOptions options)
    {
        yield return Compare(options, writers: 1, appendsEach: 400);
        yield return Compare(options, writers: 1_000, appendsEach: 20);
    }

    private static BenchResult Compare(BenchOptions options, int writers, int appendsEach)
    {
        var count = writers * appendsEach;
        var (ours, raw, batch) = (0d, 0d, 1d);
        for (var round = 0; round <= options.Rounds * 2; round++)
        {
            using var bench = new JournalBench(options);
            using var bare = new BareSqlite(bench.BarePath);
            double BareRate() => Measure.Rate(_ => bare.Write(Rows(writers, appendsEach), (int)Math.Round(batch)), count);

            // Who goes first alternates: a disk gives what is left of its burst to the second.
            var bareRate = round % 2 == 1 ? BareRate() : 0;
            var rate = Measure.Rate(_ => Write(bench, writers, appendsEach), count);
            if (round == 0)
            {
                // The first round warms up and tells the size that group commit reaches.
                batch = Math.Max(1, (double)bench.Journal.Statistics.EventsStored / bench.Journal.Statistics.Commits);
                BareRate();
                continue;
            }

            bareRate = bareRate == 0 ? BareRate() : bareRate;
            (ours, raw) = (Math.Max(ours, rate), Math.Max(raw, bareRate));
        }

        return new BenchResult(
            string.Create(CultureInfo.InvariantCulture, $"persist, {writers} writer(s), SQLite"),
            ours,
            raw,
            "event",
            string.Create(CultureInfo.InvariantCulture, $"bare SQLite, same rows, {batch:N1} per transaction"));
    }

    private static void Write(JournalBench bench, int writers, int appendsEach) =>
        Task.WaitAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => bench.AppendAsync(Id(w), 0, appendsEach))));

    private static IEnumerable<(string Id, long SequenceNumber, EventData Event)> Rows(int writers, int appendsEach)
    {
        for (var i = 1; i <= appendsEach; i++)
        {
            for (var w = 0; w < writers; w++)
            {
                yield return (Id(w), i, JournalBench.Event);
            }
        }
    }

    private static string Id(int writer) => string.Create(CultureInfo.InvariantCulture, $"tenant-{writer % 10}/order/{writer}");
}
