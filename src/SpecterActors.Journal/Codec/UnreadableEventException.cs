namespace SpecterActors.Journal.Codec;

/// <summary>A stored event of a known name whose bytes cannot be read. Nothing is skipped: its entity cannot recover until it is mended.</summary>
public sealed class UnreadableEventException : Exception
{
    /// <summary>Makes the exception for one stored event.</summary>
    public UnreadableEventException(StoredEvent stored, Exception inner)
        : base($"Event {stored.SequenceNumber} of {stored.PersistenceId} ({stored.Manifest}) cannot be read: {inner.Message}", inner)
    {
    }
}
