using Npgsql;

namespace SpecterActors.Journal.Postgres;

public sealed partial class PostgresStore
{
    /// <summary>Two seeks per stream: from each id to the next that has a row in either table. One statement, so one picture.</summary>
    private const string RowsByStream =
        """
        WITH RECURSIVE s (id) AS (
          (SELECT least(
            (SELECT a.persistence_id FROM agenda a WHERE a.persistence_id >= $1 AND a.persistence_id > $2 ORDER BY a.persistence_id LIMIT 1),
            (SELECT l.persistence_id FROM lookup l WHERE l.persistence_id >= $1 AND l.persistence_id > $2 ORDER BY l.persistence_id LIMIT 1)))
          UNION ALL
          SELECT least(
            (SELECT a.persistence_id FROM agenda a WHERE a.persistence_id > s.id ORDER BY a.persistence_id LIMIT 1),
            (SELECT l.persistence_id FROM lookup l WHERE l.persistence_id > s.id ORDER BY l.persistence_id LIMIT 1))
          FROM s WHERE starts_with(s.id, $1)),
        ids AS (SELECT s.id FROM s WHERE starts_with(s.id, $1) LIMIT $3)
        SELECT ids.id, a.kind, a.due, NULL AS value FROM ids JOIN agenda a ON a.persistence_id = ids.id
        UNION ALL
        SELECT ids.id, l.kind, NULL, l.value FROM ids JOIN lookup l ON l.persistence_id = ids.id
        ORDER BY 1, 3, 2, 4
        """;

    private static readonly string[] DeletesInOrder =
    [
        Deletion("journal", "persistence_id, sequence_number"), Deletion("snapshot", "persistence_id, sequence_number"),
        Deletion("agenda", "persistence_id, kind, due"), Deletion("lookup", "kind, value, persistence_id"), Deletion("personal_key", "persistence_id, key_id"),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamRows>> ListRowsAsync(string prefix, string? after, int max, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(
            Sql.Command(RowsByStream, Sql.Text(prefix), Sql.Text(after ?? ""), Sql.Long(max)),
            row => (Id: row.GetString(0), Kind: row.GetString(1), Due: row.IsDBNull(2) ? (long?)null : row.GetInt64(2), Value: row.IsDBNull(3) ? null : row.GetString(3)),
            cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Id, StringComparer.Ordinal).Select(of => new StreamRows(
                of.Key,
                [.. of.Where(row => row.Due is not null).Select(row => new AgendaEntry(row.Kind, Reader.Time(row.Due!.Value)))],
                [.. of.Where(row => row.Value is not null).Select(row => new LookupEntry(row.Kind, row.Value!))])),
        ];
    }

    /// <summary>Each call takes rows of one table only; events go first, so what belongs to them is there as long as they are.</summary>
    /// <inheritdoc/>
    public Task<int> DeleteAsync(string prefix, int rowsMax, CancellationToken cancellationToken)
    {
        CheckMayWrite();
        return ReadAsync(
            async connection =>
            {
                foreach (var text in DeletesInOrder)
                {
                    await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Sql.Command(text, Sql.Text(prefix), Sql.Long(rowsMax)) } };
                    if (await batch.ExecuteNonQueryAsync(cancellationToken) is var deleted and > 0)
                    {
                        return deleted;
                    }
                }

                return 0;
            },
            cancellationToken);
    }

    private static string Deletion(string table, string key) =>
        $"""
        DELETE FROM {table} WHERE ({key}) IN (
          SELECT {key} FROM {table} WHERE persistence_id >= $1 AND starts_with(persistence_id, $1) ORDER BY persistence_id LIMIT $2)
        """;
}
