using System.Globalization;

namespace SpecterActors.Journal.Postgres;

/// <summary>Tables of the nodes that share a journal. They are empty where one process writes it alone.</summary>
internal static class SharingSchema
{
    /// <summary>SQLSTATE of a commit under an epoch that has passed; its hint names the shards.</summary>
    public const string FencedState = "SA001";

    /// <summary>First part of the key of the lock that a commit shares and a taking holds alone, so that neither passes the other.</summary>
    private const long FenceClass = 7302L << 48;

    /// <summary>First part of the key of the lock that a shard's owner holds as long as its session lives.</summary>
    private const long OwnerClass = 7303L << 48;

    /// <summary>
    /// node: who is there, and what it can read. shard: who has it, under which epoch. shard_manifest: which stored names and versions lie in a shard.
    /// shared_key: secrets of the installation, each wrapped under a key that is not in the database. Statements of the function see what was
    /// committed before they began, so a commit that waited for a taking sees its epoch.
    /// </summary>
    public const string Script =
        """
        CREATE TABLE node (
          id text COLLATE "C" PRIMARY KEY,
          incarnation text COLLATE "C" NOT NULL,
          address text NULL,
          stage text COLLATE "C" NOT NULL,
          started timestamptz NOT NULL,
          heartbeat timestamptz NOT NULL,
          version text NOT NULL,
          catalogue text[] COLLATE "C" NOT NULL);

        CREATE TABLE shard (
          number integer PRIMARY KEY,
          epoch bigint NOT NULL,
          owner text COLLATE "C" NULL,
          incarnation text COLLATE "C" NULL,
          taken timestamptz NULL) WITH (fillfactor = 50);

        CREATE TABLE shard_manifest (
          shard integer NOT NULL,
          manifest text COLLATE "C" NOT NULL,
          PRIMARY KEY (shard, manifest));

        CREATE TABLE shared_key (
          name text COLLATE "C" PRIMARY KEY,
          wrapped bytea NULL);

        CREATE FUNCTION fence_shards(base bigint, shards integer[], epochs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
          lost text;
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(base + f.number) FROM unnest(shards) AS f (number);
          SELECT string_agg(f.number::text, ',') INTO lost
          FROM unnest(shards, epochs) AS f (number, epoch) LEFT JOIN shard s ON s.number = f.number
          WHERE s.epoch IS DISTINCT FROM f.epoch;
          IF lost IS NOT NULL THEN
            RAISE EXCEPTION 'another node has taken shard %', lost USING ERRCODE = 'SA001', HINT = lost;
          END IF;
        END $$;
        """;

    /// <summary>Key of the fence of shard 0; that of shard n is n more.</summary>
    public static long FenceBase(int schema) => FenceClass | ((long)(uint)schema << 16);

    /// <summary>Key of the owner's lock of shard 0; that of shard n is n more.</summary>
    public static long OwnerBase(int schema) => OwnerClass | ((long)(uint)schema << 16);

    /// <summary>The shards that a refused commit names.</summary>
    public static IEnumerable<int> ShardsIn(string? hint) =>
        (hint ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture));
}
