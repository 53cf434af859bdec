using System.Collections.Concurrent;

namespace SpecterActors.Runtime.Cells;

/// <summary>The entities in memory, by persistence id; looks after their idle times and the age of what they wait for.</summary>
internal sealed class EntityRegistry : IDisposable
{
    private static readonly TimeSpan SweepMin = TimeSpan.FromSeconds(1);

    // What is meant to stay longer than this stays also in a crowd.
    private static readonly TimeSpan ShrinksBelow = TimeSpan.FromHours(1);

    // However far off the next sweep is that those in memory ask for: others are made meanwhile, and have their own times.
    private static readonly TimeSpan SweepMax = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, EntityKind> kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EntityCell> cells = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly List<EntityCell> inOrder = [];
    private readonly ITimer sweeper;
    private readonly Func<string, bool>? mayLive;
    private readonly int crowdedFrom;
    private bool sweeping;
    private bool crowded;
    private double idleShare = 1d;
    private volatile string[] closed = [];

    public EntityRegistry(ActorSystem system, ActorSystemOptions options)
    {
        System = system;
        mayLive = options.MayLive;
        crowdedFrom = options.CrowdedFrom;
        Gate = new RecoveryGate(options.RecoveriesMax);
        Watchers = new EntityWatchers(this);
        sweeper = system.Time.CreateTimer(static state => ((EntityRegistry)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ActorSystem System { get; }

    public RecoveryGate Gate { get; }

    public EntityWatchers Watchers { get; }

    /// <summary>Entities in memory.</summary>
    public int Awake => cells.Count;

    /// <summary>Idle time after which an entity leaves memory now: all that its options say, or less of it in a crowd.</summary>
    public TimeSpan IdleTime(EntityOptions options)
    {
        var share = Volatile.Read(ref idleShare);
        if (share >= 1d || options.PassivateAfter > ShrinksBelow)
        {
            return options.PassivateAfter;
        }

        var shrunk = options.PassivateAfter * share;
        return shrunk > SweepMin ? shrunk : TimeSpan.FromTicks(Math.Min(SweepMin.Ticks, options.PassivateAfter.Ticks));
    }

    public void Register(EntityKind kind)
    {
        if (!kinds.TryAdd(kind.Name, kind))
        {
            throw new ArgumentException($"Entities of kind '{kind.Name}' are registered already.");
        }
    }

    public EntityKind KindOf(string persistenceId)
    {
        var address = EntityAddress.Parse(persistenceId);
        return kinds.GetValueOrDefault(address.Kind)
            ?? throw new ArgumentException($"No entities of kind '{address.Kind}' are registered: '{persistenceId}'.", nameof(persistenceId));
    }

    public EntityCell? Find(string persistenceId) => cells.GetValueOrDefault(persistenceId);

    /// <summary>Whether an entity takes no messages now: it is broken, or the system stops.</summary>
    public bool HasEnded(string persistenceId, out string? brokenBy)
    {
        var cell = Find(persistenceId);
        brokenBy = cell is { Stage: ActorStage.Broken } ? cell.Describe().LastFailure : null;
        return brokenBy is not null || (cell is null && IsClosed(persistenceId));
    }

    /// <summary>The living incarnation, made if there is none; null when the system stops.</summary>
    public EntityCell? Acquire(EntityRef asked)
    {
        if (cells.TryGetValue(asked.Path, out var living))
        {
            return living;
        }

        if (IsClosed(asked.Path))
        {
            return null;
        }

        var made = new EntityCell(this, KindOf(asked.Path), asked);
        if (!cells.TryAdd(asked.Path, made))
        {
            return cells.GetValueOrDefault(asked.Path) ?? Acquire(asked);
        }

        lock (gate)
        {
            made.Index = inOrder.Count;
            inOrder.Add(made);
            if (!sweeping || (!crowded && inOrder.Count > crowdedFrom))
            {
                sweeping = true;
                crowded = inOrder.Count > crowdedFrom;
                sweeper.Change(SweepMin, Timeout.InfiniteTimeSpan);
            }
        }

        System.EnsureSupervisor(ActorSystem.TenantOf(made.Path));
        made.Begin();
        if (IsClosed(made.Path))
        {
            // Closed while it was made: whoever closed may have counted it or not.
            made.RequestStop();
        }

        return made;
    }

    public void Remove(EntityCell cell)
    {
        if (!cells.TryRemove(new KeyValuePair<string, EntityCell>(cell.Path, cell)))
        {
            return;
        }

        lock (gate)
        {
            var last = inOrder[^1];
            inOrder[cell.Index] = last;
            last.Index = cell.Index;
            inOrder.RemoveAt(inOrder.Count - 1);
        }
    }

    /// <summary>All in memory, in an order that does not depend on hash codes.</summary>
    public IReadOnlyList<EntityCell> All()
    {
        lock (gate)
        {
            return [.. inOrder];
        }
    }

    /// <summary>Makes no more incarnations below <paramref name="prefix"/>.</summary>
    public void Close(string prefix) => closed = [.. closed, prefix];

    public bool IsClosed(string persistenceId) => mayLive?.Invoke(persistenceId) == false || IsClosedForGood(persistenceId);

    public bool IsClosedForGood(string persistenceId) => Array.Exists(closed, prefix => persistenceId.StartsWith(prefix, StringComparison.Ordinal));

    public void Dispose() => sweeper.Dispose();

    private void Sweep()
    {
        var next = TimeSpan.MaxValue;
        var all = All();
        Volatile.Write(ref idleShare, Math.Clamp(2d - (all.Count / (double)crowdedFrom), 0d, 1d));
        foreach (var cell in all)
        {
            var wait = cell.Sweep();
            next = wait < next ? wait : next;
        }

        lock (gate)
        {
            sweeping = inOrder.Count > 0;
            crowded = inOrder.Count > crowdedFrom;
            if (sweeping)
            {
                next = crowded ? SweepMin : next;
                sweeper.Change(TimeSpan.FromTicks(Math.Clamp(next.Ticks, SweepMin.Ticks, SweepMax.Ticks)), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
