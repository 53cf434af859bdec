namespace SpecterActors.Journal.Verification;

/// <summary>Something that must not be in a journal.</summary>
public abstract record JournalProblem
{
    private JournalProblem(string persistenceId, string text)
    {
        PersistenceId = persistenceId;
        Text = text;
    }

    /// <summary>The stream concerned.</summary>
    public string PersistenceId { get; }

    /// <summary>What is the matter, for people.</summary>
    public string Text { get; }

    /// <summary>Sequence numbers are missing before <paramref name="SequenceNumber"/>.</summary>
    public sealed record Gap(string Stream, long After, long SequenceNumber)
        : JournalProblem(Stream, $"Events {After + 1} to {SequenceNumber - 1} are missing.");

    /// <summary>A sequence number stands there twice, or out of order.</summary>
    public sealed record Doubled(string Stream, long After, long SequenceNumber)
        : JournalProblem(Stream, $"Event {SequenceNumber} stands after event {After}.");

    /// <summary>An event of unknown name, or with bytes that cannot be read.</summary>
    public sealed record Unreadable(string Stream, long SequenceNumber, string Manifest, string Reason)
        : JournalProblem(Stream, $"Event {SequenceNumber} ({Manifest}) cannot be read: {Reason}");

    /// <summary>The personal keys of the stream cannot be unwrapped.</summary>
    public sealed record KeysUnreadable(string Stream, string Reason) : JournalProblem(Stream, $"Personal keys cannot be unwrapped: {Reason}");

    /// <summary>The stream ends at another event than its head or its snapshot says: its end was lost.</summary>
    public sealed record EndLost(string Stream, long LastEvent, long Expected)
        : JournalProblem(Stream, $"The last event is {LastEvent}, but {Expected} was stored once.");
}

/// <summary>What a verification found.</summary>
/// <param name="Streams">Streams read.</param>
/// <param name="Events">Events read.</param>
/// <param name="Problems">Problems in the order of their streams, at most <see cref="JournalVerifier.ProblemsMax"/>.</param>
/// <param name="Complete">Whether all streams were read; false when it stopped at that bound.</param>
public sealed record JournalReport(long Streams, long Events, IReadOnlyList<JournalProblem> Problems, bool Complete)
{
    /// <summary>Everything was read and nothing was wrong.</summary>
    public bool IsSound => Complete && Problems.Count == 0;
}
