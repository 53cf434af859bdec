using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Compliance;

public abstract partial class JournalCompliance
{
    [Fact]
    public async Task Many_writers_at_once_each_keep_their_own_order_without_gap_or_double()
    {
        const int writers = 60, appends = 15;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async w =>
        {
            for (var i = 0; i < appends; i++)
            {
                await StoredAsync(AppendBy($"w{w}", $"t{w % 7}/{w}", i, $"{w}:{i}"));
            }
        })).WaitAsync(Patience);

        var all = await AllAsync();
        Assert.Equal(writers * appends, all.Count);
        Assert.Equal(writers * appends, all.Select(e => e.Ordering).Distinct().Count());
        foreach (var stream in all.GroupBy(e => e.PersistenceId))
        {
            Assert.Equal(Enumerable.Range(1, appends).Select(i => (long)i), stream.Select(e => e.SequenceNumber));
        }

        Assert.True(Journal.Statistics.Commits < writers * appends, "no two appends ever shared a transaction");
    }

    [Fact]
    public async Task Two_writers_of_one_stream_never_both_win()
    {
        var wins = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async w =>
        {
            for (var head = 0L; head < 20;)
            {
                switch (await StoreAsync(AppendBy($"w{w}", "t1/a", head, $"{w}")))
                {
                    case AppendResult.Stored stored:
                        Interlocked.Increment(ref wins);
                        head = stored.SequenceNumber;
                        break;
                    case AppendResult.Stale stale:
                        head = stale.ActualSequenceNumber;
                        break;
                }
            }
        })).WaitAsync(Patience);

        var events = await StreamAsync("t1/a");
        Assert.Equal(wins, events.Count);
        Assert.Equal(Enumerable.Range(1, wins).Select(i => (long)i), events.Select(e => e.SequenceNumber));
    }

    [Fact]
    public async Task A_batch_takes_from_each_tenant_in_turn_so_a_busy_one_holds_nobody_up()
    {
        var small = JournalWith(new GroupCommitOptions { BatchAppendsMax = 4 });
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var batches = new List<string[]>();
        Store.OnCommit = async (batch, commit) =>
        {
            batches.Add([.. batch.Select(a => a.PersistenceId)]);
            await hold.Task;
            return await commit();
        };
        var work = new List<Task> { small.AppendAsync(Append("t0/first", 0, "1"), None) };
        work.AddRange(Enumerable.Range(0, 40).Select(i => small.AppendAsync(Append($"busy/{i:00}", 0, "1"), None)));
        work.Add(small.AppendAsync(Append("calm/a", 0, "1"), None));
        work.Add(small.AppendAsync(Append("quiet/a", 0, "1"), None));
        hold.SetResult();
        await Task.WhenAll(work).WaitAsync(Patience);

        var firstWithAll = batches.TakeWhile(b => !b.Contains("quiet/a")).Count();
        Assert.True(firstWithAll <= 2, $"the quiet tenant waited for {firstWithAll} batches");
        Assert.All(batches, b => Assert.InRange(b.Length, 1, 4));
    }

    [Fact]
    public async Task Beyond_its_hard_bound_the_queue_refuses_and_loses_nothing_it_took()
    {
        var small = JournalWith(new GroupCommitOptions { QueueAppendsMax = 10 });
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.OnCommit = async (_, commit) =>
        {
            entered.TrySetResult();
            await hold.Task;
            return await commit();
        };
        var taken = new List<Task<AppendResult>> { small.AppendAsync(Append("t1/first", 0, "1"), None) };
        await entered.Task.WaitAsync(Patience);
        taken.AddRange(Enumerable.Range(0, 10).Select(i => small.AppendAsync(Append($"t1/{i}", 0, "1"), None)));

        await Assert.ThrowsAsync<JournalUnavailableException>(() => small.AppendAsync(Append("t1/over", 0, "1"), None));
        hold.SetResult();

        Assert.All(await Task.WhenAll(taken).WaitAsync(Patience), r => Assert.Equal(new AppendResult.Stored(1), r));
        Assert.Equal(11, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Stopping_ends_pending_appends_first_and_takes_no_more()
    {
        var pending = await HoldFirstCommitAsync();
        var stop = Journal.StopAsync(None);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.AppendAsync(Append("t1/late", 0, "1"), None));
        Assert.False(stop.IsCompleted);
        pending.Release();

        await stop.WaitAsync(Patience);
        Assert.Equal(new AppendResult.Stored(1), await pending.Append.WaitAsync(Patience));
    }
}
