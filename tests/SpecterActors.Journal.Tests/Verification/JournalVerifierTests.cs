using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Keys;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Journal.Tests.Sqlite;
using SpecterActors.Journal.Verification;
using Xunit;

namespace SpecterActors.Journal.Tests.Verification;

public sealed class JournalVerifierTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sound_journal_is_told_so_with_its_counts()
    {
        await FillAsync();
        var report = await VerifyAsync();
        Assert.True(report.IsSound, string.Join('\n', report.Problems.Select(p => p.Text)));
        Assert.Equal((3, 15), (report.Streams, report.Events));
    }

    [Fact]
    public async Task A_missing_event_is_a_gap_and_a_missing_end_is_found_by_the_snapshot()
    {
        await FillAsync();
        Execute("DELETE FROM journal WHERE persistence_id = 't/1' AND sequence_number IN (2, 3)");
        Execute("DELETE FROM journal WHERE persistence_id = 't/2' AND sequence_number = 5");

        var report = await VerifyAsync();
        Assert.Equal([new JournalProblem.Gap("t/1", 1, 4), new JournalProblem.EndLost("t/2", 4, 5)], report.Problems);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_named_with_its_place()
    {
        await FillAsync();
        Execute("UPDATE journal SET manifest = 'test.lost:1' WHERE persistence_id = 't/0' AND sequence_number = 4");
        Execute("UPDATE journal SET message = CAST('{\"te' AS BLOB) WHERE persistence_id = 't/1' AND sequence_number = 2");

        var problems = (await VerifyAsync()).Problems.Cast<JournalProblem.Unreadable>().ToList();
        Assert.Equal([("t/0", 4L, "test.lost:1"), ("t/1", 2L, "test.happened:1")], problems.Select(p => (p.Stream, p.SequenceNumber, p.Manifest)));
    }

    private async Task FillAsync()
    {
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db") });
        for (var i = 0; i < 3; i++)
        {
            EventData[] events = [.. Enumerable.Repeat(new EventData("test.happened:1", """{"Text":"a"}"""u8.ToArray(), DateTimeOffset.UnixEpoch), 5)];
            await store.CommitAsync([new AppendRequest($"t/{i}", 0, "w", events)], None);
        }

        await store.SaveSnapshotAsync(new StoredSnapshot("t/2", 5, DateTimeOffset.UnixEpoch, "s:1", "{}"u8.ToArray()), None);
    }

    private async Task<JournalReport> VerifyAsync()
    {
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db"), ReadOnly = true });
        var codec = new EventCodec(
            new EventCatalogueBuilder().Add<Happened>("test.happened", 1).Build(),
            _ => new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
            new MasterKeys(_ => { }),
            _ => { });
        var journal = new GroupCommitJournal(store, work => ThreadPool.UnsafeQueueUserWorkItem(_ => work(), null), TimeProvider.System);
        return await new JournalVerifier(journal, codec).VerifyAsync("", null, None);
    }

    private void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Happened(string Text);
}
