namespace SpecterActors.Hocon;

/// <summary>How documents are read, and how much a document may cost. Immutable; the defaults suit configuration files.</summary>
public sealed record HoconParserOptions
{
    /// <summary>The defaults: no environment, no base folder for texts, the limits below.</summary>
    public static HoconParserOptions Default { get; } = new();

    /// <summary>
    /// Looks up an environment variable for a substitution that the document does not define; null means "not set", the
    /// empty string is a value. Default null: the environment is never consulted. Nothing is read ambiently.
    /// </summary>
    public Func<string, string?>? Environment { get; init; }

    /// <summary>
    /// The folder that relative includes of a text (not of a file) start from. Default null: a text with a relative include
    /// is refused. Includes in a file always start from that file's own folder.
    /// </summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The deepest nesting of objects and arrays, both as written and after substitution. Default 100, legal 1 to 400.</summary>
    public int DepthMax { get; init; } = 100;

    /// <summary>The most characters of all sources and includes together. Default 4,194,304.</summary>
    public int CharactersMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most include statements that are followed in one document. Default 256.</summary>
    public int IncludesMax { get; init; } = 256;

    /// <summary>
    /// The most work that substitution may cause and the largest tree it may produce, counted in values plus characters.
    /// Default 4,000,000.
    /// </summary>
    public int ExpansionMax { get; init; } = 4_000_000;

    /// <summary>The longest chain of substitutions and levels that one value may need. Default 1,000, legal 10 to 4,000.</summary>
    public int ResolutionDepthMax { get; init; } = 1_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DepthMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DepthMax, 400);
        ArgumentOutOfRangeException.ThrowIfLessThan(CharactersMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(IncludesMax, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExpansionMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ResolutionDepthMax, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ResolutionDepthMax, 4_000);
    }
}
