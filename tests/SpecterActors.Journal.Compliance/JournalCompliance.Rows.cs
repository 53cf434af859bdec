using Xunit;

namespace SpecterActors.Journal.Compliance;

public abstract partial class JournalCompliance
{
    [Fact]
    public async Task The_agenda_of_an_append_replaces_the_one_before_and_null_leaves_it()
    {
        await StoredAsync(Append("t1/a", 0, "1") with { Agenda = [new("retry", Noon.AddHours(2)), new("settle", Noon.AddHours(1))] });
        await StoredAsync(Append("t1/a", 1, "2"));
        Assert.Equal(
            [new AgendaRow("t1/a", "settle", Noon.AddHours(1)), new AgendaRow("t1/a", "retry", Noon.AddHours(2))],
            await Journal.ReadAgendaAsync("t1/", Noon.AddHours(2), 10, None));

        await StoredAsync(Append("t1/a", 2, "3") with { Agenda = [new("retry", Noon.AddHours(3))] });
        Assert.Equal([new AgendaRow("t1/a", "retry", Noon.AddHours(3))], await Journal.ReadAgendaAsync("t1/", Noon.AddHours(9), 10, None));

        await StoredAsync(Append("t1/a", 3, "4") with { Agenda = [] });
        Assert.Empty(await Journal.ReadAgendaAsync("t1/", Noon.AddHours(9), 10, None));
    }

    [Fact]
    public async Task The_agenda_is_read_by_due_time_prefix_and_count()
    {
        await StoredAsync(Append("t1/b", 0, "1") with { Agenda = [new("x", Noon.AddMinutes(3))] });
        await StoredAsync(Append("t1/a", 0, "1") with { Agenda = [new("x", Noon.AddMinutes(2))] });
        await StoredAsync(Append("t10/c", 0, "1") with { Agenda = [new("x", Noon.AddMinutes(1))] });

        Assert.Equal(["t10/c", "t1/a", "t1/b"], (await Journal.ReadAgendaAsync("", Noon.AddMinutes(3), 10, None)).Select(r => r.PersistenceId));
        Assert.Equal(["t1/a", "t1/b"], (await Journal.ReadAgendaAsync("t1/", Noon.AddMinutes(3), 10, None)).Select(r => r.PersistenceId));
        Assert.Equal(["t1/a"], (await Journal.ReadAgendaAsync("t1/", Noon.AddMinutes(2), 10, None)).Select(r => r.PersistenceId));
        Assert.Equal(["t10/c"], (await Journal.ReadAgendaAsync("", Noon.AddMinutes(3), 1, None)).Select(r => r.PersistenceId));
    }

    [Fact]
    public async Task An_append_without_events_rebuilds_agenda_and_lookup_of_the_head_it_names()
    {
        await StoredAsync(Append("t1/a", 0, "1"));
        await StoredAsync(new AppendRequest("t1/a", 1, "w1", [], [new AgendaEntry("x", Noon)], [new LookupEntry("no", "9")]));
        Assert.Single(await Journal.ReadAgendaAsync("", Noon, 10, None));
        Assert.Equal(["t1/a"], await Journal.FindAsync("", "no", "9", None));

        Assert.Equal(new AppendResult.Stale(1), await StoreAsync(new AppendRequest("t1/a", 0, "w1", [], [])));
        Assert.Single(await Journal.ReadAgendaAsync("", Noon, 10, None));
        Assert.IsType<AppendResult.Rejected>(await StoreAsync(new AppendRequest("t1/a", 1, "w1", [])));
    }

