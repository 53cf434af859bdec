namespace SpecterActors.Hocon;

/// <summary>The place in a text that a value or an error comes from.</summary>
/// <param name="Source">The full path of the file, or the name that was given to a text.</param>
/// <param name="Line">The line, counted from 1; 0 where the whole file is meant.</param>
/// <param name="Column">The column in UTF-16 units, counted from 1; 0 where the whole file is meant.</param>
public sealed record HoconOrigin(string Source, int Line, int Column)
{
    /// <summary>The form <c>file:line:column</c>, or the file alone where no line is known.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
