using Npgsql;
using NpgsqlTypes;

namespace SpecterActors.Journal.Postgres;

/// <summary>The statements, and their parameters as arrays. The texts never vary, so each is prepared once per connection.</summary>
internal static class Sql
{
    /// <summary>
    /// The place in the global order follows from the transaction's id: a reader that stops before the oldest transaction still open
    /// cannot pass a gap that may yet be filled.
    /// </summary>
    public const string InsertEvents =
        """
        INSERT INTO journal (ordering, persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid)
        SELECT $7 + ((SELECT pg_current_xact_id()::text::bigint) << 20) + e.n - 1, e.id, e.sequence_number, e.created, e.message, e.manifest, 7301, e.writer
        FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS e (id, sequence_number, created, message, manifest, writer, n)
        """;

    /// <summary>Before anything else of a commit: it goes on only while these shards are under these epochs, and holds them there to its end.</summary>
    public const string Fence = "SELECT fence_shards($1, $2, $3)";

    public const string InsertManifests = "INSERT INTO shard_manifest (shard, manifest) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING";

    public const string DeleteAgenda =
        """
        DELETE FROM agenda a USING unnest($1, $2, $3) AS d (id, kind, due)
        WHERE a.persistence_id = d.id AND a.kind = d.kind AND a.due = d.due
        """;

    public const string InsertAgenda =
        """
        INSERT INTO agenda (persistence_id, kind, due, tenant) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """;

    public const string DeleteLookups =
        """
        DELETE FROM lookup l USING unnest($1, $2, $3) AS d (id, kind, value)
        WHERE l.kind = d.kind AND l.value = d.value AND l.persistence_id = d.id
        """;

    public const string InsertLookups =
        """
        INSERT INTO lookup (persistence_id, kind, value) SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING
        """;

    public const string InsertKeys =
        """
        INSERT INTO personal_key (persistence_id, key_id, wrapped)
        SELECT k.id, k.key_id, k.wrapped FROM unnest($1, $2, $3) AS k (id, key_id, wrapped)
        WHERE NOT EXISTS (SELECT 1 FROM destroyed_key d WHERE d.key_id = k.key_id)
        ON CONFLICT DO NOTHING
        """;

    public const string Heads =
        """
        SELECT q.n, h.sequence_number FROM unnest($1) WITH ORDINALITY AS q (id, n)
        CROSS JOIN LATERAL (SELECT j.sequence_number FROM journal j WHERE j.persistence_id = q.id ORDER BY j.sequence_number DESC LIMIT 1) h
        """;

    public const string Writers =
        """
        SELECT q.n, j.writer_uuid FROM unnest($1, $2) WITH ORDINALITY AS q (id, sequence_number, n)
        JOIN journal j ON j.persistence_id = q.id AND j.sequence_number = q.sequence_number
        """;

    public const string AgendaOf =
        "SELECT q.n, a.kind, a.due FROM unnest($1) WITH ORDINALITY AS q (id, n) JOIN agenda a ON a.persistence_id = q.id";

    public const string LookupsOf =
        "SELECT q.n, l.kind, l.value FROM unnest($1) WITH ORDINALITY AS q (id, n) JOIN lookup l ON l.persistence_id = q.id";

    public const string KeysOf =
        "SELECT q.n, k.key_id, k.wrapped FROM unnest($1) WITH ORDINALITY AS q (id, n) JOIN personal_key k ON k.persistence_id = q.id";

    private const string LatestSnapshot =
        "SELECT s.sequence_number, s.created, s.manifest, s.snapshot FROM snapshot s WHERE s.persistence_id = q.id ORDER BY s.sequence_number DESC LIMIT 1";

    /// <summary>$1 ids, $2 whether a snapshot is wanted, $3 up to which sequence number.</summary>
    public const string RecoverSnapshots =
        $"""
        SELECT q.n, s.sequence_number, s.created, s.manifest, s.snapshot
        FROM unnest($1, $2, $3) WITH ORDINALITY AS q (id, wanted, upto, n) CROSS JOIN LATERAL ({LatestSnapshot}) s
        WHERE q.wanted AND s.sequence_number <= q.upto
        """;

    /// <summary>
    /// As <see cref="RecoverSnapshots"/>; $4 most events of one stream. The event at the snapshot comes along, so that a stream with nothing after
    /// it shows its head.
    /// </summary>
    public const string RecoverEvents =
        $"""
        SELECT q.n, e.ordering, e.sequence_number, e.created, e.manifest, e.message, e.writer_uuid
        FROM unnest($1, $2, $3) WITH ORDINALITY AS q (id, wanted, upto, n)
        LEFT JOIN LATERAL ({LatestSnapshot}) s ON q.wanted AND s.sequence_number <= q.upto
        CROSS JOIN LATERAL (
          SELECT j.ordering, j.sequence_number, j.created, j.manifest, j.message, j.writer_uuid FROM journal j
          WHERE j.persistence_id = q.id AND j.sequence_number >= coalesce(s.sequence_number, 1) AND j.sequence_number <= q.upto
          ORDER BY j.sequence_number LIMIT $4) e
        """;

