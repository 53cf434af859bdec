using System.Runtime.InteropServices;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Composition;

// The first Ctrl-C or SIGTERM asks for a stop in order; a second Ctrl-C ends the process as it is, which loses nothing either.
using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await HostCommandLine.RunAsync(
    args,
    new HostEnvironment(
        Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System, EngineNode.OpenAsync, JournalTool.OpenAsync, stopping.Token));

void Stop(PosixSignalContext context)
{
    context.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
}
