using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Compliance;

public abstract partial class JournalCompliance
{
    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_found_out_and_stored_once()
    {
        FailCommits(1, afterwards: true);
        var appends = await BatchOf(10);

        Assert.All(appends, result => Assert.Equal(new AppendResult.Stored(2), result));
        Assert.Equal(21, (await AllAsync()).Count);
        Assert.Equal(1, Journal.Statistics.UnknownCommits);
    }

    [Fact]
    public async Task A_commit_that_never_reached_the_store_is_found_out_and_sent_again()
    {
        FailCommits(1, afterwards: false);
        var appends = await BatchOf(10);

        Assert.All(appends, result => Assert.Equal(new AppendResult.Stored(2), result));
        Assert.Equal(21, (await AllAsync()).Count);
    }

    [Fact]
    public async Task After_a_lost_answer_an_append_counts_as_stored_even_if_somebody_wrote_after_it()
    {
        Store.OnCommit = async (_, commit) =>
        {
            await commit();
            Store.OnCommit = (_, again) => again();
            await Store.CommitAsync([AppendBy("other", "t1/a", 2, "3")], None);
            throw new IOException("the answer is lost");
        };

        Assert.Equal(new AppendResult.Stored(2), await StoreAsync(Append("t1/a", 0, "1", "2")));
        Assert.Equal(["1", "2", "3"], Payloads(await StreamAsync("t1/a")));
    }

    [Fact]
    public async Task After_a_lost_request_an_append_is_stale_if_somebody_else_wrote_there()
    {
        Store.OnCommit = async (_, _) =>
        {
            Store.OnCommit = (_, again) => again();
            await Store.CommitAsync([AppendBy("other", "t1/a", 0, "x", "y")], None);
            throw new IOException("the request is lost");
        };

        Assert.Equal(new AppendResult.Stale(2), await StoreAsync(Append("t1/a", 0, "1", "2")));
        Assert.Equal(["x", "y"], Payloads(await StreamAsync("t1/a")));
    }

    [Fact]
    public async Task A_commit_that_comes_through_late_is_recognised_when_it_is_sent_again()
    {
        Func<Task<CommitOutcome>>? late = null;
        Store.OnCommit = (_, commit) =>
        {
            late = commit;
            Store.OnCommit = async (_, again) =>
            {
                Store.OnCommit = (_, usual) => usual();
                await late();
                return await again();
            };
            throw new IOException("the connection broke");
        };

        Assert.Equal(new AppendResult.Stored(1), await StoreAsync(Append("t1/a", 0, "1")));
        Assert.Equal(["1"], Payloads(await StreamAsync("t1/a")));
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_found_out_is_unavailable_never_refused()
    {
        FailCommits(int.MaxValue, afterwards: true);
        Store.BeforeMarks = () => throw new IOException("no connection");

        await Assert.ThrowsAsync<JournalUnavailableException>(() => StoreAsync(Append("t1/a", 0, "1")));

        Store.OnCommit = (_, commit) => commit();
        Store.BeforeMarks = () => Task.CompletedTask;
        Assert.Equal(1, (await Journal.RecoverAsync("t1/a", true, long.MaxValue, None)).HeadSequenceNumber);
        await StoredAsync(Append("t1/a", 1, "2"));
    }

    [Fact]
    public async Task A_store_that_keeps_refusing_makes_appends_unavailable_and_the_journal_goes_on_afterwards()
    {
        Store.OnCommit = (_, _) => Task.FromResult<CommitOutcome>(new CommitOutcome.NotStored("disk full"));
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => StoreAsync(Append("t1/a", 0, "1")));
        Assert.Contains("disk full", failure.Message);

        Store.OnCommit = (_, commit) => commit();
        await StoredAsync(Append("t1/a", 0, "1"));
    }

    [Fact]
    public async Task An_append_the_store_can_never_take_is_rejected_alone()
    {
        Store.OnCommit = (batch, commit) =>
        {
            var index = batch.ToList().FindIndex(a => a.PersistenceId == "t1/3");
            return index < 0 ? commit() : Task.FromResult<CommitOutcome>(new CommitOutcome.Refused(index, "no such letter"));
        };

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Journal.AppendAsync(Append($"t1/{i}", 0, "1"), None))).WaitAsync(Patience);
        Assert.Equal(new AppendResult.Rejected("no such letter"), results[3]);
        Assert.Equal(5, results.OfType<AppendResult.Stored>().Count());
        Assert.Empty(await StreamAsync("t1/3"));
    }

    [Fact]
    public async Task Recovery_waits_for_the_pending_append_of_its_stream_and_for_no_other()
    {
        await StoredAsync(Append("t1/other", 0, "1"));
        var pending = await HoldFirstCommitAsync();
        var queued = Journal.AppendAsync(Append("t1/a", 0, "1"), None);

        var recovery = Journal.RecoverAsync("t1/a", true, long.MaxValue, None);
        Assert.Equal(1, (await Journal.RecoverAsync("t1/other", true, long.MaxValue, None).WaitAsync(Patience)).HeadSequenceNumber);
        Assert.False(recovery.IsCompleted);
        pending.Release();

        Assert.Equal(1, (await recovery.WaitAsync(Patience)).HeadSequenceNumber);
        await Task.WhenAll(pending.Append, queued).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_cancelled_append_that_still_waits_is_not_stored_and_one_in_its_commit_ends_with_the_truth()
    {
        using var cancel = new CancellationTokenSource();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.OnCommit = async (_, commit) =>
        {
            entered.TrySetResult();
            await hold.Task;
            return await commit();
        };
        var committing = Journal.AppendAsync(Append("t1/a", 0, "1"), cancel.Token);
        await entered.Task.WaitAsync(Patience);
        var waiting = Journal.AppendAsync(Append("t1/b", 0, "1"), cancel.Token);
        var next = Journal.AppendAsync(AppendBy("w2", "t1/b", 0, "2"), None);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.AppendAsync(Append("t1/c", 0, "1"), cancel.Token));
        hold.SetResult();

        Assert.Equal(new AppendResult.Stored(1), await committing.WaitAsync(Patience));
        Assert.Equal(new AppendResult.Stored(1), await next.WaitAsync(Patience));
        Assert.Equal(["2"], Payloads(await StreamAsync("t1/b")));
    }

    /// <summary>Fails the next <paramref name="times"/> commits that hold anything but the batch holder.</summary>
    private void FailCommits(int times, bool afterwards)
    {
        var left = times;
        Store.OnCommit = async (_, commit) =>
        {
            if (left-- <= 0)
            {
                return await commit();
            }

            if (afterwards)
            {
                await commit();
            }

            throw new IOException("the connection broke");
        };
    }

    /// <summary>Makes appends that share one batch.</summary>
    private async Task<AppendResult[]> BatchOf(int appends)
    {
        var holder = await HoldFirstCommitAsync();
        var results = Enumerable.Range(0, appends).Select(i => Journal.AppendAsync(Append($"t1/{i}", 0, "x", "y"), None)).ToList();
        holder.Release();
        await holder.Append.WaitAsync(Patience);
        return await Task.WhenAll(results).WaitAsync(Patience);
    }
}
