using System.CommandLine;
using SpecterActors.Host.Composition;
using SpecterActors.Placement;

namespace SpecterActors.Host.Cli;

/// <summary>Runs a node until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Make(CommonOptions common, HostEnvironment environment) =>
        new Command("serve", "Runs the service until Ctrl-C or SIGTERM. Prints where it listens and where its admin token is kept.")
            .Runs(common, environment, async (parsed, terminal, stop) =>
            {
                var options = common.Load(parsed, environment);
                await using var host = await EngineHost.StartAsync(options, environment.OpenEngine, environment.Time, callbacksOnLoopback: false, stop);
                Announce(host, terminal);
                await UntilStoppedAsync(stop);
                await host.StopAsync();
                return ExitCodes.Ok;
            });

    /// <summary>Says where it listens; the token itself only when this start made it.</summary>
    public static void Announce(EngineHost host, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.Progress(new { started = new { urls = host.Addresses, data = host.DataPath, tokenFile = host.TokenConfigured ? null : host.TokenFile, node = host.Nodes?.SelfId } }, "");
            return;
        }

        terminal.Say($"listening on  {string.Join(", ", host.Addresses)}");
        terminal.Say($"data          {host.DataPath}");
        if (host.Nodes is { } nodes)
        {
            terminal.Say($"node          {nodes.SelfId}, one of {nodes.Nodes.Count}; {Owned(nodes)}");
        }

        if (host.TokenConfigured)
        {
            terminal.Say("admin token   as configured (admin.token)");
            return;
        }

        terminal.Say(host.TokenMadeNow ? $"admin token   {host.Token} (made now, kept in {host.TokenFile})" : $"admin token   in {host.TokenFile}");
        terminal.Say($"try           curl -H \"Authorization: Bearer $(cat {host.TokenFile})\" {host.Addresses[0]}/admin/tenants");
    }

    /// <summary>What a node owns, in one line.</summary>
    public static string Owned(INodeDirectory nodes)
    {
        var own = nodes.Shards.Where(shard => shard.Owner == nodes.SelfId).Select(shard => shard.Number).Order().ToList();
        return own.Count == 0 ? $"owns none of {nodes.Shards.Count} shards yet" : $"owns {own.Count} of {nodes.Shards.Count} shards ({string.Join(", ", own)})";
    }

    /// <summary>Waits for the request to stop.</summary>
    public static async Task UntilStoppedAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
