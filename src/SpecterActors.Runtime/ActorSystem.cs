using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SpecterActors.Journal;
using SpecterActors.Runtime.Asking;
using SpecterActors.Runtime.Cells;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Runtime;

/// <summary>
/// All actors of one node: plain ones, spawned by name, and persistent entities, found by persistence id and brought up on demand.
/// Everything runs on the dispatcher handed in.
/// </summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private static readonly TimeSpan RestPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LeaveMax = TimeSpan.FromSeconds(5);
    private readonly ActorSystemOptions options;
    private readonly ConcurrentDictionary<string, ActorCell> actors = new(StringComparer.Ordinal);
    private readonly ITurnScheduler? scheduler;
    private readonly EntityRegistry entities;
    private long ids;
    private volatile bool stopping;
    private volatile bool stopped;

    /// <summary>Makes the system; nothing runs before the first actor.</summary>
    public ActorSystem(ActorSystemOptions options, IDispatcher dispatcher, IJournal journal, IEventCodec codec, ILoggerFactory loggerFactory)
    {
        this.options = options;
        Dispatcher = dispatcher;
        Journal = journal;
        Codec = codec;
        Logger = loggerFactory.CreateLogger("SpecterActors.Runtime");
        scheduler = dispatcher as ITurnScheduler;
        Tracer = dispatcher is PoolDispatcher ? null : scheduler;
        entities = new EntityRegistry(this, options);
        AskDeadlines = new AskDeadlines(Time);
        Metrics = new RuntimeMetrics(options.Name, () => entities.Awake);
    }

    /// <summary>Name in metrics.</summary>
    public string Name => options.Name;

    /// <summary>What runs the actors.</summary>
    public IDispatcher Dispatcher { get; }

    /// <summary>Clock of the dispatcher.</summary>
    public TimeProvider Time => Dispatcher.Time;

    /// <summary>Where entities live.</summary>
    public IJournal Journal { get; }

    /// <summary>How entities are stored.</summary>
    public IEventCodec Codec { get; }

    /// <summary>Messages that nobody handled.</summary>
    public DeadLetters DeadLetters { get; } = new();

    /// <summary>Number of entities in memory.</summary>
    public int EntitiesAwake => entities.Awake;

    /// <summary>Whether a stop has begun: no new effects, no new messages.</summary>
    public bool Stopping => stopping;

    internal RuntimeMetrics Metrics { get; }

    internal AskDeadlines AskDeadlines { get; }

    internal ILogger Logger { get; }

    internal ITurnScheduler? Tracer { get; }

    internal int? Throughput => scheduler?.Throughput;

    /// <summary>Starts a plain actor at the top; <paramref name="path"/> must be free.</summary>
    public ActorRef Spawn(string path, Props props)
    {
        if (stopping)
        {
            throw new InvalidOperationException("The system is stopping.");
        }

        return Register(path, props)?.Ref ?? throw new ArgumentException($"There is an actor at '{path}' already.", nameof(path));
    }

    /// <summary>Stops a plain actor after the message in hand; what waits in its mailbox becomes dead letters.</summary>
    public void Stop(ActorRef actor)
    {
        if (actor is not CellRef plain)
        {
            throw new ArgumentException($"{actor.Path} is no plain actor.", nameof(actor));
        }

        plain.Cell.RequestStop();
    }

    /// <summary>Registers a kind of entity: the second segment of its persistence ids. <paramref name="factory"/> makes the behaviour of each incarnation.</summary>
    public void RegisterEntity<TState, TEvent>(
        string kind, Func<string, EntityBehavior<TState, TEvent>> factory, EntityOptions? entityOptions = null)
        where TState : class
        where TEvent : class =>
        entities.Register(new EntityKind(kind, entityOptions ?? new EntityOptions(), id => new EntityProgram<TState, TEvent>(factory(id))));

    /// <summary>
    /// The stable address of an entity. Telling it brings the entity up if it is not in memory; what is told while it recovers, persists or
    /// backs off waits, in order.
    /// </summary>
    /// <exception cref="ArgumentException">No persistence id, or of a kind that is not registered.</exception>
    public ActorRef EntityRef(string persistenceId)
    {
        if (entities.Find(persistenceId) is { } living)
        {
            return living.Ref;
        }

        entities.KindOf(persistenceId);
        return new EntityRef(entities, persistenceId);
    }

    /// <summary>The plain actor at <paramref name="path"/>, or null.</summary>
    public ActorRef? Find(string path) => actors.GetValueOrDefault(path)?.Ref;

    /// <summary>Whether the entity is in memory (asking it anything would bring it up).</summary>
    public bool IsAwake(string persistenceId) => entities.Find(persistenceId) is not null;

    /// <summary>All living actors and entities whose path starts with <paramref name="prefix"/>, ordered by path.</summary>
    public IReadOnlyList<ActorInfo> Tree(string prefix = "") =>
    [
        .. actors.Values.Select(cell => cell.Describe())
            .Concat(entities.All().Select(cell => cell.Describe()))
            .Where(info => info.Path.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(info => info.Path, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Rebuilds the state of an entity at <paramref name="toSequenceNumber"/> from the journal, without bringing it up and without effects.
    /// </summary>
    /// <param name="persistenceId">The entity.</param>
    /// <param name="toSequenceNumber">Last event to apply; <see cref="long.MaxValue"/> for all.</param>
    /// <param name="useSnapshot">Whether a snapshot may shorten the way; without it all events from the first are applied.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<RebuiltState> RebuildAsync(
        string persistenceId, long toSequenceNumber, bool useSnapshot, CancellationToken cancellationToken)
    {
        var kind = entities.KindOf(persistenceId);
        var program = kind.Create(persistenceId);
        var keys = new PersonalKeys();
        var recovery = await Journal.RecoverAsync(persistenceId, useSnapshot, toSequenceNumber, cancellationToken);
        var rebuilt = EntityRebuilder.Rebuild(Codec, program, recovery, keys, LoggerFor(persistenceId), persistenceId);
        if (rebuilt is null)
        {
            keys = new PersonalKeys();
            recovery = await Journal.RecoverAsync(persistenceId, useSnapshot: false, toSequenceNumber, cancellationToken);
            rebuilt = EntityRebuilder.Rebuild(Codec, program, recovery, keys, LoggerFor(persistenceId), persistenceId)
                ?? throw new InvalidOperationException($"The journal answered with a snapshot of {persistenceId} that was not asked for.");
        }

        if (recovery.EventsFollow)
        {
            rebuilt = await EntityRebuilder.RestAsync(Journal, Codec, program, rebuilt.Value, keys, persistenceId, toSequenceNumber, cancellationToken);
        }

        var (state, sequenceNumber) = rebuilt.Value;
        return new RebuiltState(state, sequenceNumber, program.Agenda(state), program.Lookups(state));
    }

    /// <summary>Random numbers that follow from the system's seed and <paramref name="name"/>.</summary>
    public SeededRandom RandomFor(string name) => new(options.Seed, name);

    /// <summary>
    /// Stops gracefully: no new messages and effects; what waits in mailboxes is handled, appends and calls in flight are waited for, at most
    /// <paramref name="timeout"/>; then every actor stops, within five seconds more. True when everything came to rest in time.
    /// </summary>
    public async Task<bool> StopAsync(TimeSpan timeout)
    {
        stopping = true;
        entities.Close("");
        var rested = await StopEntitiesAsync(_ => true, timeout, () => actors.Values.Count(cell => !cell.IsQuiet), RequestStops, () => actors.Count);
        stopped = true;
        entities.Dispose();
        Metrics.Dispose();
        return rested;
    }

    /// <summary>
    /// Stops the entities whose persistence id starts with <paramref name="prefix"/> for good: as <see cref="StopAsync"/> does, but the others go
    /// on. None below the prefix comes up again in this system: telling one answers <see cref="TellResult.Stopped"/>.
    /// </summary>
    public Task<bool> StopEntitiesAsync(string prefix, TimeSpan timeout)
    {
        entities.Close(prefix);
        return StopEntitiesAsync(path => path.StartsWith(prefix, StringComparison.Ordinal), timeout, () => 0, () => { }, () => 0);
    }

    /// <summary>
    /// As <see cref="StopEntitiesAsync(string, TimeSpan)"/>, for those ids that <see cref="ActorSystemOptions.MayLive"/> refuses by now: none comes up
    /// again before it allows them. Without time to drain they stop after the message in hand.
    /// </summary>
    public Task<bool> StopEntitiesAsync(Func<string, bool> which, TimeSpan timeout) => StopEntitiesAsync(which, timeout, () => 0, () => { }, () => 0);

    /// <summary>Whether entities of this id are stopped for good.</summary>
    public bool IsClosed(string persistenceId) => entities.IsClosedForGood(persistenceId);

    /// <summary>Stops within ten seconds if <see cref="StopAsync"/> was not called before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!stopped)
        {
            await StopAsync(TimeSpan.FromSeconds(5));
        }
    }

    internal void Unregister(ActorCell cell) => actors.TryRemove(new KeyValuePair<string, ActorCell>(cell.Path, cell));

    internal void PostTurn(ITurn turn)
    {
        if (scheduler is not null)
        {
            scheduler.PostTurn(turn);
        }
        else
        {
            Dispatcher.Post(turn.RunTurn);
        }
    }

    /// <summary>First segment of a path.</summary>
    internal static string TenantOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end and >= 0 ? path[..end] : path;

    /// <summary>A logger whose lines carry tenant and stream of <paramref name="path"/>.</summary>
    internal ILogger LoggerFor(string path) => new AddressedLogger(Logger, path);

    internal long NextNumber() => Interlocked.Increment(ref ids);

    internal string NextWriterId() => string.Create(CultureInfo.InvariantCulture, $"{options.InstanceId}-{NextNumber()}");

    internal void ReportBug(Cell cell, Exception bug) => Log.ShellBug(LoggerFor(cell.Path), bug, cell.Path);

    internal void Lost(Envelope envelope, string recipient, DeadLetterReason reason, string? detail = null)
    {
        Metrics.DeadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        if (DeadLetters.Add(new DeadLetter(envelope.Message, envelope.Sender, recipient, reason, detail, Time.GetUtcNow())))
        {
            Log.DeadLetter(LoggerFor(recipient), envelope.Message.GetType().Name, recipient, reason, detail, DeadLetters.Total);
        }
    }

    internal void EnsureSupervisor(string tenant)
    {
        if (!actors.ContainsKey(tenant))
        {
            Register(tenant, new Props(() => new TenantSupervisor(tenant, options.OnEscalation)));
        }
    }

    internal void Escalate(EntityFailure failure) => actors.GetValueOrDefault(failure.Tenant)?.Ref.TellReserved(failure, null);

    private async Task<bool> StopEntitiesAsync(Func<string, bool> which, TimeSpan timeout, Func<int> othersBusy, Action stopOthers, Func<int> othersLeft)
    {
        IEnumerable<EntityCell> Below() => entities.All().Where(cell => which(cell.Path));
        foreach (var cell in Below())
        {
            cell.BeginDraining();
        }

        var began = Time.GetTimestamp();
        int busy;
        while ((busy = othersBusy() + Below().Count(cell => !cell.IsAtRest)) > 0 && Time.GetElapsedTime(began) < timeout)
        {
            await Task.Delay(RestPoll, Time);
        }

        var leaving = Time.GetTimestamp();
        do
        {
            foreach (var cell in Below())
            {
                cell.RequestStop();
            }

            stopOthers();
            await Task.Delay(RestPoll, Time);
        }
        while (othersLeft() + Below().Count() > 0 && Time.GetElapsedTime(leaving) < LeaveMax);

        busy += othersLeft() + Below().Count();
        if (busy > 0)
        {
            Log.StoppedEarly(Logger, busy);
        }

        return busy == 0;
    }

    private void RequestStops()
    {
        foreach (var cell in actors.Values.OrderBy(cell => cell.Path, StringComparer.Ordinal))
        {
            cell.RequestStop();
        }
    }

    /// <summary>Null when the path is taken.</summary>
    private ActorCell? Register(string path, Props props)
    {
        var cell = new ActorCell(this, path, props);
        if (!actors.TryAdd(path, cell))
        {
            return null;
        }

        cell.Begin();
        return cell;
    }
}

/// <summary>A state rebuilt from the journal, with the agenda and the lookup rows that follow from it.</summary>
public sealed record RebuiltState(object State, long SequenceNumber, IReadOnlyList<AgendaEntry> Agenda, IReadOnlyList<LookupEntry> Lookups);
