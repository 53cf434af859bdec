using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Compliance;

public abstract partial class JournalCompliance
{
    [Fact]
    public async Task An_append_is_read_back_as_it_was_written()
    {
        await StoredAsync(new AppendRequest("t1/order/1", 0, "writer-7", [Event("{\"a\":1}", "order.received:1"), Event("{}", "order.sent:2")]));

        var events = await StreamAsync("t1/order/1");

        Assert.Equal([1, 2], events.Select(e => e.SequenceNumber));
        Assert.Equal(["order.received:1", "order.sent:2"], events.Select(e => e.Manifest));
        Assert.Equal(["{\"a\":1}", "{}"], Payloads(events));
        Assert.Equal(["writer-7", "writer-7"], events.Select(e => e.WriterId));
        Assert.Equal([Noon.AddTicks(7), Noon.AddTicks(2)], events.Select(e => e.Created));
        Assert.All(events, e => Assert.Equal("t1/order/1", e.PersistenceId));
    }

    [Fact]
    public async Task A_stream_continues_where_it_ended()
    {
        await StoredAsync(Append("t1/a", 0, "1", "2"));
        await StoredAsync(Append("t1/a", 2, "3"));

        Assert.Equal(["1", "2", "3"], Payloads(await StreamAsync("t1/a")));
        Assert.Equal(["2", "3"], Payloads(await StreamAsync("t1/a", 2)));
        Assert.Equal(["2"], Payloads(await StreamAsync("t1/a", 2, 2)));
        Assert.Empty(await StreamAsync("t1/a", 4));
        Assert.Empty(await StreamAsync("t1/none"));
    }

    [Fact]
    public async Task An_append_behind_the_head_is_stale_and_leaves_no_trace()
    {
        await StoredAsync(Append("t1/a", 0, "1", "2"));

        var result = await StoreAsync(AppendBy("w2", "t1/a", 1, "other") with
        {
            Agenda = [new AgendaEntry("retry", Noon)], Lookups = [new LookupEntry("no", "1")], NewKeys = Keys(("k", 1)),
        });

        Assert.Equal(new AppendResult.Stale(2), result);
        Assert.Equal(["1", "2"], Payloads(await StreamAsync("t1/a")));
        Assert.Empty(await Journal.ReadAgendaAsync("", Noon, 10, None));
        Assert.Empty(await Journal.FindAsync("", "no", "1", None));
        Assert.Empty(await Journal.LoadKeysAsync("t1/a", None));
    }

    [Fact]
    public async Task An_append_beyond_the_head_is_stale_so_no_gap_can_arise()
    {
        Assert.Equal(new AppendResult.Stale(0), await StoreAsync(Append("t1/a", 3, "x")));
        Assert.Empty(await StreamAsync("t1/a"));
    }

    [Fact]
    public async Task The_same_append_twice_by_one_writer_is_stale_the_second_time()
    {
        await StoredAsync(Append("t1/a", 0, "1"));
        Assert.Equal(new AppendResult.Stale(1), await StoreAsync(Append("t1/a", 0, "1")));
    }

    [Fact]
    public async Task One_stale_append_fails_alone_and_the_rest_of_its_batch_is_stored()
    {
        await StoredAsync(Append("t1/stale", 0, "1"));
        var first = await HoldFirstCommitAsync();

        var others = Enumerable.Range(0, 20).Select(i => Journal.AppendAsync(Append($"t1/{i}", 0, "x", "y"), None)).ToList();
        var stale = Journal.AppendAsync(AppendBy("w2", "t1/stale", 0, "z"), None);
        first.Release();

        Assert.IsType<AppendResult.Stored>(await first.Append.WaitAsync(Patience));
        Assert.Equal(new AppendResult.Stale(1), await stale.WaitAsync(Patience));
        Assert.All(await Task.WhenAll(others).WaitAsync(Patience), r => Assert.Equal(new AppendResult.Stored(2), r));
    }