    public const string Stream =
        """
        SELECT ordering, sequence_number, created, manifest, message, writer_uuid FROM journal
        WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 ORDER BY sequence_number LIMIT $4
        """;

    /// <summary>The first transaction that may still commit, as a place in the global order; and the newest place that can be seen.</summary>
    public const string Horizon =
        """
        SELECT m.value::bigint + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 20),
          (SELECT j.ordering FROM journal j ORDER BY j.ordering DESC LIMIT 1)
        FROM meta m WHERE m.key = 'ordering_offset'
        """;

    public const string After =
        """
        SELECT ordering, sequence_number, created, manifest, message, writer_uuid, persistence_id FROM journal
        WHERE ordering > $1 AND ordering < $2 ORDER BY ordering LIMIT $3
        """;

    /// <summary>One seek per stream: it jumps from each id to the next instead of walking all events.</summary>
    public const string Streams =
        """
        WITH RECURSIVE s (id) AS (
          (SELECT j.persistence_id FROM journal j WHERE j.persistence_id >= $1 AND j.persistence_id > $2 ORDER BY j.persistence_id LIMIT 1)
          UNION ALL
          SELECT (SELECT j.persistence_id FROM journal j WHERE j.persistence_id > s.id ORDER BY j.persistence_id LIMIT 1)
          FROM s WHERE starts_with(s.id, $1))
        SELECT s.id, h.sequence_number, h.created FROM s
        CROSS JOIN LATERAL (SELECT j.sequence_number, j.created FROM journal j WHERE j.persistence_id = s.id ORDER BY j.sequence_number DESC LIMIT 1) h
        WHERE starts_with(s.id, $1) LIMIT $3
        """;

    public const string SaveSnapshot =
        """
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        SELECT $1, $2, $3, $4, $5, 7301 WHERE NOT EXISTS (SELECT 1 FROM snapshot s WHERE s.persistence_id = $1 AND s.sequence_number > $2)
        ON CONFLICT (persistence_id, sequence_number)
          DO UPDATE SET created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest
        """;

    public const string DeleteOlderSnapshots = "DELETE FROM snapshot WHERE persistence_id = $1 AND sequence_number < $2";

    public const string Snapshot =
        "SELECT sequence_number, created, manifest, snapshot FROM snapshot WHERE persistence_id = $1 ORDER BY sequence_number DESC LIMIT 1";

    public const string AgendaDue =
        "SELECT persistence_id, kind, due FROM agenda WHERE due <= $2 AND starts_with(persistence_id, $1) ORDER BY due, persistence_id, kind LIMIT $3";

    /// <summary>With the tenant known, its own index keeps other tenants' rows out of the way.</summary>
    public const string AgendaDueOfTenant =
        """
        SELECT persistence_id, kind, due FROM agenda
        WHERE tenant = $4 AND due <= $2 AND starts_with(persistence_id, $1) ORDER BY due, persistence_id, kind LIMIT $3
        """;

    public const string Find =
        "SELECT persistence_id FROM lookup WHERE kind = $2 AND value = $3 AND starts_with(persistence_id, $1) ORDER BY persistence_id";

    public const string DestroyedKeys = "SELECT key_id FROM destroyed_key WHERE key_id > $1 ORDER BY key_id LIMIT $2";

    public const string MarkUnfinished =
        "INSERT INTO meta (key, value) VALUES ('import_unfinished', 'yes') ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    public const string MarkFinished = "DELETE FROM meta WHERE key = 'import_unfinished'";

    public const string SnapshotsOf =
        $"""
        SELECT q.n, s.sequence_number, s.created, s.manifest, s.snapshot
        FROM unnest($1) WITH ORDINALITY AS q (id, n) CROSS JOIN LATERAL ({LatestSnapshot}) s
        """;

    /// <summary>One seek per tenant: from its first key to the first beyond all ids that begin with it and a slash.</summary>
    public const string KeySamples =
        """
        WITH RECURSIVE s (key_id) AS (
          (SELECT key_id FROM personal_key ORDER BY key_id LIMIT 1)
          UNION ALL
          SELECT (SELECT k.key_id FROM personal_key k
            WHERE k.key_id >= CASE WHEN strpos(s.key_id, '/') > 0 THEN split_part(s.key_id, '/', 1) || '0' ELSE s.key_id || E'\u0001' END
            ORDER BY k.key_id LIMIT 1)
          FROM s WHERE s.key_id IS NOT NULL)
        SELECT s.key_id, (SELECT k.wrapped FROM personal_key k WHERE k.key_id = s.key_id LIMIT 1) FROM s WHERE s.key_id IS NOT NULL
        """;

    public static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) =>
        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Texts(List<string> values) => new NpgsqlParameter<List<string>>
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
    };

    public static NpgsqlParameter Longs(List<long> values) => new NpgsqlParameter<List<long>>
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
    };

    public static NpgsqlParameter Ints(List<int> values) => new NpgsqlParameter<List<int>>
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
    };

    public static NpgsqlParameter Flags(List<bool> values) => new NpgsqlParameter<List<bool>>
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean,
    };

    public static NpgsqlParameter Bytes(List<ReadOnlyMemory<byte>> values) => new NpgsqlParameter<List<ReadOnlyMemory<byte>>>
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
    };
}
