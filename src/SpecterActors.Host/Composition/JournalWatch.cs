using SpecterActors.Journal.Commit;

namespace SpecterActors.Host.Composition;

/// <summary>Whether the journal can be used.</summary>
/// <param name="Usable">It can, as far as is known.</param>
/// <param name="LostSince">Since when it cannot; null while it can.</param>
/// <param name="Why">What failed; null while nothing does.</param>
public sealed record JournalCondition(bool Usable, DateTimeOffset? LostSince, string? Why);

/// <summary>
/// Finds out whether the journal can be used when somebody asks: reading is tried, and of writing is known what became of the last appends.
/// Nothing is done between the questions, and questions that come together share one try. Safe from any thread.
/// </summary>
public sealed class JournalWatch
{
    /// <summary>An answer serves this long.</summary>
    private static readonly TimeSpan AnswerAge = TimeSpan.FromSeconds(1);

    /// <summary>A read that takes longer counts as failed.</summary>
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(2);

    /// <summary>A failed append counts this long when none is tried after it: what waits tries again more often.</summary>
    private static readonly TimeSpan FailureAge = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Func<CancellationToken, Task> read;
    private readonly Func<JournalStatistics> counts;
    private readonly TimeProvider time;
    private Task<JournalCondition>? looking;
    private long lookedAt;
    private long failuresSeen;
    private long storedAtFailure;
    private DateTimeOffset? failedAt;
    private DateTimeOffset? lostSince;

    /// <summary>Makes the watch. <paramref name="read"/> is a small read of the journal, <paramref name="counts"/> its counters.</summary>
    public JournalWatch(Func<CancellationToken, Task> read, Func<JournalStatistics> counts, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(counts);
        this.read = read;
        this.counts = counts;
        this.time = time;
        failuresSeen = counts().Unavailable;
    }

    /// <summary>How it is now, or was within the last second.</summary>
    public Task<JournalCondition> LookAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (looking is null || (looking.IsCompleted && time.GetElapsedTime(lookedAt) >= AnswerAge))
            {
                lookedAt = time.GetTimestamp();
                looking = TryAsync();
            }

            return looking.WaitAsync(cancellationToken);
        }
    }

    private async Task<JournalCondition> TryAsync()
    {
        var failure = await ReadFailureAsync() ?? AppendFailure();
        lock (gate)
        {
            lostSince = failure is null ? null : lostSince ?? time.GetUtcNow();
            return new JournalCondition(failure is null, lostSince, failure);
        }
    }

    private async Task<string?> ReadFailureAsync()
    {
        // Off the lock and off the caller: a store may begin a read by waiting.
        await Task.Yield();
        using var limit = new CancellationTokenSource(ReadMax, time);
        try
        {
            await read(limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return $"a read took longer than {ReadMax.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"a read failed: {e.Message}";
        }
    }

    private string? AppendFailure()
    {
        var now = time.GetUtcNow();
        var seen = counts();
        lock (gate)
        {
            if (seen.Unavailable > failuresSeen)
            {
                (failuresSeen, storedAtFailure, failedAt) = (seen.Unavailable, seen.AppendsStored, now);
            }
            else if (failedAt is { } at && (seen.AppendsStored > storedAtFailure || now - at >= FailureAge))
            {
                failedAt = null;
            }

            return failedAt is null ? null : "the last appends could not be stored";
        }
    }
}
