using Microsoft.Extensions.Logging;
using SpecterActors.Journal;
using SpecterActors.Journal.Commit;

namespace SpecterActors.Placement.Postgres;

/// <summary>
/// Placement of tenants over nodes that share a journal in PostgreSQL. A node owns a shard by a session-level advisory lock and by the shard's
/// row, whose epoch each taking raises; every commit checks it. Heartbeats stand in a table.
/// </summary>
/// <remarks>
/// <para>One loop on one connection does everything: write the heartbeat, read the others', take, give back. A node takes a shard when the plan
/// (<see cref="ShardPlan"/>) gives it to this one and nobody has it, or its owner has been silent for long enough; then it first has the
/// server end that node's sessions.</para>
/// <para>When the database goes away, nobody takes anything, outside calls end with the lease, and the shards are locked anew when it is
/// back: nothing needs to be restarted.</para>
/// </remarks>
public sealed partial class PostgresPlacement : IShardOwnership, IWriteFence
{
    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly PostgresPlacementOptions options;
    private readonly PlacementDatabase database;
    private readonly TimeProvider time;
    private readonly Action<Action> post;
    private readonly ILogger logger;
    private readonly HaltAwareClock clock;
    private readonly PlacementDirectory directory;
    private readonly NodeWatch watch;
    private readonly SortedDictionary<int, ShardSlot> slots = [];
    private readonly CancellationTokenSource ended = new();

    /// <summary>These and those of the slots are completed in work of their own, through <see cref="Complete"/>: no heartbeat waits for whoever waits for them.</summary>
    private readonly TaskCompletionSource loopEnded = new();
    private TaskCompletionSource nextBeat = new();
    private CancellationTokenSource? sleep;
    private IPlacementSession? session;
    private IShardHost? host;
    private Moment? confirmed;
    private NotYetWritable notYet = NotYetWritable.Nothing;
    private bool wanted;
    private bool leaving;
    private bool begun;

    private PostgresPlacement(
        PostgresPlacementOptions options, PlacementDatabase database, IPlacementSession session, Shards shards, TimeProvider time, Action<Action> post, ILogger logger)
    {
        this.options = options;
        this.database = database;
        this.session = session;
        this.time = time;
        this.post = post;
        this.logger = logger;
        Shards = shards;
        clock = new HaltAwareClock(time, database.BootTime);
        directory = new PlacementDirectory(options.NodeId, shards);
        watch = new NodeWatch(clock, options.Silent);
    }

    /// <inheritdoc/>
    public Shards Shards { get; }

    /// <inheritdoc/>
    public INodeDirectory Directory => directory;

    /// <inheritdoc/>
    public bool OwnsAll => false;

    /// <summary>Raised when another node told all to look at something, with its name: <c>keys</c>, <c>shards</c>. Must be quick.</summary>
    public event Action<string>? Heard;

    /// <summary>Connects, checks the server and makes the tables where they are missing; the node does not join yet. Open the journal after this.</summary>
    /// <param name="options">Who this node is.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="post">Runs work soon, never inline.</param>
    /// <param name="logger">Where what happens is told.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="JournalUnusableException">The database cannot be used so, or a node of that name is there; the remedy is told.</exception>
    public static Task<PostgresPlacement> OpenAsync(
        PostgresPlacementOptions options, TimeProvider time, Action<Action> post, ILogger<PostgresPlacement> logger, CancellationToken cancellationToken) =>
        OpenOnAsync(options, PlacementDatabase.Server, time, post, logger, cancellationToken);

