using SpecterActors.Hocon.Resolution;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon;

/// <summary>
/// Reads documents in HOCON (Human-Optimized Config Object Notation, the language's public specification). Every fault of
/// a document is a <see cref="HoconException"/>; no input, however hostile, hangs it or exhausts the stack.
/// </summary>
/// <remarks>
/// Where the specification leaves a choice: includes name files only (<c>url()</c> and <c>classpath()</c> are refused),
/// <c>file()</c> starts from the including file's folder like the plain form, a name without extension means
/// <c>.json</c> then <c>.conf</c>, and an empty file is an empty object.
/// </remarks>
public static class HoconParser
{
    /// <summary>Reads a text whose root is an object.</summary>
    /// <param name="text">The document.</param>
    /// <param name="options">Limits, environment, base folder; the defaults if null.</param>
    /// <param name="name">The name that errors and origins give the text.</param>
    /// <exception cref="HoconException">The document is faulty or exceeds a limit.</exception>
    public static HoconConfig Parse(string text, HoconParserOptions? options = null, string name = "text") =>
        Load([new HoconSource.Text(text, name)], options);

    /// <summary>Reads a file (UTF-8) whose root is an object.</summary>
    /// <exception cref="HoconException">The file is missing or unreadable, or the document is faulty or exceeds a limit.</exception>
    public static HoconConfig ParseFile(string path, HoconParserOptions? options = null) =>
        Load([new HoconSource.File(path)], options);

    /// <summary>
    /// Reads several sources as one document: a later source lies over an earlier one, and substitutions are resolved last,
    /// over the merged whole, so that a source may use and override what another one defines.
    /// </summary>
    /// <exception cref="HoconException">A source is missing or faulty, or the document exceeds a limit.</exception>
    public static HoconConfig Load(IReadOnlyList<HoconSource> sources, HoconParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var session = new ParseSession(options ?? HoconParserOptions.Default);
        ObjectNode? root = null;
        foreach (var source in sources)
        {
            var node = session.ReadSource(source);
            if (node is not ObjectNode layer)
            {
                throw new HoconException(
                    HoconErrorKind.Syntax, node.Origin, "an array as the root of the document", "an object",
                    "Give the array a name: list = [ ... ].");
            }

            if (root is null)
            {
                root = layer;
            }
            else
            {
                root.Absorb(layer);
            }
        }

        root ??= new ObjectNode(new HoconOrigin("nothing", 0, 0));
        return new HoconConfig((HoconValue.Object)new Resolver(root, session.Options).Resolve());
    }

    /// <summary>Reads a text whose root may be an object or an array.</summary>
    /// <exception cref="HoconException">The document is faulty or exceeds a limit.</exception>
    public static HoconValue ParseValue(string text, HoconParserOptions? options = null, string name = "text")
    {
        var session = new ParseSession(options ?? HoconParserOptions.Default);
        return new Resolver(session.ReadSource(new HoconSource.Text(text, name)), session.Options).Resolve();
    }
}
