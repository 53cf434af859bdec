using SpecterActors.Journal;
using SpecterActors.Placement;
using SpecterActors.Placement.Postgres;
using SpecterActors.Runtime;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Sync;
using SpecterActors.Sync.Admin;
using SpecterActors.Sync.Peers;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>Several nodes that share one database and one outside world, seen as one engine: each request reaches the node that owns its tenant.</summary>
public sealed class NodeFleet : IEngine
{
    /// <summary>Few, so that a heartbeat costs little.</summary>
    internal const int TenantShards = 5;

    private readonly SimulationWorld world;
    private readonly Random chance;
    private readonly bool joinsLater;
    private SimulatedNode? died;

    public NodeFleet(SimulationWorld world, SimulationOptions options)
    {
        this.world = world;
        var plan = options.Nodes!;
        chance = new Random(plan.Seed);
        joinsLater = plan.JoinsAt > 0;
        Database = new SharedDatabase(world);
        Fence = new OneOwner(world, this, plan);
        Nodes = [.. plan.Names.Select(name => new SimulatedNode(world, this, options, name, new Random(chance.Next())))];
        People = world.Dispatcher.CreateNode("people");
        Admin = FrontDesk.Put(this, People.Time);
        Database.SetUp(TenantShards);
    }

    /// <summary>Where people wait for answers.</summary>
    public DeterministicNode People { get; }

    /// <inheritdoc/>
    public IAdminService Admin { get; }

    IPeerEngine IEngine.Peer => throw new NotSupportedException();

    /// <summary>When something befell a node, and until when its tenants may be late for it.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Troubles { get; } = [];

    /// <summary>When incarnations died.</summary>
    internal Dictionary<string, DateTimeOffset> Deaths { get; } = new(StringComparer.Ordinal);

    internal SharedDatabase Database { get; }

    internal OneOwner Fence { get; }

    internal IReadOnlyList<SimulatedNode> Nodes { get; }

    internal SimulatedNode Find(string name) => Nodes.First(n => n.Name == name);

    /// <summary>The shard of a tenant as the table shows it.</summary>
    internal ShardRow Row(string tenant) => Database.ShardRows[new Shards(TenantShards).Of(tenant)];

    /// <summary>The node that owns a tenant and has its actors, or null.</summary>
    internal SimulatedNode? OwnerOf(string tenant) => Nodes.FirstOrDefault(n => n.Incarnation == Row(tenant).Incarnation && n.Stage != MachineStage.Down && n.Engine is not null);

    /// <summary>The directory of a node that takes requests now, drawn; null when none does.</summary>
    internal INodeDirectory? SomeDirectory()
    {
        var open = Nodes.Where(n => n.IsAwake).ToList();
        return open.Count == 0 ? null : open[chance.Next(open.Count)].Placement!.Directory;
    }

    /// <summary>
    /// Has a node do something for a tenant; null when it does not own it any more or does not run. A halted one does it when it goes on. Ends
    /// in the world, so that whoever waits for it need not live on that node.
    /// </summary>
    internal async Task<Answer<T>?> TellAsync<T>(SimulatedNode node, string incarnation, string tenant, Func<SimulatedNode, Task<T>> work)
    {
        var answer = new TaskCompletionSource<Answer<T>?>();
        world.After(Latency(), () =>
        {
            if (node.Stage == MachineStage.Down || node.Incarnation != incarnation)
            {
                answer.TrySetResult(null);
            }
            else
            {
                node.Machine.Post(() => _ = DoAsync());
            }
        });
        return await answer.Task;

        async Task DoAsync()
        {
            try
            {
                var done = node.Placement?.Directory.OwnerOf(tenant)?.Id != node.Name || node.Engine is null ? null : new Answer<T>(await work(node));
                world.After(Latency(), () => answer.TrySetResult(done));
            }
            catch (Exception e)
            {
                // The host answers so when the tenant has just gone: surely nothing was stored.
                world.After(Latency(), () => _ = e is FencedException ? answer.TrySetResult(null) : answer.TrySetException(e));
            }
        }
    }

