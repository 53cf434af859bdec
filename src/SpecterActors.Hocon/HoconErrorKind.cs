namespace SpecterActors.Hocon;

/// <summary>What sort of thing went wrong; lets a caller act on an error without reading its text.</summary>
public enum HoconErrorKind
{
    /// <summary>The text breaks a rule of the language.</summary>
    Syntax,

    /// <summary>A file is missing, unreadable, not UTF-8, or of a kind that is not supported.</summary>
    File,

    /// <summary>An include statement names something that cannot be included, or files include each other in a circle.</summary>
    Include,

    /// <summary>A required substitution has no value in the document and none in the environment.</summary>
    Unresolved,

    /// <summary>Substitutions need each other's value.</summary>
    Cycle,

    /// <summary>The document is deeper, larger or expands further than the options allow.</summary>
    Limit,

    /// <summary>A key that was asked for is not there.</summary>
    MissingKey,

    /// <summary>A value is not of the type that was asked for, or values that cannot be joined stand side by side.</summary>
    WrongType,
}
