namespace SpecterActors.Placement.Postgres;

/// <summary>The statements of placement.</summary>
internal static class PlacementSql
{
    /// <summary>The answer names the session: one that a pooler has exchanged holds none of our locks.</summary>
    public const string Heartbeat =
        "UPDATE node SET heartbeat = clock_timestamp(), stage = $3 WHERE id = $1 AND incarnation = $2 RETURNING pg_backend_pid()";

    public const string Nodes =
        """
        SELECT id, incarnation, address, stage, started, extract(epoch FROM clock_timestamp() - heartbeat)::float8, version, heartbeat::text FROM node ORDER BY id
        """;

    public const string ShardRows = "SELECT number, epoch, owner, incarnation FROM shard ORDER BY number";

    public const string Catalogues = "SELECT incarnation, catalogue FROM node WHERE incarnation = ANY ($1)";

    public const string Manifests = "SELECT DISTINCT manifest FROM shard_manifest";

    public const string ShardsWith = "SELECT shard, manifest FROM shard_manifest WHERE manifest = ANY ($1) ORDER BY shard, manifest";

    public const string Join =
        """
        INSERT INTO node (id, incarnation, address, stage, started, heartbeat, version, catalogue)
        VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), $5, $6)
        ON CONFLICT (id) DO UPDATE SET incarnation = excluded.incarnation, address = excluded.address, stage = excluded.stage, started = excluded.started,
          heartbeat = excluded.heartbeat, version = excluded.version, catalogue = excluded.catalogue
        """;

    public const string SignOff = "DELETE FROM node WHERE id = $1 AND incarnation = $2";

    /// <summary>Nodes that nobody has heard of for an hour and that own nothing.</summary>
    public const string Sweep =
        """
        DELETE FROM node n WHERE n.heartbeat < clock_timestamp() - interval '1 hour' AND NOT EXISTS (SELECT 1 FROM shard s WHERE s.incarnation = n.incarnation)
        """;

    /// <summary>Held alone to the end of the taking: a commit under the epoch before is over by then, or sees the new one.</summary>
    public const string Fence = "SELECT pg_advisory_xact_lock($1)";

    /// <summary>$1 shard, $2 epoch seen, $3 incarnation seen, $4 node, $5 its incarnation, $6 what it can read.</summary>
    public const string Take =
        """
        UPDATE shard SET epoch = epoch + 1, owner = $4, incarnation = $5, taken = clock_timestamp()
        WHERE number = $1 AND epoch = $2 AND incarnation IS NOT DISTINCT FROM $3
          AND NOT EXISTS (SELECT 1 FROM shard_manifest m WHERE m.shard = $1 AND m.manifest <> ALL ($6))
        RETURNING epoch
        """;

    public const string Release = "UPDATE shard SET owner = NULL, incarnation = NULL WHERE number = $1 AND epoch = $2 AND incarnation = $3";

    public const string TryLock = "SELECT pg_try_advisory_lock($1)";

    public const string Unlock = "SELECT pg_advisory_unlock($1)";

    /// <summary>Ends the sessions of an incarnation, whichever they are; found by name, since it may have opened others since it was last heard of.</summary>
    public const string EndSessions =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = ANY ($1) AND pid <> pg_backend_pid()";

    public const string Notify = "SELECT pg_notify($1, $2)";
}
