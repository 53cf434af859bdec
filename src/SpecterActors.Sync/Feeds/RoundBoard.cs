using SpecterActors.Runtime;
using SpecterActors.Runtime.Dispatching;

namespace SpecterActors.Sync.Feeds;

/// <summary>
/// What others need to know of one feed's rounds, in memory only: when a round that began late enough has been drained, so that
/// everything the outside system had by then is stored here. Also the bell that makes the feed run now.
/// </summary>
/// <remarks>
/// A round begins with the first read after the last drained round and is drained when the outside system has nothing more. Rows that are
/// held back count as not taken: whoever waits for one of their articles goes on waiting. Thread-safe.
/// </remarks>
public sealed class RoundBoard(IDispatcher dispatcher)
{
    /// <summary>By more than this no clock strays between two looks: somebody set it.</summary>
    private static readonly TimeSpan ClockSet = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly List<RoundWaiter> waiters = [];
    private TaskCompletionSource? bell;
    private bool rung;
    private (DateTimeOffset At, long Stamp)? begun;
    private long lastBegun;
    private IReadOnlySet<string> lastHeld = new HashSet<string>();

    /// <summary>When the last drained round began and ended, and what went wrong last; for people.</summary>
    public RoundStatus Status { get; private set; } = new(null, null, false, null, null);

    /// <summary>Makes the feed run as soon as it can; during a run it makes it run once more.</summary>
    public void Ring()
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            rung = true;
            waiting = bell;
            bell = null;
        }

        if (waiting is not null)
        {
            dispatcher.Post(() => waiting.TrySetResult());
        }
    }

    /// <summary>Waits for the bell or for <paramref name="poll"/> to pass.</summary>
    public async Task WaitForBellAsync(TimeSpan poll, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (gate)
        {
            if (rung)
            {
                rung = false;
                return;
            }

            bell ??= new TaskCompletionSource();
            waiting = bell.Task;
        }

        await dispatcher.AnyAsync(waiting, poll, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            rung = false;
        }
    }

    /// <summary>The feed is about to read; a round already begun goes on.</summary>
    public void Begin()
    {
        lock (gate)
        {
            begun ??= Now;
            Status = Status with { Running = true };
        }
    }

    /// <summary>The feed reads no further page at present, and says why; null when it goes on. The round in hand stays begun.</summary>
    public void Waits(string? what)
    {
        lock (gate)
        {
            Status = Status with { WaitsFor = what };
        }
    }

    /// <summary>The outside system had nothing more, and everything it gave is stored; <paramref name="held"/> are articles of rows held back.</summary>
    public void Drained(IReadOnlySet<string> held)
    {
        List<RoundWaiter> freed;
        DateTimeOffset began;
        lock (gate)
        {
            (began, lastBegun) = begun ?? Now;
            begun = null;
            Status = new RoundStatus(began, dispatcher.Time.GetUtcNow(), false, null, null);
            lastHeld = held;
            freed = waiters.FindAll(w => w.After <= lastBegun && !held.Contains(w.Article));
            waiters.RemoveAll(freed.Contains);
        }

        foreach (var waiter in freed)
        {
            dispatcher.Post(() => waiter.Source.TrySetResult(began));
        }
    }

    /// <summary>
    /// Whether the round drained last began at or after <paramref name="after"/> and held no row of <paramref name="article"/>. False, too, when the
    /// clock was set since: which of both came first cannot be told then.
    /// </summary>
    public bool HasDrained(string article, DateTimeOffset after)
    {
        lock (gate)
        {
            return Status.LastBegun is { } began && began >= after && !lastHeld.Contains(article)
                && (dispatcher.Time.GetUtcNow() - began - dispatcher.Time.GetElapsedTime(lastBegun)).Duration() < ClockSet;
        }
    }

    /// <summary>A read failed. The round broke off and the next read begins a new one; or it <paramref name="goesOn"/> at the place where it stood, and has begun when it began.</summary>
    public void Failed(string problem, bool goesOn = false)
    {
        lock (gate)
        {
            begun = goesOn ? begun : null;
            Status = Status with { Running = false, LastProblem = problem };
        }
    }

    /// <summary>
    /// Waits for a drained round that began at or after <paramref name="after"/> and holds no row of <paramref name="article"/>; answers when it
    /// began. Rings the bell once <paramref name="after"/> has come.
    /// </summary>
    public async Task<DateTimeOffset> WaitForRoundAsync(string article, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var ahead = after - dispatcher.Time.GetUtcNow();
        if (ahead > TimeSpan.Zero)
        {
            await Task.Delay(ahead, dispatcher.Time, cancellationToken);
        }

        // By timestamps: what is done to the clock from here on makes no earlier round a later one.
        var (now, stamp) = Now;
        var since = (long)((now - after).Ticks * ((double)dispatcher.Time.TimestampFrequency / TimeSpan.TicksPerSecond));
        var waiter = new RoundWaiter(article, stamp - since, new TaskCompletionSource<DateTimeOffset>());
        lock (gate)
        {
            waiters.Add(waiter);
        }

        Ring();
        await using var registration = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        return await waiter.Source.Task;
    }

    private (DateTimeOffset At, long Stamp) Now => (dispatcher.Time.GetUtcNow(), dispatcher.Time.GetTimestamp());

    private void GiveUp(RoundWaiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            waiters.Remove(waiter);
        }

        dispatcher.Post(() => waiter.Source.TrySetCanceled(cancellationToken));
    }

    /// <param name="After">Timestamp at or after which the round must begin.</param>
    private sealed record RoundWaiter(string Article, long After, TaskCompletionSource<DateTimeOffset> Source);
}

/// <summary>Where a feed's rounds stand, for people.</summary>
/// <param name="WaitsFor">What the next page waits for, or null.</param>
public sealed record RoundStatus(DateTimeOffset? LastBegun, DateTimeOffset? LastDrained, bool Running, string? LastProblem, string? WaitsFor);
