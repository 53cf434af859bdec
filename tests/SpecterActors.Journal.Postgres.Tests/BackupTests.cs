using Microsoft.Data.Sqlite;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Journal.Transfer;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>The backups that the operator's guide describes, taken while appends go on, and restored.</summary>
public sealed class BackupTests(SharedServer shared) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string folder = Directory.CreateTempSubdirectory("backup-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_dump_of_the_database_taken_under_load_restores_into_another_one()
    {
        var (from, to) = (shared.Server.NewDatabase(), shared.Server.NewDatabase());
        var dump = "";
        await using (var store = await shared.OpenAsync(from))
        {
            await WhileWritingAsync(
                (i, p) => store.CommitAsync([Appends.To("t/a", i, p), Appends.To($"t/{i}", 0, p)], None),
                () => dump = PostgresServer.Run(PostgresServer.Binary("pg_dump"), "--no-owner", shared.Server.Address(from)));
        }

        var script = Path.Combine(folder, "dump.sql");
        await File.WriteAllTextAsync(script, dump, None);
        PostgresServer.Run(PostgresServer.Binary("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", script, shared.Server.Address(to));

        await using var restored = await shared.OpenAsync(to);
        await CheckAsync(restored);
    }

    [Fact]
    public async Task An_online_backup_of_the_file_taken_under_load_restores()
    {
        var (path, copy) = (Path.Combine(folder, "journal.db"), Path.Combine(folder, "copy.db"));
        using (var store = SqliteStore.Open(new SqliteJournalOptions { Path = path }))
        {
            await WhileWritingAsync(
                (i, p) => store.CommitAsync([Appends.To("t/a", i, p), Appends.To($"t/{i}", 0, p)], None),
                () =>
                {
                    using var source = new SqliteConnection($"Data Source={path};Pooling=False");
                    using var target = new SqliteConnection($"Data Source={copy};Pooling=False");
                    source.Open();
                    target.Open();
                    source.BackupDatabase(target);
                });
        }

        await using var restored = SqliteStore.Open(new SqliteJournalOptions { Path = copy });
        await CheckAsync(restored);
    }

    private static async Task WhileWritingAsync(Func<int, string, Task> write, Action backup)
    {
        var written = 0;
        using var stop = new CancellationTokenSource();
        var enough = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; written++)
            {
                await write(written, $"{written}");
                if (written == 50)
                {
                    enough.SetResult();
                }
            }
        });
        await Task.WhenAny(enough.Task, writing);
        backup();
        await stop.CancelAsync();
        await writing;
    }

    /// <summary>Every stream without gap, the parts of one transaction together, and it exports, which reads all of it.</summary>
    private static async Task CheckAsync(Commit.IJournalStore restored)
    {
        var head = (await restored.RecoverAsync("t/a", useSnapshot: false, long.MaxValue, None)).HeadSequenceNumber;
        Assert.True(head >= 50, $"the backup holds {head} events");
        Assert.Equal(head + 1, (await restored.ListStreamsAsync("t/", null, 100_000, None)).Count);
        Assert.Equal(2 * head, (await JournalExport.RunAsync(restored, Stream.Null, null, None)).Events);
        Assert.IsType<Commit.CommitOutcome.Committed>(await restored.CommitAsync([Appends.To("t/a", head, "after")], None));
    }
}
