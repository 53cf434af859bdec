using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Host.Composition;
using SpecterActors.Placement.Postgres;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>Every node's ledger comes to hold what any node erased, so that any one of them keeps a restored database from bringing somebody back.</summary>
public sealed class SharedErasuresTests(SharedServer shared) : IDisposable
{
    private readonly string database = shared.Server.NewDatabase();
    private readonly string folder = Directory.CreateTempSubdirectory("erasures-").FullName;

    [Fact]
    public async Task What_one_node_erases_stands_in_the_ledger_of_the_other_and_is_destroyed_again_after_a_restore()
    {
        await using var one = await PlaceAsync("one");
        await using var two = await PlaceAsync("two");
        await using var store = await PostgresStore.OpenAsync(
            new PostgresJournalOptions { Address = PostgresAddress.Parse(shared.Server.Address(database)), Sharing = new PostgresSharing(one, "storeofone") }, TimeProvider.System, null, CancellationToken.None);
        var (first, second) = (new ErasureLedger(Path.Combine(folder, "one.log")), new ErasureLedger(Path.Combine(folder, "two.log")));
        await using var ours = new SharedErasures(store, first, one, () => { }, TimeProvider.System, NullLogger.Instance);
        await using var theirs = new SharedErasures(store, second, two, () => { }, TimeProvider.System, NullLogger.Instance);
        two.Heard += what =>
        {
            if (what == SharedErasures.Word)
            {
                theirs.PullSoon();
            }
        };
        await one.JoinAsync(new Nothing(), CancellationToken.None);
        await two.JoinAsync(new Nothing(), CancellationToken.None);

        first.Add(["demo/order/1"]);
        ours.TellSoon();
        await store.DestroyKeysAsync(["demo/order/1"], CancellationToken.None);
        await UntilAsync(() => second.Read().Contains("demo/order/1"), "the other node's ledger names the key");
        Assert.Empty(await SharedErasures.MissingAsync(store, second.Read(), CancellationToken.None));

        // A backup from before the erasure knows nothing of it.
        shared.Server.Execute(database, "DELETE FROM destroyed_key");
        Assert.Equal(["demo/order/1"], await SharedErasures.MissingAsync(store, second.Read(), CancellationToken.None));
        await theirs.PullAsync(CancellationToken.None);
        Assert.Equal(["demo/order/1"], second.Read());
    }

    [Fact]
    public async Task A_node_that_never_heard_of_an_erasure_finds_it_and_reads_its_keys_anew_within_minutes()
    {
        await using var one = await PlaceAsync("one");
        await using var store = await PostgresStore.OpenAsync(
            new PostgresJournalOptions { Address = PostgresAddress.Parse(shared.Server.Address(database)), Sharing = new PostgresSharing(one, "storeofone") }, TimeProvider.System, null, CancellationToken.None);
        await one.JoinAsync(new Nothing(), CancellationToken.None);
        var time = new HeldTimer();
        var ledger = new ErasureLedger(Path.Combine(folder, "deaf.log"));
        var readAnew = 0;
        await using var deaf = new SharedErasures(store, ledger, one, () => Interlocked.Increment(ref readAnew), time, NullLogger.Instance);
        await deaf.PullAsync(CancellationToken.None);

        await store.DestroyKeysAsync(["demo/order/1"], CancellationToken.None);
        Assert.Empty(ledger.Read());
        Assert.InRange(time.Period, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        time.Fire();
        await UntilAsync(() => ledger.Read().Contains("demo/order/1"), "the ledger names the key");
        Assert.Equal(1, readAnew);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<PostgresPlacement> PlaceAsync(string id) => PostgresPlacement.OpenAsync(
        new PostgresPlacementOptions
        {
            Address = PostgresAddress.Parse(shared.Server.Address(database)), NodeId = id, Incarnation = Guid.NewGuid().ToString("N"), Readable = ["thing.done:1"],
        },
        TimeProvider.System, work => ThreadPool.QueueUserWorkItem(_ => work()), NullLogger<PostgresPlacement>.Instance, CancellationToken.None);

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"Not within 30 s: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>A clock with one timer, which fires when the test says so.</summary>
    private sealed class HeldTimer : TimeProvider
    {
        public Action Fire { get; private set; } = () => throw new InvalidOperationException("No timer was set.");

        public TimeSpan Period { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Fire, Period) = (() => callback(state), period);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Nothing : Placement.IShardHost
    {
        public Task TakeAsync(int shard, long epoch, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DrainAsync(int shard, TimeSpan timeout) => Task.CompletedTask;

        public Task LoseAsync(int shard) => Task.CompletedTask;
    }
}
