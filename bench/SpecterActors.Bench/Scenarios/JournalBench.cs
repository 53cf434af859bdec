using System.Text;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Bench.Scenarios;

/// <summary>A journal on disk for one measurement, in a folder of its own that is deleted afterwards.</summary>
internal sealed class JournalBench : IDisposable
{
    /// <summary>About the size of an order event.</summary>
    public static readonly EventData Event = new(
        "order.received:1", Encoding.UTF8.GetBytes($$"""{"shopId":"shop-1","externalNo":"A1-1001","text":"{{new string('x', 240)}}"}"""), DateTimeOffset.UnixEpoch);

    private readonly DirectoryInfo folder;
    private readonly PoolDispatcher dispatcher = new(TimeProvider.System, fault => Environment.FailFast("A bug in the engine.", fault));

    public JournalBench(BenchOptions options)
    {
        folder = Directory.CreateDirectory(Path.Combine(options.DataPath, Guid.NewGuid().ToString("N")));
        Store = SqliteStore.Open(new SqliteJournalOptions { Path = JournalPath });
        Journal = new GroupCommitJournal(Store, dispatcher.Post, dispatcher.Time);
    }

    public string JournalPath => Path.Combine(folder.FullName, "journal.db");

    public string BarePath => Path.Combine(folder.FullName, "bare.db");

    public SqliteStore Store { get; }

    public GroupCommitJournal Journal { get; }

    /// <summary>Appends one event after the other to one stream, each after the one before was stored, as an actor does.</summary>
    public async Task AppendAsync(string id, long head, int count)
    {
        EventData[] events = [Event];
        for (var i = 0; i < count; i++)
        {
            if (await Journal.AppendAsync(new AppendRequest(id, head + i, "bench", events), CancellationToken.None) is not AppendResult.Stored)
            {
                throw new InvalidOperationException($"The append to {id} was not stored.");
            }
        }
    }

    /// <summary>Fills streams in large appends.</summary>
    public void Fill(IEnumerable<string> ids, int eventsEach)
    {
        foreach (var batch in ids.Chunk(100))
        {
            for (var head = 0; head < eventsEach; head += 1_000)
            {
                var count = Math.Min(1_000, eventsEach - head);
                var at = head;
                Task.WaitAll(batch.Select(id => Journal.AppendAsync(
                    new AppendRequest(id, at, "bench", [.. Enumerable.Repeat(Event, count)]), CancellationToken.None)));
            }
        }
    }

    public void Dispose()
    {
        Journal.StopAsync(CancellationToken.None).Wait();
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}
