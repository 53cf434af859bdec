namespace SpecterActors.Connectors.Specter.Wire;

/// <summary>What a feed answer turned out to be.</summary>
internal abstract record FeedRead
{
    private FeedRead() { }

    /// <summary>Rows, complete.</summary>
    public sealed record Rows(IReadOnlyList<FeedRow> Items, bool More) : FeedRead;

    /// <summary>The short answer instead of rows.</summary>
    public sealed record Reply(SpecterReply Value) : FeedRead;

    /// <summary>Cut off, HTML, or of a shape that is not known: nothing of it may be used.</summary>
    public sealed record Unreadable(string Reason) : FeedRead;
}
