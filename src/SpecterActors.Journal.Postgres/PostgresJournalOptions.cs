namespace SpecterActors.Journal.Postgres;

/// <summary>Settings of a journal in a PostgreSQL database.</summary>
public sealed class PostgresJournalOptions
{
    /// <summary>Where the database is and how to log on; see <see cref="PostgresAddress"/>. A secret: it may hold a password.</summary>
    public required PostgresAddress Address { get; init; }

    /// <summary>Connections that serve reads and snapshots; more calls wait their turn. Default 4.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Most entities recovered by one query. Default 100.</summary>
    public int RecoveriesPerQuery { get; init; } = 100;

    /// <summary>How long a connection may take to come up. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one round trip may take before the connection is given up. Default 30 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for another writer to let go of the journal before it counts as in use. Default 5 s.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Streams whose head, agenda and lookup rows the writer remembers, so that it need not ask for them. Default 50,000.</summary>
    public int KnownStreamsMax { get; init; } = 50_000;

    /// <summary>
    /// Several nodes write this journal, each the streams of the shards it owns; null, the default, for one process that writes it alone. Writers
    /// of the two kinds keep each other out.
    /// </summary>
    public PostgresSharing? Sharing { get; init; }

    /// <summary>
    /// Open for looking only: works beside a running service; commits, snapshots and the destruction of keys fail, and the schema must be
    /// there. Default false.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Open to fill it from an archive: a journal that an import left unfinished opens too, and commits are not flushed one by one but at the
    /// end. Default false.
    /// </summary>
    public bool Importing { get; init; }
}
