using Xunit;

namespace SpecterActors.Journal.Compliance;

public abstract partial class JournalCompliance
{
    [Fact]
    public async Task Rows_beside_the_events_are_listed_stream_by_stream()
    {
        await StoredAsync(Append("t1/b", 0, "1") with { Agenda = [new("y", Noon.AddHours(2)), new("x", Noon)], Lookups = [new("no", "9"), new("erp", "7")] });
        await StoredAsync(Append("t1/a", 0, "1") with { Lookups = [new("no", "1")] });
        await StoredAsync(Append("t1/c", 0, "1") with { Agenda = [new("x", Noon)] });
        await StoredAsync(Append("t1/none", 0, "1") with { Agenda = [], Lookups = [] });
        await StoredAsync(Append("t2/a", 0, "1") with { Lookups = [new("no", "1")] });

        var rows = await Journal.ListRowsAsync("t1/", null, 10, None);
        Assert.Equal(["t1/a", "t1/b", "t1/c"], rows.Select(r => r.PersistenceId));
        Assert.Equal([new AgendaEntry("x", Noon), new AgendaEntry("y", Noon.AddHours(2))], rows[1].Agenda);
        Assert.Equal([new LookupEntry("erp", "7"), new LookupEntry("no", "9")], rows[1].Lookups);
        Assert.Equal(["t1/b"], (await Journal.ListRowsAsync("t1/", "t1/a", 1, None)).Select(r => r.PersistenceId));
        Assert.Equal(["t1/a", "t1/b", "t1/c", "t2/a"], (await Journal.ListRowsAsync("", null, 10, None)).Select(r => r.PersistenceId));
    }

    [Fact]
    public async Task Rows_of_a_stream_that_has_no_events_can_be_seen_and_taken_away()
    {
        await StoredAsync(new AppendRequest("t1/orphan", 0, "w1", [], [new AgendaEntry("x", Noon)], [new LookupEntry("no", "1")]));
        Assert.Equal("t1/orphan", Assert.Single(await Journal.ListRowsAsync("", null, 10, None)).PersistenceId);

        await StoredAsync(new AppendRequest("t1/orphan", 0, "w1", [], [], []));
        Assert.Empty(await Journal.ListRowsAsync("", null, 10, None));
    }

    [Fact]
    public async Task Deleting_takes_everything_below_a_prefix_in_bounded_steps_and_nothing_beside_it()
    {
        foreach (var id in new[] { "t1/a", "t1/b", "t10/a", "t/a" })
        {
            await StoredAsync(Append(id, 0, "1", "2", "3") with
            {
                Agenda = [new("x", Noon)], Lookups = [new("no", id)], NewKeys = Keys(($"{id}#1", 1)),
            });
        }

        await Journal.SaveSnapshotAsync(new StoredSnapshot("t1/a", 2, Noon, "state:2", "s"u8.ToArray()), None);
        var (steps, deleted) = (0, 0);
        for (int step; (step = await Journal.DeleteAsync("t1/", 4, None)) > 0; steps++)
        {
            deleted += step;
        }

        Assert.True(steps > 1);
        Assert.True(deleted >= 6);
        await ReopenAsync();
        Assert.Empty(await Journal.ListStreamsAsync("t1/", null, 10, None));
        Assert.Empty(await Journal.ListRowsAsync("t1/", null, 10, None));
        Assert.Null(await Journal.LoadSnapshotAsync("t1/a", None));
        Assert.Empty(await Journal.LoadKeysAsync("t1/a", None));
        Assert.Equal(["t/a", "t10/a"], (await Journal.ListStreamsAsync("", null, 10, None)).Select(s => s.PersistenceId));
        Assert.Equal(["t/a", "t10/a"], (await Journal.ListRowsAsync("", null, 10, None)).Select(r => r.PersistenceId));
        Assert.Equal(6, (await AllAsync()).Count);
        await StoredAsync(Append("t10/a", 3, "4"));
        Assert.Equal("4", Payloads(await AllAsync())[^1]);
    }
}
