using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;

namespace SpecterActors.Host.Tests;

/// <summary>The whole on real sockets, small: engine, SQLite, both sandboxes.</summary>
[Collection(nameof(DemoTests))]
public sealed class DemoTests : IDisposable
{
    private const string Small = "--orders 30 --articles 60 --duration 5 --timeout 400 --article-changes 3 --price-changes 3 --renames 2";
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("--faults light --duplicate-refusal names --seed 3")]
    [InlineData("--faults heavy --duplicate-refusal silent --seed 4")]
    [InlineData("--faults heavy --duplicate-refusal generic --seed 5")]
    public async Task Both_sides_end_in_step(string circumstances)
    {
        var code = await RunAsync($"demo --until-synced {Small} {circumstances}");

        Assert.True(code == ExitCodes.Ok, $"exit code {code}\n{error}\n{output}");
        Assert.Contains("IN STEP", output.ToString());
        Assert.Matches("done in the ERP: prices changed +3 +3", output.ToString());
        Assert.Matches("buyers with exactly one customer in the ERP +([0-9]+) +\\1\n", output.ToString());
        Assert.DoesNotContain("cannot handle", Logs());
    }

    [Fact]
    public async Task With_json_every_line_is_a_json_object_and_the_last_is_the_result()
    {
        var code = await RunAsync($"demo --until-synced --json {Small}");

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(ExitCodes.Ok, code);
        Assert.NotNull(lines[0]["started"]);
        Assert.True((bool)lines[^1]["result"]!["inStep"]!);
    }

    [Fact]
    public async Task What_is_not_in_step_in_time_is_told_with_exit_code_one()
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("demo --until-synced --orders 60 --articles 40 --duration 30 --timeout 2"));
        Assert.Contains("NOT IN STEP", output.ToString());
    }

    [Fact]
    public async Task A_sandbox_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("demo --sandbox-url http://127.0.0.1:9/"));
        Assert.Contains("sandbox-unreachable", error.ToString());
    }

    private string Logs() => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "logs")).Select(File.ReadAllText));

    private Task<int> RunAsync(string line) => HostCommandLine.RunAsync(
        $"{line} --data {folder}".Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(output, error, _ => null, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, TestContext.Current.CancellationToken));
}
