using System.Text.Json.Nodes;
using SpecterActors.Domain;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;
using SpecterActors.Journal;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;

namespace SpecterActors.Host.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
    private readonly FakeEngine engine = new();
    private Func<EngineSetup, CancellationToken, Task<IEngineNode>>? open;

    public void Dispose()
    {
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo --help")]
    [InlineData("serve --help")]
    [InlineData("sandbox --help")]
    [InlineData("journal --help")]
    [InlineData("journal streams --help")]
    [InlineData("journal events --help")]
    [InlineData("journal state --help")]
    [InlineData("journal verify --help")]
    [InlineData("journal export --help")]
    [InlineData("journal import --help")]
    [InlineData("tenant --help")]
    [InlineData("tenant validate --help")]
    [InlineData("tenant list --help")]
    [InlineData("tenant import --help")]
    [InlineData("tenant export --help")]
    [InlineData("tenant export-article --help")]
    [InlineData("tenant first-export --help")]
    [InlineData("tenant first-export start --help")]
    [InlineData("tenant first-export progress --help")]
    [InlineData("tenant first-export report --help")]
    [InlineData("tenant first-export confirm --help")]
    [InlineData("tenant first-export cancel --help")]
    public async Task Every_command_explains_itself(string line)
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync(line));
        Assert.Contains("--json", output.ToString());
    }

    [Fact]
    public async Task The_help_lists_every_exit_code()
    {
        await RunAsync("--help");

        foreach (var field in typeof(ExitCodes).GetFields().Where(field => field.FieldType == typeof(int)))
        {
            Assert.Matches($@"(?m)^\s*{field.GetValue(null)}\s", output.ToString());
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve --nonsense")]
    [InlineData("demo --faults sometimes")]
    [InlineData("demo --seed x")]
    [InlineData("demo --orders 3")]
    [InlineData("journal state")]
    [InlineData("tenant import")]
    [InlineData("tenant export")]
    [InlineData("tenant export demo --url nowhere")]
    [InlineData("tenant first-export confirm demo main")]
    [InlineData("sandbox --urls http://0.0.0.0:1234")]
    public async Task Wrong_usage_is_told_with_exit_code_two(string line)
    {
        Assert.Equal(ExitCodes.Usage, await RunAsync(line));
        Assert.StartsWith("error ", error.ToString());
    }

    [Fact]
    public async Task With_json_an_error_is_one_json_object()
    {
        var file = Path.Combine(folder, "node.conf");
        File.WriteAllText(file, "node.drian = 1 s\nnode.dato = x");

        Assert.Equal(ExitCodes.Usage, await RunAsync($"serve --json --config {file}"));

        var told = JsonNode.Parse(error.ToString())!["error"]!;
        Assert.Equal("configuration-broken", (string?)told["code"]);
        Assert.Equal(2, (int?)told["exitCode"]);
        Assert.Equal(2, told["fields"]!.AsArray().Count);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Validate_says_which_tenants_are_fine()
    {
        var file = Path.Combine(folder, "node.conf");
        File.WriteAllText(file, "tenants.demo { erp { system = specter, baseUrl = \"https://e.example/\", account = 1 }, shops.main { system = abicart, baseUrl = \"https://s.example/\", account = 1 } }");

        Assert.Equal(ExitCodes.Ok, await RunAsync($"tenant validate --json --config {file}"));
        Assert.Equal("demo", (string?)JsonNode.Parse(output.ToString())!["tenants"]![0]);
    }

    [Fact]
    public async Task Serve_starts_tells_where_and_stops_in_order()
    {
        engine.Answer = AdminResult.Done;
        var run = RunAsync($"serve --data {folder} --urls http://127.0.0.1:0");
        await Until.TrueAsync(() => error.ToString().Contains("try ", StringComparison.Ordinal), "serve never said where it listens");

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await run);
        Assert.Equal(["start", "stop 00:00:20"], engine.Told);
        Assert.Contains("admin.token", error.ToString());
    }

    [Fact]
    public async Task The_admin_token_is_shown_by_the_start_that_made_it_only()
    {
        var token = "";
        for (var start = 0; start < 2; start++)
        {
            using var once = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            error.GetStringBuilder().Clear();
            var run = RunAsync($"serve --data {folder} --urls http://127.0.0.1:0", once.Token);
            await Until.TrueAsync(() => error.ToString().Contains("try ", StringComparison.Ordinal), "serve never said where it listens");
            await once.CancelAsync();
            await run;
            token = (await File.ReadAllTextAsync(Path.Combine(folder, "admin.token"), TestContext.Current.CancellationToken)).Trim();
            Assert.Equal(start == 0, error.ToString().Contains(token, StringComparison.Ordinal));
        }

        foreach (var log in Directory.EnumerateFiles(Path.Combine(folder, "logs")))
        {
            Assert.DoesNotContain(token, await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_tenant_of_the_file_is_configured_once_and_again_when_its_text_changes()
    {
        var file = Path.Combine(folder, "node.conf");
        foreach (var (poll, expected) in new[] { ("5 s", 1), ("5 s", 1), ("6 s", 2) })
        {
            File.WriteAllText(file, $"tenants.demo {{ pace.poll = {poll}, erp {{ system = specter, baseUrl = \"https://e.example/\", account = 1 }}, shops.main {{ system = abicart, baseUrl = \"https://s.example/\", account = 1 }} }}");
            using var once = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            error.GetStringBuilder().Clear();
            var run = RunAsync($"serve --config {file} --data {Path.Combine(folder, "data")} --urls http://127.0.0.1:0", once.Token);
            await Until.TrueAsync(() => error.ToString().Contains("try ", StringComparison.Ordinal), "serve never said where it listens");
            await once.CancelAsync();
            Assert.Equal(ExitCodes.Ok, await run);
            Assert.Equal(expected, engine.Told.Count(told => told.StartsWith("configure demo", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_tenant_that_is_refused_stops_the_start_with_its_remedy()
    {
        var file = Path.Combine(folder, "node.conf");
        File.WriteAllText(file, "tenants.demo { erp { system = specter, baseUrl = \"https://e.example/\", account = 1 }, shops.main { system = abicart, baseUrl = \"https://s.example/\", account = 1 } }");
        engine.Answer = AdminResult.No(new Refusal("erp-check-failed", "erp: Specter account 1: unauthorised.", "Check the keys."));

        Assert.Equal(ExitCodes.Tenant, await RunAsync($"serve --config {file} --data {Path.Combine(folder, "data")} --urls http://127.0.0.1:0"));
        Assert.Contains("erp-check-failed", error.ToString());
        Assert.Contains("Check the keys.", error.ToString());
    }

    [Fact]
    public async Task A_journal_that_cannot_be_used_is_told_with_its_remedy_once()
    {
        open = (_, _) => throw new JournalUnusableException("The journal was written by a newer version.", "Use that version.");

        Assert.Equal(ExitCodes.Journal, await RunAsync($"serve --data {folder} --urls http://127.0.0.1:0"));
        Assert.Equal("error journal-unusable: The journal was written by a newer version.\n  Use that version.\n", error.ToString());
    }

    [Fact]
    public async Task A_second_process_on_a_data_folder_and_a_read_only_one_are_refused()
    {
        using var held = DataFolder.Take(folder);

        Assert.Equal(ExitCodes.DataFolder, await RunAsync($"serve --data {folder} --urls http://127.0.0.1:0"));
        Assert.Equal(ExitCodes.DataFolder, await RunAsync("serve --data /proc/self/data --urls http://127.0.0.1:0"));
        Assert.Contains("data-folder-in-use", error.ToString());
        Assert.Contains("data-folder-read-only", error.ToString());
    }

    [Fact]
    public async Task A_defect_is_told_as_one()
    {
        open = (_, _) => throw new InvalidOperationException("oh");

        Assert.Equal(ExitCodes.Defect, await RunAsync($"serve --data {folder} --urls http://127.0.0.1:0"));
        Assert.Contains("error defect", error.ToString());
    }

    private Task<int> RunAsync(string line, CancellationToken? until = null) => HostCommandLine.RunAsync(
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(
            TextWriter.Synchronized(output), TextWriter.Synchronized(error), _ => null, TimeProvider.System, open ?? ((_, _) => Task.FromResult<IEngineNode>(new FakeNode(engine))),
            (_, _) => throw new InvalidOperationException("no journal here"), until ?? stop.Token));

    private sealed class FakeNode(FakeEngine engine) : IEngineNode
    {
        public IEngine Engine => engine;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
