using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Sandbox;
using SpecterActors.Simulation.Defects;
using SpecterActors.Simulation.World.Nodes;
using SpecterActors.Sync;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World;

/// <summary>
/// The whole system under one seed: the real engine on a node that can die, a disk that survives, a network that belongs to the world, and
/// for each tenant a simulated Specter account and a simulated Abicart shop with their buyers and staff.
/// </summary>
public sealed class SimulationWorld
{
    private const int TriesMax = 40;

    /// <summary>Longer than the engine's own default: most of these readings find nothing, and all together were a quarter of a run's steps.</summary>
    private static readonly TimeSpan AgendaEvery = TimeSpan.FromSeconds(20);
    private readonly SimulationOptions options;
    private readonly ILoggerFactory loggers;
    private readonly Dictionary<string, (TenantWorld, ISandboxSystem)> systems = new(StringComparer.Ordinal);
    private readonly ReadOnceCodec codec;
    private readonly StoreFaultsCounted storeFaults;
    private int starts;
    private Oracles.OracleException? broken;

    public SimulationWorld(SimulationOptions options)
    {
        this.options = options;
        var chance = new Random(options.Seed);
        Dispatcher = new DeterministicDispatcher((ulong)options.Seed, options.Start);
        var masterKeys = new MasterKeys(new Random(options.Seed).NextBytes);
        masterKeys.Ensure("_installation");
        codec = new ReadOnceCodec(Workshop.Lend(masterKeys, options.Seed).Codec);
        loggers = options.Trace is { } trace ? new TraceLoggerFactory(trace, () => Dispatcher.Now) : NullLoggerFactory.Instance;
        Tenants = [.. options.Tenants.Select((t, i) => new TenantWorld(this, t, i, options.Span))];
        foreach (var tenant in Tenants)
        {
            masterKeys.Ensure(tenant.Id);
            systems[tenant.Specter.Name] = (tenant, tenant.Specter);
            systems[tenant.Abicart.Name] = (tenant, tenant.Abicart);
        }

        Dispatcher.AfterStep += ThrowIfBroken;
        Network = new SimulatedNetwork(this, new Random(chance.Next()), options.NetworkFaultsMax);
        Store = new MemoryStore(Dispatcher.Time);
        storeFaults = new StoreFaultsCounted(this, chance.Next(), options.JournalFaults);
        Store.Faults = storeFaults.Next;
        if (options.Nodes is not null)
        {
            Fleet = new NodeFleet(this, options);
            (Engine, Node) = (Fleet, Fleet.People);
        }
    }

    public DeterministicDispatcher Dispatcher { get; }

