using Microsoft.Extensions.Logging;
using SpecterActors.Connectors.Abicart;
using SpecterActors.Connectors.Specter;
using SpecterActors.Journal;
using SpecterActors.Journal.Codec;
using SpecterActors.Journal.InMemory;
using SpecterActors.Journal.Keys;
using SpecterActors.Runtime;
using SpecterActors.Sandbox.Abicart;
using SpecterActors.Sandbox.Faults;
using SpecterActors.Sandbox.InMemory;
using SpecterActors.Sandbox.SampleData;
using SpecterActors.Sandbox.Specter;
using SpecterActors.Sync;
using SpecterActors.Sync.Storage;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.Simulation.World;

/// <summary>
/// The whole system under one seed: the real engine on a node that can die, a disk that survives, a network that belongs to the world, a
/// simulated Specter account and a simulated Abicart shop with their buyers and staff.
/// </summary>
public sealed class SimulationWorld
{
    private const int TriesMax = 20;
    private readonly SimulationOptions options;
    private readonly Random chance;
    private readonly FaultPlan faults;
    private readonly MasterKeys masterKeys;
    private readonly ILoggerFactory loggers;
    private int starts;
    private EventCodec codec = null!;

    public SimulationWorld(SimulationOptions options)
    {
        this.options = options;
        chance = new Random(options.Seed);
        faults = new FaultPlan(chance.Next(), options.Faults);
        Dispatcher = new DeterministicDispatcher((ulong)options.Seed, new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        masterKeys = new MasterKeys(new Random(options.Seed).NextBytes);
        masterKeys.Ensure(SampleTenant.Id);
        masterKeys.Ensure("_installation");
        loggers = options.Trace is { } trace ? new TraceLoggerFactory(trace, () => Dispatcher.Now) : Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
        Specter = new SpecterSystem(
            "specter-1", new Sandbox.Specter.SpecterOptions { Switches = options.Specter }, Dispatcher.Time, chance.Next());
        Abicart = new AbicartSystem("abicart-1", new Sandbox.Abicart.AbicartOptions(), Dispatcher.Time);
        Sample = SampleWorld.Generate(options.Seed, options.Size);
        var shop = new SampleShop(Abicart, Sample);
        Erp = new SpecterSampleErp(Specter);
        Erp.Fill(Sample);
        Run = new SampleRun(Sample, shop, Erp);
        Network = new SimulatedNetwork(Dispatcher, new SandboxHttpHandler(Specter, Abicart), () => faults, new Random(chance.Next()));
        Store = new MemoryStore(Dispatcher.Time);
        if (options.JournalFaults > 0)
        {
            Store.Faults = StoreFaults.Seeded(chance.Next(), options.JournalFaults, TimeSpan.FromMilliseconds(500));
        }
    }

    public DeterministicDispatcher Dispatcher { get; }

    public SpecterSystem Specter { get; }

    public AbicartSystem Abicart { get; }

    public SampleWorld Sample { get; }

    public SpecterSampleErp Erp { get; }

    public SampleRun Run { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>The disk; survives crashes.</summary>
    public MemoryStore Store { get; }

    public DeterministicNode Node { get; private set; } = null!;

    public Engine Engine { get; private set; } = null!;

    public int Crashes { get; private set; }

    /// <summary>From now on nothing goes wrong any more.</summary>
    public void CalmDown()
    {
        faults.Rates = FaultRates.Off;
        Store.Faults = null;
    }

    /// <summary>Starts the engine on a fresh node over the same disk; tries again while the disk does not answer.</summary>
    public void Start()
    {
        starts++;
        Node = Dispatcher.CreateNode($"node{starts}");
        var journal = MemoryJournal.Create(Node.Post, Node.Time, Store);
        codec = DomainCatalogue.Codec(masterKeys, new Random(options.Seed + starts).NextBytes);
        Engine = Engine.Create(
            new EngineOptions
            {
                ErpKinds = [new SpecterConnectorKind()],
                ShopKinds = [new AbicartConnectorKind()],
                CreateHandler = () => Network,
                Seed = (ulong)options.Seed,
                CallbackBase = new Uri("http://engine.invalid/"),
            },
            new ActorSystemOptions { InstanceId = $"start{starts}", Seed = (ulong)(options.Seed + starts) },
            Node, journal, codec, loggers);
        var engine = Engine;
        Node.Post(() => _ = StartAsync(engine, Node));
    }

    public void Crash()
    {
        Crashes++;
        Node.Crash();
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

    /// <summary>When each shop order was really placed; the shop itself shows whole seconds.</summary>
    public Dictionary<int, DateTimeOffset> PlacedAt { get; } = [];

    /// <summary>Lets happen what is due in the outside systems.</summary>
    public void Advance(TimeSpan elapsed)
    {
        Run.Advance(elapsed);
        foreach (var order in Abicart.Content.Orders.All)
        {
            PlacedAt.TryAdd(order.Uid, Dispatcher.Now);
        }
    }

    /// <summary>Events of a stream as they lie on the disk.</summary>
    public IEnumerable<object> ReadEvents(string persistenceId)
    {
        var faultsNow = Store.Faults;
        Store.Faults = null;
        var recovery = Store.RecoverAsync(persistenceId, useSnapshot: false, long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        Store.Faults = faultsNow;
        var keys = new PersonalKeys();
        codec.LoadKeys(keys, recovery.Keys);
        return [.. recovery.Events.Select(e => codec.Decode(e, keys))];
    }

    /// <summary>Delivers what the outside systems want to tell, subject to faults.</summary>
    public void DeliverCallbacks()
    {
        foreach (var callback in Specter.TakeCallbacks().Concat(Abicart.TakeCallbacks()))
        {
            foreach (var wait in faults.NextCallback())
            {
                After(wait, () => Take(callback.Url));
            }
        }
    }

    public void After(TimeSpan wait, Action work)
    {
        ITimer? timer = null;
        timer = Dispatcher.World.Time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                work();
            },
            null, wait, Timeout.InfiniteTimeSpan);
    }

    private void Take(Uri url)
    {
        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var engine = Engine;
        if (Node.Alive && segments is ["callbacks", var token, var kind])
        {
            Node.Post(() => engine.TakeCallback(token, kind));
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
}
