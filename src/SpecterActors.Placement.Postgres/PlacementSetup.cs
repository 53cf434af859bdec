using System.Globalization;
using Npgsql;
using SpecterActors.Journal;
using SpecterActors.Journal.Postgres;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// The first start of several nodes on a journal: how many shards there are is settled for ever, and which stored names and versions lie in which
/// shard is counted. Counted again when a lone process has written the journal since.
/// </summary>
internal static class PlacementSetup
{
    private static readonly TimeSpan CountMax = TimeSpan.FromHours(1);

    public static async Task<Shards> RunAsync(NpgsqlConnection connection, int schema, int wanted, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var turn = new NpgsqlCommand(
            FormattableString.Invariant($"SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock({SharingSchema.OwnerBase(schema) - 1})"), connection))
        {
            turn.CommandTimeout = (int)CountMax.TotalSeconds;
            await turn.ExecuteNonQueryAsync(cancellationToken);
        }

        await Schema.ExecuteAsync(
            connection, FormattableString.Invariant($"INSERT INTO meta (key, value) VALUES ('tenant_shards', '{wanted}') ON CONFLICT DO NOTHING"), cancellationToken);
        var stored = await Schema.TextAsync(connection, "SELECT value FROM meta WHERE key = 'tenant_shards'", cancellationToken);
        var shards = new Shards(int.Parse(stored ?? "", CultureInfo.InvariantCulture));
        await Schema.ExecuteAsync(
            connection, FormattableString.Invariant($"INSERT INTO shard (number, epoch) SELECT n, 0 FROM generate_series(0, {shards.Tenants}) n ON CONFLICT DO NOTHING"), cancellationToken);
        if (await Schema.TextAsync(connection, "SELECT value FROM meta WHERE key = 'manifests_counted'", cancellationToken) is null)
        {
            await CountAsync(connection, shards, cancellationToken);
            await Schema.ExecuteAsync(connection, "INSERT INTO meta (key, value) VALUES ('manifests_counted', 'yes')", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return shards;
    }

    private static async Task CountAsync(NpgsqlConnection connection, Shards shards, CancellationToken cancellationToken)
    {
        List<(int Shard, string Manifest)> found = [];
        await using (var command = new NpgsqlCommand("SELECT DISTINCT split_part(persistence_id, '/', 1), manifest FROM journal", connection))
        {
            command.CommandTimeout = (int)CountMax.TotalSeconds;
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                found.Add((shards.Of(rows.GetString(0)), rows.GetString(1)));
            }
        }

        var distinct = found.Distinct().ToList();
        await using var insert = new NpgsqlCommand(Sql.InsertManifests, connection)
        {
            Parameters = { Sql.Ints(distinct.ConvertAll(f => f.Shard)), Sql.Texts(distinct.ConvertAll(f => f.Manifest)) },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}
