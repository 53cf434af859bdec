using System.Globalization;
using System.Runtime.CompilerServices;
using SpecterActors.Journal.Commit;
using SpecterActors.Journal.Sqlite.Native;
using SQLitePCL;

namespace SpecterActors.Journal.Sqlite;

/// <summary>
/// A journal in one SQLite file: write-ahead log, every commit flushed to disk (synchronous = FULL), foreign keys on. One process at a
/// time may write it.
/// </summary>
/// <remarks>
/// Blocking work runs on one writing thread and a few reading ones; tasks complete towards the caller's dispatcher. The global order
/// has no gaps that may still commit, since there is one writer.
/// </remarks>
public sealed class SqliteStore : IJournalStore, IDisposable
{
    private const int PageEvents = 2_000;

    private readonly FileLock? fileLock;
    private readonly Worker<WriteSession>? writer;
    private readonly Worker<ReadSession> readers;

    private SqliteStore(SqliteJournalOptions options, FileLock? fileLock, IReadOnlyDictionary<string, byte[]> keySamples)
    {
        this.fileLock = fileLock;
        PersonalKeySamples = keySamples;
        writer = options.ReadOnly ? null : new Worker<WriteSession>("journal writer", 1, () => new WriteSession(Connect(options)));
        readers = new Worker<ReadSession>("journal reader", options.Readers, () => new ReadSession(Connect(options, queryOnly: true)));
    }