    [Fact]
    public async Task Appends_of_one_stream_made_without_waiting_are_stored_in_order()
    {
        var first = await HoldFirstCommitAsync();
        var chain = Enumerable.Range(0, 30).Select(i => Journal.AppendAsync(Append("t1/a", i, $"{i}"), None)).ToList();
        first.Release();

        await first.Append.WaitAsync(Patience);
        await Task.WhenAll(chain).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), Payloads(await StreamAsync("t1/a")));
    }

    [Fact]
    public async Task A_big_append_is_whole()
    {
        var payloads = Enumerable.Range(0, 3_000).Select(i => $"{i}").ToArray();
        await StoredAsync(Append("t1/a", 0, payloads));
        Assert.Equal(payloads, Payloads(await StreamAsync("t1/a")));
    }

    [Fact]
    public async Task A_big_event_is_stored_and_one_over_the_bound_is_rejected_for_good()
    {
        var big = new string('x', 3_000_000);
        await StoredAsync(Append("t1/a", 0, big));
        Assert.Equal(big, Assert.Single(Payloads(await StreamAsync("t1/a"))));

        var small = JournalWith(new GroupCommitOptions { EventBytesMax = 10 });
        var result = await small.AppendAsync(Append("t1/b", 0, "12345678901"), None).WaitAsync(Patience);
        Assert.Contains("at most 10", Assert.IsType<AppendResult.Rejected>(result).Reason);
        Assert.Empty(await StreamAsync("t1/b"));
    }

    [Fact]
    public async Task Ids_and_payloads_keep_their_letters_and_their_case()
    {
        const string id = "kalle-på-hörnet/artikel/ÅÄÖ åäö%2F'\"🚲";
        await StoredAsync(Append(id, 0, "räksmörgås"));
        await StoredAsync(Append(id.ToUpperInvariant(), 0, "other"));

        Assert.Equal(["räksmörgås"], Payloads(await StreamAsync(id)));
        Assert.Equal(id, Assert.Single(await Journal.ListStreamsAsync("kalle-på", null, 10, None)).PersistenceId);
    }

    [Fact]
    public async Task What_was_stored_survives_a_crash()
    {
        await StoredAsync(Append("t1/a", 0, "1") with
        {
            Agenda = [new AgendaEntry("retry", Noon)], Lookups = [new LookupEntry("no", "1")], NewKeys = Keys(("k", 1)),
        });
        await Journal.SaveSnapshotAsync(new StoredSnapshot("t1/a", 1, Noon, "s:1", "{}"u8.ToArray()), None);

        await ReopenAsync();

        Assert.Equal(["1"], Payloads(await StreamAsync("t1/a")));
        Assert.Single(await Journal.ReadAgendaAsync("", Noon, 10, None));
        Assert.Equal(["t1/a"], await Journal.FindAsync("", "no", "1", None));
        Assert.Single(await Journal.LoadKeysAsync("t1/a", None));
        Assert.NotNull(await Journal.LoadSnapshotAsync("t1/a", None));
        await StoredAsync(Append("t1/a", 1, "2"));
    }

    /// <summary>Starts one append and holds its commit, so that everything appended until the release shares the next batch.</summary>
    protected async Task<HeldCommit> HoldFirstCommitAsync()
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var usual = Store.OnCommit;
        Store.OnCommit = async (_, commit) =>
        {
            Store.OnCommit = usual;
            entered.SetResult();
            await hold.Task;
            return await commit();
        };
        var append = Journal.AppendAsync(Append("t0/holder", 0, "hold"), None);
        await entered.Task.WaitAsync(Patience);
        return new HeldCommit(append, hold.SetResult);
    }

    protected sealed record HeldCommit(Task<AppendResult> Append, Action Release);

    protected static IReadOnlyDictionary<string, byte[]> Keys(params (string Id, byte Fill)[] keys) =>
        keys.ToDictionary(k => k.Id, k => Enumerable.Repeat(k.Fill, 44).ToArray(), StringComparer.Ordinal);
}
