namespace SpecterActors.Runtime;

/// <summary>Why nobody handled a message.</summary>
public enum DeadLetterReason
{
    /// <summary>The mailbox was full.</summary>
    Full,

    /// <summary>The actor, or the system, had stopped.</summary>
    Stopped,

    /// <summary>The actor was broken.</summary>
    Broken,

    /// <summary>The handler failed on it, or it could not be stored.</summary>
    Failed,
}

/// <summary>A message that nobody handled.</summary>
public sealed record DeadLetter(object Message, ActorRef? Sender, string Recipient, DeadLetterReason Reason, string? Detail, DateTimeOffset At);

/// <summary>Counts dead letters by reason and keeps the latest.</summary>
public sealed class DeadLetters
{
    private const int Kept = 256;
    private readonly Lock gate = new();
    private readonly Queue<DeadLetter> latest = new();
    private DateTimeOffset toldAt;
    private readonly long[] counts = new long[Enum.GetValues<DeadLetterReason>().Length];

    /// <summary>Called for each dead letter on the thread of whoever lost it; must be quick and must not throw.</summary>
    public event Action<DeadLetter>? Lost;

    /// <summary>All so far.</summary>
    public long Total
    {
        get
        {
            lock (gate)
            {
                return counts.Sum();
            }
        }
    }

    /// <summary>How many so far for <paramref name="reason"/>.</summary>
    public long Count(DeadLetterReason reason)
    {
        lock (gate)
        {
            return counts[(int)reason];
        }
    }

    /// <summary>The latest, newest last, at most 256.</summary>
    public IReadOnlyList<DeadLetter> Latest()
    {
        lock (gate)
        {
            return [.. latest];
        }
    }

    /// <summary>Whether it deserves a line in the log: at most one a second does, so that a flood of them does not become one of lines.</summary>
    internal bool Add(DeadLetter letter)
    {
        bool told;
        lock (gate)
        {
            counts[(int)letter.Reason]++;
            told = letter.At - toldAt >= TimeSpan.FromSeconds(1);
            toldAt = told ? letter.At : toldAt;
            latest.Enqueue(letter);
            if (latest.Count > Kept)
            {
                latest.Dequeue();
            }
        }

        Lost?.Invoke(letter);
        return told;
    }
}
