namespace SpecterActors.Hocon;

/// <summary>One input of a document that is made of several: they are merged first and their substitutions resolved together.</summary>
public abstract record HoconSource
{
    private HoconSource() { }

    /// <summary>A file. A missing one is an error unless <paramref name="Optional"/>.</summary>
    /// <param name="Path">Its path; a relative one starts from the current folder, as for any file API.</param>
    /// <param name="Optional">Whether a missing file counts as an empty one.</param>
    public sealed record File(string Path, bool Optional = false) : HoconSource;

    /// <summary>A text.</summary>
    /// <param name="Content">The text.</param>
    /// <param name="Name">The name that errors and origins give it.</param>
    public sealed record Text(string Content, string Name = "text") : HoconSource;
}
