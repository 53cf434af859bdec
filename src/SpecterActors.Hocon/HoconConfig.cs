using System.Diagnostics.CodeAnalysis;
using SpecterActors.Hocon.Rendering;
using SpecterActors.Hocon.Syntax;

namespace SpecterActors.Hocon;

/// <summary>
/// A document: an immutable tree of resolved values, asked by path expressions as they are written in documents
/// (<c>a.b."c.d"</c>). Safe to share between threads.
/// </summary>
public sealed partial class HoconConfig
{
    private static readonly HoconOrigin AskedPath = new("path", 1, 1);

    internal HoconConfig(HoconValue.Object root) => Root = root;

    /// <summary>A document without keys.</summary>
    public static HoconConfig Empty { get; } = new(
        new HoconValue.Object(new OrderedDictionary<string, HoconValue>(StringComparer.Ordinal), new HoconOrigin("nothing", 0, 0)));

    /// <summary>The whole tree.</summary>
    public HoconValue.Object Root { get; }

    /// <summary>The names of the topmost keys, in the order in which they were first written.</summary>
    public IEnumerable<string> Keys => Root.Keys;

    /// <summary>Whether a value, possibly null, stands at the path.</summary>
    /// <exception cref="HoconException">The path is not a path expression.</exception>
    public bool Has(string path) => TryGetValue(path, out _);

    /// <summary>Looks up the value at a path; a <c>null</c> in the document is a value.</summary>
    /// <exception cref="HoconException">The path is not a path expression.</exception>
    public bool TryGetValue(string path, [MaybeNullWhen(false)] out HoconValue value)
    {
        var keys = ParsePath(path);
        value = Root;
        for (; !keys.IsEmpty; keys = keys.Tail)
        {
            if (value is not HoconValue.Object fields || !fields.TryGet(keys.Head, out value))
            {
                value = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>The value at a path; a <c>null</c> in the document is a value.</summary>
    /// <exception cref="HoconException">No value stands there, or the path is not a path expression.</exception>
    public HoconValue GetValue(string path) => TryGetValue(path, out var value)
        ? value
        : throw new HoconException(
            HoconErrorKind.MissingKey, new HoconOrigin(Root.Origin.Source, 0, 0), $"no key {path}", "a value for it", $"Set {path}.");

    /// <summary>Where the value at a path was written.</summary>
    /// <exception cref="HoconException">No value stands there, or the path is not a path expression.</exception>
    public HoconOrigin GetOrigin(string path) => GetValue(path).Origin;

    /// <summary>
    /// This document laid over another: what this one lacks is taken from the fallback, objects are merged key by key, and a
    /// value that is no object (<c>null</c> too) hides the fallback's. Both are resolved already: to let substitutions of one
    /// see the other, use <see cref="HoconParser.Load"/>.
    /// </summary>
    public HoconConfig WithFallback(HoconConfig fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new HoconConfig(Root.Over(fallback.Root));
    }

    /// <summary>The document as indented HOCON; reading it gives an equal document. It holds every value, secrets included.</summary>
    public string ToHocon() => HoconText.Of(Root);

    /// <summary>
    /// The document as canonical JSON: no blanks, keys in ordinal order, numbers as written; equal documents give equal
    /// texts. It holds every value, secrets included.
    /// </summary>
    public string ToJson() => JsonText.Of(Root);

    /// <summary>Writes one key as it stands in a path expression: in quotes where needed.</summary>
    public static string QuoteKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Quoting.Key(key);
    }

    private static KeyPath ParsePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var cursor = new TextCursor(path, AskedPath.Source);
        var keys = new PathReader(cursor, "a path", int.MaxValue).Read();
        return cursor.AtEnd
            ? keys
            : throw cursor.Error("a path expression such as a.b.\"c.d\"", "Put keys with special characters in double quotes.");
    }
}
