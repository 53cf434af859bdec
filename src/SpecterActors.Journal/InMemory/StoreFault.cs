namespace SpecterActors.Journal.InMemory;

/// <summary>What a <see cref="MemoryStore"/> suffers in one call.</summary>
public abstract record StoreFault
{
    private StoreFault() { }

    /// <summary>Nothing.</summary>
    public sealed record None : StoreFault;

    /// <summary>The call fails before anything is done, in a way the caller cannot tell from <see cref="FailAfter"/>.</summary>
    public sealed record FailBefore : StoreFault;

    /// <summary>All is done and durable, then the call fails: the caller does not know the outcome.</summary>
    public sealed record FailAfter : StoreFault;

    /// <summary>The call fails at once and a commit is done <paramref name="After"/> later, if it still fits then. Reads just fail.</summary>
    public sealed record DoneLate(TimeSpan After) : StoreFault;

    /// <summary>Done <paramref name="Before"/> later, answered <paramref name="After"/> after that.</summary>
    public sealed record Delay(TimeSpan Before, TimeSpan After) : StoreFault;

    /// <summary>A commit is surely not stored, for a reason that may pass; other calls fail.</summary>
    public sealed record Refuse(string Reason) : StoreFault;

    /// <summary>The append at <paramref name="Index"/> can never be stored; other calls fail.</summary>
    public sealed record Reject(int Index, string Reason) : StoreFault;
}

/// <summary>The call about to be made: what a fault hook decides by.</summary>
/// <param name="Operation">Which member of the store.</param>
/// <param name="Batch">The appends of a commit; empty for other calls.</param>
public sealed record StoreCall(StoreOperation Operation, IReadOnlyList<AppendRequest> Batch)
{
    /// <summary>Whether the batch holds an event whose stored name (with version) is <paramref name="manifest"/>.</summary>
    public bool Holds(string manifest) => Batch.Any(append => append.Events.Any(e => e.Manifest == manifest));
}

/// <summary>Kinds of calls to a store.</summary>
public enum StoreOperation
{
    /// <summary>A transaction with appends.</summary>
    Commit,

    /// <summary>Heads and writers of streams.</summary>
    Marks,

    /// <summary>Recovery of one stream.</summary>
    Recover,

    /// <summary>Any other read.</summary>
    Read,

    /// <summary>Saving a snapshot.</summary>
    Snapshot,

    /// <summary>Destroying keys.</summary>
    Destroy,
}
