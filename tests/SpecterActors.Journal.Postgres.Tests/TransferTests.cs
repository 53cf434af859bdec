using System.Text;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Journal.Transfer;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

public sealed class TransferTests(SharedServer shared) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, string> databases = [];
    private readonly string folder = Directory.CreateTempSubdirectory("transfer-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_journal_moves_whole_from_one_store_into_the_other(bool fromPostgres, bool toPostgres)
    {
        byte[] archive;
        TransferResult exported;
        string[] order;
        await using (var source = await OpenAsync(fromPostgres, "source"))
        {
            await FillAsync(source);
            (archive, exported) = await ExportAsync(source);
            order = await OrderAsync(source);
        }

        await using var target = await OpenAsync(toPostgres, "target", importing: true);
        var imported = await JournalImport.RunAsync(new MemoryStream(archive), target, null, None);

        Assert.Equal(exported, imported);
        Assert.Equal((45, 12), (imported.Events, imported.Streams));
        Assert.Equal(order, await OrderAsync(target));
        Assert.Equal(archive, (await ExportAsync(target)).Archive);
        Assert.Equal([new AgendaRow("t/3", "retry", Noon.AddTicks(3))], await target.ReadAgendaAsync("t/3", Noon.AddHours(1), 10, None));
        Assert.Equal(["t/5"], await target.FindAsync("t/", "no", "5", None));
        Assert.Equal(["kept/7"], (await target.LoadKeysAsync("t/7", None)).Keys);
        Assert.Equal(2, (await target.RecoverAsync("t/1", useSnapshot: true, long.MaxValue, None)).Snapshot?.SequenceNumber);
        Assert.IsType<CommitOutcome.Committed>(await target.CommitAsync([Appends.To("t/1", 4, "next") with { NewKeys = new Dictionary<string, byte[]> { ["gone"] = [9] } }], None));
        Assert.DoesNotContain("gone", (await target.LoadKeysAsync("t/1", None)).Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_that_broke_off_opens_for_nothing_else_and_goes_on_where_it_ended(bool postgres)
    {
        await using var source = await OpenAsync(!postgres, "source");
        await FillAsync(source);
        var (archive, exported) = await ExportAsync(source);
        var half = archive[..(archive.Length / 2)];
        await using (var first = await OpenAsync(postgres, "target", importing: true))
        {
            var failure = await Assert.ThrowsAsync<TransferException>(() => JournalImport.RunAsync(new MemoryStream(half), first, null, None));
            Assert.NotEmpty(failure.Remedy);
        }

        Assert.Contains("not finished", (await Assert.ThrowsAsync<JournalUnusableException>(() => OpenAsync(postgres, "target"))).Message);
        await using (var again = await OpenAsync(postgres, "target", importing: true))
        {
            var imported = await JournalImport.RunAsync(new MemoryStream(archive), again, null, None);
            Assert.Equal(exported, imported with { EventsThereBefore = 0 });
            Assert.InRange(imported.EventsThereBefore, 1, 44);
        }

        await (await OpenAsync(postgres, "target")).DisposeAsync();
    }

    [Fact]
    public async Task A_target_that_holds_something_else_is_refused_and_left_as_it_is()
    {
        await using var source = await OpenAsync(postgres: false, "source");
        await FillAsync(source);
        var (archive, _) = await ExportAsync(source);
        await using (var target = await OpenAsync(postgres: true, "target"))
        {
            await target.CommitAsync([Appends.To("other/1", 0, "1")], None);
        }

        await using (var target = await OpenAsync(postgres: true, "target", importing: true))
        {
            var failure = await Assert.ThrowsAsync<TransferException>(() => JournalImport.RunAsync(new MemoryStream(archive), target, null, None));
            Assert.Contains("not empty", failure.Message);
        }

        await using var untouched = await OpenAsync(postgres: true, "target");
        Assert.Single(await untouched.ListStreamsAsync("", null, 10, None));
    }

    [Fact]
    public async Task A_damaged_archive_is_found_out_and_the_journal_stays_shut()
    {
        await using var source = await OpenAsync(postgres: false, "source");
        await FillAsync(source);
        var (archive, _) = await ExportAsync(source);
        var text = Encoding.UTF8.GetString(archive);
        var at = text.IndexOf("\"data\":\"", StringComparison.Ordinal) + 8;
        var damaged = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), text[at] == 'M' ? "N" : "M", text.AsSpan(at + 1)));
        await using (var target = await OpenAsync(postgres: false, "target", importing: true))
        {
            Assert.Contains("damaged", (await Assert.ThrowsAsync<TransferException>(() => JournalImport.RunAsync(new MemoryStream(damaged), target, null, None))).Message);
        }

        await Assert.ThrowsAsync<JournalUnusableException>(() => OpenAsync(postgres: false, "target"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"head\":{\"format\":\"something\",\"version\":1}}\n")]
    [InlineData("{\"head\":{\"format\":\"specter-actors-journal\",\"version\":9}}\n")]
    [InlineData("no json\n")]
    public async Task A_file_that_is_no_archive_is_refused_before_anything_is_written(string text)
    {
        await using (var target = await OpenAsync(postgres: false, "target", importing: true))
        {
            await Assert.ThrowsAsync<TransferException>(() => JournalImport.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), target, null, None));
        }

        await (await OpenAsync(postgres: false, "target")).DisposeAsync();
    }

    /// <summary>Streams that take turns, with agenda, lookups, keys, destroyed keys and a snapshot.</summary>
    private static async Task FillAsync(IJournalStore store)
    {
        for (var round = 0; round < 4; round++)
        {
            var batch = Enumerable.Range(0, 11).Select(i => Appends.To($"t/{i}", round, $"{round}:{i}") with
            {
                Agenda = [new AgendaEntry("retry", Noon.AddTicks(round))],
                Lookups = [new LookupEntry("no", $"{i}")],
                NewKeys = new Dictionary<string, byte[]> { [$"kept/{i}"] = [1, 2, (byte)i] },
            });
            Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync([.. batch], None));
        }

        await store.CommitAsync([Appends.To("å/🚲", 0, "") with { NewKeys = new Dictionary<string, byte[]> { ["gone"] = [7] } }], None);
        await store.DestroyKeysAsync(["gone", "never"], None);
        await store.SaveSnapshotAsync(new StoredSnapshot("t/1", 2, Noon, "state:1", "{}"u8.ToArray()), None);
    }

    private static async Task<(byte[] Archive, TransferResult Result)> ExportAsync(IJournalStore store)
    {
        using var archive = new MemoryStream();
        var result = await JournalExport.RunAsync(store, archive, null, None);
        return (archive.ToArray(), result);
    }

    private static async Task<string[]> OrderAsync(IJournalStore store)
    {
        var order = new List<string>();
        await foreach (var stored in store.ReadAllAsync(0, int.MaxValue, None))
        {
            order.Add($"{stored.PersistenceId}#{stored.SequenceNumber}");
        }

        return [.. order];
    }

    private async Task<IJournalStore> OpenAsync(bool postgres, string name, bool importing = false)
    {
        if (!postgres)
        {
            return SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, name + ".db"), Importing = importing });
        }

        if (!databases.TryGetValue(name, out var database))
        {
            databases[name] = database = shared.Server.NewDatabase();
        }

        var options = new PostgresJournalOptions { Address = PostgresAddress.Parse(shared.Server.Address(database)), Importing = importing };
        return await PostgresStore.OpenAsync(options, TimeProvider.System, null, None);
    }
}