    [Fact]
    public async Task Lookup_rows_are_replaced_whole_and_found_exactly()
    {
        await StoredAsync(Append("t1/a", 0, "1") with { Lookups = [new("erp-order", "20031"), new("shop-order", "å1")] });
        await StoredAsync(Append("t1/b", 0, "1") with { Lookups = [new("erp-order", "20031")] });
        await StoredAsync(Append("t2/c", 0, "1") with { Lookups = [new("erp-order", "20031")] });

        Assert.Equal(["t1/a", "t1/b"], await Journal.FindAsync("t1/", "erp-order", "20031", None));
        Assert.Equal(["t1/a", "t1/b", "t2/c"], await Journal.FindAsync("", "erp-order", "20031", None));
        Assert.Equal(["t1/a"], await Journal.FindAsync("", "shop-order", "å1", None));
        Assert.Empty(await Journal.FindAsync("", "shop-order", "Å1", None));
        Assert.Empty(await Journal.FindAsync("", "erp-order", "2003", None));

        await StoredAsync(Append("t1/a", 1, "2"));
        await StoredAsync(Append("t1/b", 1, "2") with { Lookups = [new("erp-order", "20032")] });
        Assert.Equal(["t1/a"], await Journal.FindAsync("t1/", "erp-order", "20031", None));
        Assert.Equal(["t1/b"], await Journal.FindAsync("t1/", "erp-order", "20032", None));
    }

    [Fact]
    public async Task Streams_are_listed_in_ordinal_order_page_by_page()
    {
        foreach (var id in new[] { "t1/b", "t1/a/x", "t1/a", "t2/a", "t1/ö" })
        {
            await StoredAsync(Append(id, 0, "12", "123"));
        }

        Assert.Equal(["t1/a", "t1/a/x", "t1/b", "t1/ö"], (await Journal.ListStreamsAsync("t1/", null, 10, None)).Select(s => s.PersistenceId));
        Assert.Equal(["t1/a", "t1/a/x"], (await Journal.ListStreamsAsync("t1/", null, 2, None)).Select(s => s.PersistenceId));
        Assert.Equal(["t1/b", "t1/ö"], (await Journal.ListStreamsAsync("t1/", "t1/a/x", 2, None)).Select(s => s.PersistenceId));
        Assert.Equal(5, (await Journal.ListStreamsAsync("", null, 10, None)).Count);
        Assert.Equal(new StreamHead("t2/a", 2, Noon.AddTicks(3)), Assert.Single(await Journal.ListStreamsAsync("t2/", null, 10, None)));
    }

    [Fact]
    public async Task The_global_order_is_the_order_of_commits_and_can_be_read_in_pages()
    {
        await StoredAsync(Append("t1/a", 0, "1", "2"));
        await StoredAsync(Append("t2/b", 0, "3"));
        await StoredAsync(Append("t1/a", 2, "4"));

        var all = await AllAsync();
        Assert.Equal(["1", "2", "3", "4"], Payloads(all));
        Assert.Equal(all.Select(e => e.Ordering).Order(), all.Select(e => e.Ordering));
        Assert.Equal(["1", "2"], Payloads(await AllAsync(0, 2)));
        Assert.Equal(["3", "4"], Payloads(await AllAsync(all[1].Ordering)));
        Assert.Empty(await AllAsync(all[3].Ordering));
    }

    [Fact]
    public async Task A_snapshot_replaces_an_older_one_and_never_a_newer_one()
    {
        Assert.Null(await Journal.LoadSnapshotAsync("t1/a", None));
        await Journal.SaveSnapshotAsync(Snapshot(3, "three"), None);
        await Journal.SaveSnapshotAsync(Snapshot(5, "five"), None);
        await Journal.SaveSnapshotAsync(Snapshot(4, "four"), None);

        var loaded = await Journal.LoadSnapshotAsync("t1/a", None);
        Assert.Equal((5, "state:2", Noon), (loaded!.SequenceNumber, loaded.Manifest, loaded.Created));
        Assert.Equal("five"u8.ToArray(), loaded.Payload.ToArray());
    }

