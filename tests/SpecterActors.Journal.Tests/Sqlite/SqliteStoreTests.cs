using System.Text;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite;
using Xunit;

namespace SpecterActors.Journal.Tests.Sqlite;

public sealed class SqliteStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_opener_of_the_same_file_is_refused_with_a_remedy()
    {
        using var first = Open();
        var failure = Assert.Throws<JournalUnusableException>(() => Open());
        Assert.Contains("in use by another process", failure.Message);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public async Task A_file_can_be_looked_at_while_it_is_in_use_but_not_written()
    {
        using var store = Open();
        await store.CommitAsync([Append("t1/a", 0)], None);
        using var looking = Open(readOnly: true);

        Assert.Single(await looking.ListStreamsAsync("", null, 10, None));
        await Assert.ThrowsAsync<JournalUnusableException>(() => looking.CommitAsync([Append("t1/a", 1)], None));
    }

    [Fact]
    public void A_journal_to_look_at_that_does_not_exist_is_told_so()
    {
        Assert.Contains("There is no journal", Assert.Throws<JournalUnusableException>(() => Open(readOnly: true)).Message);
        Assert.False(File.Exists(folder.File("journal.db")));
    }

    [Fact]
    public void A_newer_schema_is_refused_and_the_file_left_as_it_is()
    {
        Open().Dispose();
        Execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'");

        var failure = Assert.Throws<JournalUnusableException>(() => Open());
        Assert.Contains("schema version 99", failure.Message);
        Assert.Contains("newer program", failure.Remedy);
        Execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
        Open().Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(folder.File("journal.db"), new string('x', 5000));
        Assert.Contains("no SQLite database", Assert.Throws<JournalUnusableException>(() => Open()).Message);
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Execute("CREATE TABLE cars (id INTEGER)");
        Assert.Contains("not a journal of this program", Assert.Throws<JournalUnusableException>(() => Open()).Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_refused()
    {
        File.WriteAllText(folder.File("file"), "");
        var failure = Assert.Throws<JournalUnusableException>(() => SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("file/journal.db") }));
        Assert.Contains("writable", failure.Remedy);
    }

    [Fact]
    public async Task A_full_disk_stores_nothing_of_the_batch_and_later_commits_go_on()
    {
        using var store = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db"), FileBytesMax = 300 << 10 });
        var big = new EventData("test.happened:1", new byte[400 << 10], DateTimeOffset.UnixEpoch);

        var outcome = await store.CommitAsync([Append("t1/a", 0), new AppendRequest("t1/b", 0, "w", [big])], None);

        Assert.Contains("full", Assert.IsType<CommitOutcome.NotStored>(outcome).Reason);
        Assert.Empty(await store.ListStreamsAsync("", null, 10, None));
        Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync([Append("t1/a", 0)], None));
    }

    [Fact]
    public async Task A_text_that_is_no_unicode_is_refused_instead_of_changed()
    {
        using var store = Open();
        var outcome = await store.CommitAsync([Append("t1/ok", 0), Append("t1/\ud800", 0)], None);
        Assert.Equal(1, Assert.IsType<CommitOutcome.Refused>(outcome).Index);
        Assert.Empty(await store.ListStreamsAsync("", null, 10, None));
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_as_a_power_cut_would_leave_them()
    {
        using var store = Open();
        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync([Append("t1/a", i), Append($"t2/{i}", 0)], None));
        }

        File.Copy(folder.File("journal.db"), folder.File("copy.db"));
        File.Copy(folder.File("journal.db-wal"), folder.File("copy.db-wal"));
        using var copy = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("copy.db") });
        Assert.Equal(20, (await copy.RecoverAsync("t1/a", true, long.MaxValue, None)).HeadSequenceNumber);
        Assert.Equal(20, (await copy.ListStreamsAsync("t2/", null, 100, None)).Count);
    }

    [Fact]
    public async Task A_torn_write_ahead_log_loses_only_whole_transactions_at_its_end()
    {
        using (var store = Open())
        {
            for (var i = 0; i < 20; i++)
            {
                await store.CommitAsync([Append("t1/a", 2 * i, 2), Append("t1/b", 2 * i, 2)], None);
            }

            File.Copy(folder.File("journal.db"), folder.File("copy.db"));
            var log = File.ReadAllBytes(folder.File("journal.db-wal"));
            File.WriteAllBytes(folder.File("copy.db-wal"), log[..(log.Length * 3 / 4)]);
        }

        using var copy = SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("copy.db") });
        var (a, b) = (await copy.RecoverAsync("t1/a", true, long.MaxValue, None), await copy.RecoverAsync("t1/b", true, long.MaxValue, None));
        Assert.Equal(a.HeadSequenceNumber, b.HeadSequenceNumber);
        Assert.Equal(0, a.HeadSequenceNumber % 2);
        Assert.InRange(a.HeadSequenceNumber, 2, 38);
    }

    [Fact]
    public async Task Destroyed_keys_leave_no_byte_in_the_files()
    {
        var wrapped = Encoding.ASCII.GetBytes("CANARY-0123456789-0123456789-0123456789-ABCD");
        using (var store = Open())
        {
            await store.CommitAsync([Append("t1/a", 0) with { NewKeys = new Dictionary<string, byte[]> { ["p"] = wrapped } }], None);
            Assert.True(BytesAreThere(wrapped));

            await store.DestroyKeysAsync(["p"], None);
            Assert.False(BytesAreThere(wrapped));
        }

        Assert.False(BytesAreThere(wrapped));
    }

    [Fact]
    public async Task It_tells_whether_personal_keys_are_stored_and_hands_out_one_of_each_tenant()
    {
        using (var store = Open())
        {
            Assert.False(store.HasPersonalKeys);
            var keys = new[] { "demo/order/1", "demo/order/2", "demo", "demo-2/order/1", "åäö/order/1", "åäö/order/2" };
            await store.CommitAsync([Append("t1/a", 0) with { NewKeys = keys.ToDictionary(k => k, _ => new byte[] { 1 }) }], None);
        }

        using var again = Open();
        Assert.True(again.HasPersonalKeys);
        var tenants = again.PersonalKeySamples.Keys.Select(PersistenceId.TenantOf).ToHashSet();
        Assert.Equal(["demo", "demo-2", "åäö"], tenants.Order(StringComparer.Ordinal));
        Assert.InRange(again.PersonalKeySamples.Count, 3, 4);
    }

    [Fact]
    public async Task The_tables_are_those_an_akka_net_host_expects()
    {
        using (var store = Open())
        {
            await store.CommitAsync([Append("t1/a", 0)], None);
        }

        Assert.Equal(
            "ordering,persistence_id,sequence_number,deleted,created,message,manifest,identifier,writer_uuid,tags",
            Query("SELECT group_concat(name) FROM pragma_table_info('journal')"));
        Assert.Equal("ordering_id,tag,persistence_id,sequence_nr", Query("SELECT group_concat(name) FROM pragma_table_info('tags')"));
        Assert.Equal(
            "persistence_id,sequence_number,created,snapshot,manifest,serializer_id",
            Query("SELECT group_concat(name) FROM pragma_table_info('snapshot')"));
        Assert.Equal("wal", Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_new_journal_can_be_read_by_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no such mode.");
        using var store = Open();
        await store.CommitAsync([Append("t1/a", 0)], None);
        foreach (var name in new[] { "journal.db", "journal.db-wal" })
        {
            Assert.Equal("-rw-------", ModeOf(folder.File(name)));
        }
    }

    private static string ModeOf(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite) ? "-rw-------" : "readable by others";

    private SqliteStore Open(bool readOnly = false) => SqliteStore.Open(new SqliteJournalOptions { Path = folder.File("journal.db"), ReadOnly = readOnly });

    private static AppendRequest Append(string id, long expected, int events = 1) => new(
        id, expected, "w", [.. Enumerable.Repeat(new EventData("test.happened:1", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch), events)]);

    private bool BytesAreThere(byte[] wanted) => new[] { "journal.db", "journal.db-wal" }
        .Select(name => folder.File(name))
        .Where(File.Exists)
        .Any(path => Shared(path).AsSpan().IndexOf(wanted) >= 0);

    private static byte[] Shared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Execute(string sql) => Query(sql);

    private string? Query(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
