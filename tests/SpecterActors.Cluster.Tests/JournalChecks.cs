namespace SpecterActors.Cluster.Tests;

/// <summary>What must hold for every stream of a journal that several nodes wrote.</summary>
internal static class JournalChecks
{
    /// <summary>Every stream counts 1, 2, 3... without gap; no writer writes again after another has taken over.</summary>
    public static async Task AllStreamsAreWholeAsync(Installation installation)
    {
        var gaps = await installation.QueryAsync(
            "SELECT persistence_id FROM journal GROUP BY persistence_id HAVING count(*) <> max(sequence_number) OR min(sequence_number) <> 1 OR count(DISTINCT sequence_number) <> count(*)",
            row => row.GetString(0));
        Assert.Empty(gaps);

        var forks = await installation.QueryAsync(
            """
            SELECT persistence_id FROM (
              SELECT persistence_id, writer_uuid, lag(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before FROM journal) w
            WHERE before IS DISTINCT FROM writer_uuid
            GROUP BY persistence_id, writer_uuid HAVING count(*) > 1
            """,
            row => row.GetString(0));
        Assert.Empty(forks);
    }

    /// <summary>Each stream rebuilt from its first event equals its snapshot.</summary>
    public static void EveryStreamRebuilds(Installation installation)
    {
        var (code, output) = installation.Journal("verify");
        Assert.True(code == 0, output);
        Assert.Contains(", 0 differ", output);
    }
}
