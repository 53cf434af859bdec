namespace SpecterActors.Journal.Commit;

/// <summary>Counts since the journal was made; one consistent picture.</summary>
/// <param name="Commits">Transactions that were committed.</param>
/// <param name="AppendsStored">Appends stored.</param>
/// <param name="EventsStored">Events stored.</param>
/// <param name="Stale">Appends that lost against another writer.</param>
/// <param name="Rejected">Appends that can never be stored.</param>
/// <param name="Unavailable">Appends that failed with <see cref="JournalUnavailableException"/>.</param>
/// <param name="UnknownCommits">Transactions whose outcome had to be asked for.</param>
/// <param name="Queued">Appends waiting for a commit now.</param>
public sealed record JournalStatistics(
    long Commits, long AppendsStored, long EventsStored, long Stale, long Rejected, long Unavailable, long UnknownCommits, int Queued);
