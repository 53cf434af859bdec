using System.Diagnostics.CodeAnalysis;
using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.TestKit.Deterministic;

/// <summary>
/// Runs everything on the thread of whoever calls <see cref="Step"/> (or one of the Run methods), one piece of work at a time, in an order
/// drawn from a seed, under virtual time: the same seed and the same work give the same order and the same <see cref="TraceHash"/>.
/// Itself it is the world outside; <see cref="CreateNode"/> makes a machine that can crash.
/// </summary>
/// <remarks>
/// <para>Ready work is every mailbox turn, posted action, continuation of an await and due timer. Each step draws one of them evenly;
/// only work posted with <see cref="DeterministicNode.PostInOrder"/> under one source keeps its order. Time stands still while anything
/// is ready and then jumps to the next timer.</para>
/// <para>Work of a node runs with a context that brings its awaits back to the node. Callbacks of timers run without a context, as those
/// of the system's timers do. Posting from another thread throws: something left the one thread.</para>
/// </remarks>
public sealed class DeterministicDispatcher : IDispatcher
{
    private const int StepsKept = 64;
    private readonly SeededRandom random;
    private readonly List<Ready> ready = [];
    private readonly string[] lastSteps = new string[StepsKept];
    private readonly DeterministicNode world;
    private string? strayedFrom;
    private int owner = Environment.CurrentManagedThreadId;
    private bool stepping;

    /// <summary>Makes a dispatcher whose order follows from <paramref name="seed"/>; virtual time begins at <paramref name="start"/>, by default 2026-01-01 UTC.</summary>
    public DeterministicDispatcher(ulong seed, DateTimeOffset? start = null)
    {
        random = new SeededRandom(seed);
        Clock = new VirtualClock(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        world = new DeterministicNode(this, "world");
    }

    /// <summary>Called after every step, with no context current, for oracles and for crashes at a chosen step.</summary>
    public event Action? AfterStep;

    /// <inheritdoc/>
    public TimeProvider Time => world.Time;

    /// <summary>The virtual time now.</summary>
    public DateTimeOffset Now => Clock.Now;

    /// <summary>The outside world as a node; it survives every crash.</summary>
    public DeterministicNode World => world;

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Hash over every draw, the work drawn, every message handled and the virtual time of each step.</summary>
    public ulong TraceHash { get; private set; } = StableHash.Start;

    /// <summary>Due time of the earliest timer of a living node, or null.</summary>
    public DateTimeOffset? NextTimer => Clock.NextDue;

    /// <summary>Pieces of work that could run now.</summary>
    public int ReadyCount
    {
        get
        {
            TakeDueTimers();
            return ready.Count;
        }
    }

    internal VirtualClock Clock { get; }

    /// <inheritdoc/>
    public void Post(Action work) => world.Post(work);

    /// <summary>Makes a node: a dispatcher whose work, timers and continuations can be dropped at once.</summary>
    public DeterministicNode CreateNode(string name) => new(this, name);

    /// <summary>Mixes a value of the caller's (the hash of a state, say) into <see cref="TraceHash"/>.</summary>
    public void MixIntoTrace(ulong value) => TraceHash = StableHash.Mix(TraceHash, value);

    /// <summary>Runs one piece of ready work. False when none is ready at this time. An exception out of the work comes out here.</summary>
    public bool Step()
    {
        Adopt();
        TakeDueTimers();
        if (ready.Count == 0)
        {
            return false;
        }

        var drawn = random.NextInt(ready.Count);
        var work = ready[drawn];
        TraceHash = StableHash.Mix(StableHash.Mix(TraceHash, ((ulong)ready.Count << 32) | (uint)drawn), StableHash.Of(work.Label) ^ (ulong)Clock.NowTicks);
        ready[drawn] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        lastSteps[Steps % StepsKept] = work.Label;
        Steps++;
        stepping = true;
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            work.Run();
            AfterStep?.Invoke();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            stepping = false;
        }

        ThrowIfStrayed();
        return true;
    }

    /// <summary>Runs until nothing is ready at the present virtual time; returns the number of steps.</summary>
    /// <exception cref="InvalidOperationException">Still not idle after <paramref name="maxSteps"/>: something runs in circles; the message names what.</exception>
    public int RunUntilIdle(int maxSteps = 1_000_000)
    {
        for (var steps = 0; steps <= maxSteps; steps++)
        {
            if (!Step())
            {
                return steps;
            }
        }

        throw new InvalidOperationException($"Not idle after {maxSteps} steps at {Now:O}; the last ones: {string.Join(", ", LastSteps(8))}");
    }

