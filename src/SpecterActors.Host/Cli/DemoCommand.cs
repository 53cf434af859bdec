using System.CommandLine;
using SpecterActors.Host.Composition;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Demo;

namespace SpecterActors.Host.Cli;

/// <summary>Engine and sandbox together, on sample data.</summary>
internal static class DemoCommand
{
    public static Command Make(CommonOptions common, HostEnvironment environment)
    {
        var stage = new StageArguments();
        var untilSynced = new Option<bool>("--until-synced") { Description = "Stop when both sides are in step; exit code 0 only then." };
        var timeout = new Option<int>("--timeout") { Description = "With --until-synced: give up after so many seconds.", DefaultValueFactory = _ => 600 };
        var sandboxUrl = new Option<string?>("--sandbox-url")
        {
            Description = "Use a sandbox that runs already (sandbox --sample) instead of starting one; with --data the engine can be killed and started again.",
            HelpName = "URL",
        };
        var sandboxListen = new Option<string>("--sandbox-listen") { Description = "Where the demo's own sandbox listens.", DefaultValueFactory = _ => "http://127.0.0.1:0" };
        var command = new Command(
            "demo", "Runs the engine against simulated systems with sample data and shows progress. Without --data everything is kept in a new temporary folder.")
        {
            untilSynced, timeout, sandboxUrl, sandboxListen,
        };
        stage.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            var options = new DemoOptions(
                Address(parsed.GetValue(sandboxUrl)),
                parsed.GetValue(sandboxListen)!,
                parsed.GetValue(untilSynced),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                parsed.GetValue(stage.Seed),
                stage.Size(parsed),
                stage.FaultRates(parsed),
                stage.DuplicateAnswer(parsed));
            var temporary = parsed.GetValue(common.Data) is null ? Directory.CreateTempSubdirectory("specter-actors-demo-").FullName : null;
            var node = common.Load(parsed, environment, temporary, urlsOtherwise: "http://127.0.0.1:0");
            return await RunAsync(options, node with { Log = node.Log with { Console = false } }, terminal, environment, stop);
        });
    }

    private static async Task<int> RunAsync(DemoOptions options, NodeOptions node, Terminal terminal, HostEnvironment environment, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
        await using var host = await EngineHost.StartAsync(node, environment.OpenEngine, environment.Time, callbacksOnLoopback: true, stop);
        await using var own = options.SandboxUrl is null ? await StageAsync(options, host.DataPath, environment, stop) : null;
        var url = options.SandboxUrl ?? own!.Url;
        ServeCommand.Announce(host, terminal);
        terminal.Say($"sandbox       {url}sandbox (help: {url}sandbox/help, comparison: {url}sandbox/sample)");
        terminal.Say($"log           {Path.Combine(host.DataPath, "logs")}");
        var result = await new DemoRun(host, new StageClient(http, url), options, terminal, environment.Time).RunAsync(stop);
        await host.StopAsync();
        if (terminal.Json)
        {
            terminal.Progress(new { result }, "");
        }
        else
        {
            terminal.Answer(result, () => DemoSummary.Lines(result));
        }

        return result.InStep || !options.UntilSynced ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static Uri? Address(string? url) =>
        url is null ? null
        : Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme == "http" ? address
        : throw new HostFault("usage", ExitCodes.Usage, $"--sandbox-url \"{url}\" is not an address.", "Write what the sandbox printed, http://127.0.0.1:5090.");

    private static Task<Stage> StageAsync(DemoOptions options, string folder, HostEnvironment environment, CancellationToken stop) => Stage.StartAsync(
        new StageOptions(
            options.OwnSandboxUrl, options.Seed, options.Size, options.Faults, options.DuplicateAnswer, Path.Combine(folder, "expected.json")),
        environment.Time,
        stop);
}
