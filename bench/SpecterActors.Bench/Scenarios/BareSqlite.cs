using Microsoft.Data.Sqlite;

namespace SpecterActors.Bench.Scenarios;

/// <summary>The same rows in a bare table with the same index and the same durability, written and read with plain prepared commands.</summary>
internal sealed class BareSqlite : IBareStore
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;

    public BareSqlite(string path)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY");
        Execute(
            """
            CREATE TABLE IF NOT EXISTS journal (
              ordering INTEGER PRIMARY KEY AUTOINCREMENT, persistence_id TEXT NOT NULL, sequence_number INTEGER NOT NULL,
              deleted INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL, message BLOB NOT NULL, manifest TEXT NOT NULL,
              identifier INTEGER NOT NULL, writer_uuid TEXT NOT NULL, tags TEXT NULL, UNIQUE (persistence_id, sequence_number))
            """);
        insert = Command(
            "INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid) VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
    }

    public string Is => "prepared INSERT into the same tables";

    public void Write(IEnumerable<(string Id, long SequenceNumber)> rows, int batch)
    {
        var payload = BenchEntity.Encoded.Payload.ToArray();
        foreach (var chunk in rows.Chunk(batch))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var (id, sequenceNumber) in chunk)
            {
                insert.Parameters[0].Value = id;
                insert.Parameters[1].Value = sequenceNumber;
                insert.Parameters[2].Value = BenchEntity.Encoded.Created.UtcTicks;
                insert.Parameters[3].Value = payload;
                insert.Parameters[4].Value = BenchEntity.Encoded.Manifest;
                insert.Parameters[5].Value = 7301;
                insert.Parameters[6].Value = BenchEntity.Writer;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <summary>Reads whole streams into arrays of bytes; returns the number of rows.</summary>
    public static int Read(string path, IEnumerable<string> ids)
    {
        using var reading = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        reading.Open();
        using var select = reading.CreateCommand();
        select.CommandText =
            "SELECT ordering, sequence_number, created, manifest, message, writer_uuid FROM journal WHERE persistence_id = $1 ORDER BY sequence_number";
        var parameter = select.Parameters.Add("$1", SqliteType.Text);
        select.Prepare();
        var count = 0;
        foreach (var id in ids)
        {
            parameter.Value = id;
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                _ = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<byte[]>(4), rows.GetString(5));
                count++;
            }
        }

        return count;
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
