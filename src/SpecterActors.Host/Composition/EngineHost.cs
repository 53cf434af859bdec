using SpecterActors.Host.Admin;
using SpecterActors.Host.Cli;
using SpecterActors.Host.Cluster;
using SpecterActors.Host.Configuration;
using SpecterActors.Host.Logging;
using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Sync;

namespace SpecterActors.Host.Composition;

/// <summary>
/// One running node: data folder, logs, admin server, journal, engine, in the order in which they can fail at the operator's expense. It
/// stops in the opposite order.
/// </summary>
public sealed partial class EngineHost : IAsyncDisposable
{
    private readonly NodeOptions options;
    private readonly DataFolder folder;
    private readonly Logs logs;
    private readonly EngineSlot slot;
    private readonly ILogger logger;
    private AdminServer? server;
    private IEngineNode? node;
    private bool started;

    private EngineHost(NodeOptions options, DataFolder folder, Logs logs)
    {
        this.options = options;
        this.folder = folder;
        this.logs = logs;
        logger = logs.Factory.CreateLogger("SpecterActors.Host");
        slot = new EngineSlot { Peers = options.Cluster is { } cluster ? new PeerClient(cluster.Name, cluster.Secret) : null };
    }

    /// <summary>The engine.</summary>
    public IEngine Engine => slot.Engine;

    /// <summary>Addresses it listens on.</summary>
    public IReadOnlyList<string> Addresses => server?.Addresses ?? [];

    /// <summary>The admin token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Where the token is kept.</summary>
    public string TokenFile => folder.TokenFile;

    /// <summary>Whether the token stands in the configuration and in no file.</summary>
    public bool TokenConfigured => options.Admin.Token is not null;

    /// <summary>The nodes and what they own; null where this one is alone.</summary>
    public INodeDirectory? Nodes => slot.Nodes;

    /// <summary>Whether the token was made by this start.</summary>
    public bool TokenMadeNow { get; private set; }

    /// <summary>Full path of the data folder.</summary>
    public string DataPath => folder.Path;

    /// <summary>Starts a node; when it returns, the engine is started and ready.</summary>
    /// <param name="options">Its configuration.</param>
    /// <param name="open">Opens journal and engine.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="callbacksOnLoopback">Whether outside systems on this machine may call back at the first address listened on, when no public address is configured.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="HostFault">Anything an operator can mend.</exception>
    public static async Task<EngineHost> StartAsync(
        NodeOptions options, Func<EngineSetup, CancellationToken, Task<IEngineNode>> open, TimeProvider time, bool callbacksOnLoopback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(open);
        var folder = DataFolder.Take(options.DataFolder);
        var secrets = new SecretRegistry();
        var host = new EngineHost(options, folder, Logs.Open(options.Log, folder, secrets));
        try
        {
            await host.StartAsync(open, secrets, time, callbacksOnLoopback, cancellationToken);
            return host;
        }
        catch (JournalUnusableException e)
        {
            await host.DisposeAsync();
            throw Fault(e);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: no new work, calls in flight end within the configured time, what came of them is stored.</summary>
    public async Task StopAsync()
    {
        if (!started)
        {
            return;
        }

        started = false;
        slot.IsReady = false;
        LogStopping(logger, options.Drain);
        await node!.Engine.StopAsync(options.Drain);
        LogStopped(logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (server is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await server.StopAsync(limit.Token);
            await server.DisposeAsync();
        }

        if (node is not null)
        {
            await node.DisposeAsync();
        }

        slot.Peers?.Dispose();
        logs.Dispose();
        folder.Dispose();
    }

    internal static HostFault Fault(JournalUnusableException e)
    {
        var message = e.Message.EndsWith(e.Remedy, StringComparison.Ordinal) ? e.Message[..^e.Remedy.Length].TrimEnd() : e.Message;
        return new HostFault("journal-unusable", ExitCodes.Journal, message, e.Remedy, e);
    }

    private async Task StartAsync(
        Func<EngineSetup, CancellationToken, Task<IEngineNode>> open, SecretRegistry secrets, TimeProvider time, bool callbacksOnLoopback, CancellationToken cancellationToken)
    {
        (Token, TokenMadeNow) = options.Admin.Token is { } configured ? (configured, false) : folder.AdminToken();
        secrets.Add(Token);
        if (options.Cluster is { } cluster)
        {
            secrets.Add(cluster.Secret);
        }

        if (options.Journal.Postgres?.Address.Password is { } password)
        {
            secrets.Add(password);
        }

        secrets.Add(options.Tenants.SelectMany(tenant => tenant.Secrets.Value!.Values.Values));
        server = await AdminServer.StartAsync(slot, options.Admin, Token, secrets, logs.Factory, time, cancellationToken);
        var callbacks = options.Admin.PublicUrl ?? (callbacksOnLoopback ? new Uri(server.Addresses[0]) : null);
        var setup = new EngineSetup(options, folder, logs.Factory, time, callbacks, values => secrets.Add(values));
        node = await open(
            options.Cluster is null ? setup : setup with { Address = options.Cluster.Address ?? new Uri(server.Addresses[0]), Peers = new RemotePeers(slot, time) },
            cancellationToken);
        slot.Fill(node.Engine);
        slot.Ownership = node.Ownership;
        slot.Journal = node.Journal;
        await node.Engine.StartAsync(cancellationToken);
        started = true;
        var configure = slot.Nodes is null ? TenantImport.Into(node.Engine.Admin) : TenantImport.Over(Reachable(server.Addresses[0]), Token, time);
        await new TenantImport(folder, configure).RunAsync(options.Tenants, cancellationToken);
        slot.IsReady = true;
        LogStarted(logger, string.Join(", ", server.Addresses), folder.Path);
    }

    /// <summary>An address that this process can call itself under.</summary>
    private static Uri Reachable(string listened)
    {
        var address = new UriBuilder(listened);
        if (System.Net.IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any)))
        {
            address.Host = System.Net.IPAddress.Loopback.ToString();
        }

        return address.Uri;
    }

    [LoggerMessage(EventId = 9010, Level = LogLevel.Information, Message = "Started; listening on {Addresses}, data in {Folder}")]
    private static partial void LogStarted(ILogger logger, string addresses, string folder);

    [LoggerMessage(EventId = 9011, Level = LogLevel.Information, Message = "Stopping; calls in flight have {Drain} to end")]
    private static partial void LogStopping(ILogger logger, TimeSpan drain);

    [LoggerMessage(EventId = 9012, Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
