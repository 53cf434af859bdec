using Microsoft.Data.Sqlite;

namespace SpecterActors.Host.Tests;

/// <summary>The disk under the journal's file fills up: the service says so, acknowledges nothing that is not stored, and goes on by itself.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Reason = """{"reason":"There is much to say about this, so that few of these fit into what is left of a page: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""";
    private static readonly string[] Actions = ["pause", "resume"];
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_full_disk_is_told_with_cause_and_remedy_and_with_room_again_all_goes_on()
    {
        await using var node = await RunningNode.StartAsync(folder, options => options with { Journal = options.Journal with { FileBytesMax = 2 << 20 } });
        Assert.Equal(200, await node.SendAsync("PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
        Execute("CREATE TABLE filler (bytes BLOB); INSERT INTO filler WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT zeroblob(1 << 20) FROM n");

        var done = 0;
        int status;
        while ((status = await ActAsync(node, done)) == 200)
        {
            Assert.True(++done < 100, "everything is stored on a full disk");
        }

        Assert.Contains(status, new[] { 409, 503, 504 });
        await Until.TrueAsync(async () => await node.AskAsync("health/ready") is (503, { } problem) && (string?)problem["code"] == "journal-unavailable", "it does not say that it cannot use its journal");
        var health = (await node.GetAsync("admin/health"))!["nodes"]![0]!;
        Assert.Equal((false, "journal-unavailable"), ((bool)health["ready"]!, (string?)health["code"]));
        Assert.Contains("disk", (string?)health["remedy"], StringComparison.Ordinal);
        Assert.NotNull((string?)health["journal"]!["lostSince"]);
        Assert.Equal(200, (await node.AskAsync("health/live")).Status);
        Assert.Contains("disk of the journal is full", Logs(), StringComparison.Ordinal);

        Execute("DELETE FROM filler");
        await Until.TrueAsync(async () => (await node.AskAsync("health/ready")).Status == 200, "it is not ready again by itself");
        // The action that got no answer may be done or not; told again it is, and everything before it was stored.
        await Until.TrueAsync(async () => await PausedAsync(node) == (done % 2 == 0) || await ActAsync(node, done) == 200, "the action cannot be done again");
        Assert.Equal(200, await ActAsync(node, done + 1));
        Assert.Equal(done % 2 != 0, await PausedAsync(node));
        var tenant = (await node.GetAsync("admin/tenants/demo"))!;
        Assert.True(tenant["audit"]!.AsArray().Count > done, tenant["audit"]!.ToJsonString());
    }

    private static Task<int> ActAsync(RunningNode node, int turn) => node.SendAsync("POST", $"admin/tenants/demo/{Actions[turn % 2]}", Reason);

    private static async Task<bool> PausedAsync(RunningNode node) => (bool)(await node.GetAsync("admin/tenants/demo"))!["summary"]!["paused"]!;

    private string Logs() => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "logs")).Select(file =>
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }));

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = 20000; {sql}";
        command.ExecuteNonQuery();
    }
}
