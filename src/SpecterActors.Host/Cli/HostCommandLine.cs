using System.CommandLine;

namespace SpecterActors.Host.Cli;

/// <summary>The program's commands.</summary>
internal static class HostCommandLine
{
    /// <summary>Parses and runs; gives the exit code. Never throws.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, HostEnvironment environment)
    {
        var common = new CommonOptions();
        var root = new RootCommand($"Keeps webshops and their ERP accounts in step.\n\n{ExitCodes.Table}")
        {
            DemoCommand.Make(common, environment),
            ServeCommand.Make(common, environment),
            SandboxCommand.Make(common, environment),
            JournalCommands.Make(common, environment),
            TenantCommands.Make(common, environment),
        };
        common.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var terminal = new Terminal(environment.Output, environment.Error, args.Contains("--json", StringComparer.Ordinal));
            return terminal.Fail(new HostFault(
                "usage", ExitCodes.Usage, string.Join(" ", parsed.Errors.Select(error => error.Message)), $"See {CommandPath(parsed)} --help."));
        }

        // Termination is the caller's business: it cancels environment.Stop, and every command then stops in order.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Output, Error = environment.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            },
            environment.Stop);
    }

    /// <summary>Gives a command its action; faults become one error and an exit code, defects too.</summary>
    public static Command Runs(this Command command, CommonOptions common, HostEnvironment environment, Func<ParseResult, Terminal, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (parsed, _) =>
        {
            var terminal = common.Terminal(parsed, environment);
            try
            {
                return await run(parsed, terminal, environment.Stop);
            }
            catch (HostFault fault)
            {
                return terminal.Fail(fault);
            }
            catch (OperationCanceledException) when (environment.Stop.IsCancellationRequested)
            {
                return terminal.Fail(new HostFault("stopped", ExitCodes.Failed, "Stopped before it was done.", "Run it again; nothing is lost."));
            }
            catch (Exception e)
            {
                return terminal.Fail(new HostFault("defect", ExitCodes.Defect, $"A defect in this program: {e}", "Report it with this text.", e));
            }
        });
        return command;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            if (result.Parent is not null)
            {
                names.Push(result.Command.Name);
            }
        }

        return names.Count == 0 ? "the program with" : string.Join(' ', names);
    }
}
