namespace SpecterActors.Journal.Commit;

/// <summary>
/// Which streams this node may write, where several nodes share a journal: the store asks before each commit and has the database check the
/// answer within the transaction. Safe from any thread.
/// </summary>
public interface IWriteFence
{
    /// <summary>The shard of a stream and the epoch under which this node owns it; null when it does not.</summary>
    WritePermit? PermitOf(string persistenceId);

    /// <summary>Why an event of this stored name and version must not be written yet: a node that lives cannot read it. Null when it may.</summary>
    string? WhyNotYet(string manifest);

    /// <summary>The database refused a commit under this permit: another node has taken the shard.</summary>
    void Refused(WritePermit permit);
}

/// <summary>Leave to write the streams of a shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">How often it had been taken when this node took it.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct WritePermit(int Shard, long Epoch);
