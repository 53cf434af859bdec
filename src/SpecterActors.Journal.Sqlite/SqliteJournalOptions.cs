namespace SpecterActors.Journal.Sqlite;

/// <summary>Settings of a journal in one SQLite file.</summary>
public sealed class SqliteJournalOptions
{
    /// <summary>The database file. Beside it lie <c>-wal</c>, <c>-shm</c> and a <c>.lock</c> file.</summary>
    public required string Path { get; init; }

    /// <summary>Threads, each with a connection, that serve reads. Default 2.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>How long a statement waits for a lock of SQLite's own (a backup, a shell). Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Page cache of the writer in bytes. Default 16 MiB.</summary>
    public long CacheBytes { get; init; } = 16L << 20;

    /// <summary>Page cache of each reader in bytes: a stream is read once, and the system caches the file as well. Default 2 MiB.</summary>
    public long ReaderCacheBytes { get; init; } = 2L << 20;

    /// <summary>Bound of the database file in bytes: beyond it commits fail as on a full disk. Null, the default: none.</summary>
    public long? FileBytesMax { get; init; }

    /// <summary>
    /// Open for looking only: no lock file is taken, so it works beside a running service; commits, snapshots and the destruction of
    /// keys fail. The file must exist. Default false.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Open to fill it from an archive: a journal that an import left unfinished opens too, and commits are not flushed one by one but at the
    /// end. Default false.
    /// </summary>
    public bool Importing { get; init; }
}
