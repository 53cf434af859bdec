using Npgsql;
using NpgsqlTypes;
using SpecterActors.Journal.Postgres;
using SpecterActors.Journal.Postgres.Tests;

namespace SpecterActors.Bench.Scenarios;

/// <summary>
/// The journal's own tables, written with one prepared INSERT from arrays per batch; with <paramref name="copy"/> by binary COPY instead.
/// </summary>
internal sealed class BarePostgres : IBareStore
{
    private readonly PostgresServer server;
    private readonly string database;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand insert;
    private readonly bool copy;
    private long ordering;

    public BarePostgres(PostgresServer server, string database, bool copy = false)
    {
        (this.server, this.database, this.copy) = (server, database, copy);
        var address = PostgresAddress.Parse(server.Address(database));
        PostgresStore.OpenAsync(new PostgresJournalOptions { Address = address }, TimeProvider.System, null, CancellationToken.None).GetAwaiter().GetResult()
            .DisposeAsync().AsTask().Wait();
        connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.Connect(database).ConnectionString) { Password = PostgresServer.Password, WriteBufferSize = 128 << 10 }.ConnectionString);
        connection.Open();
        insert = new NpgsqlCommand(
            """
            INSERT INTO journal (ordering, persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid)
            SELECT e.ordering, e.id, e.sequence_number, $6, e.message, e.manifest, 7301, $7 FROM unnest($1, $2, $3, $4, $5) AS e (ordering, id, sequence_number, message, manifest)
            """,
            connection);
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = DateTimeOffset.UnixEpoch.UtcTicks });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = BenchEntity.Writer });
        insert.Prepare();
    }

    public string Is => copy ? "binary COPY into the same tables" : "INSERT from arrays into the same tables";

    public void Write(IEnumerable<(string Id, long SequenceNumber)> rows, int batch)
    {
        var payload = BenchEntity.Encoded.Payload.ToArray();
        foreach (var chunk in rows.Chunk(batch))
        {
            if (copy)
            {
                Copy(chunk, payload);
                continue;
            }

            insert.Parameters[0].Value = Array.ConvertAll(chunk, _ => ++ordering);
            insert.Parameters[1].Value = Array.ConvertAll(chunk, row => row.Id);
            insert.Parameters[2].Value = Array.ConvertAll(chunk, row => row.SequenceNumber);
            insert.Parameters[3].Value = Array.ConvertAll(chunk, _ => payload);
            insert.Parameters[4].Value = Array.ConvertAll(chunk, _ => BenchEntity.Encoded.Manifest);
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Reads whole streams into arrays of bytes, a hundred streams per query; returns the number of rows.</summary>
    public static int Read(PostgresServer server, string database, string[] ids)
    {
        using var reading = server.Connect(database);
        reading.Open();
        using var select = new NpgsqlCommand(
            """
            SELECT j.ordering, j.persistence_id, j.sequence_number, j.created, j.manifest, j.message, j.writer_uuid
            FROM unnest($1) AS q (id) CROSS JOIN LATERAL (SELECT * FROM journal j WHERE j.persistence_id = q.id ORDER BY j.sequence_number) j
            """,
            reading);
        select.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var count = 0;
        foreach (var some in ids.Chunk(100))
        {
            select.Parameters[0].Value = some;
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                _ = (rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetString(4), rows.GetFieldValue<byte[]>(5), rows.GetString(6));
                count++;
            }
        }

        return count;
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
        server.Execute("postgres", $"DROP DATABASE {database} WITH (FORCE)");
    }

    private void Copy((string Id, long SequenceNumber)[] rows, byte[] payload)
    {
        using var writer = connection.BeginBinaryImport(
            "COPY journal (ordering, persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid) FROM STDIN (FORMAT BINARY)");
        foreach (var (id, sequenceNumber) in rows)
        {
            writer.StartRow();
            writer.Write(++ordering, NpgsqlDbType.Bigint);
            writer.Write(id, NpgsqlDbType.Text);
            writer.Write(sequenceNumber, NpgsqlDbType.Bigint);
            writer.Write(0L, NpgsqlDbType.Bigint);
            writer.Write(payload, NpgsqlDbType.Bytea);
            writer.Write(BenchEntity.Encoded.Manifest, NpgsqlDbType.Text);
            writer.Write(7301, NpgsqlDbType.Integer);
            writer.Write(BenchEntity.Writer, NpgsqlDbType.Text);
        }

        writer.Complete();
    }
}
