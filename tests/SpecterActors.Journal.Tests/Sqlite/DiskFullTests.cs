using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite;
using Xunit;

namespace SpecterActors.Journal.Tests.Sqlite;

/// <summary>The disk fills up under load: appends fail as unavailable, nothing acknowledged is lost, and with room again all goes on by itself.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int Writers = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder folder = new();
    private readonly ConcurrentDictionary<string, long> acknowledged = new(StringComparer.Ordinal);
    private long stored;
    private long unavailable;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_and_is_cleared_loses_nothing_acknowledged()
    {
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db"), FileBytesMax = 4 << 20 });
        Execute("CREATE TABLE filler (bytes BLOB)");
        var journal = new GroupCommitJournal(
            store,
            work => ThreadPool.UnsafeQueueUserWorkItem(_ => work(), null),
            TimeProvider.System,
            new GroupCommitOptions { AttemptsMax = 2, BackoffFirst = TimeSpan.FromMilliseconds(5), BackoffMax = TimeSpan.FromMilliseconds(20) });
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(journal, $"t{w % 3}/{w}", stop.Token))).ToList();
        await UntilAsync(() => Interlocked.Read(ref stored) > 200, "200 appends were not stored");

        // All the room that the bound leaves goes to somebody else; what is stored already stays.
        Execute("PRAGMA busy_timeout = 20000; INSERT INTO filler WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6) SELECT zeroblob(1 << 20) FROM n");
        await UntilAsync(() => Interlocked.Read(ref unavailable) > Writers, "no append failed on the full disk");
        var before = Interlocked.Read(ref stored);
        Execute("PRAGMA busy_timeout = 20000; DELETE FROM filler");
        await UntilAsync(() => Interlocked.Read(ref stored) > before + 200, "nothing was stored after there was room again");

        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Patience);
        foreach (var (id, head) in acknowledged)
        {
            var recovery = await journal.RecoverAsync(id, useSnapshot: false, long.MaxValue, CancellationToken.None);
            Assert.Equal(head, recovery.HeadSequenceNumber);
            Assert.Equal(Enumerable.Range(1, (int)head).Select(n => $"{n}"), recovery.Events.Select(e => Encoding.UTF8.GetString(e.Payload.Span)));
        }
    }

    /// <summary>As an actor does: one append at a time; after a failure it recovers and goes on from what the journal says.</summary>
    private async Task WriteAsync(GroupCommitJournal journal, string id, CancellationToken stop)
    {
        var (head, incarnation) = (0L, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var payload = new EventData("test.happened:1", Encoding.UTF8.GetBytes($"{head + 1}"), DateTimeOffset.UnixEpoch);
                Assert.Equal(new AppendResult.Stored(head + 1), await journal.AppendAsync(new AppendRequest(id, head, $"w{incarnation}", [payload]), CancellationToken.None));
                acknowledged[id] = ++head;
                Interlocked.Increment(ref stored);
            }
            catch (JournalUnavailableException)
            {
                Interlocked.Increment(ref unavailable);
                incarnation++;
                head = (await journal.RecoverAsync(id, useSnapshot: false, long.MaxValue, CancellationToken.None)).HeadSequenceNumber;
                Assert.Equal(acknowledged.GetValueOrDefault(id), head);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> reached, string missing)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!reached())
        {
            Assert.False(limit.IsCancellationRequested, missing);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