    [Fact]
    public async Task Recovery_brings_the_snapshot_the_events_after_it_the_keys_and_the_head()
    {
        await StoredAsync(Append("t1/a", 0, "1", "2", "3", "4") with { NewKeys = Keys(("k1", 1), ("k2", 2)) });
        await StoredAsync(Append("t1/b", 0, "1") with { NewKeys = Keys(("k3", 3)) });
        await Journal.SaveSnapshotAsync(Snapshot(2, "s"), None);

        var with = await Journal.RecoverAsync("t1/a", useSnapshot: true, long.MaxValue, None);
        Assert.Equal((2, 4), (with.Snapshot?.SequenceNumber, with.HeadSequenceNumber));
        Assert.Equal(["3", "4"], Payloads(with.Events));
        Assert.Equal(["k1", "k2"], with.Keys.Keys.Order());

        var without = await Journal.RecoverAsync("t1/a", useSnapshot: false, 3, None);
        Assert.Null(without.Snapshot);
        Assert.Equal(["1", "2", "3"], Payloads(without.Events));
        Assert.Equal(4, without.HeadSequenceNumber);

        var before = await Journal.RecoverAsync("t1/a", useSnapshot: true, 1, None);
        Assert.Null(before.Snapshot);
        Assert.Equal(["1"], Payloads(before.Events));

        var nothing = await Journal.RecoverAsync("t1/none", useSnapshot: true, long.MaxValue, None);
        Assert.Equal((null, 0, 0, 0L), (nothing.Snapshot, nothing.Events.Count, nothing.Keys.Count, nothing.HeadSequenceNumber));
    }

    [Theory]
    [InlineData(1_999)]
    [InlineData(2_000)]
    [InlineData(4_500)]
    public async Task Recovery_of_a_long_stream_brings_the_head_and_what_follows_is_read_on(int events)
    {
        for (var head = 0; head < events; head += 500)
        {
            await StoredAsync(Append("t1/a", head, [.. Enumerable.Range(head + 1, Math.Min(500, events - head)).Select(i => $"{i}")]));
        }

        foreach (var upTo in (long[])[long.MaxValue, events - 1])
        {
            var recovery = await Journal.RecoverAsync("t1/a", useSnapshot: false, upTo, None);
            Assert.Equal(events, recovery.HeadSequenceNumber);
            var read = recovery.Events.ToList();
            if (recovery.EventsFollow)
            {
                await foreach (var stored in Journal.ReadStreamAsync("t1/a", read[^1].SequenceNumber + 1, upTo, None))
                {
                    read.Add(stored);
                }
            }

            Assert.Equal(Enumerable.Range(1, (int)Math.Min(events, upTo)).Select(i => (long)i), read.Select(stored => stored.SequenceNumber));
        }

        // Whoever has seen enough may stop in the middle of a page.
        await foreach (var stored in Journal.ReadStreamAsync("t1/a", 1, long.MaxValue, None))
        {
            if (stored.SequenceNumber == 10)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Each_stream_has_a_key_of_its_own_under_an_id_and_the_first_one_stays()
    {
        await StoredAsync(Append("t1/a", 0, "1") with { NewKeys = Keys(("person", 1)) });
        await StoredAsync(Append("t1/b", 0, "1") with { NewKeys = Keys(("person", 2)) });
        await StoredAsync(Append("t1/a", 1, "2") with { NewKeys = Keys(("person", 3)) });

        Assert.Equal(1, (await Journal.LoadKeysAsync("t1/a", None))["person"][0]);
        Assert.Equal(2, (await Journal.LoadKeysAsync("t1/b", None))["person"][0]);
    }

    [Fact]
    public async Task A_destroyed_key_is_gone_from_every_stream_and_never_comes_back()
    {
        await StoredAsync(Append("t1/a", 0, "1") with { NewKeys = Keys(("p1", 1), ("p2", 2)) });
        await StoredAsync(Append("t1/b", 0, "1") with { NewKeys = Keys(("p1", 3)) });

        await Journal.DestroyKeysAsync(["p1", "never-made"], None);
        await Journal.DestroyKeysAsync(["p1"], None);
        await StoredAsync(Append("t1/a", 1, "2") with { NewKeys = Keys(("p1", 4), ("never-made", 5)) });

        Assert.Equal(["p2"], (await Journal.LoadKeysAsync("t1/a", None)).Keys);
        Assert.Empty(await Journal.LoadKeysAsync("t1/b", None));
        Assert.Equal(["p2"], (await Journal.RecoverAsync("t1/a", true, long.MaxValue, None)).Keys.Keys);
    }

    private static StoredSnapshot Snapshot(long sequenceNumber, string payload) =>
        new("t1/a", sequenceNumber, Noon, "state:2", System.Text.Encoding.UTF8.GetBytes(payload));
}
