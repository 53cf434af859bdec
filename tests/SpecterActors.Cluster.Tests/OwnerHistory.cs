namespace SpecterActors.Cluster.Tests;

/// <summary>Who had which shard when, written down by the database itself at each taking and giving back.</summary>
internal sealed class OwnerHistory
{
    private readonly Dictionary<int, List<(DateTimeOffset At, string? Owner)>> rows;

    private OwnerHistory(Dictionary<int, List<(DateTimeOffset At, string? Owner)>> rows) => this.rows = rows;

    /// <summary>Begins to write it down.</summary>
    public static Task BeginAsync(Installation installation) => installation.QueryAsync(
        """
        CREATE TABLE test_owner_history (place bigserial, number integer, owner text, at timestamptz);
        INSERT INTO test_owner_history (number, owner, at) SELECT number, owner, clock_timestamp() FROM shard;
        CREATE FUNCTION test_note_owner() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO test_owner_history (number, owner, at) VALUES (NEW.number, NEW.owner, clock_timestamp()); RETURN NEW; END $$;
        CREATE TRIGGER test_note_owner AFTER UPDATE ON shard FOR EACH ROW EXECUTE FUNCTION test_note_owner();
        """,
        _ => 0);

    public static async Task<OwnerHistory> ReadAsync(Installation installation)
    {
        var all = await installation.QueryAsync(
            "SELECT number, owner, at FROM test_owner_history ORDER BY place", row => (Number: row.GetInt32(0), Owner: row.IsDBNull(1) ? null : row.GetString(1), At: row.GetFieldValue<DateTimeOffset>(2)));
        return new OwnerHistory(all.GroupBy(row => row.Number).ToDictionary(shard => shard.Key, shard => shard.Select(row => (row.At, row.Owner)).ToList()));
    }

    /// <summary>Who had it then; null: nobody.</summary>
    public string? OwnerAt(int shard, DateTimeOffset moment) => rows[shard].LastOrDefault(row => row.At <= moment).Owner;

    public string Of(int shard) => string.Join(", ", rows[shard].Select(row => $"{row.At:HH:mm:ss.fff} {row.Owner ?? "nobody"}"));
}
