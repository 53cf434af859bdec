using SpecterActors.Simulation.Hunt;

return args is ["simulate", .. var rest]
    ? SimulateCommand.Run(rest)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
