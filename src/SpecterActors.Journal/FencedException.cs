namespace SpecterActors.Journal;

/// <summary>
/// This node does not own the stream any more: surely nothing was stored, and nothing will be. The actor stops; its successor lives on
/// another node.
/// </summary>
public sealed class FencedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public FencedException(string persistenceId, string reason)
        : base($"{persistenceId} belongs to another node: {reason}")
    {
    }
}
