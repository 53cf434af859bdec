namespace SpecterActors.Hocon.Schema;

/// <summary>A key of a document that the reference document does not allow.</summary>
/// <param name="Path">The key's path, as it is written in a document; an array element as <c>path[0]</c>.</param>
/// <param name="Origin">Where it was written.</param>
public abstract record HoconSchemaFinding(string Path, HoconOrigin Origin)
{
    /// <summary>What is wrong and what to do, as one sentence or two.</summary>
    public abstract string Message { get; }

    /// <summary>No such key exists.</summary>
    /// <param name="Path">The key's path.</param>
    /// <param name="Origin">Where it was written.</param>
    /// <param name="Suggestion">The nearest key that exists; null if none is near.</param>
    public sealed record UnknownKey(string Path, HoconOrigin Origin, string? Suggestion) : HoconSchemaFinding(Path, Origin)
    {
        /// <inheritdoc/>
        public override string Message => Suggestion is null
            ? $"{Origin}: unknown key {Path}. Remove it; reference.conf lists every key."
            : $"{Origin}: unknown key {Path}. Did you mean {Suggestion}?";
    }

    /// <summary>The key exists, but holds an object, an array or a simple value where another of these belongs.</summary>
    /// <param name="Path">The key's path.</param>
    /// <param name="Origin">Where it was written.</param>
    /// <param name="Found">What stands there.</param>
    /// <param name="Expected">What belongs there.</param>
    public sealed record WrongShape(string Path, HoconOrigin Origin, string Found, string Expected)
        : HoconSchemaFinding(Path, Origin)
    {
        /// <inheritdoc/>
        public override string Message => $"{Origin}: {Path} holds {Found}, expected {Expected}.";
    }
}
