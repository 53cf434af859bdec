using System.Data;
using System.Globalization;
using Npgsql;

namespace SpecterActors.Journal.Postgres;

/// <summary>
/// Tables and their history. journal, tags and snapshot have the names and columns of Akka.Persistence.Sql's default mapping (its
/// persistence.conf and snapshot.conf, <c>default</c>); the others are our own. Times are UTC ticks of 100 ns. Ids compare by bytes.
/// </summary>
internal static class Schema
{
    /// <summary>Value of the column <c>identifier</c> (serializer id): UTF-8 JSON of this program's codec.</summary>
    public const int SerializerId = 7301;

    /// <summary>First key of all advisory locks of this program; the second is the schema's object id, or its complement for migrations.</summary>
    public const int LockClass = 7301;

    /// <summary>
    /// Places within one transaction: <c>ordering</c> is an offset + (transaction id &lt;&lt; these bits) + the place in the transaction.
    /// </summary>
    public const int OrderingBits = 20;

    private const int Partitions = 16;

    /// <summary>Scripts in order; the first makes version 1 of an empty schema. A released script is never edited, only followed by another.</summary>
    private static readonly string[] Migrations =
    [
        $"""
        CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, value text NOT NULL);
        INSERT INTO meta (key, value) VALUES ('ordering_offset', '0');

        CREATE TABLE journal (
          ordering bigint NOT NULL,
          persistence_id text COLLATE "C" NOT NULL,
          sequence_number bigint NOT NULL,
          deleted boolean NOT NULL DEFAULT false,
          created bigint NOT NULL,
          message bytea NOT NULL,
          manifest text COLLATE "C" NOT NULL,
          identifier integer NOT NULL,
          writer_uuid text COLLATE "C" NOT NULL,
          tags text NULL,
          PRIMARY KEY (persistence_id, sequence_number)) PARTITION BY HASH (persistence_id);
        DO $$ BEGIN FOR i IN 0..{Partitions - 1} LOOP
          EXECUTE format('CREATE TABLE journal_%s PARTITION OF journal FOR VALUES WITH (MODULUS {Partitions}, REMAINDER %s)', i, i);
        END LOOP; END $$;
        CREATE INDEX journal_by_ordering ON journal (ordering);

        CREATE TABLE tags (
          ordering_id bigint NOT NULL,
          tag text COLLATE "C" NOT NULL,
          persistence_id text COLLATE "C" NOT NULL,
          sequence_nr bigint NOT NULL,
          PRIMARY KEY (ordering_id, tag));

        CREATE TABLE snapshot (
          persistence_id text COLLATE "C" NOT NULL,
          sequence_number bigint NOT NULL,
          created bigint NOT NULL,
          snapshot bytea NOT NULL,
          manifest text COLLATE "C" NOT NULL,
          serializer_id integer NOT NULL,
          PRIMARY KEY (persistence_id, sequence_number));

        CREATE TABLE agenda (
          persistence_id text COLLATE "C" NOT NULL,
          kind text COLLATE "C" NOT NULL,
          due bigint NOT NULL,
          tenant text COLLATE "C" NOT NULL,
          PRIMARY KEY (persistence_id, kind, due)) WITH (autovacuum_vacuum_scale_factor = 0.02);
        CREATE INDEX agenda_by_due ON agenda (due, persistence_id, kind);
        CREATE INDEX agenda_by_tenant ON agenda (tenant, due, persistence_id, kind);

        CREATE TABLE lookup (
          kind text COLLATE "C" NOT NULL,
          value text COLLATE "C" NOT NULL,
          persistence_id text COLLATE "C" NOT NULL,
          PRIMARY KEY (kind, value, persistence_id));
        CREATE INDEX lookup_by_stream ON lookup (persistence_id, kind, value);

        CREATE TABLE personal_key (
          persistence_id text COLLATE "C" NOT NULL,
          key_id text COLLATE "C" NOT NULL,
          wrapped bytea NOT NULL,
          PRIMARY KEY (persistence_id, key_id));
        CREATE INDEX personal_key_by_id ON personal_key (key_id);

        CREATE TABLE destroyed_key (key_id text COLLATE "C" PRIMARY KEY);
        """,
        SharingSchema.Script,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>
    /// Brings the database to <see cref="Version"/>, each step in a transaction of its own, one process at a time; refuses what it cannot
    /// use. Returns the object id of the schema.
    /// </summary>
    public static async Task<int> PrepareAsync(NpgsqlConnection connection, string where, bool mayWrite, CancellationToken cancellationToken)
    {
        var schema = await TextAsync(connection, "SELECT current_schema()::regnamespace::oid::bigint::int", cancellationToken) is { } id
            ? int.Parse(id, CultureInfo.InvariantCulture)
            : throw new JournalUnusableException(
                $"The user sees no schema in the database {where}.", "Grant it a schema (CREATE SCHEMA ... AUTHORIZATION ...) or set its search_path.");
        // However short the answers are waited for otherwise: another process may be at it, and a large journal takes its time.
        await ExecuteLongAsync(connection, "SET lock_timeout = 0", cancellationToken);
        await ExecuteLongAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({LockClass}, {~schema})"), cancellationToken);
        try
        {
            await MigrateAsync(connection, where, mayWrite, cancellationToken);
        }
        finally
        {
            // A session that broke has no lock any more, and what broke it is to be told.
            if (connection.State == ConnectionState.Open)
            {
                await ExecuteLongAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({LockClass}, {~schema})"), CancellationToken.None);
            }
        }

        await ExecuteAsync(connection, "RESET lock_timeout", cancellationToken);
        return schema;
    }

    /// <summary>Refuses a journal that an import left half filled.</summary>
    public static async Task CheckFinishedAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken)
    {
        if (await TextAsync(connection, "SELECT value FROM meta WHERE key = 'import_unfinished'", cancellationToken) is not null)
        {
            throw new JournalUnusableException(
                $"The journal in {where} was filled from an archive, and that was not finished.", "Run journal import again with the same archive: it goes on where it ended.");
        }
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, string where, bool mayWrite, CancellationToken cancellationToken)
    {
        var stored = await StoredVersionAsync(connection, where, cancellationToken);
        if (stored > Version)
        {
            throw new JournalUnusableException(
                $"The journal in {where} has schema version {stored}; this program knows versions up to {Version}.",
                "Start the newer program that wrote it, or restore the backup made before the upgrade.");
        }

        if (stored < Version && !mayWrite)
        {
            throw new JournalUnusableException(
                stored == 0 ? $"There is no journal in {where}." : $"The journal in {where} has schema version {stored} and must be brought to {Version} first.",
                "Start the service once, then look again.");
        }

        for (var version = stored; version < Version; version++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteLongAsync(connection, Migrations[version], cancellationToken);
            await ExecuteLongAsync(
                connection,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"INSERT INTO meta (key, value) VALUES ('schema_version', '{version + 1}') ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static async Task<int> StoredVersionAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken)
    {
        const string Ours = "('meta', 'journal', 'tags', 'snapshot', 'agenda', 'lookup', 'personal_key', 'destroyed_key', 'node', 'shard', 'shard_manifest', 'shared_key')";
        var found = await TextAsync(
            connection, $"SELECT string_agg(tablename, ', ' ORDER BY tablename) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN {Ours}", cancellationToken);
        if (found is null)
        {
            return 0;
        }

        var hasMeta = found.Split(", ").Contains("meta", StringComparer.Ordinal);
        var text = hasMeta ? await TextAsync(connection, "SELECT value FROM meta WHERE key = 'schema_version'", cancellationToken) : null;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new JournalUnusableException(
                $"The database {where} has tables of another program under the names of a journal ({found}).", "Give the journal a database or a schema of its own.");
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>As <see cref="ExecuteAsync"/>, for as long as it takes.</summary>
    internal static async Task ExecuteLongAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task<string?> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            null or DBNull => null,
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }
}