    /// <summary>As <see cref="OpenAsync"/>, on any database that keeps a server's promises.</summary>
    internal static async Task<PostgresPlacement> OpenOnAsync(
        PostgresPlacementOptions options, PlacementDatabase database, TimeProvider time, Action<Action> post, ILogger logger, CancellationToken cancellationToken)
    {
        var problems = options.Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        PostgresPlacement? made = null;
        var session = await database.OpenAsync(options, what => made?.OnHeard(what), cancellationToken);
        try
        {
            await TakeNameAsync(session, options, time, cancellationToken);
            var shards = await session.SetUpAsync(options.TenantShards, cancellationToken);
            return made = new PostgresPlacement(options, database, session, shards, time, post, logger);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public long? EpochOf(int shard)
    {
        lock (gate)
        {
            return slots.TryGetValue(shard, out var slot) && slot.MayWrite ? slot.Epoch : null;
        }
    }

    /// <inheritdoc/>
    public bool MayCall(int shard)
    {
        lock (gate)
        {
            return slots.TryGetValue(shard, out var slot) && slot.MayWrite && confirmed is { } since && clock.Since(since) < options.Lease;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MayCallAsync(int shard, CancellationToken cancellationToken)
    {
        if (MayCall(shard))
        {
            return true;
        }

        Task beat;
        lock (gate)
        {
            if (!slots.TryGetValue(shard, out var slot) || !slot.MayWrite || !begun)
            {
                return false;
            }

            beat = nextBeat.Task;
        }

        Wake();
        try
        {
            await beat.WaitAsync(options.AnswerMax, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return MayCall(shard);
    }

    /// <inheritdoc/>
    public WritePermit? PermitOf(string persistenceId)
    {
        var shard = Shards.Of(PersistenceId.TenantOf(persistenceId));
        return EpochOf(shard) is { } epoch ? new WritePermit(shard, epoch) : null;
    }

    /// <inheritdoc/>
    public string? WhyNotYet(string manifest) => Volatile.Read(ref notYet).Why(manifest);

    /// <inheritdoc/>
    public void Refused(WritePermit permit)
    {
        lock (gate)
        {
            if (slots.TryGetValue(permit.Shard, out var slot) && slot.Epoch == permit.Epoch)
            {
                Lose(slot, "a commit was refused");
            }
        }
    }

    /// <inheritdoc/>
    public async Task JoinAsync(IShardHost host, CancellationToken cancellationToken)
    {
        Task first;
        lock (gate)
        {
            this.host = host;
            begun = true;
            first = nextBeat.Task;
        }

        await session!.JoinAsync("active", cancellationToken);
        await session.NotifyAsync("shards", cancellationToken);
        post(() => _ = RunAsync());
        await first.WaitAsync(cancellationToken);
        List<Task> tried;
        lock (gate)
        {
            tried = [.. slots.Values.Select(slot => slot.Tried.Task)];
        }

        await Task.WhenAll(tried).WaitAsync(cancellationToken);
        Log.Joined(logger, options.NodeId, directory.Nodes.Count, Shards.Tenants + 1);
    }

    /// <inheritdoc/>
    public async Task LeaveAsync(TimeSpan timeout)
    {
        lock (gate)
        {
            if (!begun || leaving)
            {
                return;
            }

            leaving = true;
            foreach (var slot in slots.Values.Where(slot => slot.Stage == SlotStage.Owned).ToList())
            {
                Drain(slot, timeout);
            }
        }

        Wake();
        var began = clock.Now;
        while (clock.Since(began) < timeout + options.AnswerMax)
        {
            Task beat;
            lock (gate)
            {
                if (slots.Count == 0)
                {
                    break;
                }

                beat = nextBeat.Task;
            }

            await Task.WhenAny(beat, Task.Delay(options.Heartbeat, time));
        }

        ended.Cancel();
        Wake();
        // Where the database does not answer, the loop ends by itself later; peers notice by the silence.
        await Task.WhenAny(loopEnded.Task, Task.Delay(options.AnswerMax * 2, time));
    }

    /// <summary>Lets go of everything at once; <see cref="LeaveAsync"/> first lets the tenants end their work.</summary>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync(TimeSpan.Zero);
        ended.Cancel();
        if (Interlocked.Exchange(ref session, null) is { } open)
        {
            await open.DisposeAsync();
        }
    }

    /// <summary>Has all nodes look at something; what they do is up to <see cref="Heard"/>. A lost word is made good by their looking now and then.</summary>
    public void Tell(string what)
    {
        lock (gate)
        {
            toTell.Add(what);
        }

        Wake();
    }

    private static async Task TakeNameAsync(IPlacementSession session, PostgresPlacementOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await session.TryTakeNameAsync(cancellationToken))
        {
            // A process that was killed a moment ago may still hold it; one that was halted is ended once it was silent for long enough.
            if (time.GetElapsedTime(began) > options.Silent)
            {
                var row = (await session.BeatAsync("active", cancellationToken)).Nodes.FirstOrDefault(node => node.Id == options.NodeId);
                if (row is null || row.Age < options.Silent)
                {
                    throw new JournalUnusableException(
                        $"A node named {options.NodeId} runs already in {options.Address.Description}.", "Give each node a name of its own, or stop the other process.");
                }

                await session.EndSessionsAsync([row.Incarnation], cancellationToken);
            }

            await Task.Delay(Hurry, time, cancellationToken);
        }
    }

    private void Complete(TaskCompletionSource source) => post(() => source.TrySetResult());

    private void OnHeard(string what)
    {
        post(() => Heard?.Invoke(what));
        lock (gate)
        {
            wanted = true;
        }
    }

    private void Wake()
    {
        CancellationTokenSource? sleeping;
        lock (gate)
        {
            wanted = true;
            sleeping = sleep;
        }

        try
        {
            sleeping?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just woken by itself, and sees that it is wanted.
        }
    }
}