    /// <summary>Lets <paramref name="span"/> of virtual time pass and runs all that becomes ready meanwhile, idle at the end.</summary>
    public void RunFor(TimeSpan span, int maxStepsAtOnce = 1_000_000)
    {
        var until = Clock.NowTicks + span.Ticks;
        RunUntilIdle(maxStepsAtOnce);
        while (Clock.NextDue is { } due && due.UtcTicks <= until)
        {
            AdvanceToNextTimer();
            RunUntilIdle(maxStepsAtOnce);
        }

        Clock.AdvanceTo(until);
    }

    /// <summary>Runs until <paramref name="condition"/> holds, letting at most <paramref name="limit"/> of virtual time pass.</summary>
    /// <exception cref="TimeoutException">It did not hold; the message says <paramref name="what"/> was missing.</exception>
    public void RunUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        var until = Clock.NowTicks + limit.Ticks;
        while (!condition())
        {
            if (Step())
            {
                continue;
            }

            if (Clock.NextDue is not { } due || due.UtcTicks > until)
            {
                throw new TimeoutException($"Within {limit} of virtual time there was no: {what}. Last steps: {string.Join(", ", LastSteps(8))}");
            }

            AdvanceToNextTimer();
        }
    }

    /// <summary>Lets virtual time jump to the earliest timer, which becomes ready. False when there is none.</summary>
    public bool AdvanceToNextTimer()
    {
        Adopt();
        if (Clock.NextDue is not { } due)
        {
            return false;
        }

        Clock.AdvanceTo(due.UtcTicks);
        TakeDueTimers();
        return true;
    }

    /// <summary>What the latest steps ran, newest last, at most 64.</summary>
    public IReadOnlyList<string> LastSteps(int count)
    {
        var taken = (int)Math.Min(Math.Min(count, StepsKept), Steps);
        return [.. Enumerable.Range(0, taken).Select(i => lastSteps[(Steps - taken + i) % StepsKept])];
    }

    /// <summary>Runs <paramref name="complete"/> with no context current: see <see cref="OutsideContext"/>.</summary>
    public static void CompleteOutside(Action complete) => OutsideContext.Run(complete);

    internal void Enqueue(Ready work)
    {
        CheckThread();
        ready.Add(work);
    }

    internal void Drop(DeterministicNode node) => ready.RemoveAll(work => ReferenceEquals(work.Node, node));

    /// <summary>Takes away what is ready of a node that is halted.</summary>
    internal IReadOnlyList<Ready> TakeReady(DeterministicNode node)
    {
        TakeDueTimers();
        var taken = ready.FindAll(work => ReferenceEquals(work.Node, node));
        Drop(node);
        return taken;
    }

    internal void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != owner)
        {
            strayedFrom ??= Environment.StackTrace;
            throw new InvalidOperationException("Work of the deterministic dispatcher was posted from another thread: something left the one thread.");
        }
    }

    private void TakeDueTimers()
    {
        while (Clock.TakeDue(out var timer, out var generation))
        {
            timer.Node.Ready(new Ready(timer.Node, timer.Node.TimerLabel, null, null, new DueTimer(timer, generation)));
        }
    }

    private void Adopt()
    {
        if (stepping)
        {
            throw new InvalidOperationException("A step is running: steps are not taken from inside a step.");
        }

        ThrowIfStrayed();
        owner = Environment.CurrentManagedThreadId;
    }

    [SuppressMessage("Usage", "MA0012", Justification = "The message is the finding.")]
    private void ThrowIfStrayed()
    {
        if (strayedFrom is { } stack)
        {
            throw new InvalidOperationException($"Work was posted from another thread at: {stack}");
        }
    }
}

/// <summary>One piece of ready work: an action, a continuation with its state, or a timer, which runs without a context.</summary>
internal readonly record struct Ready(DeterministicNode Node, string Label, Action? Work, SendOrPostCallback? Callback, object? State)
{
    public void Run()
    {
        if (State is DueTimer due)
        {
            due.Timer.Fire(due.Generation);
        }
        else
        {
            Node.RunInContext(this);
        }
    }
}

/// <summary>A timer whose time has come.</summary>
internal sealed record DueTimer(VirtualTimer Timer, int Generation);
