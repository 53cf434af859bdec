using System.Text.Json.Nodes;
using SpecterActors.Host.Cli;

namespace SpecterActors.Host.Tests;

/// <summary>The whole on real sockets, small: engine, SQLite, both sandboxes.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly SmallDemo demo = new();

    public void Dispose() => demo.Dispose();

    [Fact]
    public Task Both_sides_end_in_step() => demo.EndsInStepAsync("");

    [Fact]
    public async Task With_json_every_line_is_a_json_object_and_the_last_is_the_result()
    {
        var code = await demo.RunAsync($"demo --until-synced --json {SmallDemo.Size}");

        var lines = demo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(ExitCodes.Ok, code);
        Assert.NotNull(lines[0]["started"]);
        Assert.True((bool)lines[^1]["result"]!["inStep"]!);
    }

    [Fact]
    public async Task What_is_not_in_step_in_time_is_told_with_exit_code_one()
    {
        Assert.Equal(ExitCodes.Failed, await demo.RunAsync("demo --until-synced --orders 60 --articles 40 --duration 30 --timeout 2"));
        Assert.Contains("NOT IN STEP", demo.Output);
    }

    [Fact]
    public async Task A_sandbox_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCodes.Failed, await demo.RunAsync("demo --sandbox-url http://127.0.0.1:9/"));
        Assert.Contains("sandbox-unreachable", demo.Error);
    }
}