    public IReadOnlyList<TenantWorld> Tenants { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>The disk; survives crashes.</summary>
    public MemoryStore Store { get; }

    /// <summary>The engine's node; with several nodes, where people wait for answers.</summary>
    public DeterministicNode Node { get; private set; } = null!;

    /// <summary>The engine, or all engines as one.</summary>
    public IEngine Engine { get; private set; } = null!;

    /// <summary>Several nodes in place of one; null where there is one.</summary>
    public NodeFleet? Fleet { get; }

    /// <summary>When the node died.</summary>
    public List<DateTimeOffset> Crashes { get; } = [];

    /// <summary>When the node of this incarnation died; with one node, when it died last.</summary>
    internal DateTimeOffset DiedOf(string? incarnation) => Fleet is null ? Crashes.LastOrDefault() : Fleet.Deaths.GetValueOrDefault(incarnation ?? "");

    /// <summary>Streams that the disk does not take now.</summary>
    public HashSet<string> Poisoned { get; } = new(StringComparer.Ordinal);

    /// <summary>Articles whose zero in the ERP an operator said to be right, by persistence id.</summary>
    public HashSet<string> ZerosAccepted { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each fault happened, of network, callbacks and disk.</summary>
    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>From now on nothing goes wrong any more.</summary>
    public void CalmDown()
    {
        Store.Faults = null;
        foreach (var tenant in Tenants)
        {
            tenant.CalmDown();
        }

        Fleet?.CalmDown();
    }

    /// <summary>The actors of a tenant, where they live now.</summary>
    public ActorSystem SystemOf(string tenant) => Fleet is null ? ((Engine)Engine).System : Fleet.OwnerOf(tenant)!.Engine!.System;

    /// <summary>All actor systems that run now.</summary>
    public IEnumerable<ActorSystem> Systems => Fleet is null ? [((Engine)Engine).System] : Fleet.Nodes.Where(n => n.Engine is not null).Select(n => n.Engine!.System);

    /// <summary>Starts the engine on a fresh node over the same disk; tries again while the disk does not answer.</summary>
    public void Start()
    {
        if (Fleet is not null)
        {
            Fleet.Start();
            return;
        }

        starts++;
        Node = Dispatcher.CreateNode($"node{starts}");
        Node.ClockSkew = EngineSkew;
        var journal = MemoryJournal.Create(Node.Post, Node.Time, Store);
        var engine = Sync.Engine.Create(
            (options.Defect ?? Defect.None).Plant(new EngineOptions
            {
                ErpKinds = [new SpecterConnectorKind()],
                ShopKinds = [new AbicartConnectorKind()],
                CreateHandler = () => Network,
                Seed = (ulong)options.Seed,
                Agenda = new AgendaWakerOptions { Interval = AgendaEvery },
                CallbackBase = new Uri("http://engine.invalid/"),
            }),
            new ActorSystemOptions { InstanceId = $"start{starts}", Seed = (ulong)(options.Seed + starts) },
            Node, journal, codec, loggers);
        Engine = engine;
        var node = Node;
        Node.Post(() => _ = StartAsync(engine, node));
    }

    /// <summary>How far the wall clock of the engine's machine is ahead of the world's.</summary>
    public TimeSpan EngineSkew { get; private set; }

    /// <summary>When that clock jumped; null before.</summary>
    public DateTimeOffset? EngineJumpedAt { get; private set; }

    /// <summary>The wall clock of the engine's machine jumps.</summary>
    public void JumpEngineClock(TimeSpan by)
    {
        Note($"the engine's clock jumps by {by}");
        Count("EngineClockJump");
        EngineSkew += by;
        EngineJumpedAt = Dispatcher.Now;
        Node.ClockSkew = EngineSkew;
        Fleet?.SetClocks();
    }

    public void Crash()
    {
        Note("the engine's node dies");
        Crashes.Add(Dispatcher.Now);
        if (Fleet is null)
        {
            Node.Crash();
        }
        else
        {
            Fleet.CrashSome();
        }
    }

    /// <summary>Runs work on the engine's node until it has ended; while the disk does not answer it is tried again, as a person would.</summary>
    public T Wait<T>(Func<Task<T>> work, TimeSpan limit)
    {
        for (var tries = 0; ; tries++)
        {
            Task<T>? task = null;
            Node.Post(() => task = work());
            Dispatcher.RunUntil(() => task is { IsCompleted: true }, limit, $"a {typeof(T).Name}");
            try
            {
                return task!.GetAwaiter().GetResult();
            }
            catch (JournalUnavailableException) when (tries < TriesMax)
            {
                Dispatcher.RunFor(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>The tenant and the system that an address belongs to.</summary>
    public (TenantWorld Tenant, ISandboxSystem System) Find(Uri address) => systems[address.Segments[1].TrimEnd('/')];

    /// <summary>Events of a stream as they lie on the disk.</summary>
    public IReadOnlyList<object> ReadEvents(string persistenceId)
    {
        var recovery = OnDisk(() => Store.RecoverAsync(persistenceId, useSnapshot: false, long.MaxValue, CancellationToken.None).GetAwaiter().GetResult());
        var keys = new PersonalKeys();
        codec.LoadKeys(keys, recovery.Keys);
        return [.. recovery.Events.Select(e => codec.Decode(e, keys))];
    }

    /// <summary>Looks at the disk itself, past its faults.</summary>
    public T OnDisk<T>(Func<T> look)
    {
        var faultsNow = Store.Faults;
        Store.Faults = null;
        try
        {
            return look();
        }
        finally
        {
            Store.Faults = faultsNow;
        }
    }

    /// <summary>Does something in the world after a time; no crash prevents it.</summary>
    public void After(TimeSpan wait, Action work) => Dispatcher.After(wait, work);

    /// <summary>A promise was broken where an exception would reach the engine: it is thrown after the step.</summary>
    public void Break(Oracles.OracleException found) => broken ??= found;

    /// <summary>Counts a fault.</summary>
    public void Count(string fault) => Faults[fault] = Faults.GetValueOrDefault(fault) + 1;

    /// <summary>Says in the trace what happens in the world.</summary>
    public void Note(string text) => options.Trace?.Invoke($"{Dispatcher.Now:HH:mm:ss.fff} WORLD {text}");

    /// <summary>Says in the trace what the engine sends.</summary>
    public void Note(Sent sent)
    {
        if (options.Trace is not null)
        {
            Note($"{sent.Tenant.Id}: {sent.System.System} {sent.Action} {sent.About} {(sent.Fault is Sandbox.Faults.Fault.None ? "" : sent.Fault)}");
        }
    }

    /// <summary>Says in the trace that a request is executed now, and what a feed of the ERP answers.</summary>
    public void NoteAnswer(Sent sent, SandboxResponse answer)
    {
        if (options.Trace is not null && sent.System.System == "specter")
        {
            var text = sent.Action.StartsWith("get", StringComparison.Ordinal) ? System.Text.Encoding.Latin1.GetString(answer.Body.Span).ReplaceLineEndings(" ") : "";
            Note($"{sent.Tenant.Id}: specter executes {sent.Action} {Sent.Between(sent.Asked.Query, "batch", "&")} {text}");
        }
    }

    /// <summary>A callback arrives at the engine, if it runs.</summary>
    public void TakeCallback(Uri url)
    {
        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var engine = Engine;
        if (Node.Alive && segments is ["callbacks", var token, var kind])
        {
            Node.Post(() => engine.TakeCallback(token, kind));
        }
    }

    internal IEventCodec Codec => codec;

    internal ILoggerFactory LoggersOf(string node) =>
        options.Trace is { } trace ? new TraceLoggerFactory(line => trace(line), () => Dispatcher.Now, $"{node}: ") : NullLoggerFactory.Instance;

    internal ILogger LoggerOf(string node) => LoggersOf(node).CreateLogger("placement");

    private void ThrowIfBroken()
    {
        if (broken is { } found)
        {
            throw found;
        }
    }

    private static async Task StartAsync(Engine engine, DeterministicNode node)
    {
        while (true)
        {
            try
            {
                await engine.StartAsync(CancellationToken.None);
                return;
            }
            catch (Exception)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), node.Time);
            }
        }
    }

    /// <summary>The disk's faults, drawn from the seed and counted; and streams that it does not take for a while.</summary>
    private sealed class StoreFaultsCounted(SimulationWorld world, int seed, double share)
    {
        private readonly Func<StoreCall, StoreFault> draw = StoreFaults.Seeded(seed, share, TimeSpan.FromMilliseconds(500));

        public StoreFault Next(StoreCall call)
        {
            var fault = draw(call);
            for (var i = 0; fault is StoreFault.None && i < call.Batch.Count; i++)
            {
                if (world.Poisoned.Contains(call.Batch[i].PersistenceId))
                {
                    fault = new StoreFault.Reject(i, "simulated: this stream cannot be written");
                }
            }
            if (fault is not StoreFault.None)
            {
                world.Count($"Disk{fault.GetType().Name}");
                world.Note($"the disk suffers {fault} at {call.Operation}");
            }

            return fault;
        }
    }
}