    /// <inheritdoc/>
    public bool HasPersonalKeys => PersonalKeySamples.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]> PersonalKeySamples { get; }

    /// <summary>Opens the file, made if it is not there and brought to this program's schema. Blocks; call it at start-up.</summary>
    /// <exception cref="JournalUnusableException">
    /// In use by another process, not writable, no journal, damaged, a full disk, or a newer schema; the remedy is told.
    /// </exception>
    public static SqliteStore Open(SqliteJournalOptions options)
    {
        if (options.ReadOnly && !File.Exists(options.Path))
        {
            throw new JournalUnusableException($"There is no journal {options.Path}.", "Name the journal's file, or start the service once to make it.");
        }

        var fileLock = options.ReadOnly ? null : FileLock.Take(options.Path);
        try
        {
            KeepToOwner(options);
            using var database = Connect(options);
            Schema.Prepare(database, options.Path, mayWrite: !options.ReadOnly);
            if (!options.Importing)
            {
                Schema.CheckFinished(database, options.Path);
            }

            return new SqliteStore(options, fileLock, ReadKeySamples(database));
        }
        catch (SqliteFailure e)
        {
            fileLock?.Dispose();
            throw Unusable(options.Path, e);
        }
        catch
        {
            fileLock?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(IReadOnlyList<AppendRequest> batch, CancellationToken cancellationToken) =>
        WriteAsync(session => session.Commit(batch), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamMark>> ReadMarksAsync(IReadOnlyList<MarkQuery> queries, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Marks(queries), cancellationToken);

    /// <inheritdoc/>
    public Task<Recovery> RecoverAsync(string persistenceId, bool useSnapshot, long toSequenceNumber, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Recover(persistenceId, useSnapshot, toSequenceNumber), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string persistenceId, long fromSequenceNumber, long toSequenceNumber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = fromSequenceNumber; ;)
        {
            var start = from;
            var page = await readers.RunAsync(s => s.Stream(persistenceId, start, toSequenceNumber, PageEvents), cancellationToken);
            foreach (var stored in page)
            {
                yield return stored;
            }

            if (page.Count < PageEvents)
            {
                yield break;
            }

            from = page[^1].SequenceNumber + 1;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(long afterOrdering, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (after, left) = (afterOrdering, max);
        while (left > 0)
        {
            var (start, size) = (after, Math.Min(left, PageEvents));
            var page = await readers.RunAsync(s => s.After(start, size), cancellationToken);
            foreach (var stored in page)
            {
                yield return stored;
            }

            if (page.Count < size)
            {
                yield break;
            }

            after = page[^1].Ordering;
            left -= page.Count;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamHead>> ListStreamsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Streams(prefix, after, max), cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        WriteAsync(session => session.Save(snapshot), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSnapshot?> LoadSnapshotAsync(string persistenceId, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Snapshot(persistenceId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgendaRow>> ReadAgendaAsync(string prefix, DateTimeOffset until, int max, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Agenda(prefix, until, max), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindAsync(string prefix, string kind, string value, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Find(prefix, kind, value), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, byte[]>> LoadKeysAsync(string persistenceId, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Keys(persistenceId), cancellationToken);

    /// <inheritdoc/>
    public Task DestroyKeysAsync(IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) =>
        WriteAsync(session => session.Destroy(keyIds), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.StreamRows(prefix, after, max), cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken) =>
        WriteAsync(session => session.Delete(prefix, rowsMax), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredStream>> ReadContentAsync(IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.Content(persistenceIds), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadDestroyedKeysAsync(string after, int max, CancellationToken cancellationToken) =>
        readers.RunAsync(session => session.DestroyedKeys(after, max), cancellationToken);

    /// <inheritdoc/>
    public Task MarkUnfinishedAsync(bool unfinished, CancellationToken cancellationToken) =>
        WriteAsync(session => session.MarkUnfinished(unfinished), cancellationToken);

    /// <summary>Ends what is under way, closes the file and frees it for another process. Stop the journal above it first.</summary>
    public void Dispose()
    {
        readers.Dispose();
        writer?.Dispose();
        fileLock?.Dispose();
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<T> WriteAsync<T>(Func<WriteSession, T> work, CancellationToken cancellationToken) => writer is not null
        ? writer.RunAsync(work, cancellationToken)
        : Task.FromException<T>(new JournalUnusableException("The journal is open for reading only.", "Open it for writing, with the service stopped."));

    /// <summary>A new file is made readable by its owner only; SQLite gives its companions the same mode.</summary>
    private static void KeepToOwner(SqliteJournalOptions options)
    {
        if (!options.ReadOnly && !OperatingSystem.IsWindows() && !File.Exists(options.Path))
        {
            using var made = new FileStream(
                options.Path,
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
    }

    private static Database Connect(SqliteJournalOptions options, bool queryOnly = false)
    {
        var database = new Database(options.Path, options.ReadOnly, options.BusyTimeout);
        try
        {
            if (!options.ReadOnly)
            {
                database.Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(options.Importing ? "NORMAL" : "FULL")}");
            }

            database.Execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{(queryOnly ? options.ReaderCacheBytes : options.CacheBytes) >> 10}"));
            if (options.FileBytesMax is { } bytes)
            {
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, bytes / 4096)}"));
            }

            if (queryOnly)
            {
                database.Execute("PRAGMA query_only = ON");
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>One seek per tenant: from its first key to the first beyond all ids that begin with it and a slash.</summary>
    private static SortedDictionary<string, byte[]> ReadKeySamples(Database database)
    {
        var samples = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var from = "";
        while (true)
        {
            var next = database.Prepare("SELECT key_id, wrapped FROM personal_key WHERE key_id >= ?1 ORDER BY key_id LIMIT 1").Bind(1, from);
            if (!next.Step())
            {
                return samples;
            }

            var keyId = next.Text(0);
            samples[keyId] = next.Bytes(1).ToArray();
            from = keyId.Contains('/') ? PersistenceId.TenantOf(keyId) + (char)('/' + 1) : keyId + '\u0001';
        }
    }

    private static JournalUnusableException Unusable(string path, SqliteFailure e) => e.Code switch
    {
        raw.SQLITE_NOTADB => new($"The file {path} is no SQLite database.", "Name another file for the journal in the configuration.", e),
        raw.SQLITE_CORRUPT => new($"The journal {path} is damaged: {e.Message}", "Restore it from the last backup.", e),
        raw.SQLITE_FULL => new($"The disk of the journal {path} is full.", "Free space and start again.", e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"The journal {path} is locked by another program.", "Close that program and start again.", e),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            new($"The journal {path} cannot be opened for writing: {e.Message}", "Make file and folder writable for this user, or name another folder.", e),
        _ => new($"The journal {path} cannot be opened: {e.Message}", "Check the disk; if it is sound, restore the journal from the last backup.", e),
    };
}
