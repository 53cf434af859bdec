namespace SpecterActors.Hocon;

/// <summary>The only error this library raises for a document: what was found where, what was expected, and what to do.</summary>
public sealed class HoconException : Exception
{
    /// <summary>Makes the error; the message is put together from the parts.</summary>
    public HoconException(
        HoconErrorKind kind, HoconOrigin origin, string found, string expected, string remedy, Exception? innerException = null)
        : base($"{origin}: found {found}, expected {expected}. {remedy}", innerException)
    {
        Kind = kind;
        Origin = origin;
        Found = found;
        Expected = expected;
        Remedy = remedy;
    }

    /// <summary>The sort of error.</summary>
    public HoconErrorKind Kind { get; }

    /// <summary>Where it was found.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>The file, or the name of the text, it was found in.</summary>
    public string File => Origin.Source;

    /// <summary>The line, from 1; 0 where the whole file is meant.</summary>
    public int Line => Origin.Line;

    /// <summary>The column, from 1; 0 where the whole file is meant.</summary>
    public int Column => Origin.Column;

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }

    /// <summary>What the author of the document can do about it, as whole sentences.</summary>
    public string Remedy { get; }
}
