namespace SpecterActors.Journal.Commit;

/// <summary>What became of one transaction.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>All of the batch is stored and durable.</summary>
    public sealed record Committed : CommitOutcome;

    /// <summary>Nothing was stored: the expected sequence number of at least one append is not the head of its stream.</summary>
    public sealed record Conflict : CommitOutcome;

    /// <summary>Nothing was stored, because the append at <paramref name="Index"/> of the batch can never be; the others can.</summary>
    public sealed record Refused(int Index, string Reason) : CommitOutcome;

    /// <summary>
    /// Nothing was stored. The appends at the keys of <paramref name="Failures"/> fail so, since this node may not write their streams (now, or any
    /// more); the others can be stored.
    /// </summary>
    public sealed record Barred(IReadOnlyDictionary<int, Exception> Failures) : CommitOutcome;

    /// <summary>Surely nothing was stored, for a reason that may pass (disk full, database busy).</summary>
    public sealed record NotStored(string Reason, Exception? Inner = null) : CommitOutcome;

    /// <summary>The transaction may have been committed, may be committed later, or never.</summary>
    public sealed record Unknown(string Reason, Exception? Inner = null) : CommitOutcome;
}