    /// <inheritdoc/>
    public string? TenantOfCallback(string token) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<string?> FindTenantOfCallbackAsync(string token, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task StopAsync(TimeSpan timeout) => throw new NotSupportedException();

    /// <summary>A callback arrives at any node that takes it, and is passed on to the tenant's; no second try.</summary>
    public CallbackAnswer TakeCallback(string token, string kind, string? orderNo = null)
    {
        var open = Nodes.Where(n => n.Stage is MachineStage.Up or MachineStage.Leaving).ToList();
        if (open.Count == 0)
        {
            return CallbackAnswer.NotNow;
        }

        var entry = open[chance.Next(open.Count)];
        entry.Machine.Post(() => _ = RingAsync(entry, token, kind, orderNo));
        return CallbackAnswer.Taken;
    }

    private async Task RingAsync(SimulatedNode entry, string token, string kind, string? orderNo)
    {
        var engine = entry.Engine!;
        var answer = engine.TakeCallback(token, kind, orderNo);
        if (answer == CallbackAnswer.Unknown && engine.TenantOfCallback(token) is null)
        {
            try
            {
                answer = await engine.FindTenantOfCallbackAsync(token, CancellationToken.None) is null ? answer : engine.TakeCallback(token, kind, orderNo);
            }
            catch (JournalUnavailableException)
            {
                return;
            }
        }

        if (answer == CallbackAnswer.Taken || engine.TenantOfCallback(token) is not { } tenant
            || entry.Placement?.Directory.OwnerOf(tenant) is not { } owner || owner.Id == entry.Name)
        {
            return;
        }

        var there = Find(owner.Id);
        world.After(Latency(), () =>
        {
            if (there.Stage is MachineStage.Up or MachineStage.Leaving)
            {
                there.Machine.Post(() => there.Engine?.TakeCallback(token, kind, orderNo));
            }
        });
    }

    /// <summary>Quiet when every tenant is where it ought to be and its node is quiet.</summary>
    public async Task<QuietReport> GetQuietAsync(CancellationToken cancellationToken)
    {
        List<QuietReport> reports = [];
        foreach (var node in Nodes)
        {
            if (!node.IsAwake || await TellAnyAsync(node, n => n.Engine!.GetQuietAsync(cancellationToken)) is not { } report)
            {
                return new QuietReport(false, 0, 0, $"{node.Name} is {node.Stage}");
            }

            reports.Add(report with { Text = $"{node.Incarnation}: {report.Text}" });
        }

        var astray = world.Tenants.Where(t => OwnerOf(t.Id) is not { } owner || !owner.Engine!.System.IsAwake(EntityIds.Tenant(t.Id)) || Target(t.Id) != owner.Name).Select(t => t.Id).ToList();
        return new QuietReport(
            astray.Count == 0 && reports.TrueForAll(r => r.Quiet), reports.Sum(r => r.OpenIntents), reports.Sum(r => r.Waiting),
            $"{string.Join("; ", reports.Select(r => r.Text))}{(astray.Count > 0 ? $"; not where they belong: {string.Join(", ", astray)}" : "")}");
    }

    /// <summary>Starts the nodes: at first all that are there from the start, later the one that died last.</summary>
    public void Start()
    {
        if (died is { } again)
        {
            again.Start();
            return;
        }

        foreach (var node in Nodes.Take(joinsLater ? Nodes.Count - 1 : Nodes.Count))
        {
            node.Start();
        }
    }

    /// <summary>A node dies that owns a tenant.</summary>
    public void CrashSome()
    {
        died = OwnerOf(world.Tenants[chance.Next(world.Tenants.Count)].Id) ?? Nodes[0];
        Trouble(TimeSpan.FromMinutes(1));
        died.Crash();
    }

    /// <summary>The machines' wall clocks follow the world's idea of them.</summary>
    public void SetClocks()
    {
        foreach (var node in Nodes.Where(n => n.Stage != MachineStage.Down))
        {
            node.Machine.ClockSkew = world.EngineSkew;
        }
    }

    /// <summary>All nodes run, see each other and the database.</summary>
    public void CalmDown()
    {
        foreach (var node in Nodes)
        {
            node.Link.Cut = false;
            node.AtCommit = null;
            node.Resume();
            node.Start();
        }
    }

    internal void Trouble(TimeSpan lasts) => Troubles.Add((world.Dispatcher.Now, world.Dispatcher.Now + lasts));

    private string? Target(string tenant) => ShardPlan.TargetOf(Row(tenant).Number, Nodes.Select(n => n.Name), _ => true);

    private async Task<T> TellAnyAsync<T>(SimulatedNode node, Func<SimulatedNode, Task<T>> work)
    {
        var answer = new TaskCompletionSource<T>();
        node.Machine.Post(() => _ = DoAsync());
        return await answer.Task;

        async Task DoAsync()
        {
            try
            {
                answer.TrySetResult(await work(node));
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
            }
        }
    }

    private TimeSpan Latency() => TimeSpan.FromMilliseconds(chance.Next(1, 5));
}
