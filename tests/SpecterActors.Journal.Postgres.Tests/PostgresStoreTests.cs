using Npgsql;
using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

public sealed class PostgresStoreTests(SharedServer shared)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string database = shared.Server.NewDatabase();

    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_holds_the_journal()
    {
        await using var first = await shared.OpenAsync(database);
        var failure = await Assert.ThrowsAsync<JournalUnusableException>(() => shared.OpenAsync(database));
        Assert.Contains("in use by another process (session ", failure.Message);
        Assert.Contains("Stop that process", failure.Remedy);
    }

    [Fact]
    public async Task Two_that_start_on_an_empty_database_make_one_journal_and_one_writer()
    {
        var starts = new[] { shared.OpenAsync(database), shared.OpenAsync(database) };
        foreach (var start in starts)
        {
            await Task.WhenAny(start).WaitAsync(TimeSpan.FromSeconds(60));
        }

        var failure = Assert.Single(starts, start => start.IsFaulted).Exception!.InnerException;
        Assert.Contains("in use", Assert.IsType<JournalUnusableException>(failure).Message);
        await using var winner = await starts.Single(start => start.IsCompletedSuccessfully);
        Assert.IsType<CommitOutcome.Committed>(await winner.CommitAsync([Appends.To("t/a", 0, "1")], None));
    }

    [Fact]
    public async Task A_journal_can_be_looked_at_while_it_is_in_use_but_not_written()
    {
        await using var store = await shared.OpenAsync(database);
        await store.CommitAsync([Appends.To("t/a", 0, "1")], None);
        await using var looking = await shared.OpenAsync(database, readOnly: true);

        Assert.Single(await looking.ListStreamsAsync("", null, 10, None));
        await Assert.ThrowsAsync<JournalUnusableException>(() => looking.CommitAsync([Appends.To("t/a", 1, "2")], None));
        await Assert.ThrowsAsync<JournalUnusableException>(() => looking.DestroyKeysAsync(["k"], None));
    }

    [Fact]
    public async Task A_journal_to_look_at_that_does_not_exist_is_told_so_and_not_made()
    {
        Assert.Contains("There is no journal", (await Assert.ThrowsAsync<JournalUnusableException>(() => shared.OpenAsync(database, readOnly: true))).Message);
        Assert.Equal("0", shared.Server.Execute(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_name_and_left_as_it_is()
    {
        await (await shared.OpenAsync(database)).DisposeAsync();
        shared.Server.Execute(database, "UPDATE meta SET value = '99' WHERE key = 'schema_version'");

        var failure = await Assert.ThrowsAsync<JournalUnusableException>(() => shared.OpenAsync(database));

        Assert.Contains("schema version 99", failure.Message);
        Assert.Contains("newer program", failure.Remedy);
        shared.Server.Execute(database, $"UPDATE meta SET value = '{Schema.Version}' WHERE key = 'schema_version'");
        await (await shared.OpenAsync(database)).DisposeAsync();
    }

    [Fact]
    public async Task Tables_of_another_program_are_refused()
    {
        shared.Server.Execute(database, "CREATE TABLE journal (id integer)");
        Assert.Contains("tables of another program", (await Assert.ThrowsAsync<JournalUnusableException>(() => shared.OpenAsync(database))).Message);
    }

    [Fact]
    public async Task A_text_that_cannot_be_stored_is_refused_alone_instead_of_changed()
    {
        await using var store = await shared.OpenAsync(database);
        foreach (var id in new[] { "t/\ud800", "t/a\0b", "t/" + new string('x', 3_000) })
        {
            var outcome = await store.CommitAsync([Appends.To("t/ok", 0, "1"), Appends.To(id, 0, "1")], None);
            Assert.Equal(1, Assert.IsType<CommitOutcome.Refused>(outcome).Index);
        }

        Assert.Empty(await store.ListStreamsAsync("", null, 10, None));
        Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync([Appends.To("t/🚲", 0, "1")], None));
    }

    [Fact]
    public async Task The_global_order_never_passes_a_gap_that_may_still_commit()
    {
        await using var store = await shared.OpenAsync(database);
        await using var other = await ConnectAsync();
        await using var slow = await other.BeginTransactionAsync(None);
        await using (var insert = new NpgsqlCommand(
            """
            INSERT INTO journal (ordering, persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid)
            SELECT pg_current_xact_id()::text::bigint << 20, 't/slow', 1, 0, 'slow', 'test.happened:1', 7301, 'other'
            """,
            other))
        {
            await insert.ExecuteNonQueryAsync(None);
        }

        await store.CommitAsync([Appends.To("t/fast", 0, "fast")], None);
        Assert.Empty(await Appends.AllAsync(store));

        await slow.CommitAsync(None);
        Assert.Equal(["slow", "fast"], await Appends.AllAsync(store));
    }

    [Fact]
    public async Task New_events_stand_behind_old_ones_in_a_database_restored_into_a_younger_server()
    {
        await using (var store = await shared.OpenAsync(database))
        {
            await store.CommitAsync([Appends.To("t/a", 0, "old")], None);
        }

        shared.Server.Execute(database, "UPDATE journal SET ordering = ordering + (1::bigint << 50)");
        await using var restored = await shared.OpenAsync(database);
        await restored.CommitAsync([Appends.To("t/a", 1, "new"), Appends.To("t/b", 0, "newer")], None);
        Assert.Equal(["old", "new", "newer"], await Appends.AllAsync(restored));
    }

    [Fact]
    public async Task It_tells_whether_personal_keys_are_stored_and_hands_out_one_of_each_tenant()
    {
        await using (var store = await shared.OpenAsync(database))
        {
            Assert.False(store.HasPersonalKeys);
            var keys = new[] { "demo/order/1", "demo/order/2", "demo", "demo-2/order/1", "åäö/order/1", "åäö/order/2" };
            await store.CommitAsync([Appends.To("t1/a", 0, "1") with { NewKeys = keys.ToDictionary(k => k, _ => new byte[] { 1 }) }], None);
        }

        await using var again = await shared.OpenAsync(database);
        Assert.True(again.HasPersonalKeys);
        var tenants = again.PersonalKeySamples.Keys.Select(PersistenceId.TenantOf).ToHashSet();
        Assert.Equal(["demo", "demo-2", "åäö"], tenants.Order(StringComparer.Ordinal));
        Assert.InRange(again.PersonalKeySamples.Count, 3, 4);
    }

    [Fact]
    public async Task The_tables_are_those_an_akka_net_host_expects_and_the_journal_is_partitioned()
    {
        await using var store = await shared.OpenAsync(database);
        Assert.Equal("ordering,persistence_id,sequence_number,deleted,created,message,manifest,identifier,writer_uuid,tags", Columns("journal"));
        Assert.Equal("ordering_id,tag,persistence_id,sequence_nr", Columns("tags"));
        Assert.Equal("persistence_id,sequence_number,created,snapshot,manifest,serializer_id", Columns("snapshot"));
        Assert.Equal("HASH (persistence_id)", shared.Server.Execute(database, "SELECT pg_get_partkeydef('journal'::regclass)"));
    }

    [Fact]
    public async Task A_crowd_of_recoveries_shares_a_few_queries_and_each_gets_its_own()
    {
        await using var store = await shared.OpenAsync(database);
        await store.CommitAsync([.. Enumerable.Range(0, 500).Select(i => Appends.To($"t/{i}", 0, $"{i}", "x"))], None);

        var recoveries = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => store.RecoverAsync($"t/{i}", i % 2 == 0, long.MaxValue, None)));

        for (var i = 0; i < 600; i++)
        {
            Assert.Equal(i < 500 ? 2 : 0, recoveries[i].HeadSequenceNumber);
            Assert.All(recoveries[i].Events, stored => Assert.Equal($"t/{i}", stored.PersistenceId));
            Assert.Equal(i < 500 ? [$"{i}", "x"] : [], recoveries[i].Events.Select(e => System.Text.Encoding.UTF8.GetString(e.Payload.Span)));
        }

        var queries = long.Parse(shared.Server.Execute(database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")!);
        Assert.True(queries < 300, $"{queries} transactions for 600 recoveries");
    }

    private string? Columns(string table) => shared.Server.Execute(
        database, $"SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '{table}'");

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(shared.Options(database).Address.ToBuilder().ConnectionString + ";Pooling=false");
        await connection.OpenAsync(None);
        return connection;
    }
}
