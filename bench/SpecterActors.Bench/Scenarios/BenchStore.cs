using System.Globalization;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Postgres;
using SpecterActors.Journal.Postgres.Tests;
using SpecterActors.Journal.Sqlite;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Bench.Scenarios;

/// <summary>An empty store for one measurement, and beside it the same tables written without us.</summary>
internal sealed class BenchStore : IDisposable
{
    private static Lazy<PostgresServer> server = NewServer();
    private readonly DirectoryInfo folder;
    private readonly string? database;
    private readonly ICommitStore store;

    public BenchStore(BenchOptions options, string kind)
    {
        folder = Directory.CreateDirectory(Path.Combine(options.DataPath, Guid.NewGuid().ToString("N")));
        (store, database) = kind switch
        {
            "memory" => (new MemoryStore(), null),
            "sqlite" => (SqliteStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder.FullName, "journal.db") }), (string?)null),
            "postgres" => Postgres(),
            _ => throw new ArgumentException($"There is no store {kind}; there are memory, sqlite, postgres."),
        };
        Bare = kind switch
        {
            "sqlite" => new BareSqlite(Path.Combine(folder.FullName, "bare.db")),
            "postgres" => new BarePostgres(server.Value, server.Value.NewDatabase()),
            _ => null,
        };
    }

    public GroupCommitJournal? Journal { get; private set; }

    /// <summary>Null in memory: there is no database.</summary>
    public IBareStore? Bare { get; }

    public static void StopServer()
    {
        if (server.IsValueCreated)
        {
            server.Value.Dispose();
            // The next scenario starts one of its own.
            server = NewServer();
        }
    }

    /// <summary>With the bounds that the service has by default.</summary>
    public GroupCommitJournal Open(PoolDispatcher dispatcher) => Journal = new GroupCommitJournal(store, dispatcher.Post, dispatcher.Time);

    /// <summary>Fills streams in large appends.</summary>
    public void Fill(IEnumerable<string> ids, int eventsEach)
    {
        foreach (var chunk in ids.Chunk(eventsEach == 1 ? 2_000 : 100))
        {
            for (var head = 0; head < eventsEach; head += 1_000)
            {
                EventData[] events = [.. Enumerable.Repeat(BenchEntity.Encoded, Math.Min(1_000, eventsEach - head))];
                var at = head;
                foreach (var batch in chunk.Chunk(Math.Max(1, 10_000 / events.Length)))
                {
                    Store([.. batch.Select(id => new AppendRequest(id, at, "bench", events))]);
                }
            }
        }
    }

    /// <summary>Stores appends in one transaction, past the journal.</summary>
    public void Store(IReadOnlyList<AppendRequest> appends)
    {
        var outcome = store.CommitAsync(appends, CancellationToken.None).GetAwaiter().GetResult();
        if (outcome is not CommitOutcome.Committed)
        {
            throw new InvalidOperationException($"The streams could not be filled: {outcome}");
        }
    }

    /// <summary>Reads whole streams without us, from the tables that ours wrote.</summary>
    public Func<int>? BareReads(string[] ids) => store switch
    {
        SqliteStore => () => BareSqlite.Read(Path.Combine(folder.FullName, "journal.db"), ids),
        PostgresStore => () => BarePostgres.Read(server.Value, database!, ids),
        _ => null,
    };

    public void Dispose()
    {
        Journal?.StopAsync(CancellationToken.None).Wait();
        Bare?.Dispose();
        (store as IAsyncDisposable)?.DisposeAsync().AsTask().Wait();

        if (database is not null)
        {
            server.Value.Execute("postgres", string.Create(CultureInfo.InvariantCulture, $"DROP DATABASE {database} WITH (FORCE)"));
        }

        folder.Delete(recursive: true);
    }

    private static Lazy<PostgresServer> NewServer() => new(() => new PostgresServer("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=30min"));

    private static (ICommitStore Store, string Database) Postgres()
    {
        var name = server.Value.NewDatabase();
        var options = new PostgresJournalOptions { Address = PostgresAddress.Parse(server.Value.Address(name)) };
        return (PostgresStore.OpenAsync(options, TimeProvider.System, null, CancellationToken.None).GetAwaiter().GetResult(), name);
    }
}

/// <summary>The same rows, tables, indexes and bytes, written by a plain loop in transactions of a given size.</summary>
internal interface IBareStore : IDisposable
{
    string Is { get; }

    void Write(IEnumerable<(string Id, long SequenceNumber)> rows, int batch);
}
