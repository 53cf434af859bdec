using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpecterActors.Journal;
using SpecterActors.Journal.InMemory;
using SpecterActors.Runtime;
using SpecterActors.TestKit.Deterministic;

namespace SpecterActors.TestKit;

/// <summary>
/// An actor system on one node of a deterministic dispatcher, over a disk in memory that outlives the node. The node can crash and be
/// started again.
/// </summary>
public sealed class ActorTestKit
{
    private readonly IEventCodec codec;
    private readonly Action<ActorSystem> setUp;
    private readonly ILoggerFactory loggers;
    private int starts;

    /// <param name="seed">Seed of the order of everything and of all jitter.</param>
    /// <param name="codec">Codec of the entities; see <see cref="TestCodec"/>.</param>
    /// <param name="setUp">Registers entities and spawns actors, at the start and after each crash.</param>
    /// <param name="loggers">Where the engine logs; nowhere by default.</param>
    public ActorTestKit(ulong seed = 1, IEventCodec? codec = null, Action<ActorSystem>? setUp = null, ILoggerFactory? loggers = null)
    {
        Seed = seed;
        this.codec = codec ?? TestCodec.For();
        this.setUp = setUp ?? (_ => { });
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        Dispatcher = new DeterministicDispatcher(seed);
        Store = new MemoryStore(Dispatcher.Time);
        Start();
    }

    public ulong Seed { get; }

    public DeterministicDispatcher Dispatcher { get; }

    /// <summary>The disk; survives crashes.</summary>
    public MemoryStore Store { get; }

    /// <summary>The machine that runs now.</summary>
    public DeterministicNode Node { get; private set; } = null!;

    /// <summary>The journal of the machine that runs now, with faults on demand.</summary>
    public FaultyJournal Journal { get; private set; } = null!;

    public ActorSystem System { get; private set; } = null!;

    /// <summary>What entities escalated, over all starts.</summary>
    public List<EntityFailure> Escalations { get; } = [];

    public TestProbe Probe(string name = "probe") => new(this, $"test/{name}");

    /// <summary>The machine dies at once: nothing it had under way goes on. The disk stays.</summary>
    public void Crash() => Node.Crash();

    /// <summary>A new machine over the same disk.</summary>
    public void Start()
    {
        starts++;
        Node = Dispatcher.CreateNode($"node{starts}");
        Journal = new FaultyJournal(MemoryJournal.Create(Node.Post, Node.Time, Store), Node.Time);
        System = new ActorSystem(
            new ActorSystemOptions { InstanceId = $"start{starts}", Seed = Seed, OnEscalation = (_, failure) => Escalations.Add(failure) },
            Node,
            Journal,
            codec,
            loggers);
        setUp(System);
    }

    public void CrashAndStart()
    {
        Crash();
        Start();
    }

    /// <summary>Asks and lets at most <paramref name="within"/> of virtual time pass (10 s). The exceptions of ask come out.</summary>
    public T Ask<T>(ActorRef actor, object message, TimeSpan? within = null) => Wait(() => System.AskAsync<T>(actor, message, within ?? TimeSpan.FromSeconds(10)), within);

    public T Ask<T>(string persistenceId, object message, TimeSpan? within = null) => Ask<T>(System.EntityRef(persistenceId), message, within);

    public EntityInspection Inspect(string persistenceId) => Ask<EntityInspection>(persistenceId, ControlMessage.Inspect.Instance);

    /// <summary>Runs <paramref name="work"/> as work of the world outside until it has ended; its exceptions come out.</summary>
    public T Wait<T>(Func<Task<T>> work, TimeSpan? within = null)
    {
        Task<T>? task = null;
        Dispatcher.Start(async () =>
        {
            task = work();
            await Task.WhenAny(task);
        });
        Dispatcher.RunUntil(
            () => task is { IsCompleted: true }, (within ?? TimeSpan.FromSeconds(10)) + TimeSpan.FromSeconds(1), $"end of a {typeof(T).Name} task");
        return task!.GetAwaiter().GetResult();
    }

    public void Idle() => Dispatcher.RunUntilIdle();

    public void RunFor(TimeSpan span) => Dispatcher.RunFor(span);
}
