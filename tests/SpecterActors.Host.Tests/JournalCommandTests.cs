using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;

namespace SpecterActors.Host.Tests;

/// <summary>The real engine on a real journal file, without a shop: what is looked at is written by a tenant configured unchecked.</summary>
public sealed class JournalCommandTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

    public async ValueTask InitializeAsync()
    {
        await using var node = await RunningNode.StartAsync(folder);
        Assert.Equal(200, await node.SendAsync("PUT", "admin/tenants/demo", RunningNode.UncheckedTenant()));
        Assert.Equal(200, await node.SendAsync("POST", "admin/tenants/demo/pause", """{"reason":"for the test"}"""));
    }

    public ValueTask DisposeAsync()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Streams_events_and_states_can_be_looked_at()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal streams demo/tenant"));
        Assert.Contains("demo/tenant/root", output.ToString());

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal events demo/tenant/root --json"));
        var events = JsonNode.Parse(output.ToString())!.AsArray();
        Assert.StartsWith("tenant.configured", (string?)events[0]!["name"]);
        Assert.StartsWith("tenant.paused", (string?)events[^1]!["name"]);

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal state demo/tenant/root --json"));
        Assert.True((bool)JsonNode.Parse(output.ToString())!["state"]!["paused"]!);

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal state demo/tenant/root --at 1 --json"));
        Assert.False((bool)JsonNode.Parse(output.ToString())!["state"]!["paused"]!);
    }

    [Fact]
    public async Task Nothing_shows_a_secret()
    {
        foreach (var line in new[] { "journal events demo/tenant/root", "journal state demo/tenant/root", "journal events demo/tenant/root --json" })
        {
            await RunAsync(line);
        }

        Assert.NotEmpty(output.ToString());
        Assert.DoesNotContain(SettingsText.Canary, output.ToString());
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(SettingsText.Canary, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task Verify_rebuilds_every_stream()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal verify --json"));

        var told = JsonNode.Parse(output.ToString())!;
        Assert.True((int)told["streams"]! >= 2);
        Assert.Empty(told["different"]!.AsArray());
    }

    [Fact]
    public async Task Garbled_tables_are_told_by_verify_and_made_anew_and_the_service_goes_on()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal rebuild-tables --check"));
        await ExecuteAsync(
            "INSERT INTO agenda (persistence_id, kind, due, tenant) VALUES ('demo/feed/erp-stock', 'nonsense', 1, 'demo'), ('demo/order/never', 'intent', 1, 'demo')",
            "INSERT INTO lookup (kind, value, persistence_id) VALUES ('erp-order', '4711', 'demo/tenant/root')");

        Assert.Equal(ExitCodes.Failed, await RunAsync("journal verify"));
        Assert.Contains("demo/tenant/root at", output.ToString());
        Assert.Contains("lookup has beyond it erp-order 4711", output.ToString());
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Failed, await RunAsync("journal rebuild-tables --check --json"));
        Assert.Equal((3, 0), ((int)Answer()["different"]!, (int)Answer()["repaired"]!));

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal rebuild-tables --json"));
        Assert.Equal(["demo/feed/erp-stock", "demo/order/never", "demo/tenant/root"], Answer()["differences"]!.AsArray().Select(d => (string?)d!["persistenceId"]));
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal rebuild-tables --check"));
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal verify"));

        await using var node = await RunningNode.StartAsync(folder);
        Assert.Empty((await node.GetAsync("admin/tenants/demo/search?number=4711"))!.AsArray());
        Assert.Equal(ExitCodes.Journal, await RunAsync("journal rebuild-tables"));
        Assert.Contains("Stop the other process", error.ToString());
        Assert.Equal(ExitCodes.Ok, await RunAsync("journal rebuild-tables --check"));

        JsonNode Answer() => JsonNode.Parse(output.ToString())!;
    }

    [Fact]
    public async Task Tenants_are_listed_with_their_stage()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("tenant list --json"));
        Assert.True((bool)JsonNode.Parse(output.ToString())![0]!["paused"]!);
    }

    [Fact]
    public async Task It_works_beside_a_running_service()
    {
        await using var node = await RunningNode.StartAsync(folder);

        Assert.Equal(ExitCodes.Ok, await RunAsync("journal verify"));
    }

    [Fact]
    public async Task A_pause_is_still_there_after_a_restart()
    {
        await using var node = await RunningNode.StartAsync(folder);

        var tenant = await node.GetAsync("admin/tenants/demo");

        Assert.True((bool)tenant!["summary"]!["paused"]!);
        Assert.Equal("for the test", (string?)tenant["pauseReason"]);
    }

    [Fact]
    public async Task Settings_that_are_got_changed_and_put_back_keep_the_secrets_that_are_stored()
    {
        await using var node = await RunningNode.StartAsync(folder);
        var settings = (await node.GetAsync("admin/tenants/demo"))!["settings"]!.DeepClone();
        settings["name"] = "Renamed";

        var put = new JsonObject { ["reason"] = "renamed", ["skipChecks"] = true, ["settings"] = settings };
        Assert.Equal(200, await node.SendAsync("PUT", "admin/tenants/demo", put.ToJsonString()));

        var tenant = (await node.GetAsync("admin/tenants/demo"))!;
        Assert.Equal("Renamed", (string?)tenant["settings"]!["name"]);
        Assert.Equal(["erp.apiUserKey", "erp.integrationKey", "shop.main.auth"], tenant["secretNames"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("journal events demo/order/nothing"));
        Assert.Equal(ExitCodes.Failed, await RunAsync("journal state demo/order/nothing"));
        Assert.Equal(ExitCodes.Journal, await RunAsync($"journal streams --data {folder}/elsewhere", data: false));
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_and_a_file_that_is_none_stop_the_start_with_a_remedy()
    {
        var file = Path.Combine(folder, "journal.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE meta SET value = '999' WHERE key = 'schema_version'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(ExitCodes.Journal, await RunAsync("serve --urls http://127.0.0.1:0"));
        Assert.StartsWith("error journal-unusable", error.ToString());
        Assert.Equal(ExitCodes.Journal, await RunAsync("journal streams"));

        foreach (var left in Directory.EnumerateFiles(folder, "journal.db*"))
        {
            File.Delete(left);
        }

        await File.WriteAllTextAsync(file, "this is no database, and it is long enough to be seen as none", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Journal, await RunAsync("serve --urls http://127.0.0.1:0"));
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "journal.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task<int> RunAsync(string line, bool data = true) => HostCommandLine.RunAsync(
        $"{line}{(data ? $" --data {folder}" : "")}".Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(output, error, _ => null, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, limit.Token));
}
