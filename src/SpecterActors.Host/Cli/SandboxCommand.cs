using System.CommandLine;
using SpecterActors.Host.Demo;

namespace SpecterActors.Host.Cli;

/// <summary>Runs the simulated outside systems alone.</summary>
internal static class SandboxCommand
{
    private const string DefaultUrl = "http://127.0.0.1:5090";

    public static Command Make(CommonOptions common, HostEnvironment environment)
    {
        var stage = new StageArguments();
        var sample = new Option<bool>("--sample") { Description = "Fill both systems with sample data and let them live; GET /sandbox/sample compares." };
        var expected = new Option<string?>("--expected") { Description = "With --sample: write the expected outcomes to this file first.", HelpName = "FILE" };
        var command = new Command(
            "sandbox",
            "Runs a simulated Specter account and a simulated Abicart shop until Ctrl-C, for loopback clients only. GET /sandbox lists them with address and "
            + "credentials, GET /sandbox/help shows how to look inside, change them and make them fail.")
        {
            sample,
            expected,
        };
        stage.AddTo(command);
        return command.Runs(common, environment, async (parsed, terminal, stop) =>
        {
            var options = new StageOptions(
                parsed.GetValue(common.Urls) ?? DefaultUrl,
                parsed.GetValue(stage.Seed),
                parsed.GetValue(sample) ? stage.Size(parsed) : null,
                stage.FaultRates(parsed),
                stage.DuplicateAnswer(parsed),
                parsed.GetValue(expected));
            await using var running = await Stage.StartAsync(options, environment.Time, stop);
            terminal.Progress(new { started = new { url = running.Url } }, $"sandbox on {running.Url} - GET {running.Url}sandbox lists the systems, GET {running.Url}sandbox/help explains");
            await ServeCommand.UntilStoppedAsync(stop);
            return ExitCodes.Ok;
        });
    }
}
