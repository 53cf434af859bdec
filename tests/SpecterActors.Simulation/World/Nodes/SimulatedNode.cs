using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Journal.Commit;
using SpecterActors.Placement.Postgres;
using SpecterActors.Runtime;
using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.Oracles;
using SpecterActors.Sync;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World.Nodes;

/// <summary>One of several machines: the real engine over the real placement, both on a way of its own to the shared database.</summary>
internal sealed class SimulatedNode(SimulationWorld world, NodeFleet fleet, SimulationOptions options, string name, Random chance)
{
    /// <summary>How long the tenants may take to end their work when the node leaves.</summary>
    public static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private int starts;

    public string Name => name;

    /// <summary>Different at each start.</summary>
    public string Incarnation { get; private set; } = "";

    public DatabaseLink Link { get; } = new(world, new Random(chance.Next()));

    public MachineStage Stage { get; private set; } = MachineStage.Down;

    public DeterministicNode Machine { get; private set; } = null!;

    /// <summary>Null until it has been put together.</summary>
    public Engine? Engine { get; private set; }

    public PostgresPlacement? Placement { get; private set; }

    /// <summary>Timestamp before the latest heartbeat that was answered was sent; null before the first.</summary>
    public long? BeatSent { get; set; }

    /// <summary>Done once when it has made up a commit of its tenants, before that leaves: told which ones. Null: nothing.</summary>
    public Action<IReadOnlyList<string>>? AtCommit { get; set; }

    /// <summary>It runs, and takes steps.</summary>
    public bool IsAwake => Stage is MachineStage.Up or MachineStage.Leaving && !Machine.Halted;

    public void Start()
    {
        if (Stage != MachineStage.Down)
        {
            return;
        }

        Stage = MachineStage.Starting;
        Incarnation = $"{name}x{++starts}";
        world.Note($"{Incarnation} starts");
        Machine = world.Dispatcher.CreateNode(Incarnation);
        Machine.ClockSkew = world.EngineSkew;
        Machine.Post(() => _ = RunAsync(Machine, Incarnation));
    }

    /// <summary>Everything in its memory is gone. The server notices that its sessions are over at once, or after a while.</summary>
    public void Crash()
    {
        if (Stage == MachineStage.Down)
        {
            return;
        }

        world.Note($"{Incarnation} dies");
        fleet.Deaths[Incarnation] = world.Dispatcher.Now;
        Machine.Crash();
        Forget();
    }

    public void Halt()
    {
        world.Note($"{Incarnation} is halted");
        Machine.Halt();
    }

    public void Resume()
    {
        if (Machine is { Halted: true })
        {
            world.Note($"{Incarnation} goes on");
            Machine.Resume();
        }
    }

    /// <summary>Leaves cleanly, and is down when it has left.</summary>
    public void Leave(Action left)
    {
        Stage = MachineStage.Leaving;
        var (machine, engine, placement) = (Machine, Engine!, Placement!);
        world.Note($"{Incarnation} leaves");
        machine.Post(() => _ = LeaveAsync());

        async Task LeaveAsync()
        {
            await engine.StopAsync(DrainMax);
            await placement.DisposeAsync();
            world.Dispatcher.World.Post(() =>
            {
                if (Machine == machine && machine.Alive)
                {
                    world.Note($"{Incarnation} has left");
                    machine.Crash();
                    Forget();
                    left();
                }
            });
        }
    }

    /// <summary>The server hears that a session is over, or notices by itself.</summary>
    public void CloseSoon(ServerSession session) =>
        world.After(Link.Cut ? TimeSpan.FromSeconds(chance.Next(3, 10)) : TimeSpan.FromMilliseconds(1), () => fleet.Database.Close(session));

    private void Forget()
    {
        var gone = Incarnation;
        world.After(TimeSpan.FromMilliseconds(chance.Next(3) == 0 ? chance.Next(1_000, 15_000) : 1), () => fleet.Database.CloseAll(gone));
        (Stage, Engine, Placement, BeatSent, AtCommit) = (MachineStage.Down, null, null, null, null);
    }

    private async Task RunAsync(DeterministicNode machine, string incarnation)
    {
        try
        {
            var placement = await PostgresPlacement.OpenOnAsync(
                new PostgresPlacementOptions
                {
                    Address = Nowhere, NodeId = name, Incarnation = incarnation, Readable = [], NodeAddress = new Uri($"http://{name}.invalid/"), TenantShards = NodeFleet.TenantShards,
                    Heartbeat = options.Nodes!.Heartbeat, Lease = options.Nodes.Lease, Silent = options.Nodes.Silent, DrainMax = DrainMax, AnswerMax = DatabaseLink.AnswerMax,
                },
                new PlacementDatabase(
                    (_, heard, _) => DatabaseSession.OpenAsync(this, machine, fleet.Database, incarnation, heard),
                    () => TimeSpan.FromTicks(machine.Time.GetTimestamp())),
                machine.Time, machine.Post, world.LoggerOf(incarnation), CancellationToken.None);
            Placement = placement;
            var defect = options.Defect ?? Defect.None;
            var journal = new GroupCommitJournal(new NodeStore(world, this, placement, fleet.Database, machine.Time, !defect.Unfenced), machine.Post, machine.Time);
            Engine = Engine.Create(
                defect.Plant(new EngineOptions
                {
                    ErpKinds = [new SpecterConnectorKind()],
                    ShopKinds = [new AbicartConnectorKind()],
                    CreateHandler = () => new NodeHandler(this, fleet.Fence, world.Network),
                    Seed = (ulong)options.Seed,
                    CallbackBase = new Uri("http://engine.invalid/"),
                    Ownership = placement,
                    Peers = new SimulatedPeers(fleet, this, machine.Time),
                }),
                new ActorSystemOptions { InstanceId = incarnation, Seed = (ulong)chance.Next() },
                machine, journal, world.Codec, world.LoggersOf(incarnation));
            await Engine.StartAsync(CancellationToken.None);
            Stage = MachineStage.Up;
        }
        catch (Exception failure)
        {
            // As a process that cannot start ends, and is started again.
            world.Note($"{incarnation} cannot start: {failure.Message}");
            world.Dispatcher.World.Post(() =>
            {
                if (Machine == machine && machine.Alive)
                {
                    Crash();
                    world.After(Again, Start);
                }
            });
        }
    }

    private static Journal.Postgres.PostgresAddress Nowhere { get; } = Journal.Postgres.PostgresAddress.Parse("postgresql://nowhere.invalid/none");
}

/// <summary>What a node is doing.</summary>
internal enum MachineStage
{
    /// <summary>No process.</summary>
    Down,

    /// <summary>It has not yet joined.</summary>
    Starting,

    /// <summary>It has joined.</summary>
    Up,

    /// <summary>It gives back what it has.</summary>
    Leaving,
}
