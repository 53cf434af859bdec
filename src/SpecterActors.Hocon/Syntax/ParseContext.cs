using System.Collections.Immutable;

namespace SpecterActors.Hocon.Syntax;

/// <summary>Where in the whole document a text is read.</summary>
/// <param name="Directory">The folder that relative includes start from; null for a text without one.</param>
/// <param name="Path">The keys that lead to the object the text's root is merged into.</param>
/// <param name="Prefixes">What an included file's substitutions are relative to, the innermost first.</param>
/// <param name="InsideArray">Whether an array stands on that way, so that no path leads there.</param>
/// <param name="IsIncluded">Whether the text is read for an include statement.</param>
/// <param name="Depth">How many levels of objects and arrays surround the text.</param>
internal sealed record ParseContext(
    string? Directory,
    ImmutableArray<string> Path,
    ImmutableArray<ImmutableArray<string>> Prefixes,
    bool InsideArray,
    bool IsIncluded,
    int Depth)
{
    public static ParseContext Root(string? directory) => new(directory, [], [], InsideArray: false, IsIncluded: false, Depth: 0);
}
