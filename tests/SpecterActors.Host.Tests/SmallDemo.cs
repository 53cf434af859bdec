using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;

namespace SpecterActors.Host.Tests;

/// <summary>The demonstration, small, in a folder of its own, with what it printed.</summary>
internal sealed class SmallDemo : IDisposable
{
    public const string Size = "--orders 30 --articles 60 --duration 5 --timeout 150 --article-changes 3 --price-changes 3 --renames 2";

    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public string Output => output.ToString();

    public string Error => error.ToString();

    public string Logs => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, "logs")).Select(File.ReadAllText));

    public Task<int> RunAsync(string line) => HostCommandLine.RunAsync(
        $"{line} --data {folder}".Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new HostEnvironment(output, error, _ => null, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, TestContext.Current.CancellationToken));

    /// <summary>Runs it until both sides are in step, and says of a failure how far it came, what is not in step and why.</summary>
    public async Task EndsInStepAsync(string circumstances)
    {
        var code = await RunAsync($"demo --until-synced {Size} {circumstances}");

        Assert.True(code == ExitCodes.Ok, $"exit code {code}\n{Error}\n{string.Join('\n', Output.Split('\n').TakeLast(40))}");
        Assert.Contains("IN STEP", Output);
        Assert.Matches("done in the ERP: prices changed +3 +3", Output);
        Assert.Matches("buyers with exactly one customer in the ERP +([0-9]+) +\\1\n", Output);
        Assert.DoesNotContain("cannot handle", Logs);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
