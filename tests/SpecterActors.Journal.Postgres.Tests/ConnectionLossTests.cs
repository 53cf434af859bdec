using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SpecterActors.Journal.Commit;
using Xunit;

namespace SpecterActors.Journal.Postgres.Tests;

/// <summary>The database goes away under load: nothing acknowledged is lost, nothing is stored twice, and work goes on by itself.</summary>
public sealed class ConnectionLossTests(SharedServer shared)
{
    private const int Writers = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Sessions_ended_in_the_middle_of_commits_lose_and_double_nothing()
    {
        var database = shared.Server.NewDatabase();
        await using var load = await Load.StartAsync(shared.Options(database));
        for (var i = 0; i < 8; i++)
        {
            await load.UntilStoredAsync(load.Stored + 200);
            shared.Server.Execute(
                "postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()");
        }

        await load.UntilStoredAsync(load.Stored + 200);
        await load.CheckAsync();
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_loses_nothing_acknowledged()
    {
        using var server = new PostgresServer();
        var options = new PostgresJournalOptions
        {
            Address = PostgresAddress.Parse(server.Address(server.NewDatabase())), ConnectTimeout = TimeSpan.FromSeconds(2), CommandTimeout = TimeSpan.FromSeconds(5),
        };
        await using var load = await Load.StartAsync(options);
        for (var i = 0; i < 2; i++)
        {
            await load.UntilStoredAsync(load.Stored + 500);
            server.Kill();
            await load.UntilUnavailableAsync();
            server.Start();
        }

        await load.UntilStoredAsync(load.Stored + 500);
        await load.CheckAsync();
    }

    /// <summary>Writers as actors are: one append at a time; when one fails they recover, with a pause, and go on from what the journal says.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly ConcurrentDictionary<string, long> acknowledged = new(StringComparer.Ordinal);
        private readonly PostgresStore store;
        private readonly GroupCommitJournal journal;
        private readonly List<Task> writers = [];
        private long stored;
        private long unavailable;

        private Load(PostgresStore store)
        {
            this.store = store;
            journal = new GroupCommitJournal(
                store,
                work => ThreadPool.UnsafeQueueUserWorkItem(_ => work(), null),
                TimeProvider.System,
                new GroupCommitOptions { AttemptsMax = 3, BackoffFirst = TimeSpan.FromMilliseconds(20), BackoffMax = TimeSpan.FromMilliseconds(200) });
        }

        public long Stored => Interlocked.Read(ref stored);

        public static async Task<Load> StartAsync(PostgresJournalOptions options)
        {
            var load = new Load(await PostgresStore.OpenAsync(options, TimeProvider.System, null, CancellationToken.None));
            load.writers.AddRange(Enumerable.Range(0, Writers).Select(w => Task.Run(() => load.WriteAsync($"t{w % 5}/{w}"))));
            return load;
        }

        public Task UntilStoredAsync(long count) => UntilAsync(() => Stored >= count, () => $"only {Stored} of {count} appends were stored");

        public Task UntilUnavailableAsync()
        {
            var before = Interlocked.Read(ref unavailable);
            return UntilAsync(() => Interlocked.Read(ref unavailable) > before, () => "no append failed while the server was away");
        }

        /// <summary>Each stream holds its own numbers, once each and in order, and at least all that was acknowledged.</summary>
        public async Task CheckAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers).WaitAsync(Patience);
            foreach (var (id, head) in acknowledged)
            {
                var recovery = await journal.RecoverAsync(id, useSnapshot: false, long.MaxValue, CancellationToken.None);
                Assert.Equal(head, recovery.HeadSequenceNumber);
                Assert.Equal(
                    Enumerable.Range(1, (int)head).Select(n => n.ToString(CultureInfo.InvariantCulture)),
                    recovery.Events.Select(e => Encoding.UTF8.GetString(e.Payload.Span)));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers).WaitAsync(Patience);
            await store.DisposeAsync();
            stop.Dispose();
        }

        private async Task WriteAsync(string id)
        {
            var (head, incarnation, certain) = (0L, 0, true);
            while (!stop.IsCancellationRequested || !certain)
            {
                try
                {
                    if (!certain)
                    {
                        head = (await journal.RecoverAsync(id, useSnapshot: false, long.MaxValue, CancellationToken.None)).HeadSequenceNumber;
                        Assert.True(head >= acknowledged.GetValueOrDefault(id), $"{id} had {acknowledged.GetValueOrDefault(id)} acknowledged and recovered {head}");
                        (acknowledged[id], certain) = (head, true);
                        incarnation++;
                        continue;
                    }

                    var payload = Encoding.UTF8.GetBytes((head + 1).ToString(CultureInfo.InvariantCulture));
                    var result = await journal.AppendAsync(
                        new AppendRequest(id, head, $"w{incarnation}", [new EventData("test.happened:1", payload, DateTimeOffset.UnixEpoch)]), CancellationToken.None);
                    Assert.Equal(new AppendResult.Stored(head + 1), result);
                    acknowledged[id] = ++head;
                    Interlocked.Increment(ref stored);
                }
                catch (JournalUnavailableException)
                {
                    certain = false;
                    Interlocked.Increment(ref unavailable);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
                }
            }
        }

        private async Task UntilAsync(Func<bool> reached, Func<string> missing)
        {
            using var limit = new CancellationTokenSource(Patience);
            while (!reached())
            {
                Assert.False(limit.IsCancellationRequested, missing());
                if (writers.Find(writer => writer.IsFaulted) is { } broken)
                {
                    await broken;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
