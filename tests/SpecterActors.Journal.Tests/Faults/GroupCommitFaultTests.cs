using SpecterActors.Journal.Commit;
using SpecterActors.Journal.InMemory;
using SpecterActors.TestKit.Deterministic;
using Xunit;

namespace SpecterActors.Journal.Tests.Faults;

public sealed class GroupCommitFaultTests
{
    [Fact]
    public async Task On_a_faulty_disk_nothing_told_as_stored_is_missing_and_nothing_is_stored_twice()
    {
        var unknown = 0L;
        for (var seed = 1; seed <= 400; seed++)
        {
            var run = new FaultRun(seed);
            await run.RunAsync();
            Assert.True(run.Violations.Count == 0, $"seed {seed}: {string.Join('\n', run.Violations)}");
            Assert.True(run.Told > 0, $"seed {seed} stored nothing");
            unknown += run.Unknown;
        }

        Assert.True(unknown > 1_000, $"only {unknown} commits had an unknown outcome: the runs prove little");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_run()
    {
        var (first, second, other) = (new FaultRun(17), new FaultRun(17), new FaultRun(18));
        await first.RunAsync();
        await second.RunAsync();
        await other.RunAsync();

        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.NotEqual(first.TraceHash, other.TraceHash);
    }

    [Fact]
    public async Task An_append_of_which_an_earlier_attempt_may_come_late_is_never_called_rejected()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var faults = new Queue<StoreFault>([new StoreFault.DoneLate(TimeSpan.FromSeconds(5)), new StoreFault.None(), new StoreFault.Reject(0, "not this stream")]);
        var store = new MemoryStore(dispatcher.Time) { Faults = _ => faults.TryDequeue(out var fault) ? fault : new StoreFault.None() };
        var node = dispatcher.CreateNode("n");
        var journal = new GroupCommitJournal(store, node.Post, node.Time);
        var append = journal.AppendAsync(new AppendRequest("t/a/1", 0, "w", [new EventData("order.received:1", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch)]), CancellationToken.None);
        dispatcher.RunUntil(() => append.IsCompleted, TimeSpan.FromSeconds(4), "an outcome of the append");

        Assert.IsType<JournalUnavailableException>(append.Exception?.InnerException);
        Assert.Empty(faults);
        dispatcher.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await store.ReadMarksAsync([new MarkQuery("t/a/1", 1)], CancellationToken.None))[0].Head);
    }

    [Fact]
    public async Task A_fault_hook_can_aim_at_one_type_of_event()
    {
        var store = new MemoryStore
        {
            Faults = StoreFaults.When(call => call.Holds("order.created:1"), new StoreFault.Refuse("no such luck"), times: 1),
        };
        AppendRequest Append(string id, string manifest) => new(id, 0, "w", [new EventData(manifest, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch)]);

        Assert.IsType<Commit.CommitOutcome.Committed>(await store.CommitAsync([Append("t/1", "order.received:1")], CancellationToken.None));
        Assert.IsType<Commit.CommitOutcome.NotStored>(await store.CommitAsync([Append("t/2", "order.created:1")], CancellationToken.None));
        Assert.IsType<Commit.CommitOutcome.Committed>(await store.CommitAsync([Append("t/2", "order.created:1")], CancellationToken.None));
    }
}
